"""Whom a request acts for: every read and every write takes a viewer, who alone knows what they may see and do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

# Roles of the field; what each may do stands in RIGHTS.
COMMUNE_OFFICER: Final = "commune_officer"
SPECIALIST: Final = "specialist"
ACCOUNTANT: Final = "accountant"
CHIEF: Final = "chief"
INSPECTOR: Final = "inspector"
ADMINISTRATOR: Final = "administrator"

READ: Final = "read"  # registers, without sensitive facts
READ_SENSITIVE: Final = "read_sensitive"  # after naming a purpose
PROPOSE: Final = "propose"  # a change of the registers
DECIDE: Final = "decide"  # approve or refuse what another proposed
IMPORT: Final = "import"
MERGE: Final = "merge"
EXPORT: Final = "export"
WRITE_FINDING: Final = "write_finding"
READ_AUDIT: Final = "read_audit"
KEEP_OFFICES: Final = "keep_offices"  # offices, users, calendar, number series

RIGHTS: Final[dict[str, frozenset[str]]] = {
    COMMUNE_OFFICER: frozenset({READ, READ_SENSITIVE, PROPOSE, IMPORT, EXPORT}),
    SPECIALIST: frozenset({READ, READ_SENSITIVE, PROPOSE, DECIDE, IMPORT, MERGE, EXPORT}),
    ACCOUNTANT: frozenset({READ, EXPORT}),
    CHIEF: frozenset({READ, READ_SENSITIVE, DECIDE, EXPORT}),
    INSPECTOR: frozenset({READ, READ_SENSITIVE, EXPORT, WRITE_FINDING, READ_AUDIT}),
    ADMINISTRATOR: frozenset({KEEP_OFFICES, READ_AUDIT}),
}
EVERY_FUNCTION: Final = "*"


@dataclass(frozen=True, slots=True)
class Scope:
    """One posting of the viewer: a role, the function it is held in, and the place it reaches.

    Attributes:
        function: code of a function of the State (`social`, `merit`, …) or `*`.
        province, commune: primary keys of places; a commune's officer has both, a province's only the first, and an
            office of the whole country neither.
    """

    role: str
    function: str
    province: int | None
    commune: int | None

    def reaches(self, province: int | None, commune: int | None) -> bool:
        """Whether a place lies inside: its province's key, and its commune's (None for the province as a whole)."""
        return self.province in (None, province) and self.commune in (None, commune)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks.

    Attributes:
        user: primary key of the user. scopes: their postings that hold today.
        purpose: why sensitive facts are looked at now (blank: they stay masked).
    """

    user: int
    name: str
    scopes: tuple[Scope, ...] = ()
    purpose: str = ""
    language: str = field(default="vi", compare=False)

    def may(self, right: str, function: str | None = None) -> bool:
        """Whether any posting gives this right (in this function, when one is named)."""
        return any(self._gives(scope, right, function) for scope in self.scopes)

    def where(self, right: str, function: str | None = None) -> tuple[Scope, ...]:
        """The postings that give this right: what a query is limited to."""
        return tuple(scope for scope in self.scopes if self._gives(scope, right, function))

    def roles(self) -> frozenset[str]:
        return frozenset(scope.role for scope in self.scopes)

    @staticmethod
    def _gives(scope: Scope, right: str, function: str | None) -> bool:
        reaches = function is None or scope.function in (EVERY_FUNCTION, function)
        return reaches and right in RIGHTS[scope.role]
