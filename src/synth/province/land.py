"""The land of a made-up province: how many live in each commune, of which peoples, in which villages, how hard it is.

For Thanh Hóa the mountain communes and their peoples follow the old districts; elsewhere the kind of land decides.
None of it is a statistic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from synth import rates
from synth.draws import Bytes, Dice, table_of
from synth.province.peoples import DAO, KHO_MU, KINH, MONG, MUONG, NUNG, PEOPLES, TAY, THAI, THO

WARD: Final = "ward"
# Thanh Hóa's codes between two ends (old districts): the mixture of peoples and the share of especially hard communes.
_THANH_HOA: Final[tuple[tuple[str, str, dict[str, float], float], ...]] = (
    ("14845", "14868", {MONG: 0.44, THAI: 0.42, MUONG: 0.04, KHO_MU: 0.04, DAO: 0.02, KINH: 0.04}, 1.0),  # Mường Lát
    ("14869", "14922", {THAI: 0.64, MUONG: 0.24, MONG: 0.02, KINH: 0.1}, 0.9),  # Quan Hóa
    ("14923", "15000", {MUONG: 0.52, THAI: 0.33, KINH: 0.15}, 0.7),  # Bá Thước
    ("15001", "15030", {THAI: 0.82, MUONG: 0.05, MONG: 0.04, KINH: 0.09}, 0.9),  # Quan Sơn
    ("15031", "15060", {THAI: 0.54, MUONG: 0.33, KINH: 0.13}, 0.8),  # Lang Chánh
    ("15061", "15126", {MUONG: 0.68, DAO: 0.02, THAI: 0.01, KINH: 0.29}, 0.35),  # Ngọc Lặc
    ("15127", "15186", {MUONG: 0.52, DAO: 0.03, KINH: 0.45}, 0.3),  # Cẩm Thủy
    ("15187", "15270", {MUONG: 0.5, KINH: 0.5}, 0.25),  # Thạch Thành
    ("15607", "15663", {THAI: 0.52, MUONG: 0.04, KINH: 0.44}, 0.6),  # Thường Xuân
    ("16174", "16227", {THAI: 0.45, THO: 0.12, MUONG: 0.08, KINH: 0.35}, 0.65),  # Như Xuân
    ("16228", "16278", {MUONG: 0.24, THAI: 0.17, THO: 0.02, KINH: 0.57}, 0.3),  # Như Thanh
)
_LOWLAND: Final = {KINH: 0.992, MUONG: 0.006, THAI: 0.002}
_HIGHLAND: Final = {KINH: 0.28, TAY: 0.22, THAI: 0.14, MUONG: 0.12, NUNG: 0.1, MONG: 0.09, DAO: 0.05}
_STREETS: Final = (
    *("Lê Lợi", "Trần Phú", "Lê Hoàn", "Nguyễn Trãi", "Hạc Thành", "Quang Trung", "Bà Triệu", "Đinh Công Tráng"),
    *("Hàm Nghi", "Dương Đình Nghệ", "Tống Duy Tân", "Lê Lai", "Trường Thi", "Đào Duy Từ", "Phan Chu Trinh"),
)
STREETS: Final = np.array([f"đường {name}" for name in _STREETS])
_WARD_VILLAGES: Final = ("Tổ dân phố {}", "Khu phố {}")
_PLAIN_VILLAGES: Final = (
    *("Đông", "Đoài", "Trung", "Thượng", "Hạ", "Phú Quý", "Yên Lạc", "Tân Thành", "Thanh Sơn", "Đồng Tâm", "Hòa Bình"),
    *(
        "Quyết Thắng",
        "Đại Thắng",
        "Minh Thành",
        "Phúc Lộc",
        "Xuân Tiến",
        "Cẩm Hoàng",
        "Vĩnh Gia",
        "Kim Sơn",
        "Ngọc Đới",
    ),
)
_HILL_VILLAGES: Final = (
    *("Poọng", "Na Lung", "Pù Đứa", "Sài Khao", "Cha Khót", "Hin", "Mướp", "Tân Hương", "Chim", "Piềng Tró", "Co Cài"),
    *("Kéo Té", "Suối Phái", "Xắng Hằng", "Pa Búa", "Nà Ón", "Táo", "Bo", "Ngàm", "Lằn", "Bút", "Vịn", "Chè Lẹ", "Khà"),
)


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune as the order names it: official code, name, and whether it is a ward of a town."""

    code: str
    name: str
    is_ward: bool = False


@dataclass(frozen=True, slots=True)
class Land:
    """The communes in order of their codes, and for each: households, hardness, a table of peoples, its villages."""

    communes: tuple[Commune, ...]
    households: NDArray[np.int64]
    hard: NDArray[np.bool_]
    peoples: tuple[Bytes, ...]
    villages: tuple[tuple[str, ...], ...]


def lay_out(seed: int, province: str, communes: Sequence[Commune], households: int) -> Land:
    """Share the households out over the communes; wards hold more than villages, the mountains fewer."""
    ordered = tuple(sorted(communes, key=lambda commune: commune.code))
    dice = Dice(seed, int(province), 1)
    count = len(ordered)
    mixtures, chances = zip(*(_mixture(dice, province, commune) for commune in ordered), strict=True)
    is_high = np.array([mixture[KINH] < 0.9 for mixture in mixtures])
    is_ward = np.array([commune.is_ward for commune in ordered])
    hard = (dice.throw(count) / 65536 < np.array(chances)) & ~is_ward
    weight = np.where(is_ward, 1.6, np.where(is_high, 0.4, 1.0)) * (0.55 + dice.throw(count) / 65536 * 0.9)
    ends = np.round(np.cumsum(weight / weight.sum()) * households).astype(np.int64)
    shares = np.diff(ends, prepend=0)
    tables = tuple(table_of(mixture, PEOPLES) for mixture in mixtures)
    villages = tuple(
        _villages(dice, commune, bool(high), int(share))
        for commune, high, share in zip(ordered, is_high, shares, strict=True)
    )
    return Land(ordered, shares, hard, tables, villages)


def _mixture(dice: Dice, province: str, commune: Commune) -> tuple[dict[str, float], float]:
    """The peoples of a commune, and the chance that it is especially hard."""
    if province == "38":
        return next((row[2:] for row in _THANH_HOA if row[0] <= commune.code <= row[1]), (_LOWLAND, 0.0))
    land = next((land for code, land, _ in rates.PROVINCES if code == province), "mixed")
    high = {"mountain": 0.75, "mixed": 0.25, "plain": 0.0}[land]
    if not commune.is_ward and bool(dice.happens(high, 1)[0]):
        return _HIGHLAND, 0.6
    return _LOWLAND, 0.0


def _villages(dice: Dice, commune: Commune, high: bool, households: int) -> tuple[str, ...]:
    count = int(np.clip(households // 110, 5, 24))
    if commune.is_ward:
        form = _WARD_VILLAGES[int(dice.throw(1)[0]) % 2]
        return tuple(form.format(number + 1) for number in range(count))
    names = _HILL_VILLAGES if high else _PLAIN_VILLAGES
    first = int(dice.throw(1)[0]) % len(names)
    named = [names[(first + number) % len(names)] for number in range(min(count, len(names)))]
    word = "Bản" if high else "Thôn"
    numbered = [str(number + 1) for number in range(count - len(named))]
    return tuple(f"{word} {name}" for name in (*named, *numbered))
