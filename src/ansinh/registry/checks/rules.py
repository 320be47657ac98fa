"""The checks: each is a query over the whole register that names whom it concerns, and what an officer does about it.

A query yields (person's key or None, household's key or None, commune's key, province's key, mark). It must be one the
database answers for millions of people in seconds: joins and groups, nothing row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from ansinh.kernel.partial_dates import PartialDateError, parse_iso
from ansinh.registry.people.models import Household, Kinship, Membership, PaymentAccount, Person
from ansinh.registry.statuses.models import PERSON_STATUSES, Disability, HeldAllowance, Poverty

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Hit = tuple[int | None, int | None, int, int, str]
OLDEST: Final = 115
YOUNGEST_PARENT: Final = 10
SHARED_BY: Final = 3
SOON: Final = timedelta(days=60)
_SIX: Final = 6
_AT_ONCE: Final = 500


class Severity(Enum):
    """How much hangs on it."""

    MONEY = "money"  # somebody is paid who should not be, or the other way round
    ERROR = "error"  # it cannot be true
    TERM = "term"  # it will need an act by a day


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        register: KIND of the register whose function may see the findings; blank for all functions.
        todo: what an officer does about it. hits: the query, for a day.
    """

    code: str
    title: StrPromise
    severity: Severity
    todo: StrPromise
    hits: Callable[[date], Iterable[Hit]]
    register: str = ""


def _of_people(rows: QuerySet[Any], *marks: str, path: str = "person__") -> Iterator[Hit]:
    """Rows as hits; the mark is made of these columns."""
    key = path.removesuffix("__") or "pk"
    values = rows.values_list(key, f"{path}commune", f"{path}province", *marks).order_by()
    for pk, commune, province, *found in values.iterator(chunk_size=5000):
        yield pk, None, commune, province, " ".join(str(each) for each in found if each is not None)[:200]


def _dead_but_paid(today: date) -> Iterator[Hit]:
    held = HeldAllowance.objects.as_of(today).exclude(person__death_date="")
    return _of_people(held.filter(person__death_date__lt=f"{today:%Y-%m}"), "programme", "person__death_date")


def _one_number(_today: date) -> Iterator[Hit]:
    """The numbers first: few, and read off their index; then who has them."""
    numbered = Person.objects.exclude(citizen_id="")
    twice = numbered.values("citizen_id").annotate(people=Count("pk")).filter(people__gt=1).order_by()
    numbers = list(twice.values_list("citizen_id", flat=True))
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbered.filter(citizen_id__in=numbers[begin : begin + _AT_ONCE])
        yield from _of_people(some, "citizen_id", path="")


def _number_and_birth(_today: date) -> Iterator[Hit]:
    """Digits 4 to 6 of the citizen's number say century, sex and year of birth."""
    numbered = Person.objects.annotate(digits=Length("citizen_id")).filter(digits=12).exclude(birth_date="")
    # Compared as text: a number that is no number must not stop the check.
    said = numbered.annotate(
        written=Concat(
            Case(
                When(citizen_id__regex=r"^...[01]", then=Value("19")),
                When(citizen_id__regex=r"^...[23]", then=Value("20")),
                default=Value("21"),
            ),
            Substr("citizen_id", 5, 2),
        ),
        born=Substr("birth_date", 1, 4),
    )
    return _of_people(said.exclude(written=F("born")), "citizen_id", "birth_date", path="")


def _two_households(today: date) -> Iterator[Hit]:
    held = Membership.objects.as_of(today)
    twice = held.values("person").annotate(homes=Count("household", distinct=True)).filter(homes__gt=1)
    return _of_people(Person.objects.filter(pk__in=twice.values("person")), path="")


def _dead_head(_today: date) -> Iterator[Hit]:
    rows = Household.objects.exclude(head__death_date="").filter(head__isnull=False)
    values = rows.values_list("pk", "commune", "province", "head__full_name", "head__death_date").order_by()
    for pk, commune, province, name, died in values.iterator(chunk_size=5000):
        yield None, pk, commune, province, f"{name} {died}"


def _born_too_late(today: date) -> Iterator[Hit]:
    late = Q(birth_date__gt=today.isoformat())
    return _of_people(Person.objects.filter(late), "birth_date", path="")


def _dead_before_birth(_today: date) -> Iterator[Hit]:
    both = Person.objects.exclude(death_date="").exclude(birth_date="")
    years = both.annotate(died=Substr("death_date", 1, 4), born=Substr("birth_date", 1, 4))
    return _of_people(years.filter(died__lt=F("born")), "birth_date", "death_date", path="")


def _too_old(today: date) -> Iterator[Hit]:
    living = Person.objects.filter(death_date="").exclude(birth_date="")
    return _of_people(living.filter(birth_date__lt=f"{today.year - OLDEST:04d}"), "birth_date", path="")


def _young_parents(today: date) -> Iterator[Hit]:
    kin = Kinship.objects.as_of(today).filter(kind__in=("mother", "father"))
    kin = kin.exclude(person__birth_date="").exclude(relative__birth_date="")
    born = kin.annotate(
        child=Cast(Substr("person__birth_date", 1, 4), IntegerField()),
        parent=Cast(Substr("relative__birth_date", 1, 4), IntegerField()),
    )
    wrong = born.filter(child__lt=F("parent") + YOUNGEST_PARENT)
    return _of_people(wrong, "kind", "relative__birth_date", "person__birth_date")


def _no_paper_of(register: Any) -> Callable[[date], Iterator[Hit]]:
    def hits(today: date) -> Iterator[Hit]:
        bare = register.objects.as_of(today).filter(change__paper__isnull=True)
        return _of_people(bare, "change__code")

    return hits


def _no_paper_of_poverty(today: date) -> Iterator[Hit]:
    bare = Poverty.objects.as_of(today).filter(change__paper__isnull=True)
    values = bare.values_list("household", "household__commune", "household__province", "change__code").order_by()
    for pk, commune, province, code in values.iterator(chunk_size=5000):
        yield None, pk, commune, province, code


def _expiring(today: date) -> Iterator[Hit]:
    held = Disability.objects.as_of(today).filter(person__death_date="", valid_until__lte=today + SOON)
    return _of_people(held, "certificate_number", "valid_until")


def _turning_six(today: date) -> Iterator[Hit]:
    """A child's degree is found again at six; one whose certificate is younger than that birthday has been."""
    begin, end = _years_before(today, _SIX) - 6 * SOON, _years_before(today, _SIX) + SOON
    held = Disability.objects.as_of(today).filter(
        person__death_date="", person__birth_date__gte=begin.isoformat()[:7], person__birth_date__lte=end.isoformat()
    )
    values = held.values_list(
        "person", "person__commune", "person__province", "person__birth_date", "certificate_date"
    ).order_by()
    for pk, commune, province, born, certified in values.iterator(chunk_size=5000):
        sixth = _sixth_birthday(born)
        if sixth is not None and (certified is None or certified < sixth):
            yield pk, None, commune, province, f"{born} {sixth}"


def _shared_account(today: date) -> Iterator[Hit]:
    held = PaymentAccount.objects.as_of(today)
    shared = held.values("bank", "number").annotate(people=Count("person", distinct=True)).filter(people__gt=SHARED_BY)
    numbers = held.filter(number__in=shared.values("number"))
    keys = {(bank, number): people for bank, number, people in shared.values_list("bank", "number", "people")}
    values = numbers.values_list("person", "person__commune", "person__province", "bank", "number").order_by()
    for pk, commune, province, bank, number in values.iterator(chunk_size=5000):
        if (bank, number) in keys:
            yield pk, None, commune, province, f"{bank} …{number[-3:]}: {keys[bank, number]}"


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _sixth_birthday(born: str) -> date | None:
    try:
        first = parse_iso(born).last
    except PartialDateError:
        return None
    return (
        first.replace(year=first.year + _SIX, day=min(first.day, 28))
        if first.day > 28
        else first.replace(year=first.year + _SIX)
    )


_FILL = _("Find the paper and add it by correcting the entry, or withdraw the entry.")
_NUMBERS = _("Compare with the card; correct the number or the birth date of whoever is wrong.")
_AGES = _("Compare with the birth certificate or the card and correct the date.")

CHECKS: Final[tuple[Check, ...]] = (
    Check("dead-but-paid", _("Dead, but drawing an allowance"), Severity.MONEY,
          _("Stop the allowance from the month after the death; recover what was paid since."),
          _dead_but_paid, "allowance"),
    Check("shared-account", _("One account for more than three people"), Severity.MONEY,
          _("Ask on what authority the holder receives for each of them."), _shared_account, "account"),
    Check("one-number", _("One citizen's number for two people"), Severity.ERROR,
          _("One person entered twice: merge them. Two people: correct the number of one."), _one_number),
    Check("number-birth", _("The citizen's number says another year of birth"), Severity.ERROR, _NUMBERS,
          _number_and_birth),
    Check("two-households", _("In two households at once"), Severity.ERROR,
          _("End the membership that no longer holds."), _two_households),
    Check("born-later", _("Born after today"), Severity.ERROR, _AGES, _born_too_late),
    Check("dead-before-birth", _("Died before being born"), Severity.ERROR, _AGES, _dead_before_birth),
    Check("too-old", _("Living, and older than 115"), Severity.ERROR,
          _("Visit: if the person has died, propose the death; else correct the birth date."), _too_old),
    Check("young-parent", _("A parent less than ten years older than the child"), Severity.ERROR, _AGES,
          _young_parents),
    Check("dead-head", _("The head of the household has died"), Severity.ERROR,
          _("Ask who heads the household now and correct the members."), _dead_head),
    *(
        Check("no-paper", _("A status without a paper"), Severity.ERROR, _FILL, _no_paper_of(each), each.KIND)
        for each in PERSON_STATUSES
        if each.NEEDS_PAPER
    ),
    Check("no-paper", _("A status without a paper"), Severity.ERROR, _FILL, _no_paper_of_poverty, Poverty.KIND),
    Check("certificate-expires", _("Certificate of disability that expires"), Severity.TERM,
          _("Have the degree found again before the day, or the allowance stops."), _expiring, "disability"),
    Check("turns-six", _("Disabled child who turns six"), Severity.TERM,
          _("Have the degree found again: from six on the certificate for small children no longer holds."),
          _turning_six, "disability"),
)  # fmt: skip
BY_CODE: Final[dict[str, Check]] = {check.code: check for check in reversed(CHECKS)}
