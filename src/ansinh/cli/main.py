"""Entry point: find the command, choose the language, turn every error into a sentence and an exit code."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

from ansinh.cli.errors import ERROR, FAULT, OK, USAGE, sentence
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import LANGUAGES, N_, _, use_language
from lawengine.errors import LawEngineError, LawFileError, QuestionError

EVAL_OPTIONS = ("--bind", "--json", "-h", "--help", "--")


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command; its module is imported only when it is asked for, so that `decide` starts without numpy."""

    module: str
    summary: str


COMMANDS = {
    "decide": Command("ansinh.cli.decide", N_("Decide one household: who is entitled to what, why, and why not")),
    "roll": Command("ansinh.cli.roll", N_("Make the month's roll from a list of people")),
    "recompute": Command("ansinh.cli.recompute", N_("Arrears and recovery of some months, decided again")),
    "simulate": Command("ansinh.cli.simulate", N_("What another level of money would cost, and who gains or loses")),
    "view": Command("ansinh.cli.view", N_("Serve a roll's page on this machine")),
    "law": Command("ansinh.cli.law", N_("Check, show, print or bundle the book of law")),
    "demo": Command("ansinh.cli.demo", N_("Fill the registers with a made-up province")),
    "snapshot": Command("ansinh.cli.snapshot", N_("Everybody's facts for a month, and what the law says of them")),
    "serve": Command("ansinh.cli.serve", N_("Serve the application on this machine, with its worker")),
    "worker": Command("ansinh.cli.worker", N_("Do queued jobs until stopped")),
    "backup": Command("ansinh.cli.backup", N_("Write everything to one file")),
    "restore": Command("ansinh.cli.restore", N_("Put back what a backup holds")),
    "upgrade": Command("ansinh.cli.upgrade", N_("Bring the database to this version, or rehearse it on a copy")),
    "audit": Command("ansinh.cli.audit", N_("Check the audit log link by link")),
}


class Parser(argparse.ArgumentParser):
    """argparse with our exit code, and its few words in the reader's language."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit status (see docs/reference/cli.md)."""
    words, wish = _without_language(list(sys.argv[1:] if argv is None else argv))
    use_language(_language(wish))
    words = _expression_kept(words)
    name = next((word for word in words if word in COMMANDS), None)
    parser = Parser(prog="ansinh", description=_("An Sinh: the right person, the full entitlement, on time"))
    parser.add_argument(
        "--lang",
        choices=("vi", "en"),
        help=_("language of messages (default: ANSINH_LANG, then LANG, then Vietnamese)"),
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), required=True, parser_class=Parser)
    module: ModuleType | None = None
    for each, command in COMMANDS.items():
        below = commands.add_parser(each, help=_(command.summary), description=_(command.summary))
        if each == name:
            module = importlib.import_module(command.module)
            module.add_arguments(below)
    if wish is not None and wish not in LANGUAGES:
        parser.error(_("--lang is one of: {languages}").format(languages=", ".join(LANGUAGES)))
    if not words:
        parser.print_help()
        return USAGE
    args = parser.parse_args(words)
    assert module is not None
    return _run(module, args)


def _run(module: ModuleType, args: argparse.Namespace) -> int:
    as_json = bool(getattr(args, "json", False))
    try:
        status: int = module.run(args)
        sys.stdout.flush()
    except LawFileError as error:
        return _say(as_json, FAULT, "law_file", f"{error.file}:{error.line}: {sentence(error)}")
    except QuestionError as error:
        return _say(as_json, USAGE, "question", f"{error.field}: {sentence(error)}", field=error.field)
    except LawEngineError as error:
        return _say(as_json, ERROR, "law", sentence(error))
    except AnSinhError as error:
        return _say(as_json, USAGE, error.code, _(error.template).format(**error.params))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        name = str(error.filename or "")
        return _say(
            as_json,
            USAGE,
            "file",
            _("{file}: cannot be read or written ({reason})").format(file=name, reason=error.strerror or error),
        )
    except KeyboardInterrupt:
        return _say(as_json, 130, "interrupted", _("Stopped."))
    return status


def _say(as_json: bool, status: int, code: str, text: str, **more: str) -> int:
    if as_json:
        sys.stderr.write(json.dumps({"error": code, "message": text, **more}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"ansinh: {text}\n")
    return status


def _without_language(words: list[str]) -> tuple[list[str], str | None]:
    """The words without `--lang X`, which may stand anywhere, and X."""
    kept: list[str] = []
    wish: str | None = None
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*kept, word, *rest], wish
        if word == "--lang":
            wish = next(rest, "")
        elif word.startswith("--lang="):
            wish = word.partition("=")[2]
        else:
            kept.append(word)
    return kept, wish


def _expression_kept(words: list[str]) -> list[str]:
    """`law eval -x`: an expression that begins with a minus is no option; a blank in front changes nothing in it."""
    if words[:2] == ["law", "eval"] and len(words) > 2 and words[2].startswith("-") and words[2] not in EVAL_OPTIONS:
        return [*words[:2], f" {words[2]}", *words[3:]]
    return words


def _language(wish: str | None) -> str:
    """The wish, else ANSINH_LANG, else LANG; Vietnamese unless English is meant."""
    chosen = wish or os.environ.get("ANSINH_LANG") or os.environ.get("LANG", "")
    return "en" if chosen.lower().startswith("en") else "vi"


if __name__ == "__main__":
    sys.exit(main())
