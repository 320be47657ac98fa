"""Time travel: whatever is written later, what was known at a moment stays as it was; today's picture follows the rows.

Random late facts, corrections, ends, withdrawals, refusals, merged households, moves and undos go through the services
in random order. At moments in between every selector's answer is noted down; at the end each is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ansinh.kernel.text import fold
from ansinh.registry.changes.errors import ChangeError
from ansinh.registry.changes.services import apply_change, refuse_change, undo_change, withdraw_change
from ansinh.registry.ledger.clock import now
from ansinh.registry.ledger.models import Change, Paper, Recorded, State
from ansinh.registry.ledger.moments import Moment
from ansinh.registry.ledger.rows import ledger_models
from ansinh.registry.ledger.wording import facts_of
from ansinh.registry.offices.selectors import today
from ansinh.registry.pages.selectors import household_page, person_page
from ansinh.registry.people.models import Death, Household, Identity, Membership, Person, Residence
from ansinh.registry.people.pictures import refresh_pictures, sort_key
from ansinh.registry.proposals.kinds import BY_KIND
from ansinh.registry.proposals.moves import Home, found_household, join_household, move_household
from ansinh.registry.proposals.services import Draft, end_row, propose_row, withdraw_row
from ansinh.registry.statuses.models import Disability, Pension, Poverty
from tests.cast import Cast, cast, viewer

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
OPEN_ENDS = st.one_of(st.none(), DAYS)


@dataclass
class Registers:
    """The registers under test: who acts, and what was noted down at moments in between."""

    everyone: Cast
    noted: list[tuple[Moment, dict[str, Any]]] = field(default_factory=list)
    applied: list[Change] = field(default_factory=list)
    refused: int = 0

    def draft(self, kind: str, **whose: Any) -> Draft:
        paper = Paper.objects.filter(kind="Giấy xác nhận").first()
        return Draft(viewer(self.everyone.hoa), BY_KIND[kind], paper=paper, **whose)

    def do(self, act: Callable[[], Change], approve: bool) -> None:
        """Propose, then decide; what the services refuse leaves nothing behind."""
        before = Change.objects.count()
        try:
            change = act()
        except ChangeError:
            self.refused += 1
            assert Change.objects.count() == before
            return
        if change.state == State.PROPOSED:
            self._decide(change, approve)
        change.refresh_from_db()
        if change.state == State.APPLIED:
            self.applied.append(change)

    def _decide(self, change: Change, approve: bool) -> None:
        by = viewer(self.everyone.thu if change.place == self.everyone.an_hoa else self.everyone.director)
        if not approve:
            refuse_change(viewer=by, code=change.code, reason="thử")
            return
        try:
            apply_change(viewer=by, code=change.code)
        except ChangeError:
            self.refused += 1
            withdraw_change(viewer=viewer(self.everyone.hoa), code=change.code)

    def note(self, day: date) -> None:
        """Write down what every selector says of this day, as known now."""
        moment = Moment(day, now())
        self.noted.append((moment, everything(self.everyone, moment)))


def everything(everyone: Cast, moment: Moment) -> dict[str, Any]:
    """All that the registers answer for one moment, in plain values."""
    assert moment.known is not None
    inspector = viewer(everyone.inspector, purpose="inspection")
    found: dict[str, Any] = {
        model.__name__: sorted(plain(row) for row in model.objects.as_of(moment.day, moment.known))
        for model in ledger_models()
    }
    found["held"] = {
        model.__name__: sorted(plain(row) for row in model.objects.known(moment.known)) for model in ledger_models()
    }
    for person in (everyone.tu, everyone.sau, everyone.na):
        page = person_page(inspector, person, moment)
        found[person.code] = [
            page.name, plain(page.identity), plain(page.death), plain(page.membership), plain(page.home),
            [(member.name, plain(member.membership)) for member in page.members],
            [(entry.title, entry.text, entry.state, entry.starts_on, entry.ends_on) for entry in page.timeline.entries],
            [plain(account.row) for account in page.accounts],
        ]  # fmt: skip
    for household in Household.every.filter(code__in=("H-C00001", "H-C00003")):
        home = household_page(inspector, household, moment)
        found[household.code] = [
            plain(home.home), plain(home.poverty), [member.name for member in home.members],
            [(entry.title, entry.text, entry.state) for entry in home.timeline.entries],
        ]  # fmt: skip
    return found


def plain(row: Recorded | None) -> str:
    return "" if row is None else f"{row.pk} {row.starts_on} {row.ends_on} {values(row)}"


def values(row: Recorded) -> list[object]:
    facts = {fact.name for fact in facts_of(row)}
    return [getattr(row, each.attname) for each in row._meta.concrete_fields if each.name in facts]


def held(model: type[Recorded], **whose: Any) -> list[Any]:
    return list(model.objects.known().filter(closed_by__isnull=True, **whose).order_by("pk"))


def status_of(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change]:
    starts_on, ends_on = data.draw(OPEN_ENDS), data.draw(OPEN_ENDS)
    if starts_on and ends_on and ends_on <= starts_on:
        ends_on = starts_on + timedelta(days=30)
    if data.draw(st.booleans()):
        degree = data.draw(st.sampled_from(Disability.Degree.values))
        row: Recorded = Disability(person=person, degree=degree, starts_on=starts_on, ends_on=ends_on)
        return lambda: propose_row(registers.draft("disability", person=person), row)
    row = Pension(person=person, source="pension", amount=2_000_000, starts_on=starts_on, ends_on=ends_on)
    return lambda: propose_row(registers.draft("pension", person=person), row)


def poverty_of(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change]:
    home = person.household
    assert home is not None
    row = Poverty(
        household=home, poverty_class=data.draw(st.sampled_from(Poverty.Class.values)), starts_on=data.draw(DAYS)
    )
    return lambda: propose_row(registers.draft("poverty", household=home), row)


def correct(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change]:
    old = held(Identity, person=person)[-1]
    name = data.draw(st.sampled_from(["Nguyễn Thị Tứ", "Trần Văn Sáu", "Lê Thị Na Na", "Niê Kđăm"]))
    row = Identity(
        person=person, full_name=name, sex=old.sex, birth_date=data.draw(st.sampled_from(["1950", "1951-02"]))
    )
    return lambda: propose_row(registers.draft("identity", person=person), row, corrects=old)


def end(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change] | None:
    rows = [*held(Disability, person=person), *held(Pension, person=person)]
    if not rows:
        return None
    row, day = data.draw(st.sampled_from(rows)), data.draw(DAYS)
    if row.starts_on and day <= row.starts_on:
        return lambda: withdraw_row(registers.draft(type(row).KIND, person=person), row)
    return lambda: end_row(registers.draft(type(row).KIND, person=person), row, day)


def die(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change]:
    old = held(Death, person=person)
    row = Death(person=person, died_on=data.draw(st.sampled_from(["2026", "2026-10", "2026-11-02"])))
    return lambda: propose_row(registers.draft("death", person=person), row, corrects=old[0] if old else None)


def move(registers: Registers, data: st.DataObject, person: Person) -> Callable[[], Change]:
    day, everyone = data.draw(DAYS), registers.everyone
    home = Home(everyone.an_binh, data.draw(st.sampled_from(["Thôn 1", "Thôn 2"])))
    target = data.draw(st.sampled_from([everyone.tu, everyone.na])).household
    assert target is not None
    draft = registers.draft("membership", person=person)
    which = data.draw(st.integers(0, 2))
    if which == 0:
        return lambda: join_household(draft, [(person, "other")], target, day)
    if which == 1:
        return lambda: found_household(registers.draft("leave", person=person), [(person, "head")], day, home)
    return lambda: move_household(registers.draft("move", household=target), target, home, day)


ACTS = (status_of, poverty_of, correct, end, die, move)


def undo(registers: Registers, data: st.DataObject) -> None:
    if not registers.applied:
        return
    change = data.draw(st.sampled_from(registers.applied))
    try:
        undo_change(viewer=viewer(registers.everyone.director), code=change.code, reason="thử")
    except ChangeError:
        registers.refused += 1


def pictures() -> Iterator[tuple[Any, ...]]:
    """Today's pictures as the rows say them, told anew without the pictures' own code."""
    day = today()
    for person in Person.every.order_by("pk"):
        name = Identity.objects.as_of(day).filter(person=person).first()
        member = Membership.objects.as_of(day).filter(person=person).first()
        death = Death.objects.known().filter(person=person).first()
        full_name = name.full_name if name else person.full_name
        home = member.household if member else None
        residence = Residence.objects.as_of(day).filter(household=home).first() if home else None
        yield (
            person.pk, full_name, fold(full_name), sort_key(full_name), name.birth_date if name else person.birth_date,
            death.died_on if death else "", home.pk if home else None,
            residence.village if residence else person.village,
        )  # fmt: skip


def drawn() -> Iterator[tuple[Any, ...]]:
    for each in Person.every.order_by("pk"):
        yield (
            each.pk, each.full_name, each.search_key, each.sort_key, each.birth_date, each.death_date,
            each.household_id, each.village,
        )  # fmt: skip


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_was_known_at_a_moment_never_changes_afterwards(db: None, data: st.DataObject) -> None:
    with transaction.atomic():  # each example has the registers to itself
        live(Registers(cast()), data)
        transaction.set_rollback(True)


def live(registers: Registers, data: st.DataObject) -> None:
    people = [registers.everyone.tu, registers.everyone.sau, registers.everyone.na]
    refresh_pictures(people=[person.pk for person in Person.every.all()])
    registers.note(data.draw(DAYS))
    for _step in range(data.draw(st.integers(3, 8))):
        person = data.draw(st.sampled_from(people))
        person.refresh_from_db()
        if data.draw(st.integers(0, 3)) == 0:
            undo(registers, data)
        elif act := data.draw(st.sampled_from(ACTS))(registers, data, person):
            registers.do(act, approve=data.draw(st.integers(0, 4)) > 0)
        assert list(drawn()) == list(pictures())
        if data.draw(st.booleans()):
            registers.note(data.draw(DAYS))
    for moment, noted in registers.noted:
        assert everything(registers.everyone, moment) == noted


def test_the_end_of_a_day_is_never_later_than_the_registers_latest_writing(everyone: Cast) -> None:
    registers = Registers(everyone)
    moment = Moment(today(), now())
    before = everything(everyone, moment)
    row = Disability(person=everyone.tu, degree="severe", starts_on=date(2026, 1, 1))
    registers.do(lambda: propose_row(registers.draft("disability", person=everyone.tu), row), approve=True)
    assert len(registers.applied) == 1
    assert everything(everyone, moment) == before
    assert everything(everyone, Moment(today(), now())) != before
    assert isinstance(now(), datetime)
    assert Household.objects.count() == 6
