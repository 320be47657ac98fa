"""Rows of growing up, marriage and being away: parents, school, marital status, absence, who supports the old."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np

from synth import rates
from synth.crowd import CODES, PRESENT
from synth.draws import Bools
from synth.province.folk import Index, day_number
from synth.province.piece import Piece
from synth.province.tables import coded

_PARENTS, _MARITAL, _STUDY, _CARERS = (
    CODES[name] for name in ("father_status", "marital_status", "study", "carer_situation")
)
_SCHOOL_YEAR: Final = day_number(date(2026, 9, 5))
_SCHOOLS: Final = ("Trường Mầm non {}", "Trường Tiểu học {}", "Trường THCS {}", "Trường THPT {}", "Trường Cao đẳng {}")
_SCHOOL_AGES: Final = (6, 11, 15, 18)
_AWAY: Final[rates.Curve] = ((16, 0.0), (20, 0.08), (30, 0.09), (45, 0.04), (60, 0.0))
_REASONS: Final = ("away", "abroad", "prison", "compulsory", "missing")


def write_family(piece: Piece) -> None:
    """Everything of this module."""
    lives = piece.folk.lives[: piece.folk.members]
    _write_parents(piece, lives)
    _write_study(piece, lives)
    _write_marriage(piece)
    _write_absence(piece, lives)
    _write_support(piece, lives)


def _write_parents(piece: Piece, lives: Bools) -> None:
    facts, dice = piece.crowd.facts, piece.dice
    father, mother = facts["father_status"].astype(np.int64), facts["mother_status"].astype(np.int64)
    people = np.flatnonzero(((father != PRESENT) | (mother != PRESENT)) & (piece.crowd.age <= 22) & lives)
    begun = piece.since(people, 3_600)
    row = piece.certified(people, "Xác nhận hoàn cảnh trẻ em", "parents", begun, symbol="XN-UBND")
    piece.add(
        "parentssituation",
        len(people),
        father=coded(father[people], _PARENTS),
        mother=coded(mother[people], _PARENTS),
        abandoned=facts["abandoned"][people],
        other_parent_unable=dice.happens(0.03, len(people)),
        starts_on=begun,
        **row,
    )


def _write_study(piece: Piece, lives: Bools) -> None:
    """Whoever is at school by the schools' lists of this year; the school is the commune's own."""
    study = piece.crowd.facts["study"].astype(np.int64)
    people = np.flatnonzero((study > 0) & lives)
    step = np.searchsorted(_SCHOOL_AGES, piece.crowd.age[people], side="right")
    names = [form.format(commune.name) for commune in piece.land.communes for form in _SCHOOLS]
    school = coded(piece.commune_of(people) * len(_SCHOOLS) + step, names)
    row = piece.listed(people, "Danh sách học sinh, sinh viên", "study", _SCHOOL_YEAR + 10, symbol="DS-HS")
    piece.add(
        "study",
        len(people),
        course=coded(study[people], _STUDY),
        school=school,
        interrupted=piece.dice.happens(0.004, len(people)),
        starts_on=_SCHOOL_YEAR,
        **row,
    )


def _write_marriage(piece: Piece) -> None:
    """Marital status of grown-ups: of the young only where it is more than never having married."""
    marital = piece.crowd.facts["marital_status"].astype(np.int64)
    age = piece.crowd.age
    people = np.flatnonzero((age >= 18) & ((marital > 0) | (age >= 28)))
    row = piece.listed(people, "Trích dữ liệu hộ tịch", "marriage", day_number(date(2025, 6, 20)), symbol="HT-UBND")
    piece.add("marriage", len(people), situation=coded(marital[people], _MARITAL), **row)


def _write_absence(piece: Piece, lives: Bools) -> None:
    dice, age = piece.dice, piece.crowd.age
    people = np.flatnonzero(dice.by_age(_AWAY, age) & lives)
    begun = piece.since(people, 1_200)
    reason = np.searchsorted([0.86, 0.95, 0.975, 0.99], dice.throw(len(people)) / 65536, side="right")
    row = piece.certified(people, "Phiếu khai báo tạm vắng", "absence", begun, symbol="TV-CA", issuer="Công an xã")
    piece.add("absence", len(people), reason=coded(reason, _REASONS), starts_on=begun, **row)


def _write_support(piece: Piece, lives: Bools) -> None:
    """Whether somebody is obliged and able to support the old and those who live alone."""
    crowd = piece.crowd
    alone = crowd.sizes[crowd.house] == 1
    people: Index = np.flatnonzero(((crowd.age >= 58) | (alone & (crowd.age >= 50))) & lives)
    day = day_number(date(2025, 12, 15))
    row = piece.listed(people, "Rà soát người cao tuổi", "support", day, symbol="RS-NCT")
    carers: Any = coded(crowd.facts["carer_situation"][people].astype(np.int64), _CARERS)
    piece.add("support", len(people), carers=carers, lives_alone=alone[people], starts_on=day, **row)
