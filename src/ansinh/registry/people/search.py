"""Finding people: nothing before a question, never more than a page at once, only the viewer's own territory.

A question is one line. What it can hold:

    nguyen thi tu              a name, with or without accents, or a part of it
    tu                         a given name, or how it begins
    nguyen thi tu 1950         … and the year of birth
    nguyen thi tu, an binh     … and the commune (the comma may be left out)
    chủ hộ trần văn sáu        everybody in the household of this head
    038150000014               a citizen's number or an old one, whole
    N-7K3M9QX2AF  H-7K3M9QX2AF the code of a person or a household
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core import signing
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Collate

from ansinh.kernel.audit.services import record
from ansinh.kernel.text import fold
from ansinh.kernel.viewer import READ, Viewer
from ansinh.registry.people.models import Person, PersonNumber
from ansinh.registry.people.selectors import people
from ansinh.registry.places.models import Level, Place
from ansinh.registry.scope import territory

PAGE: Final = 50
LONGEST: Final = 100
# Shorter parts than this have no trigram: on millions of people they would be looked for in every name.
SHORTEST_PART: Final = 3
_CODE = re.compile(r"[nh]-[0-9a-z]+", re.IGNORECASE)
_DIGITS = re.compile(r"[\s.\-]")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_HEAD = re.compile(r"^(?:chu ho|head of household|head)\s*:?\s+")
_KIND = re.compile(r"\b(?:xa|phuong|thi tran|dac khu)\s+(?=\S)")
_AFTER = "people-after"


@dataclass(frozen=True, slots=True)
class Question:
    """What a line asks for, taken apart; blank parts were not named. Texts are folded."""

    code: str = ""
    number: str = ""
    name: str = ""
    commune: str = ""
    year: str = ""
    head: bool = False

    @property
    def kind(self) -> str:
        """What is asked for, without saying whom: for the log."""
        parts = ("code", "number", "name", "commune", "year", "head")
        return "+".join(part for part in parts if getattr(self, part))


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people; `after` is the key of the next page, blank on the last one."""

    question: Question
    people: list[Person]
    after: str = ""


def read_question(line: str) -> Question | None:
    """Take a line apart; None when there is nothing in it."""
    text = fold(line[:LONGEST])
    digits = _DIGITS.sub("", text)
    if _CODE.fullmatch(text):
        return Question(code=text.upper())
    if digits.isascii() and digits.isdigit() and len(digits) >= 9:
        return Question(number=digits)
    head = _HEAD.match(text)
    text = text[head.end() :] if head else text
    year = _YEAR.search(text)
    if year:
        text = " ".join((text[: year.start()] + text[year.end() :]).split())
    name, comma, commune = text.partition(",")
    if not comma and (kind := _KIND.search(text)) and kind.start() > 0:
        name, commune = text[: kind.start()], text[kind.start() :]
    commune = _KIND.sub("", commune.strip())
    asked = Question(name=name.strip(), commune=commune, year=year[0] if year else "", head=bool(head))
    return asked if asked.name or asked.commune else None


def find_people(viewer: Viewer, line: str, *, after: str = "") -> Found | None:
    """One page of the people that a line asks for, and a line in the audit log; None for a blank line.

    Args:
        after: `Found.after` of the page before; one that was tampered with begins from the first page.
    """
    question = read_question(line)
    if question is None:
        return None
    stage, key, pk = _place_of(after)
    rows: list[Person] = []
    stages = list(_stages(viewer, question))
    for number in range(stage, len(stages)):
        queryset = stages[number].order_by("by_name", "pk")
        if number == stage and after and key:
            queryset = queryset.filter(Q(by_name__gt=key) | Q(by_name=key, pk__gt=pk))
        rows.extend(_numbered(queryset[: PAGE + 1 - len(rows)], number))
        if len(rows) > PAGE:
            break
    record(viewer=viewer, action="search", purpose=viewer.purpose, detail=f"{question.kind}: {_shown(line)}")
    shown = rows[:PAGE]
    return Found(question, shown, _key_of(shown[-1]) if len(rows) > PAGE else "")


def _stages(viewer: Viewer, asked: Question) -> Iterator[QuerySet[Any]]:
    """Queries to be shown one after the other; none repeats a row of one before it."""
    everybody = people(viewer).filter(merged_into__isnull=True).annotate(by_name=_by_name())
    if asked.code:
        yield everybody.filter(Q(code=asked.code) | Q(household__code=asked.code))
    elif asked.number:
        yield everybody.filter(pk__in=_holders(asked.number))
    else:
        yield from _by_words(viewer, everybody, asked)


def _by_words(viewer: Viewer, everybody: QuerySet[Any], asked: Question) -> Iterator[QuerySet[Any]]:
    if asked.year:
        everybody = everybody.filter(birth_date__startswith=asked.year)
    if not asked.commune and not asked.head:
        guess = _with_commune(viewer, asked)
        if guess is not None:
            yield from _names(everybody.filter(commune__in=_communes(viewer, guess.commune)), guess)
            everybody = everybody.exclude(
                Q(commune__in=_communes(viewer, guess.commune)) & (_exactly(guess.name) | _holding(guess.name))
            )
    if asked.commune:
        everybody = everybody.filter(commune__in=_communes(viewer, asked.commune))
    yield from _names(everybody, asked)


def _names(everybody: QuerySet[Any], asked: Question) -> Iterator[QuerySet[Any]]:
    if not asked.name:
        yield everybody
    elif asked.head:
        named = Person.objects.annotate(by_name=_by_name()).filter(_exactly(asked.name) | _holding(asked.name))
        yield everybody.filter(Exists(named.filter(pk=OuterRef("household__head"))))
    else:
        exactly = _exactly(asked.name)
        yield everybody.filter(exactly)
        if len(asked.name) >= SHORTEST_PART:
            yield everybody.filter(_holding(asked.name)).exclude(exactly)


def _exactly(name: str) -> Q:
    """Names whose given name begins the line's last word, and whose rest begins like its rest: the index of names."""
    *rest, given = name.split()
    begins = " ".join([given, *rest])
    # Plain comparison instead of LIKE: it finds its way through the index whatever the database sorts by.
    return Q(by_name__gte=begins, by_name__lt=begins + "~")


def _holding(name: str) -> Q:
    return Q(search_key__contains=name)


def _by_name() -> Collate:
    """The sort key byte by byte: folded text sorts right so, and in the same way on both databases."""
    return Collate(F("sort_key"), "C" if connection.vendor == "postgresql" else "BINARY")


def _holders(number: str) -> list[int]:
    """Keys of those who have, or ever had, this number; zeros lost in a spreadsheet come back."""
    numbers = {number, number.zfill(12)} if len(number) in (10, 11) else {number}
    held = PersonNumber.objects.filter(number__in=numbers, known_from__isnull=False, known_to__isnull=True)
    pictured = Person.objects.filter(citizen_id__in=numbers)
    return [*held.values_list("person", flat=True)[:PAGE], *pictured.values_list("pk", flat=True)[:PAGE]]


def _communes(viewer: Viewer, name: str) -> QuerySet[Place]:
    """Communes of today whose name begins so; those of the units before, by what became of them."""
    reach = territory(viewer, READ, commune="pk", province="parent") or Q()
    today = Place.objects.filter(reach, level=Level.COMMUNE, ends_on__isnull=True)
    return today.filter(Q(search_key__startswith=name) | Q(predecessions__old__search_key=name)).distinct()


def _with_commune(viewer: Viewer, asked: Question) -> Question | None:
    """'nguyen thi tu an binh': the name and a commune, when the last two or three words are one's whole name."""
    words = asked.name.split()
    for size in (3, 2):
        name, tail = words[:-size], " ".join(words[-size:])
        if len(name) >= 2 and _communes(viewer, tail).filter(search_key=tail).exists():
            return replace(asked, name=" ".join(name), commune=tail)
    return None


def _numbered(queryset: QuerySet[Any], stage: int) -> Iterator[Person]:
    for person in queryset:
        person.found_in = stage
        yield person


def _key_of(person: Person) -> str:
    return signing.dumps([person.found_in, person.sort_key, person.pk], salt=_AFTER)  # type: ignore[attr-defined]


def _place_of(after: str) -> tuple[int, str, int]:
    try:
        stage, key, pk = signing.loads(after, salt=_AFTER)
    except signing.BadSignature:
        return 0, "", 0
    return int(stage), str(key), int(pk)


def _shown(line: str) -> str:
    """The line for the log; of a number, however it is spaced, only its end, since the log is read by many."""
    return re.sub(r"\d(?=(?:\W*\d){4})", "*", line.strip()[:LONGEST])
