"""An answer of the engine in plain words: who, what, how much, under which article, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansinh.kernel.messages import _, language
from ansinh.kernel.words_of_money import grouped
from lawengine.catalogue import Catalogue
from lawengine.model import Edition
from lawengine.plan import FORMER_PROVINCE, UNREAD_TEXT

JSON = Mapping[str, Any]


def explain(answer: JSON, edition: Edition) -> str:
    """The whole answer as text, person by person: first what is paid, then what cannot be told, then why not."""
    return "\n".join(_lines(answer, edition)) + "\n"


def _lines(answer: JSON, edition: Edition) -> Iterator[str]:
    asked = day_in_words(answer.get("month") or answer["on"])
    yield _("Asked for {asked}, by what was law on {decided}").format(
        asked=asked, decided=day_in_words(answer["decided"])
    )
    if answer["province"] is None:
        yield _("No province was named: rules of the provinces are left out.")
    yield from unread_lines(answer["unread"])
    people = list(dict.fromkeys(item["person"] for item in answer["results"]))
    for person in people:
        results = [item for item in answer["results"] if item["person"] == person]
        yield ""
        yield _("Person {person}").format(person=person) if person else _("The household")
        for kind in ("entitled", "undetermined", "refused"):
            told = [item for item in results if item["result"] == kind]
            for item in sorted(told, key=lambda item: len(item.get("refused_by", []))):
                yield from _result_lines(item, edition)


def unread_lines(groups: Sequence[JSON]) -> Iterator[str]:
    """The groups that the place is known to pay by texts outside the book; nothing when there are none."""
    if groups:
        text = _("The place also pays groups by texts that this book does not hold (wholly); check them:")
        yield f"{_('NOT COMPLETE')}. {text}"
        yield from (f"  • {unread_in_words(item)}" for item in groups)


def unread_in_words(group: JSON) -> str:
    """One such group with its instrument."""
    label = group["label_en"] if language() == "en" else group["label"]
    return f"{label} ({cites(group['cite'])})"


def _result_lines(item: JSON, edition: Edition) -> Iterator[str]:
    if item["result"] == "entitled":
        yield f"  ✓ {title(item, edition)}: {value_in_words(item['value'])}{doubt(item)}"
        if item["row"]:
            yield f"      {item['row']['label']} – {cites(item['row']['cite'])}"
        yield f"      {cites(item['cite'])}"
        yield from (f"      {line}" for line in concurrence_lines(item, edition))
    elif item["result"] == "undetermined":
        yield f"  ? {title(item, edition)}: " + _("cannot be told yet; missing: {facts}").format(
            facts=missing_in_words(item["missing"], edition)
        )
        if UNREAD_TEXT in item["missing"]:
            yield f"      {cites(item['cite'])}{doubt(item)}"
    else:
        yield f"  ✗ {title(item, edition)}"
        for condition in item["conditions"]:
            if condition["value"] is False:
                yield "      " + _("not met: {label} ({cites})").format(
                    label=condition["label"], cites=cites(condition["cite"])
                )
        if item.get("refused_by") == ["start"]:
            yield "      " + _("the right begins in a later month")


def concurrence_lines(item: JSON, edition: Edition) -> Iterator[str]:
    """What concurrence did to an entitled programme."""
    found = item["concurrence"]
    if found is None:
        return
    if not found["paid"]:
        other = programme_title(found["by"], edition)
        yield _("not paid: {label}; paid instead: {other} ({cites})").format(
            label=found["label"], other=other, cites=cites(found["cite"])
        )
    if found["provisional"]:
        names = ", ".join(programme_title(name, edition) for name in found["provisional"])
        yield _("provisional: it may be displaced by {names}, which cannot be told yet").format(names=names)


def title(item: JSON, edition: Edition) -> str:
    """The title of a result's programme."""
    return programme_title(item["programme"], edition)


def programme_title(name: str, edition: Edition) -> str:
    """A programme's title in the reader's language."""
    law = edition.programmes[name]
    return law.title_en if language() == "en" else law.title


def value_in_words(value: JSON | None) -> str:
    """'1.350.000 đồng', '15 kg', '3 tháng'; blank for a class, whose row says in words what it is."""
    if value is None or value["kind"] == "class":
        return ""
    units = {"VND": _("đồng"), "month": _("months")}
    return f"{grouped(value['amount'])} {units.get(value['unit'], value['unit'])}"


def cites(items: Sequence[JSON]) -> str:
    """'điểm e khoản 1 Điều 6 NĐ 20/2021; …'."""
    return "; ".join(item["text"] for item in items)


def doubt(item: JSON) -> str:
    """The stamp on what no primary or secondary text confirms."""
    return "" if item["confidence"] in ("primary", "secondary") else " [" + _("not yet verified") + "]"


def missing_in_words(names: Sequence[str], edition: Edition) -> str:
    """Missing facts by their label; a member's fact names the member."""
    return ", ".join(fact_in_words(name, edition.catalogue) for name in names)


def fact_in_words(name: str, catalogue: Catalogue) -> str:
    """The label of 'fact' or of 'member.fact'; anything else as it is."""
    member, _dot, fact = name.rpartition(".")
    if fact in catalogue.facts or fact in catalogue.derived:
        label = catalogue.label(fact) if language() == "vi" else catalogue.label_en(fact)
        return f"{label} ({member})" if member else label
    return gap_in_words(name)


def gap_in_words(name: str) -> str:
    """What is missing that is no fact: the area after a merger, a text that was not read; anything else as it is."""
    said = {
        FORMER_PROVINCE: _("the former province (before the merger)"),
        UNREAD_TEXT: _("what the text says (it is known to exist but was not read)"),
    }
    return said.get(name, name)


def day_in_words(text: str) -> str:
    """'2026-11-24' as it is written in Vietnamese: 24/11/2026."""
    return "/".join(reversed(text.split("-")))
