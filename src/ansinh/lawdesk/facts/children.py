"""Counts of the children that somebody raises: exact, or unknown when a birth date leaves it open."""

from __future__ import annotations

from ansinh.lawdesk.facts.dialect import Moment, years_before
from ansinh.lawdesk.facts.sources import Sources, table
from ansinh.registry.people.models import Membership
from ansinh.registry.statuses.models import Study

# A birth date is '', '1944', '1944-03' or '1944-03-02'; these are its earliest and its latest day as text.
PARENTS = "'mother', 'father'"
EARLIEST = (
    "CASE LENGTH({0}) WHEN 10 THEN {0} WHEN 7 THEN {0} || '-01' WHEN 4 THEN {0} || '-01-01' ELSE '0000-00-00' END"
)
LATEST = "CASE LENGTH({0}) WHEN 10 THEN {0} WHEN 7 THEN {0} || '-31' WHEN 4 THEN {0} || '-12-31' ELSE '9999-99-99' END"


def children(sources: Sources, moment: Moment) -> str:
    """For each parent, the children alive in the same household: `under_16`, `studying` (16 to 22), `under_36m`.

    Each is the number when every child surely is or surely is not counted, else null. Who has only children surely of
    22 and over has no row.
    """
    first, last = EARLIEST.format("b.birth_date"), LATEST.format("b.birth_date")
    day = moment.day.isoformat()
    born = f"({first}) <= '{day}'"
    under_16 = _count(f"{first} > '{years_before(moment.day, 16)}'", f"{last} > '{years_before(moment.day, 16)}'")
    under_36m = _count(f"{first} > '{years_before(moment.day, 3)}'", f"{last} > '{years_before(moment.day, 3)}'")
    surely = f"({last}) <= '{years_before(moment.day, 16)}' AND ({first}) > '{years_before(moment.day, 22)}'"
    perhaps = f"({first}) <= '{years_before(moment.day, 16)}' AND ({last}) > '{years_before(moment.day, 22)}'"
    studying = _count(
        f"st.person_id IS NOT NULL AND {surely}", f"{perhaps} AND (st.person_id IS NOT NULL OR cv.study IS NULL)"
    )
    dead = f"d.died_on IS NOT NULL AND ({LATEST.format('d.died_on')}) <= '{day}'"
    return (
        f"(SELECT k.relative_id AS person_id, {under_16} AS under_16, {studying} AS studying, {under_36m} AS under_36m "
        # Whoever is both mother and father by mistake has the child once.
        f"FROM (SELECT DISTINCT b.person_id, b.relative_id FROM {sources.kin(PARENTS)} b "
        f"WHERE TRUE{sources.selection.members('b.relative_id')}) k "
        f"JOIN {table(Membership)} own ON own.person_id = k.relative_id AND {sources.true('own')}"
        f"{sources.selection.homes('own.household_id')} "
        f"JOIN {table(Membership)} theirs ON theirs.person_id = k.person_id AND theirs.household_id = own.household_id "
        f"AND {sources.true('theirs')} "
        f"LEFT JOIN {sources.identities()} b ON b.person_id = k.person_id "
        f"LEFT JOIN {sources.deaths()} d ON d.person_id = k.person_id "
        f"LEFT JOIN {sources.rows(Study, 'y')} st ON st.person_id = k.person_id "
        f"LEFT JOIN (SELECT r.household_id, v.study FROM {sources.homes()} r JOIN {sources.completeness()} v "
        "ON v.commune_id = r.commune_id) cv ON cv.household_id = own.household_id "
        f"WHERE {born} AND {last} > '{years_before(moment.day, 22)}' AND NOT COALESCE({dead}, FALSE) "
        "GROUP BY k.relative_id)"
    )


def _count(surely: str, perhaps: str) -> str:
    sure, open_ = (f"COUNT(CASE WHEN {condition} THEN 1 END)" for condition in (surely, perhaps))
    return f"CASE WHEN {sure} = {open_} THEN {sure} END"
