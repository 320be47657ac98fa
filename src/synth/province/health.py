"""Rows of health and care: disability with its certificate, HIV, long illness, pregnancy, who cares, facilities."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from synth.crowd import CODES
from synth.draws import Dice
from synth.province.folk import Index
from synth.province.piece import Piece
from synth.province.tables import coded, digits, joined, some, year_of

_KINDS: Final = ("mobility", "hearing_speech", "visual", "mental", "intellectual", "other")
_SHARES: Final = np.cumsum([0.42, 0.14, 0.13, 0.15, 0.11])
_DEGREES, _CARE = CODES["disability_degree"], CODES["cared_by"]
_FACILITIES: Final = (
    *(
        "Trung tâm Bảo trợ xã hội tỉnh",
        "Trung tâm Bảo trợ xã hội số 2",
        "Trung tâm Chăm sóc, nuôi dưỡng đối tượng xã hội",
    ),
)
_CORRECTED, _ADMITTED, _SIX = 0.012, 0.0006, 2192


def write_health(piece: Piece) -> None:
    """Everything of this module."""
    _write_disability(piece)
    _write_care(piece)
    _write_facility(piece)
    facts, dice = piece.crowd.facts, piece.dice
    hiv = np.flatnonzero(facts["hiv"])
    begun = piece.since(hiv, 4_000)
    confirmed = piece.certified(hiv, "Giấy xác nhận nhiễm HIV", "hiv", begun, symbol="XN-KSBT", issuer="Trung tâm KSBT")
    piece.add("hiv", len(hiv), starts_on=begun, **confirmed)
    ill = np.flatnonzero(dice.happens(0.008, piece.folk.members) & (piece.ages[: piece.folk.members] > 3))
    begun = piece.since(ill, 1_800)
    critical = dice.happens(0.4, len(ill))
    attested = piece.certified(
        ill, "Giấy xác nhận của bệnh viện", "illness", begun, symbol="XN-BV", issuer="Bệnh viện đa khoa"
    )
    piece.add("illness", len(ill), starts_on=begun, critical=critical, often_ill=~critical, **attested)
    expecting = np.flatnonzero(facts["pregnant"] & piece.folk.lives[: piece.folk.members])
    begun = (piece.as_of - dice.between(1, 220, len(expecting))).astype(np.int32)
    seen = piece.certified(
        expecting, "Sổ theo dõi sức khỏe bà mẹ", "pregnancy", begun, symbol="TYT", issuer="Trạm y tế"
    )
    piece.add("pregnancy", len(expecting), starts_on=begun, due_on=begun + 225, **seen)


def _write_disability(piece: Piece) -> None:
    dice, facts = piece.dice, piece.crowd.facts
    people = np.flatnonzero(facts["disability_degree"] > 0)
    count = len(people)
    issued = piece.since(people, 4_200)
    degree = facts["disability_degree"][people].astype(np.int64)
    number = joined(digits(dice.between(1, 999, count), 3), "/", digits(year_of(issued), 4), "/GXN-UBND")
    # A certificate given to a small child holds until it is six.
    sixth = (piece.folk.birth[people] + _SIX).astype(np.int32)
    row = piece.certified(people, "Giấy xác nhận khuyết tật", "disability", issued, symbol="GXN-UBND")
    columns = {
        **_kinds(dice, count),
        "certificate_number": number,
        "certificate_date": issued,
        "valid_until": some(sixth, sixth > piece.as_of - 120),
    }
    # Some degrees were found wrong later and corrected: the first row stays, as it was known.
    wrong = np.flatnonzero(
        dice.happens(_CORRECTED, count) & (row["known_from"] < piece.known_at(np.array([piece.as_of - 90])))
    )
    found = (piece.as_of - dice.between(5, 80, len(wrong))).astype(np.int32)
    changes, known = piece.with_papers(
        people[wrong], "Biên bản xác định lại mức độ khuyết tật", "disability", found, symbol="BB-HĐXĐ", lag=1
    )
    closed, by = np.zeros(count, np.int64), np.zeros(count, np.int64)
    closed[wrong], by[wrong] = known, changes
    first = degree.copy()
    first[wrong] = degree[wrong] % 3 + 1
    rows = piece.add(
        "disability",
        count,
        degree=coded(first, _DEGREES),
        starts_on=issued,
        known_to=some(closed, closed > 0).cast(pa.timestamp("s")),
        closed_by=some(by, by > 0),
        **columns,
        **row,
    )
    piece.add(
        "disability",
        len(wrong),
        person=piece.person_ids[people[wrong]],
        degree=coded(degree[wrong], _DEGREES),
        change=changes,
        known_from=known,
        replaces=rows[wrong],
        **_kept({**columns, "starts_on": issued}, wrong),
    )


def _kinds(dice: Dice, count: int) -> dict[str, Any]:
    """One kind of disability for each, two for some."""
    kind = np.searchsorted(_SHARES, dice.throw(count) / 65536)
    second = np.where(dice.happens(0.12, count), (kind + 1) % 5, kind)
    return {name: (kind == place) | (second == place) for place, name in enumerate(_KINDS)}


def _kept(columns: dict[str, Any], chosen: Index) -> dict[str, Any]:
    """The same columns for some rows."""
    rows = pa.array(chosen)
    return {
        name: values[chosen] if isinstance(values, np.ndarray) else values.take(rows)
        for name, values in columns.items()
    }


def _write_care(piece: Piece) -> None:
    """Who cares for those who cannot live alone: the head of the household, or the head's neighbour in the list."""
    facts, crowd = piece.crowd.facts, piece.crowd
    people = np.flatnonzero((facts["cared_by"] > 0) & piece.folk.lives[: piece.folk.members])
    begun = piece.since(people, 2_500)
    heads = crowd.starts[crowd.house[people]].astype(np.int64)
    second = np.minimum(heads + 1, piece.folk.members - 1)
    carer = np.where(heads == people, second, heads)
    known = (crowd.house[carer] == crowd.house[people]) & (piece.ages[carer] >= 18)
    row = piece.certified(people, "Tờ khai nhận chăm sóc", "care", begun, symbol="TK-UBND")
    by = coded(facts["cared_by"][people], _CARE)
    piece.add("care", len(people), by=by, carer=some(piece.person_ids[carer], known), starts_on=begun, **row)


def _write_facility(piece: Piece) -> None:
    facts, dice = piece.crowd.facts, piece.dice
    admitted = facts["in_facility"] | (dice.happens(_ADMITTED, piece.folk.members) & (piece.crowd.age > 12))
    people = np.flatnonzero(admitted & piece.folk.lives[: piece.folk.members])
    begun = piece.since(people, 2_500)
    stay = np.searchsorted([0.78, 0.88], dice.throw(len(people)) / 65536)
    where = coded(dice.throw(len(people)).astype(np.int64) % len(_FACILITIES), _FACILITIES)
    row = piece.certified(
        people, "Quyết định tiếp nhận vào cơ sở", "facility", begun, symbol="QĐ-SYT", issuer="Sở Y tế", lost=0.01
    )
    piece.add(
        "facility",
        len(people),
        stay=coded(stay, ("resident", "voluntary", "waiting")),
        facility=where,
        starts_on=begun,
        **row,
    )
