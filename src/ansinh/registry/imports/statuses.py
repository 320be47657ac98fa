"""What a row says about statuses, against what the registers hold of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, cast

from ansinh.registry.imports import reasons
from ansinh.registry.imports.held import Held
from ansinh.registry.imports.models import Decision, ImportRow
from ansinh.registry.imports.plans import Plan
from ansinh.registry.ledger.models import Recorded
from ansinh.registry.statuses.models import (
    Disability,
    HealthCard,
    HeldAllowance,
    Merit,
    ParentsSituation,
    Pension,
    PersonStatus,
    Poverty,
    Status,
)

# Where the list says something else than the registers, somebody decides; elsewhere the newer list is the newer paper.
CONTESTED: Final[tuple[type[Status], ...]] = (Disability, Merit, ParentsSituation)
_KEYS: Final[dict[type[Status], str]] = {Merit: "category", Pension: "source", HeldAllowance: "programme"}
_TOLD: Final[dict[type[Status], tuple[str, ...]]] = {
    Merit: ("percent", "file_number"),
    Pension: ("amount",),
    HeldAllowance: ("amount", "decision_number", "decided_on"),
}
KINDS: Final = ("mobility", "hearing_speech", "visual", "mental", "intellectual")
# Target of a column → the register that it fills.
REGISTERS: Final[dict[str, type[Status]]] = {
    "disability_degree": Disability,
    "disability_kind": Disability,
    "poverty_class": Poverty,
    "father": ParentsSituation,
    "mother": ParentsSituation,
    "merit_category": Merit,
    "pension_amount": Pension,
    "programme": HeldAllowance,
    "health_card_number": HealthCard,
}


def plan_statuses(plan: Plan, row: ImportRow, held: Held, holds_from: date) -> None:
    """Add to the plan what the row says about statuses."""
    assert plan.person is not None
    for model, values, start in said(row, holds_from):
        if issubclass(model, Poverty):
            home = row.household_id or plan.person.household_id
            if home is None:
                continue
            if home in held.proposed_homes:
                if held.proposed_homes[home] != row.poverty_class:
                    plan.conflicts.append(reasons.HOME_CONTRADICTED)
                continue
            held.proposed_homes[home] = row.poverty_class
            plan.home = home
            _status(plan, row, model(household_id=home, starts_on=start, **values), held.of(model, home), values)
        else:
            new = cast(type[PersonStatus], model)(person=plan.person, starts_on=start, **values)
            _status(plan, row, new, held.of(model, plan.person.pk), values)


def said(row: ImportRow, holds_from: date) -> Iterator[tuple[type[Status], dict[str, Any], date]]:
    """Which registers the row speaks of: the values it gives, and from when."""
    if row.disability_degree:
        kinds = {kind: True for kind in KINDS if getattr(row, kind)} | ({"other": True} if row.other_kind else {})
        paper = {"certificate_number": row.certificate_number, "certificate_date": row.certificate_date}
        paper = {name: value for name, value in paper.items() if value}
        yield Disability, {"degree": row.disability_degree, **kinds, **paper}, row.certificate_date or holds_from
    if row.poverty_class:
        yield Poverty, {"poverty_class": row.poverty_class}, row.decision_date or holds_from
    if row.father or row.mother:
        parents = {"father": row.father, "mother": row.mother}
        yield ParentsSituation, {name: value for name, value in parents.items() if value}, holds_from
    if row.merit_category:
        merit = {"category": row.merit_category, "percent": row.merit_percent, "file_number": row.merit_file}
        yield Merit, {name: value for name, value in merit.items() if value not in (None, "")}, holds_from
    if row.pension_source:
        yield Pension, {"source": row.pension_source, "amount": row.pension_amount}, row.paid_from or holds_from
    if row.programme:
        allowance: dict[str, Any] = {
            "programme": row.programme,
            "amount": row.amount,
            "decision_number": row.decision_number,
        }
        allowance["decided_on"] = row.decision_date
        given = {name: value for name, value in allowance.items() if value not in (None, "")}
        yield HeldAllowance, given, row.paid_from or row.decision_date or holds_from
    if row.health_card_number:
        yield HealthCard, {"number": row.health_card_number}, holds_from


def _status(plan: Plan, row: ImportRow, new: Status, held: list[Any], values: dict[str, Any]) -> None:
    if any(_says(each, values) for each in held if _open(each, new)):
        return
    model = type(new)
    if not model.ALONE:
        _one_of_many(plan, row, new, held)
        return
    later = [each for each in held if _open(each, new)]
    if len(later) == 1 and _leaves_open(later[0], values):
        plan.add(_filled(later[0], values), instead_of=later[0])
        return
    if not later:
        plan.add(new)
        return
    current = next((each for each in later if each.starts_on is None or each.starts_on < _start(new)), None)
    contested = model in CONTESTED or current is None or len(later) > 1
    if contested:
        plan.conflicts.append(reasons.status_differs(model.KIND))
        if row.decision != Decision.THEIRS:
            return
    _replace(plan, new, later)


def _one_of_many(plan: Plan, row: ImportRow, new: Status, held: list[Any]) -> None:
    """Of a register with several rows a person: one of the same kind is the same entry, told anew."""
    key = _KEYS[type(new)]
    same = [each for each in held if getattr(each, key) == getattr(new, key) and _open(each, new)]
    if not same:
        plan.add(new)
        return
    told = {name: getattr(new, name) for name in _TOLD[type(new)] if getattr(new, name) not in {"", None}}
    if _leaves_open(same[-1], told):
        plan.add(_filled(same[-1], told), instead_of=same[-1])
        return
    if type(new) in CONTESTED:
        plan.conflicts.append(reasons.status_differs(type(new).KIND))
        if row.decision != Decision.THEIRS:
            return
    _replace(plan, new, same[-1:])


def _replace(plan: Plan, new: Status, rows: list[Any]) -> None:
    """The new row holds from its day; what was held before that day stays, what was held after it goes."""
    for each in rows:
        if each.starts_on is None or each.starts_on < _start(new):
            before = _copied(each)
            before.ends_on = new.starts_on
            plan.add(before, instead_of=each)
        else:
            plan.closes.append(each)
    new.replaces = rows[-1]
    plan.add(new)


def _copied(row: Any) -> Any:
    """The same entry as a new row: without the knowing and the change."""
    own = {"id", "known_from", "known_to", "change_id", "closed_by_id", "replaces_id"}
    columns = [field.attname for field in row._meta.concrete_fields if field.attname not in own]
    return type(row)(**{name: getattr(row, name) for name in columns})


def _leaves_open(held: Any, values: dict[str, Any]) -> bool:
    """Whether a held row contradicts nothing of what the list says, and only leaves some of it blank."""
    return all(getattr(held, name) in {"", None, False, value} for name, value in values.items())


def _filled(held: Any, values: dict[str, Any]) -> Any:
    """The held entry with its blanks filled in."""
    row = _copied(held)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _start(row: Recorded) -> date:
    return row.starts_on or date.min


def _open(held: Recorded, new: Recorded) -> bool:
    """Whether a held row says something about a day from the new row's first day on."""
    return held.ends_on is None or held.ends_on > _start(new)


def _says(held: Any, values: dict[str, Any]) -> bool:
    """Whether a held row says all that the list says (what the list leaves blank, it does not say)."""
    return all(getattr(held, name) == value for name, value in values.items())
