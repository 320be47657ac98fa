"""One's own account: what allauth has no page for."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel.accounts.http import Request, signed_in
from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.second_factor import has_second_factor
from ansinh.kernel.audit.services import record


@require_GET
@signed_in
def own_account(request: Request) -> HttpResponse:
    """Who I am here, how I sign in, on how many machines."""
    context = {
        "second_factor": has_second_factor(request.user.pk),
        "sessions": sum(1 for _session in sessions_of(request.user)),
    }
    return render(request, "kernel/own_account.html", context)


@require_POST
@signed_in
def end_other_sessions(request: Request) -> HttpResponse:
    """Sign me out on every machine but this one."""
    ended = [each for each in sessions_of(request.user) if each.session_key != request.session.session_key]
    for each in ended:
        each.delete()
    record(
        viewer=request.viewer,
        action="sessions-ended",
        subject_kind="user",
        subject_code=request.user.username,
        detail=str(len(ended)),
    )
    messages.success(request, _("You are signed in on this machine only."))
    return redirect("own_account")


def no_sign_up(_request: HttpRequest) -> HttpResponse:
    """Nobody makes an account for themselves; the address exists because allauth asks for its name."""
    raise Http404


def sessions_of(user: User) -> Iterator[Session]:
    """The user's sessions that have not run out. Their owner stands inside each, so all are read; they are few."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session
