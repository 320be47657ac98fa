"""A cell of the facts' SQL as the plain JSON value that the engine reads; both databases give the same."""

from __future__ import annotations

from datetime import date

from lawengine.catalogue import Fact


def plain(fact: Fact, raw: object) -> object:
    """The value in JSON's words; None says expressly that it is not known.

    SQLite gives truths as 0 and 1 and days as text, PostgreSQL as bool and date. A date that is known only roughly is
    not known where the law needs a whole one.
    """
    if fact.type == "bool":
        return bool(raw)
    if fact.type == "int":
        return int(str(raw))
    if fact.type == "date":
        text = raw.isoformat() if isinstance(raw, date) else str(raw)
        return text if fact.partial or len(text) == len("2024-08-15") else None
    return str(raw)
