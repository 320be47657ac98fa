"""A change of the law in plain words: which piece, from what to what, under which article, from when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansinh.kernel.messages import _, language
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.wording import day_in_words
from lawengine.answers import place_in_words
from lawengine.edition_diff import Change, Item, Part
from lawengine.model import Cite, Edition, Window


def part_words(part: Part) -> str:
    """What kind of piece it is."""
    names = {
        "instrument": _("text"),
        "programme": _("programme"),
        "force": _("period in force"),
        "condition": _("condition"),
        "row": _("level"),
        "amount": _("way of computing"),
        "start": _("first month"),
        "stop": _("last month"),
        "parameter": _("standard or level of money"),
        "rate": _("level of the province"),
        "supplement": _("supplement of the province"),
        "unread": _("group of the province outside the book"),
        "rule": _("rule of concurrence"),
        "reading": _("open reading"),
        "fact": _("fact"),
    }
    return names[part]


def kind_of_change_words(change: Change) -> str:
    """'new', 'gone' or 'changed'."""
    return {"added": _("new"), "removed": _("gone"), "changed": _("changed")}[change.kind]


def change_words(change: Change, edition: Edition) -> str:
    """One change in one sentence: 'Mức chuẩn …: 500.000 đồng → 540.000 đồng (khoản 2 Điều 4 NĐ 335/2026)'."""
    item = change.item
    said = f"{_label(item)}: {_shift(change)}" if _shift(change) else _label(item)
    if item.part not in ("parameter", "rate", "supplement") or change.kind != "changed":
        said = f"{part_words(item.part)} {kind_of_change_words(change)} – {said}"
    cites = cites_words(item.cites, edition)
    return f"{said} ({cites})" if cites else said


def _label(item: Item) -> str:
    return item.label_en if language() == "en" and item.label_en else item.label


def _shift(change: Change) -> str:
    """From what to what, where the piece has a value; the expression only where it alone differs."""
    old, new = change.before, change.after
    if old is None or new is None:
        return value_words(change.item)
    if old.value != new.value:
        return f"{value_words(old)} → {value_words(new)}"
    if old.test != new.test:
        return f"{old.test} → {new.test}"
    return "; ".join(_other_shifts(old, new))


def _other_shifts(old: Item, new: Item) -> Iterator[str]:
    if old.label != new.label:
        yield _("other words")
    if old.window != new.window:
        yield f"{when_words(old.window) or '–'} → {when_words(new.window) or '–'}"
    if old.cites != new.cites:
        yield _("other articles cited")


def value_words(item: Item) -> str:
    """What a piece gives: an amount grouped, a coefficient with a comma in Vietnamese, anything else as it is."""
    value = item.value
    if value == "unread":
        return _("not read")
    if item.part in ("parameter", "rate", "supplement"):
        return amount_words(int(value) if value.isdecimal() else None, item.unit or "VND")
    if item.part == "row" and value.replace(".", "", 1).isdecimal():
        if item.unit == "levels":
            return f"{grouped(int(value))} {_('đồng')}"
        return value.replace(".", ",") if language() == "vi" else value
    return value if item.part in ("row", "amount", "start") else ""


def amount_words(amount: int | None, unit: str) -> str:
    """'600.000 đồng'; None: the law sets none."""
    if amount is None:
        return _("none")
    return f"{grouped(amount)} {_('đồng') if unit == 'VND' else unit}"


def when_words(window: Window) -> str:
    """'từ 01/07/2026, thành luật 05/10/2026', '' for what has no date."""
    parts = []
    if window.start is not None:
        parts.append(_("from {day}").format(day=day_in_words(window.start.isoformat())))
    if window.until is not None:
        parts.append(_("until {day} (not included)").format(day=day_in_words(window.until.isoformat())))
    if window.in_law is not None and window.in_law != window.start:
        parts.append(_("law since {day}").format(day=day_in_words(window.in_law.isoformat())))
    if window.reading is not None:
        parts.append(_("only under the reading {reading}").format(reading=window.reading))
    if window.unless_reading is not None:
        parts.append(_("not under the reading {reading}").format(reading=window.unless_reading))
    return ", ".join(parts)


def cites_words(cites: Sequence[Cite], edition: Edition) -> str:
    """The articles as a reader is told; an instrument that this edition lacks by its id."""
    found = []
    for cite in cites:
        text = edition.instruments.get(cite.instrument)
        found.append(f"{place_in_words(cite.place)} {text.short if text else cite.instrument}")
    return "; ".join(dict.fromkeys(found))
