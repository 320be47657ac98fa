"""`ansinh decide`: one household as JSON, decided with reasons."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ansinh.cli.question import add_question_arguments, question_from
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_, _
from ansinh.lawdesk.editions import open_edition
from ansinh.lawdesk.wording import explain
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.plan import Status
from lawengine.planner import make_plan
from lawengine.qualify import described, smallest_changes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_question_arguments(parser)
    parser.add_argument("--explain", action="store_true", help=_("say it in plain words instead of JSON"))
    parser.add_argument(
        "--changes", action="store_true", help=_("for each refusal, add the smallest change that would qualify")
    )
    parser.add_argument("file", metavar=_("FILE"), help=_("the household as JSON; - reads standard input"))


def run(args: argparse.Namespace) -> int:
    """Decide and print; exit status 0 whatever the answer is."""
    question = question_from(args)
    edition = open_edition(args.law)
    household = read_household(edition.catalogue, _read(args.file), closed=args.closed)
    plan = make_plan(edition, question)
    decider = Decider(plan)
    if args.json and not args.changes:
        sys.stdout.write(decider.text(household) + "\n")
        return 0
    answer = decider.decide(household)
    if args.changes:
        for item in answer["results"]:
            if item["result"] == Status.REFUSED.name.lower():
                found = smallest_changes(plan, household, item["person"], item["programme"])
                item["would_qualify"] = [described(changes) for changes in found]
    if args.explain and not args.json:
        sys.stdout.write(explain(answer, edition))
    else:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=None if args.json else 2) + "\n")
    return 0


def _read(name: str) -> Any:
    """Parse the household.

    Raises:
        AnSinhError: the text is not JSON in UTF-8, holds a fraction, or the same key twice.
    """
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return json.loads(
            raw.decode("utf-8-sig"), parse_float=_no_fractions, parse_constant=_no_fractions, object_pairs_hook=_unique
        )
    except UnicodeDecodeError:
        raise AnSinhError("not_utf8", N_("{file} is not text in UTF-8"), file=name) from None
    except json.JSONDecodeError as error:
        raise AnSinhError(
            "not_json",
            N_("{file} is not JSON: line {line}, column {column}"),
            file=name,
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise AnSinhError("not_json", N_("{file} is nested too deeply"), file=name) from None
    except ValueError as error:
        if "digits" not in str(error):
            raise
        raise AnSinhError("not_json", N_("{file} holds a number that is too long"), file=name) from None


def _no_fractions(text: str) -> Any:
    raise AnSinhError("fraction", N_("{text} is not a whole number; amounts are whole đồng"), text=text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise AnSinhError("twice", N_("the key {key} stands twice"), key=key)
        result[key] = value
    return result
