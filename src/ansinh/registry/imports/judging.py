"""What one row would write, and whether it may: the same judgement when rows are checked and when they are written."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ansinh.kernel.codes import new_code
from ansinh.kernel.partial_dates import PartialDateError, parse_iso
from ansinh.kernel.text import fold
from ansinh.registry.imports import reasons
from ansinh.registry.imports.held import Held
from ansinh.registry.imports.matching import ASK, CERTAIN, OUTSIDE, Match
from ansinh.registry.imports.models import Decision, ImportRow, Verdict, Who
from ansinh.registry.imports.plans import Plan
from ansinh.registry.imports.reasons import Reason
from ansinh.registry.imports.statuses import plan_statuses
from ansinh.registry.people.models import (
    Contact,
    Death,
    Identity,
    Membership,
    NumberKind,
    PaymentAccount,
    Person,
    PersonNumber,
    Relation,
)
from ansinh.registry.people.pictures import sort_key

# Decisions that let a row through although it contradicts something.
_SETTLED: Final = (Decision.OURS, Decision.THEIRS)


def judge(row: ImportRow, match: Match, held: Held, *, holds_from: date) -> Plan:
    """What a row of data that could be read would write.

    Args:
        match: whom it means. held: what the registers hold of that person. holds_from: the list's day.
    """
    if row.decision == Decision.WAIT:
        return Plan(Verdict.WAITING, conflicts=[reasons.PUT_OFF])
    settled = row.decision in _SETTLED
    if match.how == OUTSIDE:
        return Plan(Verdict.WAITING, conflicts=_only(match.reason))
    if match.how == ASK:
        return Plan(Verdict.ASK, match.person, conflicts=_only(match.reason))
    if row.doubt and not settled:
        return Plan(Verdict.ASK, match.person)
    if row.noted_death and not row.died_on and row.decision == Decision.THEIRS:
        return Plan(Verdict.WAITING, match.person, conflicts=[reasons.NO_DAY_OF_DEATH])
    plan = _of_known(row, match.person, held) if match.how == CERTAIN and match.person else _of_new(row)
    assert plan.person is not None
    _death(plan, row, held)
    plan_statuses(plan, row, held, holds_from)
    concluded = _concluded(plan, settled=settled)
    if concluded.verdict not in {Verdict.NEW, Verdict.UPDATE, Verdict.SAME} and plan.home is not None:
        held.proposed_homes.pop(plan.home)  # the next row of the household says it instead
    return concluded


def _only(reason: Reason | None) -> list[Reason]:
    return [reason] if reason else []


def _concluded(plan: Plan, *, settled: bool) -> Plan:
    if any(each.closed_by_id is not None for each in plan.closes):
        return Plan(Verdict.WAITING, plan.person, conflicts=[reasons.WAITS_ELSEWHERE])
    if plan.conflicts and not settled:
        return Plan(Verdict.CONFLICT, plan.person, conflicts=plan.conflicts)
    if plan.verdict == Verdict.UPDATE and not plan.adds and not plan.closes:
        plan.verdict = Verdict.SAME
    plan.conflicts = []
    return plan


def _of_new(row: ImportRow) -> Plan:
    """A person nobody knows yet; their picture is drawn when the rows are applied."""
    assert row.commune is not None
    person = Person(
        code=new_code("N"),
        full_name=row.full_name,
        search_key=fold(row.full_name),
        sort_key=sort_key(row.full_name),
        sex=row.sex,
        birth_date=row.birth_date,
        commune=row.commune,
        province_id=row.commune.parent_id or row.commune.pk,
        village=row.village,
        held=False,
    )
    plan = Plan(Verdict.NEW, person)
    plan.add(
        Identity(
            person=person,
            full_name=row.full_name,
            sex=row.sex,
            birth_date=row.birth_date,
            ethnicity=row.ethnicity,
        )
    )
    # Whoever is another person in spite of the number does not have this number.
    if row.who != Who.ANOTHER:
        _number(plan, NumberKind.CITIZEN, row.citizen_id, [])
        _number(plan, NumberKind.OLD, row.old_id, [])
    _number(plan, NumberKind.INSURANCE, row.insurance_number, [])
    if row.household_id is not None:
        relation = row.relation or Relation.UNKNOWN.value
        plan.add(Membership(person=person, household_id=row.household_id, relation=relation))
    _ways_to_reach(plan, row, [], [])
    return plan


def _of_known(row: ImportRow, person: Person, held: Held) -> Plan:
    plan = Plan(Verdict.UPDATE, person)
    _identity(plan, row, held.one(Identity, person.pk))
    numbers = held.of(PersonNumber, person.pk)
    citizens = [each.number for each in numbers if each.kind == NumberKind.CITIZEN]
    if row.citizen_id and citizens and row.citizen_id not in citizens:
        plan.conflicts.append(reasons.differs("citizen_id", citizens[-1], row.citizen_id))
        if row.decision == Decision.THEIRS:
            _number(plan, NumberKind.CITIZEN, row.citizen_id, numbers)
    else:
        _number(plan, NumberKind.CITIZEN, row.citizen_id, numbers)
    _number(plan, NumberKind.OLD, row.old_id, numbers)
    _number(plan, NumberKind.INSURANCE, row.insurance_number, numbers)
    if row.commune_id is not None and row.commune_id != person.commune_id and row.commune is not None:
        # A move is a matter of its own: whatever is decided here, the person stays where the registers have them.
        plan.conflicts.append(reasons.differs("commune", person.commune.name, row.commune.name))
    _ways_to_reach(plan, row, held.of(Contact, person.pk), held.of(PaymentAccount, person.pk))
    return plan


def _identity(plan: Plan, row: ImportRow, held: Any | None) -> None:
    if held is None:
        return
    name, birth, sex, ethnicity = held.full_name, held.birth_date, held.sex, held.ethnicity
    theirs = row.decision == Decision.THEIRS
    if fold(row.full_name) != fold(name):
        plan.conflicts.append(reasons.differs("full_name", name, row.full_name))
        name = row.full_name if theirs else name
    elif name.isascii() and not row.full_name.isascii():
        name = row.full_name
    if row.birth_date and not birth.startswith(row.birth_date):
        if row.birth_date.startswith(birth):
            birth = row.birth_date
        else:
            plan.conflicts.append(reasons.differs("birth_date", _shown(birth), _shown(row.birth_date)))
            birth = row.birth_date if theirs else birth
    if row.sex and row.sex != sex:
        if sex:
            plan.conflicts.append(reasons.differs("sex", sex, row.sex))
        sex = row.sex if theirs or not sex else sex
    ethnicity = ethnicity or row.ethnicity
    if (name, birth, sex, ethnicity) != (held.full_name, held.birth_date, held.sex, held.ethnicity):
        plan.add(
            Identity(
                person=plan.person, full_name=name, other_name=held.other_name, birth_date=birth, sex=sex,
                ethnicity=ethnicity, starts_on=held.starts_on, ends_on=held.ends_on,
            ),
            instead_of=held,
        )  # fmt: skip


def _shown(birth: str) -> str:
    try:
        return parse_iso(birth).shown
    except PartialDateError:
        return birth or "?"


def _number(plan: Plan, kind: NumberKind, number: str, held: list[Any]) -> None:
    if number and not any(each.kind == kind and each.number == number for each in held):
        plan.add(PersonNumber(person=plan.person, kind=kind, number=number))


def _ways_to_reach(plan: Plan, row: ImportRow, contacts: list[Any], accounts: list[Any]) -> None:
    if row.phone and row.phone not in {contact.value for contact in contacts}:
        plan.add(Contact(person=plan.person, kind="phone", value=row.phone))
    if not row.account_number or any(each.number == row.account_number for each in accounts):
        return
    if accounts:
        plan.conflicts.append(reasons.differs("account", "", ""))
        if row.decision != Decision.THEIRS:
            return
    holder = row.account_holder or row.full_name
    account = PaymentAccount(person=plan.person, bank=row.bank, number=row.account_number, holder=holder)
    plan.add(account, instead_of=accounts[-1] if accounts else None)


def _death(plan: Plan, row: ImportRow, held: Held) -> None:
    known = held.one(Death, plan.person.pk) if plan.person else None
    if known is not None:
        if not row.died_on:
            plan.conflicts.append(reasons.is_dead(_shown(known.died_on)))
        return
    # What only a note says needs somebody's word.
    if row.died_on and (not row.noted_death or row.decision == Decision.THEIRS):
        plan.add(Death(person=plan.person, died_on=row.died_on))
