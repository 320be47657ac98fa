"""How a reader wants pages shown: language, size of the text, contrast. Kept in cookies, so it holds before sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ansinh.kernel.messages import LANGUAGES, speaking

COOKIE: Final = "ansinh_display"
YEAR: Final = 365 * 24 * 60 * 60
SMALLEST, USUAL, LARGEST = 0, 1, 3
# "" follows the reader's system.
CONTRASTS: Final = ("", "more", "normal")


@dataclass(frozen=True, slots=True)
class Display:
    """`size`: 0 to 3, 1 is usual. `contrast`: '' as the system asks, 'more', 'normal'."""

    language: str = LANGUAGES[0]
    size: int = USUAL
    contrast: str = ""

    def after(self, wish: str) -> Display:
        """The display after one press of a button; an unknown button changes nothing."""
        if wish in LANGUAGES:
            return replace(self, language=wish)
        if wish == "contrast":
            return replace(self, contrast="normal" if self.contrast == "more" else "more")
        steps = {"smaller": self.size - 1, "usual": USUAL, "larger": self.size + 1}
        return replace(self, size=min(max(steps.get(wish, self.size), SMALLEST), LARGEST))


def display_of(request: HttpRequest) -> Display:
    """As the reader's cookies say; whatever is not understood is as usual."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    size, _dot, contrast = request.COOKIES.get(COOKIE, "").partition(".")
    return Display(
        language if language in LANGUAGES else LANGUAGES[0],
        int(size) if size in {"0", "1", "2", "3"} else USUAL,
        contrast if contrast in CONTRASTS else "",
    )


def keep_display(response: HttpResponse, display: Display) -> None:
    """Let the reader's browser remember it for a year."""
    for name, value in (
        (settings.LANGUAGE_COOKIE_NAME, display.language),
        (COOKIE, f"{display.size}.{display.contrast}"),
    ):
        response.set_cookie(
            name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
        )


class LanguageMiddleware:
    """Speaks the reader's language, in Django's sentences and in those of the pure modules alike.

    Vietnamese unless the reader pressed the button: what a browser was installed in says nothing about an officer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = display_of(request).language
        with translation.override(language), speaking(language):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
