"""Rows of the people themselves: who they are, their numbers, births and deaths that were registered since."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synth.province.folk import LATE, TWIN, Index
from synth.province.peoples import PEOPLES
from synth.province.piece import FILLED, Numbers, Piece
from synth.province.tables import coded, codes, digits, iso, joined, year_of

SEXES: Final = ("male", "female")
_NEIGHBOURS: Final = np.array([1, 36, 37, 40, 25, 34, 30, 17, 15, 79, 74, 66])
# Codes of provinces in citizens' numbers are those before July 2025; Thanh Hóa kept its own.
_BORN_ELSEWHERE, _UNNUMBERED, _SHARED, _CENTURY_OFF, _HAD_OLD_CARD = 0.05, 0.004, 0.0004, 0.00015, 0.45
_CELLS, _SERIALS = 400, 1_000_000


def write_persons(piece: Piece) -> None:
    """Person, Identity, PersonNumber and Death; sets by which change each person came in."""
    folk = piece.folk
    count = len(folk)
    _register_births(piece)
    citizen = _citizen_numbers(piece)
    births = _texts(_impossible(piece))
    names = pc.binary_join_element_wise(*folk.names, " ", null_handling="skip")
    sexes = coded(folk.female.astype(np.int64), SEXES)
    died = pc.if_else(folk.lives, "", iso(folk.death))
    everybody = np.arange(count)
    piece.add_from(
        int(piece.person_ids[0]),
        "person",
        count,
        code=codes("N", piece.person_ids),
        full_name=names,
        sex=sexes,
        birth_date=births,
        citizen_id=citizen,
        death_date=died,
        commune=coded(piece.commune_of(everybody), piece.codes),
        village=piece.villages.take(pa.array(folk.house)),
        household=pa.array(piece.house_ids[folk.house], mask=(folk.role == LATE) | ~piece.housed | ~folk.lives),
    )
    row = {"person": piece.person_ids, "change": piece.change_of, "known_from": piece.known_of}
    people = coded(folk.people, PEOPLES)
    piece.add("identity", count, full_name=names, sex=sexes, birth_date=births, ethnicity=people, **row)
    _write_numbers(piece, citizen)
    _write_deaths(piece, died)


def _texts(values: Any) -> Any:
    return pa.array(values.astype(object), pa.string())


def _register_births(piece: Piece) -> None:
    """Whoever was born since the registers were filled came in with a birth certificate."""
    born = np.flatnonzero(piece.folk.birth > FILLED)
    changes, known = piece.with_papers(
        born, "Giấy khai sinh", "register", piece.folk.birth[born] + 9, symbol="KS", lag=3
    )
    piece.change_of[born], piece.known_of[born] = changes, known


def _impossible(piece: Piece) -> Any:
    """Birth dates as they are written; a few by a slip of the pen a century too early."""
    texts = piece.folk.birth_text.copy()
    slips = np.flatnonzero(piece.dice.happens(_CENTURY_OFF, len(texts)) & (piece.ages < 60))
    texts[slips] = [f"{int(text[:4]) - 100}{text[4:]}" if text else "" for text in texts[slips]]
    return texts


def _citizen_numbers(piece: Piece) -> Any:
    """Twelve digits by province, century and sex, year; none for a few; one for two people, where a clerk slipped."""
    folk, dice = piece.folk, piece.dice
    count = len(folk)
    elsewhere = dice.happens(_BORN_ELSEWHERE, count)
    home = int(piece.numbers.province)
    province = np.where(elsewhere, _NEIGHBOURS[dice.throw(count) % len(_NEIGHBOURS)], home)
    years = year_of(folk.birth)
    century = np.clip(years // 100 - 19, 0, 1) * 2 + folk.female
    serial = _serials(piece.numbers, province * _CELLS + century * 100 + years % 100)
    number = joined(digits(province, 3), digits(century, 1), digits(years % 100, 2), digits(serial, 6))
    # The late seldom lived to get one; whoever was entered once more came without it.
    without = dice.happens(_UNNUMBERED, count) | (folk.role == TWIN) | ((folk.role == LATE) & dice.happens(0.7, count))
    taken = np.arange(count)
    shared = np.flatnonzero(dice.happens(_SHARED, count) & (folk.role < LATE))
    taken[shared] = np.minimum(shared + 7, folk.members - 1)
    number = number.take(pa.array(taken))
    return pc.if_else(without, "", number)


def _serials(numbers: Numbers, cells: Index) -> Index:
    """For each cell its next six digits, in an order that looks like chance and repeats after a million."""
    order = np.argsort(cells, kind="stable")
    ordered = cells[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    sizes = np.diff(np.append(starts, len(ordered)))
    rank = np.empty(len(cells), np.int64)
    rank[order] = np.arange(len(ordered)) - np.repeat(starts, sizes)
    rank += numbers.citizen_cells[cells]
    numbers.citizen_cells[ordered[starts]] += sizes
    return (rank * 611_953 + cells * 7_919) % _SERIALS


def _write_numbers(piece: Piece, citizen: Any) -> None:
    """The citizen's number, for many of the grown-ups the card before it, for small children the birth certificate."""
    folk, dice = piece.folk, piece.dice
    count = len(folk)

    def add(chosen: Index, kind: str, number: Any, **days: Any) -> None:
        row = {"person": piece.person_ids[chosen], "change": piece.change_of[chosen]}
        piece.add(
            "personnumber", len(chosen), kind=kind, number=number, known_from=piece.known_of[chosen], **row, **days
        )

    has = np.flatnonzero(pc.not_equal(citizen, pa.scalar("")).to_numpy(zero_copy_only=False))
    add(has, "citizen_id", citizen.take(pa.array(has)))
    years = year_of(folk.birth)
    old = np.flatnonzero((years < 1999) & (dice.happens(_HAD_OLD_CARD, count) | (folk.role == TWIN)))
    # 17 stood for Thanh Hóa; elsewhere the leading digits do not matter to anybody any more.
    serial = (piece.person_ids * 7_654_321) % 10_000_000
    copied = np.where(folk.role == TWIN, folk.of, np.arange(count))
    got = (folk.birth + 6_600 + dice.between(0, 2_000, count)).astype(np.int32)
    replaced = np.maximum(piece.as_of - dice.between(900, 3_600, count), got + 400).astype(np.int32)
    add(old, "old_id", joined("17", digits(serial[copied][old], 7)), starts_on=got[old], ends_on=replaced[old])
    small = np.flatnonzero((years >= 2021) & (folk.role < LATE))
    certificate = joined(digits(dice.between(1, 900, len(small)), 3), "/", digits(years[small], 4))
    add(small, "birth_certificate", certificate)


def _write_deaths(piece: Piece, died: Any) -> None:
    folk = piece.folk
    late = np.flatnonzero(folk.role == LATE)
    recent = np.flatnonzero(~folk.lives & (folk.role < LATE))
    changes, known = piece.with_papers(recent, "Trích lục khai tử", "death", folk.death[recent], symbol="TLKT", lag=6)
    for chosen, change, moment in ((late, piece.change_of[late], piece.known_of[late]), (recent, changes, known)):
        piece.add(
            "death",
            len(chosen),
            person=piece.person_ids[chosen],
            died_on=died.take(pa.array(chosen)),
            change=change,
            known_from=moment,
        )
    piece.death_of = changes, known
