"""The shell's own pages: the first page, how pages are shown."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ansinh.kernel import slots
from ansinh.kernel.viewer import Viewer
from ansinh.shell.display import display_of, keep_display

TOUR_COOKIE = "ansinh_tour"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where each role begins the day: what waits for them. Before sign-in a welcome (demo) or the sign-in page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return render(request, "shell/welcome.html") if settings.DEMO else redirect(settings.LOGIN_URL)
    counters: list[slots.Counter] = slots.parts(slots.WORK, viewer)
    context = {
        "counters": counters,
        "waiting": sum(counter.count for counter in counters),
        "show_tour": settings.DEMO and not request.COOKIES.get(TOUR_COOKIE),
    }
    return render(request, "shell/home.html", context)


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """One press of a button for language, text size or contrast; the reader stays on their page."""
    response = HttpResponseRedirect(_back(request))
    keep_display(response, display_of(request).after(request.POST.get("do", "")))
    return response


@require_POST
def tour(request: HttpRequest) -> HttpResponse:
    """Put the newcomers' tour away, or take it out again."""
    response = HttpResponseRedirect(_back(request))
    if request.POST.get("do") == "show":
        response.delete_cookie(TOUR_COOKIE)
    else:
        response.set_cookie(TOUR_COOKIE, "done", max_age=30 * 24 * 60 * 60, httponly=True, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
