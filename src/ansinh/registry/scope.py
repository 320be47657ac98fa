"""Which rows a viewer may reach: territory × function, here and nowhere else."""

from __future__ import annotations

from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from ansinh.kernel.viewer import Viewer
from ansinh.registry.offices.models import Function
from ansinh.registry.places.models import Level, Place

Row = TypeVar("Row", bound=Model)

# Of which function of the State a register is; what is not named belongs to social assistance.
FUNCTIONS: Final[dict[str, str]] = {
    "merit": Function.MERIT,
    "merit-share": Function.MERIT,
    "poverty": Function.POVERTY,
    "parents": Function.CHILDREN,
    "work": Function.LABOUR,
}


def within(
    viewer: Viewer,
    right: str,
    queryset: QuerySet[Row],
    *,
    function: str | None = None,
    commune: str = "commune",
    province: str = "province",
) -> QuerySet[Row]:
    """The rows that the viewer's postings reach with this right; none when no posting gives it.

    Args:
        function: the function of the State that the rows belong to (`function_of` a register); None for rows of all
            functions, such as people and households.
        commune, province: the way from the row to the place it lies in: `person__commune` and `person__province` for
            a status, `place` and `place__parent` for what names only its commune. A commune's officer is held to the
            first, a province's to the second.

    Example:
        `within(viewer, READ, Merit.objects.known(), function="merit", commune="person__commune",
        province="person__province")`
    """
    reach = territory(viewer, right, function=function, commune=commune, province=province)
    return queryset.none() if reach is None else queryset.filter(reach)


def territory(
    viewer: Viewer,
    right: str,
    *,
    function: str | None = None,
    commune: str = "commune",
    province: str = "province",
) -> Q | None:
    """The same limits as a condition, for a query that is put together elsewhere; None when nothing is reached."""
    scopes = viewer.where(right, function)
    if not scopes:
        return None
    if any(scope.province is None and scope.commune is None for scope in scopes):
        return Q()
    communes = {scope.commune for scope in scopes if scope.commune is not None}
    provinces = {scope.province for scope in scopes if scope.commune is None and scope.province is not None}
    reach = Q()
    for path, keys in ((commune, communes), (province, provinces)):
        if keys:
            reach |= Q(**{f"{path}__in": sorted(keys)})
    return reach


def reaches(viewer: Viewer, right: str, place: Place, *, function: str | None = None) -> bool:
    """Whether the viewer has this right in this place: for writing, where there is no row to look for yet."""
    whole = place.level == Level.PROVINCE
    province, commune = (place.pk, None) if whole else (place.parent_id, place.pk)
    return any(scope.reaches(province, commune) for scope in viewer.where(right, function))


def function_of(register: str) -> str:
    """The function of the State that a register of statuses (its KIND) belongs to."""
    return str(FUNCTIONS.get(register, Function.SOCIAL))
