"""A programme as a chapter: its periods with the decision table of each, and its stories with what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ansinh.kernel.messages import _
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.wording import day_in_words
from lawengine.model import Cite, Condition, Edition, InForce, Programme, Row, StartRule, Window
from lawengine.plan import PlannedProgramme, Question
from lawengine.planner import make_plan
from lawengine.stories import FAR_FUTURE, Teller, own_results

FIRST_DAY = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """The programme as it stands unchanged from `start` until the day before `until`."""

    start: date
    until: date | None
    planned: PlannedProgramme

    @property
    def words(self) -> str:
        return period_in_words(Window(self.start, self.until))


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story, what it asked, its facts, and the engine's result for the programme."""

    text: str
    asked: Mapping[str, object]
    given: Mapping[str, object]
    result: Mapping[str, Any] | None
    agrees: bool

    @property
    def when(self) -> str:
        """'tháng 2024-08, quyết định ngày 10/09/2026, tỉnh 01'."""
        asked = self.asked
        parts = [
            _("month {month}").format(month=asked["month"]) if "month" in asked else day_in_words(str(asked["on"]))
        ]
        if "decided" in asked:
            parts.append(_("decided on {day}").format(day=day_in_words(str(asked["decided"]))))
        if "province" in asked:
            parts.append(_("province {code}").format(code=asked["province"]))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Everything the page of one programme shows. `cites` are all the places it rests on."""

    law: Programme
    periods: tuple[Period, ...]
    stories: tuple[StoryLine, ...]
    cites: tuple[Cite, ...]
    doubtful: bool


def chapter_of(edition: Edition, law: Programme, teller: Teller) -> Chapter:
    """Gather one chapter; its stories are run."""
    periods = tuple(_periods(edition, law))
    cites = tuple(dict.fromkeys(_cites(law, periods)))
    return Chapter(law, periods, tuple(_stories(law, teller)), cites, any(not cite.mark.verified for cite in cites))


def _periods(edition: Edition, law: Programme) -> Iterator[Period]:
    days = sorted({FIRST_DAY, *(day for day in _change_days(edition, law) if day > FIRST_DAY)})
    ends: list[date | None] = [*days[1:], None]
    open_period: Period | None = None
    for start, until in zip(days, ends, strict=True):
        planned = _planned(edition, law, start)
        if planned is None or not planned.in_force:
            if open_period:
                yield open_period
            open_period = None
        elif open_period and _same(open_period.planned, planned):
            open_period = Period(open_period.start, until, planned)
        else:
            if open_period:
                yield open_period
            open_period = Period(start, until, planned)
    if open_period:
        yield open_period


def _planned(edition: Edition, law: Programme, on: date) -> PlannedProgramme | None:
    province = min(law.territory) if law.territory else None
    known = [item for item in edition.territories if item.code == province]
    if known and not any(item.start is None or item.start <= on for item in known):
        return None
    question = Question(on, FAR_FUTURE, month=False, province=province, programmes=frozenset({law.id}))
    plan = make_plan(edition, question)
    return plan.programmes[0] if plan.programmes else None


def _same(one: PlannedProgramme, other: PlannedProgramme) -> bool:
    return (one.conditions, one.rows, one.amount, one.start) == (
        other.conditions,
        other.rows,
        other.amount,
        other.start,
    )


def _change_days(edition: Edition, law: Programme) -> Iterator[date]:
    dated: tuple[InForce | Condition | Row | StartRule, ...] = (*law.in_force, *law.conditions, *law.rows, *law.start)
    windows = [item.window for item in dated]
    used = {law.amount.parameter, law.amount.at_least, law.amount.at_most, *(row.parameter for row in law.rows)}
    for name in used - {None}:
        windows += [value.window for value in edition.parameters[str(name)].values]
    windows += [
        instrument.window for instrument in edition.instruments.values() if instrument.id in law.sources.values()
    ]
    for window in windows:
        yield from (day for day in (window.start, window.until) if day is not None)


def _stories(law: Programme, teller: Teller) -> Iterator[StoryLine]:
    for story in law.stories:
        told = teller.tell(story)
        result = own_results(story, told.answer).get(law.id)
        yield StoryLine(story.text, story.asked, story.given, result, not told.faults)


def _cites(law: Programme, periods: tuple[Period, ...]) -> Iterator[Cite]:
    cited: tuple[InForce | Condition | Row | StartRule, ...] = (*law.in_force, *law.conditions, *law.rows, *law.start)
    for item in cited:
        yield from item.cites
    yield from law.stop_cites
    for period in periods:
        yield from period.planned.amount.pieces


def period_in_words(window: Window) -> str:
    """'từ 01/07/2021 đến hết 30/06/2024', open ends left out."""
    parts = []
    if window.start:
        parts.append(_("from {day}").format(day=day_in_words(window.start.isoformat())))
    if window.until:
        last = window.until - timedelta(days=1)
        parts.append(_("to the end of {day}").format(day=day_in_words(last.isoformat())))
    return " ".join(parts) or _("always")


def formula_in_words(planned: PlannedProgramme) -> str:
    """How the money comes about: '20 × 540.000', 'hệ số × 540.000', with the quantity when there is one."""
    form = planned.amount.form
    factors = [grouped(planned.amount.rate or 0)]
    if form.kind == "rate":
        factors.insert(0, _("coefficient") if form.times is None else str(form.times).replace(".", ","))
    if form.per is not None:
        factors.append(_("quantity"))
    return " × ".join(factors)
