"""Error pages: what happened and what to do now, in plain words and without a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ansinh.shell.display import display_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """One kind of failure in the reader's words."""

    title: StrPromise
    what: StrOrPromise
    todo: StrPromise


PAGES: Final[dict[int, ErrorPage]] = {
    400: ErrorPage(
        _("The request could not be read"),
        _("The page was sent in a form that the system does not understand."),
        _("Go back, reload the page and send it again."),
    ),
    403: ErrorPage(
        _("You may not do this"),
        _("Your postings do not give this right, or the form had been open for too long."),
        _("Reload the page and try again. If it is part of your work, ask your administrator for the posting."),
    ),
    404: ErrorPage(
        _("There is no such page"),
        _("The address is wrong, or what it names lies outside your territory and function."),
        _("Check the code, or look for it with the search field."),
    ),
    429: ErrorPage(
        _("Too many requests"),
        _("This was asked too often in a short time, so the system makes a pause."),
        _("Wait a minute and try again. Nothing that was saved is lost."),
    ),
    500: ErrorPage(
        _("Something broke on our side"),
        _("The system could not finish this. What was not confirmed was not saved."),
        _("Try again. If it happens once more, tell your administrator the time and what you did."),
    ),
}


def error_page(request: HttpRequest, status: int, what: StrOrPromise = "") -> HttpResponse:
    """The page for this status; `what` says it more exactly."""
    page = PAGES[status]
    return render(
        request, "shell/error.html", {"error": ErrorPage(page.title, what or page.what, page.todo)}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; what the code that refused said is told."""
    return error_page(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """404, the same for what does not exist and for what the viewer may not know of."""
    return error_page(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """403 of a form whose seal does not fit."""
    return error_page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks neither the database nor the rooms, for they may be what broke; the language is in a cookie."""
    language = display_of(request).language
    with override(language):
        return HttpResponse(
            render_to_string("shell/broken.html", {"error": PAGES[500], "language": language}), status=500
        )
