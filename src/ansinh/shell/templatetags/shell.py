"""Tags and filters of every page: `{% load shell %}`."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from ansinh.kernel import slots
from ansinh.shell import icons, wording
from ansinh.shell.components import taken_offer

register = template.Library()
LEVEL_ICONS = {"success": "circle-check", "warning": "alert-triangle", "error": "circle-x"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "home" %}`: a drawing beside words."""
    return icons.icon(name)


@register.simple_tag
def message_icon(level: str) -> SafeString:
    """The drawing of a message's level."""
    return icons.icon(LEVEL_ICONS.get(level, "info-circle"))


@register.simple_tag
def asset(path: str) -> str:
    """The address of a vendored file, with a mark of its content: browsers keep it for long and notice a new one."""
    return f"{static(path)}?v={_mark(path)}"


@cache
def _mark(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise template.TemplateSyntaxError(f"there is no file {path!r} among the static files")
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, *subject: object) -> SafeString:
    """`{% slot "person-page" person %}`: the panels with which other rooms fill this place."""
    panels = slots.parts(name, context.get("viewer"), *subject)
    request = context.get("request")
    return mark_safe(  # noqa: S308 - rendered templates
        "".join(render_to_string(panel.template, {"title": panel.title, **panel.context}, request) for panel in panels)
    )


@register.simple_tag(takes_context=True)
def undo_offer(context: Context) -> dict[str, str] | None:
    """`{% undo_offer as undo %}`: what was just done and can be undone, shown once (shell/components.py)."""
    request = context.get("request")
    return taken_offer(request) if request is not None else None


@register.filter
def vi_date(value: date | str | None) -> str:
    """A date, day first; '' for none."""
    return wording.day(value) if value else ""


@register.filter
def vi_moment(value: datetime | None) -> str:
    """A moment on the department's clock; '' for none."""
    return wording.moment(value) if value else ""


@register.filter
def money(value: int | None) -> str:
    """An amount in whole đồng; '' for none (nothing is not zero)."""
    return "" if value is None else wording.money(value)


@register.filter
def number(value: int | None) -> str:
    """A count, grouped by thousands; '' for none."""
    return "" if value is None else wording.number(value)


@register.filter
def item(mapping: dict[Any, Any], key: object) -> object:
    """`{{ mapping|item:key }}`."""
    return mapping.get(key, "")
