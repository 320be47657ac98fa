"""One household's facts as the engine is asked for them (docs/reference/decide.md), through the same SQL as all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ansinh.lawdesk.facts.columns import FACTS
from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.lawdesk.facts.query import KEYS, facts_query
from ansinh.lawdesk.facts.sources import Selection
from ansinh.lawdesk.facts.values import plain
from lawengine.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the registers say of one household.

    Attributes:
        payload: `{"household": {…}, "members": [{"id": …, …}]}`; what is not known is left out.
        province: code of the province that it lived in.
    """

    payload: Mapping[str, object]
    province: str | None


def household_facts(catalogue: Catalogue, household: int, moment: Moment) -> Gathered | None:
    """Gather one household; None when nobody lived in it on that day, as known then.

    Args:
        household: primary key. Members are named by their primary keys as text.
    """
    selection = Selection(households=str(int(household)))
    with connection.cursor() as cursor:
        cursor.execute(facts_query(Dialect(connection.vendor), moment, selection))
        rows = cursor.fetchall()
    if not rows:
        return None
    names = tuple(FACTS)
    members: list[dict[str, object]] = []
    shared: dict[str, object] = {}
    for row in rows:
        _, person, _, province = row[: len(KEYS)]
        own: dict[str, object] = {"id": str(person)}
        for name, raw in zip(names, row[len(KEYS) :], strict=True):
            if raw is not None:
                fact = catalogue.facts[name]
                (shared if fact.of == "household" else own)[name] = plain(fact, raw)
        members.append(own)
    return Gathered({"household": shared, "members": members}, province)


def decided_on(gathered: Gathered, day: date) -> Gathered:
    """The same as if a decision were signed on this day for everybody who has none yet: what a page may ask."""
    members = gathered.payload["members"]
    assert isinstance(members, list)
    text = day.isoformat()
    asked = [{"decision_date": text, **member} for member in members]
    return Gathered({**gathered.payload, "members": asked}, gathered.province)
