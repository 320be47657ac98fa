"""One person's row as a clerk of the commune fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from synth.people import AS_OF, SyntheticPerson
from synth.wording import (
    CROSSES,
    RELATIONS,
    UNCLEAR,
    Cell,
    birth_as_typed,
    category,
    name_as_typed,
    school_for,
    word_for,
)

NO_CARD_YET: Final = 0.3  # of children under 6
AS_NUMBER: Final = 0.6  # of numbers with 12 digits, which the spreadsheet turned into numbers
MARRIAGE_IS_ASKED_FROM, SUPPORT_IS_ASKED_FROM, HIV_IS_NOTED = 16, 55, 0.92

# (group, heading, width); a column without a group is merged over both rows of the header.
COLUMNS: Final[tuple[tuple[str, str, int], ...]] = (
    ("", "STT", 5),
    ("", "Mã hộ", 7),
    ("", "Họ và tên", 24),
    ("", "Ngày, tháng, năm sinh", 13),
    ("Giới tính", "Nam", 5),
    ("Giới tính", "Nữ", 5),
    ("", "Số CCCD/ĐDCN", 15),
    ("", "Quan hệ với chủ hộ", 9),
    ("Hoàn cảnh kinh tế", "Hộ nghèo", 8),
    ("Hoàn cảnh kinh tế", "Hộ cận nghèo", 8),
    ("", "Thôn ĐBKK", 7),
    ("", "Tình trạng hôn nhân", 14),
    ("Số con đang nuôi", "Dưới 36 tháng", 7),
    ("Số con đang nuôi", "Dưới 16 tuổi", 7),
    ("Số con đang nuôi", "16-22 tuổi đang học", 8),
    ("Số con đang nuôi", "Từ 16 tuổi được hưởng tiếp", 8),
    ("Trẻ em, học sinh", "Tình trạng cha", 13),
    ("Trẻ em, học sinh", "Tình trạng mẹ", 13),
    ("Trẻ em, học sinh", "Bị bỏ rơi", 6),
    ("Trẻ em, học sinh", "Đang học", 10),
    ("Trẻ em, học sinh", "Đã hưởng chế độ trẻ mồ côi", 9),
    ("", "Mức độ khuyết tật", 14),
    ("", "Nhiễm HIV", 8),
    ("Lương hưu, trợ cấp BHXH", "Có hưởng", 8),
    ("Lương hưu, trợ cấp BHXH", "Mức (nghìn đồng)", 9),
    ("", "Người có công hưởng hằng tháng", 9),
    ("", "Trợ cấp hằng tháng khác", 9),
    ("", "Thu nhập ổn định từ tiền lương", 9),
    ("", "Người phụng dưỡng", 17),
    ("Chăm sóc", "Người chăm sóc", 15),
    ("Chăm sóc", "Được nhận chăm sóc", 9),
    ("Chăm sóc", "Ở cơ sở BTXH", 8),
    ("", "Mang thai", 6),
    ("", "Ngày mất", 11),
    ("", "Nhóm đối tượng (xã ghi)", 22),
    ("", "Ghi chú", 14),
)
PLACE: Final = {heading: index for index, (_, heading, _) in enumerate(COLUMNS)}
Row = list[Cell]


def write_row(random: Random, person: SyntheticPerson, household: str) -> Row:
    """The cells of one person; `household` is the number of the household in the list."""
    clerk = _Clerk(random, person)
    clerk.put("Mã hộ", household)
    clerk.write_person()
    clerk.write_household()
    clerk.write_childhood()
    clerk.write_health_and_income()
    return clerk.row


class _Clerk:
    def __init__(self, random: Random, person: SyntheticPerson) -> None:
        self._random, self._person, self._facts = random, person, person.facts
        self._age = AS_OF.year - person.born.year
        self.row: Row = [None] * len(COLUMNS)

    def put(self, heading: str, cell: Cell) -> None:
        self.row[PLACE[heading]] = cell

    def _cross(self, heading: str, fact: str) -> None:
        """A cross for yes; where nobody knows, words that say so, because in these columns blank means no."""
        if fact not in self._facts:
            self.put(heading, UNCLEAR)
        elif self._facts[fact]:
            self.put(heading, self._random.choice(CROSSES))

    def _word(self, heading: str, fact: str, *, unclear: str | None = UNCLEAR) -> None:
        known = fact in self._facts
        self.put(heading, word_for(self._random, fact, self._facts[fact]) if known else unclear)

    def write_person(self) -> None:
        random, person = self._random, self._person
        self.put("Họ và tên", name_as_typed(random, person.name))
        self.put("Ngày, tháng, năm sinh", birth_as_typed(random, person.birth) if "birth_date" in self._facts else None)
        if "sex" in self._facts:
            self.put("Nam" if person.sex == "male" else "Nữ", random.choice(CROSSES))
        if self._age >= 6 or random.random() >= NO_CARD_YET:
            number = person.citizen_id
            self.put("Số CCCD/ĐDCN", int(number) if random.random() < AS_NUMBER else number)
        self.put("Quan hệ với chủ hộ", RELATIONS[person.relation, person.sex])
        died = self._facts.get("death_date")
        self.put("Ngày mất", birth_as_typed(random, str(died)) if died else None)
        self.put("Nhóm đối tượng (xã ghi)", category(self._facts, self._age))

    def write_household(self) -> None:
        poverty = self._facts.get("poverty_class")
        if poverty in ("poor", "near_poor"):
            self.put("Hộ nghèo" if poverty == "poor" else "Hộ cận nghèo", self._random.choice(CROSSES))
        elif poverty is None:
            self.put("Hộ nghèo", UNCLEAR)
        self._cross("Thôn ĐBKK", "hard_area")
        if self._age >= MARRIAGE_IS_ASKED_FROM:
            self._word("Tình trạng hôn nhân", "marital_status", unclear=None)
        for heading, fact in (
            ("Dưới 36 tháng", "children_under_36m"),
            ("Dưới 16 tuổi", "children_under_16"),
            ("16-22 tuổi đang học", "children_16_22_studying"),
            ("Từ 16 tuổi được hưởng tiếp", "children_16_up_kept_studying"),
        ):
            self.put(heading, self._facts[fact] or None)
        if self._age >= SUPPORT_IS_ASKED_FROM:
            self._word("Người phụng dưỡng", "carer_situation", unclear=None)

    def write_childhood(self) -> None:
        self._word("Tình trạng cha", "father_status")
        self._word("Tình trạng mẹ", "mother_status")
        self._cross("Bị bỏ rơi", "abandoned")
        if self._facts.get("study") == "first_qualification":
            self.put("Đang học", school_for(self._age))
        else:
            self._word("Đang học", "study")
        self._cross("Đã hưởng chế độ trẻ mồ côi", "had_child_allowance")
        self._cross("Được nhận chăm sóc", "fostered")

    def write_health_and_income(self) -> None:
        self._word("Mức độ khuyết tật", "disability_degree")
        if self._facts.get("hiv") or self._random.random() < HIV_IS_NOTED:
            self._word("Nhiễm HIV", "hiv", unclear=None)
        self._word("Người chăm sóc", "cared_by")
        self._cross("Ở cơ sở BTXH", "in_facility")
        self._cross("Mang thai", "pregnant")
        self._cross("Có hưởng", "has_pension")
        thousands = int(self._facts["pension_amount"]) // 1000
        if thousands and self._facts.get("has_pension"):
            as_text = self._random.random() < 0.3 and thousands >= 1000
            self.put("Mức (nghìn đồng)", f"{thousands:,}".replace(",", ".") if as_text else thousands)
        self._cross("Người có công hưởng hằng tháng", "merit_allowance")
        self._cross("Trợ cấp hằng tháng khác", "other_monthly_allowance")
        self._cross("Thu nhập ổn định từ tiền lương", "regular_income")


def headings() -> Sequence[str]:
    """The headings as a reader of two-row headers joins them."""
    return [f"{group} › {heading}" if group else heading for group, heading, _ in COLUMNS]
