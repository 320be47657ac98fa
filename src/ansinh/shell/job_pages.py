"""Pages of background jobs: the list, one job with its progress, stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel import messages as sentences
from ansinh.kernel.accounts.http import Request, signed_in
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs.selectors import jobs_for, progress_of
from ansinh.kernel.jobs.services import stop_job

SHOWN = 50


@require_GET
@signed_in
def jobs(request: Request) -> HttpResponse:
    """The viewer's newest jobs."""
    shown = [progress_of(job) for job in jobs_for(request.viewer)[:SHOWN]]
    return render(request, "shell/jobs.html", {"shown": shown, "crumbs": [(_("Background work"), "")]})


@require_GET
@signed_in
def job(request: Request, code: str) -> HttpResponse:
    """One job; asked again every second by its own fragment while it runs."""
    progress = progress_of(get_object_or_404(jobs_for(request.viewer), code=code))
    if request.headers.get("HX-Request"):
        answer = render(request, "shell/parts/progress.html", {"progress": progress})
        if not progress.job.open:
            answer["HX-Refresh"] = "true"  # the page around it has more to show now
        return answer
    crumbs = [(_("Background work"), reverse("shell:jobs")), (progress.job.title, "")]
    return render(request, "shell/job.html", {"progress": progress, "crumbs": crumbs})


@require_POST
@signed_in
def stop(request: Request, code: str) -> HttpResponse:
    """Ask it to stop."""
    found = get_object_or_404(jobs_for(request.viewer), code=code)
    try:
        stop_job(viewer=request.viewer, job=found)
    except AnSinhError as refused:
        messages.warning(request, sentences._(refused.template))
    else:
        messages.info(request, _("The job was asked to stop."))
    return redirect("shell:job", code=code)
