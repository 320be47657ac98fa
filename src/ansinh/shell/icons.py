"""The icons: a few of Tabler's, drawn inside the page so that nothing is fetched for them (NOTICE.txt)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"


@cache
def icon(name: str) -> SafeString:
    """The drawing, hidden from screen readers: words stand beside it. FileNotFoundError for one that we do not have."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.sub(r"\s+", " ", drawing[drawing.index(">") + 1 :])
    return mark_safe(  # noqa: S308 - our own file
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inside}'
    )
