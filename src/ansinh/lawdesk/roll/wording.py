"""Facts, values and changes of a roll in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansinh.kernel.messages import _, language, ngettext
from ansinh.kernel.words_of_money import grouped
from ansinh.lawdesk.roll.model import Missing
from ansinh.lawdesk.wording import day_in_words, gap_in_words
from lawengine.answers import place_in_words
from lawengine.catalogue import Catalogue
from lawengine.dates import Span
from lawengine.household import NONE_DATE, Dated
from lawengine.model import Edition, Mark
from lawengine.plan import Plan
from lawengine.qualify import Change
from lawengine.reasons import plain


def fact_label(name: str, catalogue: Catalogue) -> str:
    """The label of a fact in the reader's language; a name that is no fact as it is."""
    found = catalogue.facts.get(name) or catalogue.derived.get(name)
    if found is None:
        return gap_in_words(name)
    return (found.label_en or found.label) if language() == "en" else found.label


def unread_words(plan: Plan) -> list[str]:
    """Each group that the place is known to pay by a text outside the book, with the instrument."""
    instruments = plan.edition.instruments
    found = []
    for group in plan.unread:
        cites = "; ".join(f"{place_in_words(c.place)} {instruments[c.instrument].short}" for c in group.cites)
        found.append(f"{group.label_en if language() == 'en' else group.label} ({cites})")
    return found


def value_words(name: str, value: object, catalogue: Catalogue) -> str:
    """A fact's value as an officer writes it: yes, no, a code's label, a date day first, an amount grouped."""
    if isinstance(value, Dated):
        return ", ".join(value_words(name, step, catalogue) for _day, step in value.steps)
    if isinstance(value, Span):
        return day_in_words(str(plain(value)))
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    fact = catalogue.facts.get(name)
    if value == NONE_DATE and fact and fact.type in ("date", "member"):
        return _("none")
    if isinstance(value, int):
        return count_words(value, fact.unit if fact else "")
    if fact and fact.type == "date":
        return day_in_words(str(value))
    if fact and value in fact.codes:
        return str(value).replace("_", " ") if language() == "en" else fact.codes[str(value)]
    return str(value)


def count_words(number: int, unit: str) -> str:
    """A whole number with the unit that `facts.yaml` gives it: '3 người', '1 person', '500.000 đồng', '61 %'."""
    shown = grouped(number)
    match unit:
        case "VND":
            return f"{shown} {_('đồng')}"
        case "người":
            return ngettext("{count} person", "{count} people", number).format(count=shown)
        case "ngày":
            return ngettext("{count} day", "{count} days", number).format(count=shown)
        case "tháng":
            return ngettext("{count} month", "{count} months", number).format(count=shown)
    return f"{shown} {unit}".strip()


def said_facts(facts: Mapping[str, object], catalogue: Catalogue) -> tuple[dict[str, object], int]:
    """The facts that say more than "no", in the order of `facts.yaml`, and how many others there are."""
    said = {name: facts[name] for name, fact in catalogue.facts.items() if name in facts and facts[name] != fact.no}
    return said, len(facts) - len(said)


def programme_title(name: str, edition: Edition) -> str:
    """The title of a programme in the reader's language."""
    law = edition.programmes.get(name)
    if law is None:
        return name
    return (law.title_en or law.title) if language() == "en" else law.title


def mark_words(mark: Mark) -> str:
    """The stamp on what is not verified; '' for what is."""
    if mark.verified:
        return ""
    names = {
        Mark.PARTIAL: _("read in part"),
        Mark.MEMORY: _("from memory"),
        Mark.ESTIMATE: _("estimated"),
        Mark.CONFLICT: _("sources disagree"),
    }
    return _("not yet verified") + f" ({names[mark]})"


def recipient_words(to: str) -> str:
    """To whom the money goes when it is not the person."""
    names = {
        "carer": _("the carer"),
        "household": _("the household"),
        "burier": _("whoever buries"),
        "fund": _("the fund"),
    }
    return names.get(to, "")


def missing_words(items: Sequence[Missing]) -> str:
    """Missing facts by their labels; another member's fact names the member."""
    return "; ".join(f"{item.label} ({item.member})" if item.member else item.label for item in items)


def change_words(changes: Sequence[Change], catalogue: Catalogue) -> str:
    """One smallest change: every fact with its value now and then; time alone as the day on which it is enough."""
    parts = []
    for change in changes:
        label = fact_label(change.fact, catalogue)
        if change.when is not None:
            day = day_in_words(change.when.isoformat())
            parts.append(_("wait until {day} ({fact}: {value})").format(day=day, fact=label, value=change.then))
            continue
        then = value_words(change.fact, change.then, catalogue)
        if change.now is None:
            parts.append(_("{fact}: {then}").format(fact=label, then=then))
        else:
            now = value_words(change.fact, change.now, catalogue)
            parts.append(_("{fact}: {now} → {then}").format(fact=label, now=now, then=then))
    return " + ".join(parts)
