"""A demo: the whole country's places, one province's offices, made-up officers, and its made-up people."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.audit.services import record
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.viewer import CHIEF, EVERY_FUNCTION, SPECIALIST, Scope, Viewer
from ansinh.registry.books.samples import fill_books
from ansinh.registry.checks.services import run_checks
from ansinh.registry.ledger.models import Change
from ansinh.registry.loading.calendar import load_calendar
from ansinh.registry.loading.copies import empty
from ansinh.registry.loading.offices import found_offices, seat_people
from ansinh.registry.loading.province import Tables, load_province
from ansinh.registry.loading.said import vouch
from ansinh.registry.loading.schema import bring_up_to_date
from ansinh.registry.offices.models import Posting
from ansinh.registry.people.models import Person
from ansinh.registry.places.loading import load_places
from ansinh.registry.places.models import Level, Place

YEARS: Final = range(2025, 2028)
LOAD: Final = "load"  # the kind of the change that a made-up province begins with
BEGUN: Final = "demo-begun"  # the first entry of a demo's log
Say = Callable[[str, Mapping[str, object]], None]


class Maker(Protocol):
    """What makes a province up."""

    def make(self, communes: Sequence[Place]) -> tuple[set[str], Iterable[Tables]]:
        """Codes of the especially hard communes, and the tables, whole communes at a time."""
        ...

    def names(self) -> Iterator[str]:
        """Full names of made-up officers, without end."""
        ...

    @property
    def tables(self) -> Sequence[str]:
        """Names of all tables that `make` may give."""
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a run did: whether the data were there before, how many people and rows, in how many seconds."""

    kept: bool
    people: int
    rows: int
    seconds: int


def prepare(province: str, maker: Maker, *, say: Say) -> Loaded:
    """Bring the database up to date and fill it, unless it is filled.

    Args:
        province: code of a province of today. say: told what happens, a sentence with places and what goes into them.

    Raises:
        AnSinhError: there is no such province (`no-province`), or data that no demo made up (`not-a-demo`).
    """
    begun = time.monotonic()
    make_sure_of_demo()
    say(N_("Bringing the database up to date …"), {})
    bring_up_to_date()
    people = Person.every.count()
    if people:
        return Loaded(True, people, 0, round(time.monotonic() - begun))
    if not AuditEntry.objects.exists():
        record(viewer=None, action=BEGUN, subject_kind="registry")
    say(N_("Loading the administrative units …"), {})
    load_places()
    load_calendar(YEARS)
    home = _province(province)
    communes = list(Place.objects.filter(parent=home, level=Level.COMMUNE, ends_on=None).order_by("code"))
    hard, pieces = maker.make(communes)
    if not home.offices.exists():
        found_offices(home, communes)
        seat_people(home, maker.names())
    said = _Progress(say, home.name)
    rows = load_province(
        pieces, names=maker.tables, communes={commune.code: commune for commune in communes}, report=said.more
    )
    vouch(home, communes, hard)
    _fill_books(home)
    say(N_("Checking the registers against each other …"), {})
    run_checks()
    return Loaded(False, rows["person"], sum(rows.values()), round(time.monotonic() - begun))


def _fill_books(home: Place) -> None:
    """Entries for the working registers, by the province's specialist and chief as if of every function."""
    desks = [
        Viewer(posting.user.pk, posting.user.full_name, (Scope(role, EVERY_FUNCTION, home.pk, None),))
        for role in (SPECIALIST, CHIEF)
        for posting in Posting.objects.filter(role=role, office__place=home).select_related("user")[:1]
    ]
    if len(desks) > 1:
        fill_books(viewer=desks[0], approver=desks[1], seed=1, today=timezone.localdate())


def is_demo() -> bool:
    """Whether all that the database holds began with a demo; an empty one is nobody's, and may become one."""
    first = _first(Change, "kind")
    if first is not None or _first(Person, "pk") is not None:
        return first == LOAD
    entry = _first(AuditEntry, "action")
    return entry == BEGUN if entry is not None else _first(User, "pk") is None


def _first(model: type[Model], column: str) -> object:
    """One column of a table's oldest row; None without rows, or where an older version has no such table."""
    if model._meta.db_table not in connection.introspection.table_names():
        return None
    rows = model._base_manager.order_by("pk").values_list(column, flat=True)  # noqa: SLF001 - held or not
    return rows.first()


def make_sure_of_demo() -> None:
    """Refuse to treat an office's own database as a demo's.

    Raises:
        AnSinhError: `not-a-demo` when there are people, users or entries of the log that no demo began with.
    """
    if not is_demo():
        raise AnSinhError("not-a-demo", N_("This database holds data that no demo made up; it is left as it is."))


def begin_anew() -> None:
    """Throw away everything in the database of a demo, and its files.

    Raises:
        AnSinhError: as in `make_sure_of_demo`.
    """
    make_sure_of_demo()
    empty()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def _province(code: str) -> Place:
    found = Place.objects.filter(level=Level.PROVINCE, code=code, ends_on=None).first()
    if found is None:
        raise AnSinhError("no-province", N_("There is no province with the code {province} today"), province=code)
    return found


class _Progress:
    def __init__(self, say: Say, name: str) -> None:
        self._say, self._name, self._people = say, name, 0

    def more(self, people: int) -> None:
        self._people += people
        self._say(
            N_("Making up {province}: {people} people so far …"), {"province": self._name, "people": self._people}
        )
