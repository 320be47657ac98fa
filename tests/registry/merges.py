"""A merge of two people from its proposal to its effect: chị Vân proposes, bà Giám đốc approves."""

from __future__ import annotations

from collections.abc import Collection

from ansinh.registry.changes.services import apply_change
from ansinh.registry.ledger.models import Change
from ansinh.registry.merging.models import Pair
from ansinh.registry.merging.services import propose_merge, undo_decision
from ansinh.registry.people.models import Person
from tests.cast import Cast, viewer


def merged(everyone: Cast, pair: Pair, survivor: Person, take: Collection[str] = (), reason: str = "") -> Change:
    """The pair is one; returns the change that made it so."""
    made = propose_merge(viewer=viewer(everyone.van), pair=pair, survivor=survivor, take=take, reason=reason)
    return apply_change(viewer=viewer(everyone.director), code=made.code)


def parted(everyone: Cast, pair: Pair, reason: str = "nhầm") -> Change:
    """The pair is two again; returns the undoing."""
    undo_decision(viewer=viewer(everyone.van), pair=pair, reason=reason)
    pair.refresh_from_db()
    assert pair.change is not None
    undoing = pair.change.undoings.get(state="proposed")
    return apply_change(viewer=viewer(everyone.director), code=undoing.code)
