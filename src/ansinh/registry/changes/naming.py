"""What a change is called to whoever reads of it: one about a sensitive register stays unnamed until a purpose is.

In the table stand Vietnamese words; they are told in the reader's language as far as they are words of the house
(`say`), and names, numbers and file names as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from ansinh.registry.changes.guards import UNDO
from ansinh.registry.ledger.models import Change
from ansinh.registry.masking import MASK, SENSITIVE, names_itself
from ansinh.registry.statuses.models import STATUSES

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from ansinh.kernel.viewer import Viewer

SENSITIVE_KIND: Final = "sensitive"
MERGED: Final = gettext_lazy("Merge of two people")
_APART: Final = ": "
_SAID: Final[list[StrOrPromise]] = [gettext_lazy("First load of the data"), MERGED]
_KINDS: Final = [f"{register}{what}" for register in sorted(SENSITIVE) for what in ("", ":end", ":withdraw")]


@dataclass(frozen=True, slots=True)
class Named:
    """A change as this viewer may read of it. `kind`: as in the table, or SENSITIVE_KIND; `paper`: blank for none."""

    change: Change
    kind: str
    title: str
    paper: str
    masked: bool


def named(viewer: Viewer, change: Change) -> Named:
    """The change by its name when the viewer's purpose allows it; otherwise only that it is about something sensitive.

    Lists are read without a purpose, which is named for one person: there such changes are always masked.
    """
    if names_itself(viewer, register_of(change)):
        return Named(change, change.kind, title_of(change), str(change.paper or ""), masked=False)
    title = _("Change of sensitive information")
    return Named(change, SENSITIVE_KIND, title, MASK if change.paper else "", masked=True)


def say(*titles: StrOrPromise) -> None:
    """Let titles, or parts of them before and after ": ", be told in the reader's language."""
    _SAID.extend(titles)
    _words.cache_clear()


def title_of(change: Change) -> str:
    """What the change is called, in the reader's language."""
    if change.kind == UNDO and change.undoes is not None:
        return _("Undoing of: {title}").format(title=title_of(change.undoes))
    words, parts = _words(), change.title.split(_APART)
    told = _APART.join(str(words.get(part, part)) for part in parts)
    if parts[0] in words or get_language() == "vi":
        return told
    register = change.kind.partition(":")[0]
    return str(STATUSES[register].TITLE) if register in STATUSES else told


@cache
def _words() -> dict[str, StrOrPromise]:
    """The titles by what they are in each language: a title was stored in that of whoever wrote it."""
    found: dict[str, StrOrPromise] = {}
    for language in ("vi", "en"):
        with override(language):
            for title in (*_SAID, *(register.TITLE for register in STATUSES.values())):
                found.setdefault(str(title), title)
    return found


def unnamed() -> QuerySet[Change]:
    """Changes that write to sensitive registers."""
    return Change.objects.filter(kind__in=_KINDS)


def register_of(change: Change) -> str:
    """The register that a change is about; of one that undoes another, the register of that other."""
    done = change
    while done.undoes is not None:
        done = done.undoes
    return done.kind.partition(":")[0]
