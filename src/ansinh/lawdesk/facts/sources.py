"""Each register as it was true on a day and known at a moment: sub-queries with at most one row of a subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Model

from ansinh.lawdesk.facts.dialect import Dialect, Moment
from ansinh.registry.people.models import Death, Identity, Kinship, Membership, Residence
from ansinh.registry.statuses.models import (
    VOUCHED,
    Absence,
    Care,
    Completeness,
    Disability,
    Facility,
    HardArea,
    HeldAllowance,
    Hiv,
    Illness,
    Marriage,
    Merit,
    MeritShare,
    ParentsSituation,
    Pension,
    Poverty,
    Pregnancy,
    Study,
    Support,
    Work,
)

# Registers with at most one row true of a subject at a time: alias → table.
SINGLE: Final[Mapping[str, type[Model]]] = {
    "par": ParentsSituation,
    "hiv": Hiv,
    "stu": Study,
    "car": Care,
    "pre": Pregnancy,
    "fac": Facility,
    "abs": Absence,
    "mar": Marriage,
    "wor": Work,
    "ill": Illness,
    "sup": Support,
    "dis": Disability,
}


def table(model: type[Model]) -> str:
    """The table's name in the database."""
    return model._meta.db_table


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose facts: the households with these keys (numbers with commas between), or all from one key up to another."""

    households: str = ""
    first: int | None = None
    end: int | None = None

    def condition(self, column: str) -> str:
        """As a condition on the household's key; blank for all."""
        if self.households:
            return f"{column} IN ({self.households})"
        bounds = ((self.first, ">="), (self.end, "<"))
        return " AND ".join(f"{column} {sign} {key}" for key, sign in bounds if key is not None)

    def homes(self, column: str) -> str:
        """As a further condition on the household's key, for what is counted within households."""
        condition = self.condition(column)
        return f" AND {condition}" if condition else ""

    def members(self, column: str) -> str:
        """As a further condition on the key of a person who ever belonged to one of them; blank for all.

        What is grouped is grouped before it is joined: without this the whole register, for one household.
        """
        if not self.households:
            return ""
        homes = self.condition("w.household_id")
        return f" AND {column} IN (SELECT w.person_id FROM {table(Membership)} w WHERE {homes})"

    def relatives(self, column: str) -> str:
        """As a further condition on the key of whoever is named as kin of one of those people."""
        if not self.households:
            return ""
        kin = self.members("w.person_id")
        return f" AND {column} IN (SELECT w.relative_id FROM {table(Kinship)} w WHERE TRUE{kin})"


class Sources:
    """Writes the sub-queries for one moment."""

    def __init__(self, dialect: Dialect, moment: Moment, selection: Selection) -> None:
        self._dialect = dialect
        self._moment = moment
        self.selection = selection

    def held(self, alias: str) -> str:
        """The condition that a row was known."""
        if self._moment.known is None:
            return f"{alias}.known_from IS NOT NULL AND {alias}.known_to IS NULL"
        known = self._dialect.moment(self._moment.known)
        return f"{alias}.known_from <= {known} AND ({alias}.known_to IS NULL OR {alias}.known_to > {known})"

    def true(self, alias: str) -> str:
        """The condition that a row was known, and true on the day."""
        day = self._dialect.day(self._moment.day)
        return (
            f"{self.held(alias)} AND ({alias}.starts_on IS NULL OR {alias}.starts_on <= {day}) "
            f"AND ({alias}.ends_on IS NULL OR {alias}.ends_on > {day})"
        )

    def rows(self, model: type[Model], alias: str) -> str:
        """All rows of a register that were true."""
        return f"(SELECT {alias}.* FROM {table(model)} {alias} WHERE {self.true(alias)})"

    def members(self) -> str:
        """Who lived in which household, of which commune; a household without a residence is not judged."""
        return (
            f"SELECT m.person_id, m.household_id, r.commune_id FROM {table(Membership)} m "
            f"JOIN {table(Residence)} r ON r.household_id = m.household_id AND {self.true('r')} WHERE {self.true('m')}"
        )

    def homes(self) -> str:
        """Where each household lived."""
        return self.rows(Residence, "r")

    def identities(self) -> str:
        """Name and birth, one row a person."""
        return self.rows(Identity, "i")

    def deaths(self) -> str:
        """Deaths that were known, whenever they happened."""
        return f"(SELECT d.person_id, d.died_on FROM {table(Death)} d WHERE {self.held('d')})"

    def poverty(self) -> str:
        """The household's class."""
        return self.rows(Poverty, "p")

    def pensions(self) -> str:
        """What a person draws together; the amount is unknown when that of any is."""
        return (
            "(SELECT n.person_id, "
            "CASE WHEN COUNT(*) = COUNT(n.amount) THEN CAST(SUM(n.amount) AS BIGINT) END AS amount, "
            "MAX(CASE WHEN n.source = 'survivor' THEN 1 ELSE 0 END) AS survivor "
            f"FROM {table(Pension)} n WHERE {self.true('n')}{self.selection.members('n.person_id')} "
            "GROUP BY n.person_id)"
        )

    def merits(self) -> str:
        """Who draws a monthly merit allowance, for themselves or as a relative."""
        return (
            "(SELECT person_id FROM ("
            f"SELECT e.person_id FROM {table(Merit)} e WHERE e.monthly AND {self.true('e')}"
            f"{self.selection.members('e.person_id')} UNION "
            f"SELECT s.person_id FROM {table(MeritShare)} s WHERE s.monthly AND {self.true('s')}"
            f"{self.selection.members('s.person_id')}) monthly)"
        )

    def allowances(self, whose: str) -> str:
        """Which kinds of allowance a person draws, and the day of decision when all in the book have the same.

        `whose` is a further condition on `h.person_id`, or blank.
        """
        decided = "CASE WHEN h.programme LIKE 'social.%' THEN h.decided_on END"
        return (
            f"(SELECT h.person_id, CASE WHEN MIN({decided}) = MAX({decided}) THEN MAX({decided}) END AS decided_on, "
            "MAX(CASE WHEN h.programme NOT LIKE 'social.%' THEN 1 ELSE 0 END) AS other, "
            "MAX(CASE WHEN h.programme LIKE 'social.%' AND h.programme <> 'social.pension' THEN 1 ELSE 0 END) "
            "AS social, "
            "MAX(CASE WHEN h.programme = 'social.pension' THEN 1 ELSE 0 END) AS pension, "
            "MAX(CASE WHEN h.programme = 'social.single-parent' THEN 1 ELSE 0 END) AS single_parent, "
            "MAX(CASE WHEN h.programme = 'social.disability-allowance' THEN 1 ELSE 0 END) AS disability "
            f"FROM {table(HeldAllowance)} h WHERE {self.true('h')}{whose} GROUP BY h.person_id)"
        )

    def former_child_allowances(self) -> str:
        """Who once drew the allowance of a child without a carer."""
        day = self._dialect.day(self._moment.day)
        return (
            f"(SELECT DISTINCT f.person_id FROM {table(HeldAllowance)} f WHERE f.programme = 'social.child-no-carer' "
            f"AND {self.held('f')} AND f.ends_on <= {day}{self.selection.members('f.person_id')})"
        )

    def kin(self, kinds: str) -> str:
        """Kinships of some kinds that were true."""
        return (
            f"(SELECT k.person_id, k.relative_id, k.kind FROM {table(Kinship)} k "
            f"WHERE k.kind IN ({kinds}) AND {self.true('k')})"
        )

    def fostered_extreme(self) -> str:
        """How many people with extreme disability a carer has taken in."""
        return (
            f"(SELECT c.carer_id AS person_id, COUNT(*) AS number FROM {self.rows(Care, 'c')} c "
            f"JOIN {self.rows(Disability, 'x')} x ON x.person_id = c.person_id AND x.degree = 'extreme' "
            f"WHERE c.by = 'foster'{self.selection.members('c.carer_id')} GROUP BY c.carer_id)"
        )

    def hard_areas(self) -> str:
        """Which communes were on the list of especially hard areas, and which surely were not."""
        return self.rows(HardArea, "y")

    def completeness(self) -> str:
        """For each commune, which registers it vouches for: a column of 1 or null each."""
        columns = ", ".join(f"MAX(CASE WHEN v.register = '{name}' THEN 1 END) AS {name}" for name in VOUCHED)
        return (
            f"(SELECT v.commune_id, {columns} FROM {table(Completeness)} v WHERE {self.true('v')} "
            "GROUP BY v.commune_id)"
        )
