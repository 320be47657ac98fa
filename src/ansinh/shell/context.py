"""What the page frame knows on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def frame(_request: HttpRequest) -> dict[str, object]:
    """Variables of the frame's templates."""
    return {"demo": settings.DEMO}
