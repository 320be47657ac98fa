"""Documents: every relative link leads somewhere, every command named exists."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ansinh.cli.main import COMMANDS
from tools.tree import Fault, files, name

MARKDOWN = MarkdownIt("commonmark").enable("table")
SHELL = {"", "sh", "bash", "shell", "console"}
FIRST_WORDS = {"--lang", "--help", "-h"}


def faults(root: Path) -> Iterator[Fault]:
    """Every dead link and every command that is not there, in every Markdown file below `root`."""
    targets = make_targets(root)
    for path in files(root, ".md"):
        file = name(root, path)
        for token, line in _tokens(MARKDOWN.parse(path.read_text(encoding="utf-8"))):
            for goal in _goals(token):
                if not _exists(path, goal):
                    yield Fault(file, line, f"the link {goal} leads nowhere")
            for command in _commands(token):
                reason = _wrong(command, targets)
                if reason:
                    yield Fault(file, line, f"`{command}`: {reason}")


def make_targets(root: Path) -> set[str]:
    """What `make` can be asked for."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", text, re.MULTILINE))


def headings(text: str) -> set[str]:
    """The anchors of a Markdown text, as code hosts make them of its headings."""
    tokens = MARKDOWN.parse(text)
    found: set[str] = set()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})
            kept = "".join(letter for letter in unicodedata.normalize("NFC", words.lower()) if _in_anchor(letter))
            found.add(kept.replace(" ", "-"))
    return found


def _in_anchor(letter: str) -> bool:
    return letter.isalnum() or letter in " -_" or unicodedata.category(letter).startswith("M")


def _tokens(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """All tokens, inline ones too, with the line of their block (from 1)."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        yield token, line
        for child in token.children or []:
            yield child, line


def _goals(token: Token) -> Iterator[str]:
    goal = (
        token.attrGet("href") if token.type == "link_open" else token.attrGet("src") if token.type == "image" else None
    )
    if isinstance(goal, str) and not re.match(r"[a-z]+:", goal):
        yield unquote(goal)


def _exists(page: Path, goal: str) -> bool:
    place, _, anchor = goal.partition("#")
    target = page.parent / place if place else page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in headings(target.read_text(encoding="utf-8"))


def _commands(token: Token) -> Iterator[str]:
    """`make …` and `ansinh …` in a code span or a block of shell; an output line or a comment is none."""
    if token.type == "code_inline":
        lines = [token.content]
    elif token.type == "fence" and token.info.strip() in SHELL:
        lines = token.content.splitlines()
    else:
        return
    for text in lines:
        for part in re.split(r"\s*(?:&&|\|\||[|;])\s*", text.split(" #")[0]):
            command = re.sub(r"^(\$ |[A-Z_]+=\S+ )+", "", part.strip())
            if re.match(r"(make|ansinh) [\w-]", command):
                yield command


def _wrong(command: str, targets: set[str]) -> str | None:
    """What is wrong with the command; None when it exists."""
    try:
        words = shlex.split(command.replace("…", " "))
    except ValueError:
        return "quotes do not match"
    if words[0] == "make":
        unknown = [word for word in words[1:] if "=" not in word and word not in targets]
        return f"the Makefile has no {unknown[0]}" if unknown else None
    return _wrong_ansinh(words[1:])


def _wrong_ansinh(words: list[str]) -> str | None:
    while words and words[0].partition("=")[0] in FIRST_WORDS:
        words = words[1:] if "=" in words[0] or words[0] != "--lang" else words[2:]
    if not words:
        return None
    if words[0] not in COMMANDS:
        return f"there is no command {words[0]}"
    try:
        options, actions = _parser(words[0])
    except ModuleNotFoundError as error:
        return f"{error.name} is not there yet"
    known = set(options)
    if actions:
        named = next((word for word in words[1:] if not word.startswith("-")), None)
        choices = (named or "").split("|")  # `ansinh law check|show`
        if named and any(choice not in actions for choice in choices):
            return f"`ansinh {words[0]}` has no {named}"
        known |= {option for choice in choices if choice for option in actions[choice]}
    for word in words[1:]:
        option = word.strip("[]").partition("=")[0]
        if option.startswith("--") and option not in known:
            return f"there is no option {option}"
    return None


@cache
def _parser(command: str) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Options of a command, and of each of its actions."""
    parser = argparse.ArgumentParser()
    importlib.import_module(COMMANDS[command].module).add_arguments(parser)
    actions: dict[str, frozenset[str]] = {}
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list of what it knows
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            actions.update({each: _options(below) for each, below in action.choices.items()})
    return _options(parser), actions


def _options(parser: argparse.ArgumentParser) -> frozenset[str]:
    return frozenset(option for action in parser._actions for option in action.option_strings)  # noqa: SLF001
