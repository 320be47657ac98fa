"""Running the checks, and setting a finding aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ansinh.kernel.audit.services import record
from ansinh.kernel.codes import new_code
from ansinh.kernel.viewer import PROPOSE, Viewer
from ansinh.registry.changes import errors as change_errors
from ansinh.registry.checks import errors
from ansinh.registry.checks.models import Finding
from ansinh.registry.checks.rules import CHECKS, Check
from ansinh.registry.ledger.models import Paper
from ansinh.registry.offices.selectors import today
from ansinh.registry.scope import function_of, reaches
from ansinh.registry.statuses.models import STATUSES

Key = tuple[int | None, int | None]
_AT_ONCE = 2000


def run_checks(day: date | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Run every check; new findings appear, those whose facts are gone leave, the others stay as they are.

    Args:
        progress: told how many checks are done, of how many.

    Returns:
        How many findings stand.
    """
    standing = 0
    for done, check in enumerate(CHECKS):
        progress(done, len(CHECKS))
        standing += run_check(check, day or today())
    progress(len(CHECKS), len(CHECKS))
    return standing


@transaction.atomic
def run_check(check: Check, day: date) -> int:
    """One check: its findings agree with the registers afterwards. Returns how many there are."""
    hits = {
        (person, household): (commune, province, mark) for person, household, commune, province, mark in check.hits(day)
    }
    open_now = Finding.objects.filter(check_code=check.code, register=check.register, gone_at__isnull=True)
    changed: list[Finding] = []
    at = timezone.now()
    for finding in open_now.iterator(chunk_size=_AT_ONCE):
        hit = hits.pop((finding.person_id, finding.household_id), None)
        if hit is None:
            finding.gone_at = at
            changed.append(finding)
        elif (finding.commune_id, finding.province_id, finding.mark) != hit:
            if finding.mark != hit[2]:  # other facts than those that were set aside
                finding.set_aside_by = finding.set_aside_at = finding.paper = None
                finding.reason = ""
            finding.commune_id, finding.province_id, finding.mark = hit
            changed.append(finding)
    Finding.objects.bulk_update(
        changed,
        ["gone_at", "mark", "commune", "province", "set_aside_by", "set_aside_at", "paper", "reason"],
        batch_size=200,
    )
    Finding.objects.bulk_create(
        (_finding(check, key, *hit, at=at) for key, hit in hits.items()),
        batch_size=_AT_ONCE,
    )
    return Finding.objects.filter(check_code=check.code, register=check.register, gone_at__isnull=True).count()


@transaction.atomic
def set_aside(*, viewer: Viewer, finding: Finding, reason: str, paper: Paper | None) -> Finding:
    """The facts are right as they are: the finding rests until they change.

    Raises:
        ChangeError: `change-not-yours`, `reason-missing`, `paper-missing`, `finding-gone`.
    """
    _must_reach(viewer, finding)
    kept = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if kept.gone_at is not None or kept.set_aside_at is not None or kept.mark != finding.mark:
        raise errors.gone()
    if not reason.strip():
        raise errors.no_reason()
    if paper is None:
        raise errors.no_paper()
    kept.set_aside_by_id, kept.set_aside_at = viewer.user, timezone.now()
    kept.reason, kept.paper = reason.strip()[:300], paper
    kept.save(update_fields=["set_aside_by", "set_aside_at", "reason", "paper"])
    _tell(viewer, "finding-set-aside", kept)
    return kept


@transaction.atomic
def take_up(*, viewer: Viewer, finding: Finding) -> Finding:
    """Put a finding that was set aside back on the work list.

    Raises:
        ChangeError: `change-not-yours`.
    """
    _must_reach(viewer, finding)
    kept = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    kept.set_aside_by = kept.set_aside_at = kept.paper = None
    kept.reason = ""
    kept.save(update_fields=["set_aside_by", "set_aside_at", "reason", "paper"])
    _tell(viewer, "finding-taken-up", kept)
    return kept


def _finding(check: Check, key: Key, commune: int, province: int, mark: str, *, at: datetime) -> Finding:
    person, household = key
    return Finding(
        code=new_code("KT"), check_code=check.code, register=check.register, person_id=person, household_id=household,
        commune_id=commune, province_id=province, mark=mark, found_at=at,
    )  # fmt: skip


def _must_reach(viewer: Viewer, finding: Finding) -> None:
    function = function_of(finding.register) if finding.register in STATUSES else None
    if not reaches(viewer, PROPOSE, finding.commune, function=function):
        raise change_errors.not_yours()


def _tell(viewer: Viewer, action: str, finding: Finding) -> None:
    subject = finding.person or finding.household
    record(
        viewer=viewer,
        action=action,
        subject_kind="person" if finding.person else "household",
        subject_code=subject.code if subject else "",
        place_code=finding.commune.code,
        detail=f"{finding.code} {finding.check_code} {finding.reason}".strip(),
    )
