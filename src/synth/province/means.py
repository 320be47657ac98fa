"""Rows of what people live on: poverty, pension, merit, work, health cards, allowances drawn, accounts, telephones."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synth.crowd import CODES, PRESENT
from synth.draws import Bools
from synth.province.folk import KINH_PLACE, LATE, Index, day_number
from synth.province.peoples import plain
from synth.province.piece import FIRST_CHANGE, Piece
from synth.province.tables import coded, digits, joined, some

_CLASSES = CODES["poverty_class"]
_POOR, _NEAR, _OTHER = range(3)
_MERITS: Final = (
    *("wounded_soldier", "sick_soldier", "chemical_victim", "resistance_activist", "imprisoned_fighter", "contributor"),
)
_MERIT_SHARES: Final = np.cumsum([0.3, 0.14, 0.22, 0.2, 0.06])
_BANKS: Final = ("Agribank", "VietinBank", "BIDV", "Vietcombank", "LPBank", "MB")
_BANK_SHARES: Final = np.cumsum([0.55, 0.12, 0.12, 0.09, 0.08])
_STANDARD_RATE: Final = 500_000  # đồng a month, NĐ 76/2024 Điều 1
_DISABILITY, _PENSION, _CHILD = "social.disability-allowance", "social.pension", "social.child-no-carer"
_SOCIAL_PENSION_SINCE: Final = day_number(date(2025, 7, 1))
_REGISTERS: Final = (
    *("disability", "merit", "poverty", "parents", "pension", "study", "care", "facility", "absence", "work"),
    *("pregnancy", "allowance", "hiv", "kinship", "illness", "support"),
)
# How often a commune vouches that the register is complete.
_VOUCHED: Final = (0.97, 0.98, 1.0, 0.95, 0.96, 0.92, 0.9, 0.97, 0.8, 0.85, 0.75, 1.0, 0.4, 0.95, 0.7, 0.8)


def write_means(piece: Piece) -> None:
    """Everything of this module."""
    _write_poverty(piece)
    _write_pensions(piece)
    merits = _write_merit(piece)
    _write_work(piece)
    drawers = _write_allowances(piece)
    _write_cards(piece, merits)
    _write_accounts(piece, drawers)
    _write_telephones(piece)
    _write_completeness(piece)


def _write_poverty(piece: Piece) -> None:
    """The class of each review: the poor of this year were mostly poor last year; some who were got out."""
    dice, crowd = piece.dice, piece.crowd
    now = crowd.facts["poverty_class"][crowd.starts].astype(np.int64)
    for year in (2026, 2025):
        households = np.flatnonzero(now < _OTHER)
        changes, known = piece.with_list(
            piece.commune[households],
            f"Quyết định công nhận hộ nghèo năm {year}",
            "poverty",
            day_number(date(year - 1, 12, 20)),
            symbol="QĐ-UBND",
        )
        piece.add(
            "poverty",
            len(households),
            household=piece.house_ids[households],
            poverty_class=coded(now[households], _CLASSES),
            hardship=dice.happens(0.05, len(households)),
            starts_on=day_number(date(year, 1, 1)),
            ends_on=day_number(date(year + 1, 1, 1)),
            change=changes,
            known_from=known,
        )
        drawn = dice.throw(len(now)) / 65536
        before_poor = np.where(drawn < 0.86, _POOR, np.where(drawn < 0.96, _NEAR, _OTHER))
        before_near = np.where(drawn < 0.7, _NEAR, np.where(drawn < 0.9, _POOR, _OTHER))
        before_other = np.where(drawn < 0.009, _POOR, np.where(drawn < 0.024, _NEAR, _OTHER))
        now = np.select([now == _POOR, now == _NEAR], [before_poor, before_near], before_other)


def _write_pensions(piece: Piece) -> None:
    facts, dice = piece.crowd.facts, piece.dice
    people = np.flatnonzero(facts["has_pension"] | facts["other_monthly_allowance"])
    pension = facts["has_pension"][people]
    amount = np.where(
        pension, facts["pension_amount"][people], 600_000 + dice.between(0, 900, len(people)).astype(np.int64) * 1_000
    )
    survivor = dice.happens(0.5, len(people))
    source = np.where(pension, 0, np.where(survivor, 2, 1))
    begun = np.minimum(piece.folk.birth[people] + 365 * 58, piece.since(people, 4_000)).astype(np.int32)
    begun = np.maximum(begun, piece.folk.birth[people] + 400)
    row = piece.certified(
        people, "Quyết định hưởng chế độ BHXH", "pension", begun, symbol="QĐ-BHXH", issuer="BHXH tỉnh", lost=0.01
    )
    gone = piece.folk.death[people]
    ends = (gone > begun) & ~dice.happens(0.08, len(people))
    piece.add(
        "pension",
        len(people),
        source=coded(source, ("pension", "benefit", "survivor")),
        amount=amount.astype(np.int64),
        starts_on=begun,
        ends_on=some(gone, ends),
        **row,
    )


def _write_merit(piece: Piece) -> Index:
    """People with merit and, where they died, the share of the one they left behind."""
    folk, dice = piece.folk, piece.dice
    people = np.flatnonzero(piece.crowd.facts["merit_allowance"])
    begun = np.maximum(piece.since(people, 9_000), folk.birth[people] + 365 * 18).astype(np.int32)
    kind = np.searchsorted(_MERIT_SHARES, dice.throw(len(people)) / 65536)
    row = piece.certified(
        people, "Quyết định trợ cấp ưu đãi", "merit", begun, symbol="QĐ-NCC", issuer="Sở Nội vụ", lost=0.02
    )
    number = joined(f"NCC-{piece.numbers.province}/", digits(piece.person_ids[people], 6))
    percent = some(dice.between(21, 81, len(people)), kind < 3)
    piece.add(
        "merit",
        len(people),
        category=coded(kind, _MERITS),
        percent=percent,
        file_number=number,
        monthly=True,
        starts_on=begun,
        **row,
    )
    late = np.flatnonzero((folk.role == LATE) & ~folk.female & (piece.ages > 62) & dice.happens(0.12, len(folk)))
    since = np.minimum(folk.birth[late] + 365 * 25, folk.death[late] - 400).astype(np.int32)
    number = joined(f"NCC-{piece.numbers.province}/", digits(piece.person_ids[late], 6))
    base = {"change": FIRST_CHANGE, "known_from": piece.known_of[late]}
    ends = {"starts_on": since, "ends_on": folk.death[late]}
    ids = piece.person_ids[late]
    piece.add("merit", len(late), person=ids, category="sick_soldier", file_number=number, monthly=True, **ends, **base)
    left = folk.of[late]
    row = piece.certified(
        left, "Quyết định trợ cấp tuất", "merit-share", folk.death[late] + 40, symbol="QĐ-NCC", issuer="Sở Nội vụ"
    )
    begun = np.minimum(folk.death[late] + 30, piece.as_of - 1).astype(np.int32)
    share = {"relation": "spouse", "share_percent": 100, "monthly": True}
    piece.add("meritshare", len(left), of=ids, starts_on=begun, **share, **row)
    return np.concatenate([people, left])


def _write_work(piece: Piece) -> None:
    facts = piece.crowd.facts
    lives = piece.folk.lives[: piece.folk.members]
    unable = (facts["disability_degree"] == 3) & (piece.crowd.age >= 16)
    people = np.flatnonzero((facts["regular_income"] | unable) & lives)
    wage = facts["regular_income"][people] & ~unable[people]
    row = piece.listed(people, "Danh sách lao động", "work", day_number(date(2026, 4, 10)), symbol="DS-LĐ")
    loss = some(piece.dice.between(81, 99, len(people)), unable[people])
    piece.add("work", len(people), regular_income=wage, no_work_capacity=unable[people], capacity_loss=loss, **row)


def _entitlements(piece: Piece) -> tuple[Index, Index, Index]:
    """Who seems to have a right to which allowance, and how much a month; disability before age before childhood."""
    facts, crowd, ages = piece.crowd.facts, piece.crowd, piece.ages[: piece.folk.members]
    degree = facts["disability_degree"]
    tender = (ages < 16) | (ages >= 60)
    disabled = degree >= 2
    old = ~disabled & (ages >= 75) & ~facts["has_pension"]
    orphan = (facts["father_status"] != PRESENT) & (facts["mother_status"] != PRESENT) & (crowd.age < 16)
    kind = np.select([disabled, old, orphan], [0, 1, 2], -1)
    tenths = np.select([disabled, old], [10 + 5 * (degree - 1) + 5 * tender, 10], np.where(ages < 4, 25, 15))
    people = np.flatnonzero((kind >= 0) & ~facts["in_facility"] & piece.dice.happens(0.95, len(kind)))
    return people, kind[people], tenths[people].astype(np.int64) * _STANDARD_RATE // 10


def _write_allowances(piece: Piece) -> Index:
    """Allowances drawn by decision; some are still drawn for the dead."""
    folk, dice = piece.folk, piece.dice
    people, kind, amount = _entitlements(piece)
    begun = piece.since(people, 1_500)
    begun = np.where(kind == 1, np.maximum(_SOCIAL_PENSION_SINCE, folk.birth[people] + 27_400), begun)
    chosen = begun < np.where(folk.lives[people], piece.as_of, folk.death[people])
    people, kind, amount, begun = people[chosen], kind[chosen], amount[chosen], begun[chosen].astype(np.int32)
    count = len(people)
    row = piece.certified(
        people, "Quyết định trợ cấp xã hội hằng tháng", "allowance", begun, symbol="QĐ-UBND", lost=0.008
    )
    gone = folk.death[people]
    piece.add(
        "heldallowance",
        count,
        programme=coded(kind, (_DISABILITY, _PENSION, _CHILD)),
        decision_number=joined(digits(dice.between(10, 3_000, count), 2), "/QĐ-UBND"),
        decided_on=begun,
        amount=amount,
        starts_on=begun,
        ends_on=some(gone, (gone > begun) & ~dice.happens(0.3, count)),
        **row,
    )
    return people


def _write_cards(piece: Piece, merits: Index) -> None:
    """Health cards that the State pays for, by the group that comes first."""
    facts, folk, crowd = piece.crowd.facts, piece.folk, piece.crowd
    age = crowd.age
    has_merit = np.zeros(folk.members, np.bool_)
    has_merit[merits] = True
    minority = facts["hard_area"] & (folk.people[: folk.members] != KINH_PLACE)
    groups = ("CC1", "TE1", "HN2", "DT2", "BT2", "CN3", "HT3")
    tests: list[Bools] = [
        *(
            has_merit,
            age < 6,
            facts["poverty_class"] == _POOR,
            minority,
            (facts["disability_degree"] >= 2) | (age >= 75),
        ),
        *(facts["poverty_class"] == _NEAR, facts["has_pension"]),
    ]
    group = np.select(tests, range(len(groups)), -1)
    people = np.flatnonzero((group >= 0) & folk.lives[: folk.members] & ~piece.dice.happens(0.03, folk.members))
    code = coded(group[people], groups)
    number = joined(code, piece.numbers.province, piece.numbers.province, digits(piece.person_ids[people], 8))
    row = {"person": piece.person_ids[people], "change": piece.change_of[people], "known_from": piece.known_of[people]}
    ends = day_number(date(2027, 1, 1))
    piece.add("healthcard", len(people), number=number, group=pc.utf8_slice_codeunits(code, 0, 2), ends_on=ends, **row)


def _write_accounts(piece: Piece, drawers: Index) -> None:
    """Where allowances are paid to: an own account, sometimes a relative's, here and there one for a whole hamlet."""
    dice, folk, crowd = piece.dice, piece.folk, piece.crowd
    people = drawers[dice.happens(0.72, len(drawers))]
    holder = people.copy()
    by_head = dice.happens(0.09, len(people))
    holder[by_head] = crowd.starts[crowd.house[people[by_head]]]
    # Five neighbours in a row whose money one of them fetches.
    shared = np.flatnonzero(dice.happens(0.003, len(people)))
    for offset in range(1, 6):
        follower = np.minimum(shared + offset, len(people) - 1)
        holder[follower] = holder[shared]
    bank = np.searchsorted(_BANK_SHARES, (piece.person_ids[holder] * 40_503 % 65_536) / 65_536)
    number = joined(
        coded(bank, ("35", "10", "50", "00", "22", "07")), digits(piece.person_ids[holder] * 7_919 % 10**10, 11)
    )
    plain_names = [coded_plain(part) for part in folk.names]
    names = pc.utf8_upper(pc.binary_join_element_wise(*plain_names, " ", null_handling="skip"))
    row = {"person": piece.person_ids[people], "change": piece.change_of[people], "known_from": piece.known_of[people]}
    held = names.take(pa.array(holder))
    piece.add("paymentaccount", len(people), bank=coded(bank, _BANKS), number=number, holder=held, **row)


def coded_plain(words: Any) -> Any:
    """The same column without accents, as banks write names."""
    encoded = words.dictionary_encode()
    bare = [None if word is None else plain(word) for word in encoded.dictionary.to_pylist()]
    return pa.array(bare, pa.string()).take(encoded.indices)


def _write_telephones(piece: Piece) -> None:
    dice, members = piece.dice, piece.folk.members
    reached = (piece.crowd.age >= 16) & piece.folk.lives[:members] & dice.happens(0.5, members)
    people = np.flatnonzero(reached)
    prefix = coded(dice.throw(len(people)).astype(np.int64) % 6, ("097", "098", "036", "091", "090", "038"))
    last = (dice.throw(len(people)).astype(np.int64) << 16 | dice.throw(len(people))) % 10_000_000
    row = {"person": piece.person_ids[people], "change": piece.change_of[people], "known_from": piece.known_of[people]}
    piece.add("contact", len(people), kind="phone", value=joined(prefix, digits(last, 7)), **row)


def _write_completeness(piece: Piece) -> None:
    """Which registers each commune vouches for."""
    communes = np.unique(piece.commune)
    for register, share in zip(_REGISTERS, _VOUCHED, strict=True):
        vouched = communes[piece.dice.throw(len(communes)) < min(round(share * 65536), 65535)]
        row = {"change": FIRST_CHANGE, "known_from": piece.known_at(np.zeros(len(vouched)))}
        codes = coded(vouched, piece.codes)
        starts = day_number(date(2025, 7, 1))
        piece.add("completeness", len(vouched), register=register, commune=codes, starts_on=starts, **row)
