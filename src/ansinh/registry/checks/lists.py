"""The standing work list of findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.kernel import slots
from ansinh.kernel.viewer import PROPOSE, READ, Viewer
from ansinh.registry.changes.lists import communes_of
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import BY_CODE, CHECKS, Severity
from ansinh.registry.checks.selectors import findings, open_findings
from ansinh.registry.masking import SENSITIVE, names_itself, shown
from ansinh.registry.statuses.models import STATUSES
from ansinh.shell.columns import Column, Filter, Rows, Shape
from ansinh.shell.lists import ListOf

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OPEN: Final = "mo"
ASIDE: Final = "gac-lai"
# A purpose is named for one person; a list tells of many.
_WITHOUT_PURPOSE: Final = Viewer(0, "")


def title_of(viewer: Viewer, finding: Finding) -> str:
    """What was found, in words; of a sensitive register nothing but that, until a purpose is named."""
    if not names_itself(viewer, finding.register):
        return gettext("A finding about sensitive information")
    check = BY_CODE.get(finding.check_code)
    register = STATUSES.get(finding.register)
    of = f": {register.TITLE}" if register is not None and finding.check_code == "no-paper" else ""
    return f"{check.title if check else finding.check_code}{of}"


def _page_of(finding: Finding) -> str:
    if finding.person is not None:
        return reverse("person", args=[finding.person.code])
    return reverse("household", args=[finding.household.code]) if finding.household else ""


def _birth_date(finding: Finding) -> str:
    return finding.person.birth_date if finding.person else ""


def _by_check(rows: Rows, value: str) -> Rows:
    # All findings about sensitive registers together: a list of one such check would say of each what it masks.
    sensitive = Q(register__in=SENSITIVE)
    found = Q(check_code=value) & ~sensitive
    unnamed = any(check.code == value and check.register in SENSITIVE for check in CHECKS)
    return rows.filter(found | sensitive if unnamed else found)


def _by_commune(rows: Rows, value: str) -> Rows:
    return rows.filter(commune__code=value)


def _by_state(rows: Rows, value: str) -> Rows:
    return rows.filter(set_aside_at__isnull=value == OPEN)


def _checks(_viewer: Viewer) -> Sequence[tuple[str, StrOrPromise]]:
    return [(code, check.title) for code, check in reversed(BY_CODE.items())]


FINDINGS: Final = ListOf(
    name="kiem-tra",
    title=_("What the checks found"),
    rows=findings,
    columns=(
        Column("about", _("About"), lambda finding: str(finding.person or finding.household or ""), link=_page_of),
        Column("birth", _("Date of birth"), _birth_date, Shape.DATE),
        Column("what", _("What was found"), lambda finding: title_of(_WITHOUT_PURPOSE, finding),
               link=lambda finding: reverse("finding", args=[finding.code])),
        Column("mark", _("Detail"), lambda finding: shown(_WITHOUT_PURPOSE, finding.register, finding.mark)),
        Column("commune", _("Commune"), lambda finding: str(finding.commune)),
        Column("found", _("Found"), lambda finding: finding.found_at, Shape.MOMENT),
        Column("reason", _("Set aside because"),
               lambda finding: shown(_WITHOUT_PURPOSE, finding.register, finding.reason)),
        Column("code", _("Code"), lambda finding: finding.code, page=False),
    ),
    code=lambda finding: finding.code,
    filters=(
        Filter("loai", _("Check"), _by_check, choices=_checks),
        Filter("xa", _("Commune"), _by_commune, choices=communes_of),
        Filter("trang-thai", _("State"), _by_state,
               choices=lambda _viewer: [(OPEN, _("Open")), (ASIDE, _("Set aside"))]),
    ),
    order=("check_code", "pk"),
    hint=_("Choose a check, a commune or a state."),
)  # fmt: skip


def findings_counters(viewer: Viewer | None) -> list[slots.Counter]:
    """How many findings wait for the viewer."""
    if viewer is None or not viewer.may(READ) or not viewer.may(PROPOSE):
        return []
    found = open_findings(viewer).select_related(None)
    money = [code for code, check in BY_CODE.items() if check.severity is Severity.MONEY]
    paid = found.filter(check_code__in=money).count()
    others = found.exclude(check_code__in=money).count()
    return [
        slots.Counter(_("Checks that concern money"), paid, reverse("checks"), urgent=bool(paid), order=30),
        slots.Counter(_("Other findings of the checks"), others, reverse("checks"), order=31),
    ]  # fmt: skip


def menu_entry(viewer: Viewer | None) -> slots.Entry | None:
    """The menu's way to the checks."""
    if viewer is None or not viewer.may(READ):
        return None
    return slots.Entry(_("Checks"), reverse("checks"), "list-check", _("Registers"), 30)
