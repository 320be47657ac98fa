"""Rows of the households: where they live and lived, who is in them, who is kin to whom."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from synth.crowd import CHILD, GRANDCHILD, HEAD, PARENT, PRESENT, SPOUSE
from synth.crowd import DEAD as PARENT_DEAD
from synth.draws import Bools
from synth.province.folk import LATE, TWIN, Index
from synth.province.piece import FILLED, FIRST_CHANGE, Piece
from synth.province.tables import coded, codes, some

RELATIONS: Final = ("head", "spouse", "child", "grandchild", "parent", "fostered", "other")
_FOSTERED, _OTHER = RELATIONS.index("fostered"), RELATIONS.index("other")
_MOVED = 0.02


def write_homes(piece: Piece) -> None:
    """Household, Residence, Membership and Kinship."""
    houses = len(piece.commune)
    piece.add_from(
        int(piece.house_ids[0]),
        "household",
        houses,
        code=codes("H", piece.house_ids),
        commune=coded(piece.commune, piece.codes),
        village=piece.villages,
        address=piece.addresses,
        head=piece.person_ids[piece.crowd.starts],
    )
    _write_residences(piece)
    _write_memberships(piece)
    _write_kin(piece)


def _write_residences(piece: Piece) -> None:
    """Most have always lived there; some moved, a few of them since the registers were filled."""
    dice, houses = piece.dice, len(piece.commune)
    moved = dice.happens(_MOVED, houses)
    day = (piece.as_of - dice.between(20, 3_000, houses)).astype(np.int32)
    lately = np.flatnonzero(moved & (day > FILLED))
    communes = np.unique(piece.commune)
    before = communes[dice.throw(houses) % len(communes)]
    heads = piece.crowd.starts[lately]
    changes, known = piece.with_papers(
        heads, "Phiếu báo thay đổi thông tin cư trú", "move", day[lately], symbol="CT07", lag=8
    )

    def add(chosen: Index, **columns: Any) -> Index:
        columns = {"change": FIRST_CHANGE, "known_from": piece.known_at(np.zeros(len(chosen))), **columns}
        return piece.add("residence", len(chosen), household=piece.house_ids[chosen], **columns)

    def here(chosen: Index) -> dict[str, Any]:
        rows = pa.array(chosen)
        codes = coded(piece.commune[chosen], piece.codes)
        return {"commune": codes, "village": piece.villages.take(rows), "address": piece.addresses.take(rows)}

    stayed, earlier = np.flatnonzero(~moved), np.flatnonzero(moved & (day <= FILLED))
    add(stayed, **here(stayed))
    add(earlier, commune=coded(before[earlier], piece.codes), ends_on=day[earlier])
    add(earlier, starts_on=day[earlier], **here(earlier))
    old = {"commune": coded(before[lately], piece.codes)}
    rows = add(lately, **old, known_to=known, closed_by=changes)
    new = {"change": changes, "known_from": known}
    add(lately, **old, ends_on=day[lately], replaces=rows, **new)
    add(lately, starts_on=day[lately], **here(lately), **new)


def relations(piece: Piece) -> Index:
    """How each member is related to the head; a child that lost both parents is a grandchild or was taken in."""
    facts, role = piece.crowd.facts, piece.crowd.role.astype(np.int64)
    lost = (facts["father_status"] != PRESENT) & (facts["mother_status"] != PRESENT)
    is_child = role == CHILD
    relation = np.select(
        [role == HEAD, role == SPOUSE, is_child & facts["fostered"], is_child & lost, is_child, role == GRANDCHILD],
        [0, 1, _FOSTERED, _OTHER, 2, 3],
        RELATIONS.index("parent"),
    )
    return relation.astype(np.int64)


def _write_memberships(piece: Piece) -> None:
    folk, members = piece.folk, piece.folk.members
    relation = relations(piece)
    people = np.arange(members)
    dead = ~folk.lives[:members]
    # Children are members since they were born, where that is known to the day.
    birth = folk.birth[:members]
    since = some(birth, (relation == 2) & (birth > FILLED - 365 * 18))
    names = coded(relation, RELATIONS)
    deaths = np.flatnonzero(dead)
    changes, known = piece.death_of
    changed, closed = np.zeros(members, np.int64), np.zeros(members, np.int64)
    changed[deaths], closed[deaths] = changes, known
    # A few who died are still on the list of their household.
    told = (folk.death[:members] > birth) & (closed >= piece.known_of[:members])
    processed = dead & told & ~piece.dice.happens(0.12, members)
    rows = piece.add(
        "membership",
        members,
        person=piece.person_ids[people],
        household=piece.house_ids[folk.house[people]],
        relation=names,
        starts_on=since,
        change=piece.change_of[people],
        known_from=piece.known_of[people],
        known_to=some(closed, processed).cast(pa.timestamp("s")),
        closed_by=some(changed, processed),
    )
    ended = np.flatnonzero(processed)
    piece.add(
        "membership",
        len(ended),
        person=piece.person_ids[ended],
        household=piece.house_ids[folk.house[ended]],
        relation=names.take(pa.array(ended)),
        starts_on=since.take(pa.array(ended)),
        ends_on=folk.death[ended],
        change=changed[ended],
        known_from=closed[ended],
        replaces=rows[ended],
    )
    _write_other_memberships(piece)


def _write_other_memberships(piece: Piece) -> None:
    """Late spouses were members until they died; who was entered twice may be a member twice."""
    folk = piece.folk
    late = np.flatnonzero(folk.role == LATE)
    base = {"change": FIRST_CHANGE}
    piece.add(
        "membership",
        len(late),
        person=piece.person_ids[late],
        household=piece.house_ids[folk.house[late]],
        relation="spouse",
        ends_on=folk.death[late],
        known_from=piece.known_of[late],
        **base,
    )
    # Whoever was entered twice lives in two places at once: one of them is of no household, or of a later one.
    twins = np.flatnonzero((folk.role == TWIN) & piece.housed)
    piece.add(
        "membership",
        len(twins),
        person=piece.person_ids[twins],
        household=piece.house_ids[folk.house[twins]],
        relation="other",
        known_from=piece.known_of[twins],
        change=piece.change_of[twins],
    )


def _write_kin(piece: Piece) -> None:
    """Spouses, and parents of the young; a parent who is dead is kin as well, one who is not known is not."""
    folk, crowd, facts = piece.folk, piece.crowd, piece.crowd.facts
    spouse_of = np.full(len(piece.commune), -1, np.int64)
    for chosen in (np.flatnonzero(folk.role == LATE), np.flatnonzero(crowd.role == SPOUSE)):
        spouse_of[folk.house[chosen]] = chosen
    late_end = np.where(folk.lives, 0, folk.death)
    couples = np.flatnonzero(spouse_of >= 0)
    heads, spouses = crowd.starts[couples].astype(np.int64), spouse_of[couples]
    end = np.maximum(late_end[heads], late_end[spouses])
    for one, other in ((heads, spouses), (spouses, heads)):
        _kin(piece, one, other, "spouse", ends_on=some(end.astype(np.int32), end > 0))
    parent = np.flatnonzero(crowd.role == PARENT)
    kind = folk.female[parent]
    head_of = crowd.starts[crowd.house[parent]].astype(np.int64)
    for is_mother, word in ((True, "mother"), (False, "father")):
        chosen = kind == is_mother
        _kin(piece, head_of[chosen], parent[chosen], word)
    children = np.flatnonzero((crowd.role == CHILD) & (crowd.age <= 30))
    for word, status in (("father", facts["father_status"]), ("mother", facts["mother_status"])):
        for parents in (crowd.starts.astype(np.int64), spouse_of):
            _parents(piece, children, parents, word, status)


def _parents(piece: Piece, children: Index, parents: Index, word: str, status: Any) -> None:
    folk = piece.folk
    parent = parents[folk.house[children]]
    fits = (parent >= 0) & (folk.female[parent] == (word == "mother"))
    is_late = folk.role[parent] == LATE
    told = np.where(is_late, status[children] == PARENT_DEAD, status[children] == PRESENT)
    chosen: Bools = fits & told
    _kin(piece, children[chosen], parent[chosen], word)


def _kin(piece: Piece, people: Index, relatives: Index, kind: str, **days: Any) -> None:
    piece.add(
        "kinship",
        len(people),
        person=piece.person_ids[people],
        relative=piece.person_ids[relatives],
        kind=kind,
        change=piece.change_of[people],
        known_from=piece.known_of[people],
        **days,
    )
