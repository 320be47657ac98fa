"""What a change is called to whoever reads of it: one about a sensitive register stays unnamed until a purpose is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from ansinh.registry.ledger.models import Change
from ansinh.registry.masking import MASK, SENSITIVE, names_itself

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ansinh.kernel.viewer import Viewer

SENSITIVE_KIND: Final = "sensitive"
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
        return Named(change, change.kind, change.title, str(change.paper or ""), masked=False)
    title = _("Change of sensitive information")
    return Named(change, SENSITIVE_KIND, title, MASK if change.paper else "", masked=True)


def unnamed() -> QuerySet[Change]:
    """Changes that write to sensitive registers."""
    return Change.objects.filter(kind__in=_KINDS)


def register_of(change: Change) -> str:
    """The register that a change is about; of one that undoes another, the register of that other."""
    done = change
    while done.undoes is not None:
        done = done.undoes
    return done.kind.partition(":")[0]
