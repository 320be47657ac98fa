"""The one text of SQL: a row a member of a household, a column a fact."""

from __future__ import annotations

from ansinh.lawdesk.facts.children import EARLIEST, LATEST, children
from ansinh.lawdesk.facts.columns import FACTS
from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.lawdesk.facts.sources import SINGLE, Selection, Sources, table
from ansinh.registry.people.models import Membership
from ansinh.registry.places.models import Place

# What comes before the facts in each row.
KEYS = ("household_id", "person_id", "commune", "province")
_SPOUSE, _PARENTS = "'spouse'", "'mother', 'father'"


def facts_query(dialect: Dialect, moment: Moment, selection: Selection) -> str:
    """SQL whose columns are KEYS and FACTS in order, sorted by household and person; without parameters."""
    sources = Sources(dialect, moment, selection)
    columns = ", ".join(f"{expression} AS {name}" for name, expression in FACTS.items())
    joins = " ".join(
        f"LEFT JOIN {rows} {alias} ON {alias}.person_id = mem.person_id"
        for alias, rows in _by_person(sources, moment).items()
    )
    condition = selection.condition("mem.household_id")
    where = f"WHERE {condition} " if condition else ""
    return (
        "SELECT mem.household_id AS household_id, mem.person_id AS person_id, pla.code AS commune, "
        f"pro.code AS province, {columns} FROM ({sources.members()}) mem "
        f"JOIN {table(Place)} pla ON pla.id = mem.commune_id LEFT JOIN {table(Place)} pro ON pro.id = pla.parent_id "
        f"LEFT JOIN {sources.hard_areas()} har ON har.commune_id = mem.commune_id "
        f"LEFT JOIN {sources.completeness()} com ON com.commune_id = mem.commune_id "
        f"LEFT JOIN {sources.poverty()} pov ON pov.household_id = mem.household_id "
        f"{joins} {where}ORDER BY mem.household_id, mem.person_id"
    )


def _by_person(sources: Sources, moment: Moment) -> dict[str, str]:
    """What is joined by person: alias → sub-query with at most one row each."""
    return {
        "ide": sources.identities(),
        "dea": sources.deaths(),
        **{alias: sources.rows(model, alias + "0") for alias, model in SINGLE.items()},
        "pen": sources.pensions(),
        "mer": sources.merits(),
        "alw": sources.allowances(sources.selection.members("h.person_id")),
        "frm": sources.former_child_allowances(),
        "fos": sources.fostered_extreme(),
        "chi": children(sources, moment),
        "spo": _spouses(sources),
        "pad": _parents(sources),
        "dpa": _dead_parents(sources, moment),
    }


def _spouses(sources: Sources) -> str:
    """The husband or wife in the same household, where each is named by the other and by nobody else."""
    pairs = (
        f"SELECT k.person_id, k.relative_id, back.person_id AS back FROM {sources.kin(_SPOUSE)} k "
        f"JOIN {table(Membership)} own ON own.person_id = k.person_id AND {sources.true('own')}"
        f"{sources.selection.homes('own.household_id')} "
        f"JOIN {table(Membership)} theirs ON theirs.person_id = k.relative_id "
        f"AND theirs.household_id = own.household_id AND {sources.true('theirs')} "
        f"LEFT JOIN {sources.kin(_SPOUSE)} back ON back.person_id = k.relative_id AND back.relative_id = k.person_id "
        f"WHERE TRUE{sources.selection.members('k.person_id')}"
    )
    return (
        f"(SELECT person_id, MIN(relative_id) AS relative_id FROM ({pairs}) paired "
        f"GROUP BY person_id HAVING MIN(relative_id) = MAX(relative_id) AND COUNT(back) > 0)"
    )


def _dead_parents(sources: Sources, moment: Moment) -> str:
    """Of each person's parents: 1 when one surely died by the day, 0 when it is open, null when nothing is recorded."""
    day = moment.day.isoformat()
    surely, perhaps = (f"({bound.format('d.died_on')}) <= '{day}'" for bound in (LATEST, EARLIEST))
    died = f"CASE WHEN {surely} THEN 1 WHEN {perhaps} THEN 0 END"
    return (
        f"(SELECT k.person_id, MAX(CASE WHEN k.kind = 'father' THEN {died} END) AS father, "
        f"MAX(CASE WHEN k.kind = 'mother' THEN {died} END) AS mother "
        f"FROM {sources.kin(_PARENTS)} k JOIN {sources.deaths()} d ON d.person_id = k.relative_id "
        f"WHERE TRUE{sources.selection.members('k.person_id')} GROUP BY k.person_id)"
    )


def _parents(sources: Sources) -> str:
    """What a person's parents draw."""
    return (
        "(SELECT k.person_id, MAX(a.single_parent) AS single_parent, "
        "MAX(CASE WHEN k.kind = 'father' THEN a.disability END) AS father, "
        "MAX(CASE WHEN k.kind = 'mother' THEN a.disability END) AS mother "
        f"FROM {sources.kin(_PARENTS)} k "
        f"JOIN {sources.allowances(sources.selection.relatives('h.person_id'))} a ON a.person_id = k.relative_id "
        f"WHERE TRUE{sources.selection.members('k.person_id')} GROUP BY k.person_id)"
    )
