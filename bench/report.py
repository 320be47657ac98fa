"""bench/RESULTS.md: what was measured, on what, and which targets are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bench.batch import BARE, FLOOR, OURS, WITH_REASONS, Race
from bench.household import One
from bench.machine import commit
from bench.measure import ROOT
from bench.targets import Target

RESULTS = ROOT / "bench" / "RESULTS.md"


def report(
    facts: dict[str, Any], races: dict[str, Race], one: One, hundred: dict[str, Any] | None, found: Sequence[Target]
) -> str:
    """The whole page. `facts` hold the machine, versions, the comparison and what is unknown."""
    parts = [
        ["# Results", "", *_machine(facts), ""],
        ["## Targets", "", *_targets(found, facts["missed"]), ""],
        ["## The same rights", "", *_equal(facts["equal"], facts["unknown"]), ""],
        ["## The batch", "", *_batch(races), ""],
        ["## One household", "", *_household(one), ""],
        ["## A hundred million people", "", *_hundred(hundred), ""],
    ]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _machine(facts: dict[str, Any]) -> Iterator[str]:
    yield "Written by `make bench`; how it is measured is told in [speed](../docs/reference/speed.md)."
    yield ""
    yield "| | |"
    yield "|---|---|"
    rows = {"commit": commit(), **facts["machine"]}
    rows["ours"] = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    rows["peer"] = ", ".join(f"{name} {number}" for name, number in facts["equal"]["versions"].items())
    rows["edition of the law"] = facts["equal"]["edition"][:16]
    for name, value in rows.items():
        yield f"| {name} | {value} |"


def _targets(found: Sequence[Target], missed: dict[str, str]) -> Iterator[str]:
    yield "| target | asked | measured | met |"
    yield "|---|---|---|---|"
    for target in found:
        measured = "not measured" if target.measured is None else f"{_number(target.measured)} {target.unit}".strip()
        asked = f"{target.bound} {_number(target.limit)} {target.unit}".strip()
        yield f"| {target.text} | {asked} | {measured} | {'yes' if target.met else '**no**'} |"
    for target in found:
        if not target.met:
            yield ""
            yield f"Missed, {target.id}: {missed.get(target.id, 'not explained')}"


def _equal(equal: dict[str, Any], unknown: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{equal['people']:,} people of whom everything is known: {equal['rows']:,} rights, equal row for row on both"
        " sides (person, programme, amount, whether it is paid)."
    )
    yield ""
    yield "| programme | entitled | amount | paid | amount paid |"
    yield "|---|--:|--:|--:|--:|"
    for name, (mine, _) in equal["programmes"].items():
        yield f"| {name} | {mine['entitled']:,} | {mine['amount']:,} | {mine['paid']:,} | {mine['paid_amount']:,} |"
    yield ""
    yield (
        f"With facts unknown, as lists have them, {unknown['undetermined']:,} rights of the same people cannot be"
        f" decided; OpenFisca, for which a blank must be some value, says yes to {unknown['yes_where_open']:,} of them"
        " and no to the others, and cannot tell them from the rest."
    )


def _batch(races: dict[str, Race]) -> Iterator[str]:
    yield "Medians. CPU is user and system time of the whole process, start included; memory is its peak."
    for race in races.values():
        yield ""
        yield f"{race.people:,} people, {len(race.floors)} rounds:"
        yield ""
        yield "| | CPU s | CPU µs a person | wall s | memory MiB | CPU by ours | memory by ours |"
        yield "|---|--:|--:|--:|--:|--:|--:|"
        for side in (OURS, WITH_REASONS, BARE):
            cost = race.middle(side)
            each = cost.cpu / race.people * 1e6
            yield (
                f"| {side} | {cost.cpu:.2f} | {each:.2f} | {cost.wall:.1f} | {cost.memory / 2**20:,.0f} |"
                f" {race.cpu(side):.1f} | {race.memory(side):.1f} |"
            )
        floor = sorted(race.floors)[len(race.floors) // 2]
        parts = race.runs[FLOOR][-1].found
        yield f"| {FLOOR} | {floor:.2f} | {floor / race.people * 1e6:.2f} | | | {1 / race.above_floor():.2f} | |"
        yield ""
        yield (
            f"The floor is {parts['start']:.2f} s to start, {parts['scan']:.2f} s to read the needed columns and"
            f" {parts['write']:.2f} s to write the result; ours is {race.above_floor():.1f} × the floor."
        )


def _household(one: One) -> Iterator[str]:
    yield "| CPU, from the parsed JSON | ms |"
    yield "|---|--:|"
    yield f"| verdicts with each condition's value, {one.programmes} programmes | {one.verdicts:.3f} |"
    yield f"| the same, the {one.compared} programmes that OpenFisca has | {one.verdicts_compared:.3f} |"
    yield f"| OpenFisca: build and calculate these {one.compared} | {one.openfisca:.2f} |"
    yield f"| the full answer with reasons as JSON ({one.answer_bytes // 1000} kB) | {one.answer:.2f} |"
    yield ""
    heavy = ", ".join(one.heavy) or "none of numpy, Arrow, YAML, schema, templates"
    yield f"`ansinh decide` from the shell: {one.shell.cpu:.2f} s CPU, {one.shell.wall:.2f} s wall; it imports {heavy}."


def _hundred(figures: dict[str, Any] | None) -> Iterator[str]:
    if figures is None:
        yield "Not measured: `python -m bench hundred-million`."
        return
    stale = " **The source has changed since: measure again.**" if figures["stale"] else ""
    yield (
        f"{figures['people']:,} people on {figures['processes']} processes, at commit {figures['commit']}:"
        f" {figures['wall_seconds']} s wall, {figures['cpu_seconds']} s CPU"
        f" ({figures['cpu_seconds'] / figures['people'] * 1e6:.2f} µs a person),"
        f" {figures['memory_of_largest_process'] / 2**20:,.0f} MiB in the larger process,"
        f" {figures['reasonings']:,} distinct reasonings; {figures['read_bytes'] / 2**20:,.0f} MiB read,"
        f" {figures['written_bytes'] / 2**20:,.0f} MiB written.{stale}"
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
