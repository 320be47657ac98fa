"""Which findings a viewer may see: territory, function, and for sensitive registers the right to see those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from ansinh.kernel.viewer import READ, READ_SENSITIVE, Viewer
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import BY_CODE, CHECKS, Check
from ansinh.registry.masking import SENSITIVE
from ansinh.registry.scope import function_of, territory
from ansinh.registry.statuses.models import STATUSES

if TYPE_CHECKING:
    from ansinh.registry.places.models import Place


@dataclass(frozen=True, slots=True)
class Pile:
    """How many findings of one check stand open."""

    check: Check
    count: int


@dataclass(frozen=True, slots=True)
class CommunePile:
    """How many findings of a commune stand open."""

    code: str
    name: str
    count: int


def findings(viewer: Viewer) -> QuerySet[Finding]:
    """Findings that stand, set aside or not."""
    seen = Q(pk__in=())
    for register in sorted({check.register for check in CHECKS}):
        right = READ_SENSITIVE if register in SENSITIVE else READ
        reach = territory(viewer, right, function=function_of(register) if register in STATUSES else None)
        if reach is not None:
            seen |= reach & Q(register=register)
    found = Finding.objects.filter(seen, gone_at__isnull=True)
    return found.select_related("person", "household", "commune", "province", "set_aside_by", "paper")


def open_findings(viewer: Viewer) -> QuerySet[Finding]:
    """Findings that wait for somebody."""
    return findings(viewer).filter(set_aside_at__isnull=True)


def piles(viewer: Viewer, commune: Place | None = None) -> list[Pile]:
    """Open findings by check, every check that the viewer may see, zero or not."""
    found = open_findings(viewer)
    if commune is not None:
        found = found.filter(commune=commune)
    counts = dict(found.select_related(None).values_list("check_code").annotate(Count("pk")).order_by())
    return [Pile(check, counts.get(code, 0)) for code, check in reversed(BY_CODE.items()) if _may_see(viewer, check)]


def commune_piles(viewer: Viewer, check_code: str = "") -> list[CommunePile]:
    """Open findings by commune, the most first."""
    found = open_findings(viewer).select_related(None)
    if check_code:
        found = found.filter(check_code=check_code)
    rows = (
        found.values("commune__code", "commune__name").annotate(count=Count("pk")).order_by("-count", "commune__code")
    )
    return [CommunePile(row["commune__code"], row["commune__name"], row["count"]) for row in rows]


def _may_see(viewer: Viewer, check: Check) -> bool:
    right = READ_SENSITIVE if check.register in SENSITIVE else READ
    return (
        viewer.may(right)
        if check.code == "no-paper"
        else viewer.may(right, function_of(check.register) if check.register in STATUSES else None)
    )
