"""Vietnamese names with the frequencies of life: family name, middle name by sex, given name by sex and generation.

Weights are rough shares of the population: Nguyễn is every third person. All names are combined at random.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random
from typing import Final, Literal

Sex = Literal["male", "female"]

FAMILY: Final[tuple[tuple[str, int], ...]] = (
    *(("Nguyễn", 380), ("Trần", 110), ("Lê", 95), ("Phạm", 70), ("Hoàng", 35), ("Huỳnh", 25), ("Phan", 45), ("Vũ", 26)),
    *(
        ("Võ", 20),
        ("Đặng", 21),
        ("Bùi", 20),
        ("Đỗ", 14),
        ("Hồ", 13),
        ("Ngô", 13),
        ("Dương", 10),
        ("Lý", 6),
        ("Đinh", 8),
    ),
    *(("Đoàn", 7), ("Trịnh", 6), ("Trương", 9), ("Lương", 6), ("Mai", 5), ("Tô", 4), ("Cao", 5), ("Hà", 5), ("Tạ", 3)),
    *(("Lưu", 3), ("Chu", 3), ("Tống", 2), ("Thái", 2), ("Quách", 2), ("Kiều", 1), ("Phùng", 3), ("Vương", 3)),
)
# Peoples of the mountains, by family names of their own; used in hard areas.
MINORITY: Final[tuple[tuple[str, int], ...]] = (
    *(("Lò", 12), ("Quàng", 5), ("Cà", 4), ("Tòng", 4), ("Lường", 6), ("Vàng", 8), ("Giàng", 9), ("Sùng", 7)),
    *(("Thào", 6), ("Mùa", 4), ("Hờ", 3), ("Bàn", 5), ("Triệu", 7), ("Đặng", 4), ("Nông", 9), ("Hoàng", 9), ("Ma", 5)),
    *(("Hà", 6), ("Bùi", 9), ("Đinh", 8), ("Quách", 4), ("Vi", 6), ("Lô", 4), ("Kha", 2), ("Lý", 5), ("Lục", 2)),
)
_MIDDLE: Final[dict[Sex, tuple[tuple[str, int], ...]]] = {
    "male": (
        *(("Văn", 45), ("Đức", 8), ("Hữu", 6), ("Công", 5), ("Minh", 6), ("Quang", 6), ("Xuân", 5), ("Ngọc", 4)),
        *(("Đình", 5), ("Thanh", 4), ("Anh", 3), ("Quốc", 4), ("Tuấn", 2), ("Trọng", 2), ("Bá", 2), ("Gia", 2)),
    ),
    "female": (
        *(("Thị", 62), ("Ngọc", 6), ("Thị Thu", 4), ("Thị Kim", 3), ("Thị Hồng", 3), ("Thị Thanh", 4), ("Thuỳ", 2)),
        *(("Thị Bích", 2), ("Phương", 3), ("Thu", 3), ("Minh", 2), ("Khánh", 2), ("Bảo", 2), ("Thị Mỹ", 2)),
    ),
}
_OLD_GIVEN: Final[dict[Sex, tuple[str, ...]]] = {
    "male": (
        *("Sáu", "Tư", "Năm", "Bảy", "Hai", "Ba", "Chín", "Thìn", "Mão", "Sửu", "Tỵ", "Thân", "Kỷ", "Cường", "Lợi"),
        *(
            "Phúc",
            "Lộc",
            "Thọ",
            "Hiền",
            "Quý",
            "Bính",
            "Đinh",
            "Khoa",
            "Thuận",
            "Hoà",
            "Bình",
            "Chiến",
            "Thắng",
            "Tiến",
        ),
    ),
    "female": (
        *("Tư", "Sáu", "Bảy", "Năm", "Ba", "Hai", "Tám", "Chín", "Mười", "Gái", "Mận", "Đào", "Lựu", "Bưởi", "Nhài"),
        *("Cúc", "Tý", "Mùi", "Dần", "Sen", "Thơm", "Lành", "Hiền", "Thảo", "Hoà", "Thuỷ", "Xuân", "Lụa", "Nụ", "Vân"),
    ),
}
_NEW_GIVEN: Final[dict[Sex, tuple[str, ...]]] = {
    "male": (
        *("Anh", "Hùng", "Dũng", "Tuấn", "Minh", "Nam", "Đức", "Huy", "Khang", "Bảo", "Phong", "Long", "Quân", "Sơn"),
        *("Hải", "Hoàng", "Kiên", "Đạt", "Thành", "Trung", "Việt", "Khánh", "Tùng", "Toàn", "Duy", "Nghĩa", "Phúc"),
    ),
    "female": (
        *(
            "Anh",
            "Hương",
            "Lan",
            "Linh",
            "Mai",
            "Ngân",
            "Nhung",
            "Oanh",
            "Phương",
            "Quyên",
            "Thảo",
            "Trang",
            "Yến",
            "Hà",
        ),
        *("Huyền", "Hạnh", "Loan", "Thuý", "Vy", "My", "Ngọc", "Nga", "Châu", "Diệp", "Hân", "Thư", "Trâm", "Uyên"),
    ),
}
_NEW_GIVEN_SINCE: Final = 1965


class Names:
    """Draws names from a stream of randomness."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def family(self, *, minority: bool) -> str:
        """A family name; a father hands it on to his children."""
        return self._weighted(MINORITY if minority else FAMILY)

    def person(self, family: str, sex: Sex, birth_year: int) -> str:
        """A whole name, fit for a person born in that year."""
        given = (_NEW_GIVEN if birth_year >= _NEW_GIVEN_SINCE else _OLD_GIVEN)[sex]
        return f"{family} {self._weighted(_MIDDLE[sex])} {self._random.choice(given)}"

    def _weighted(self, choices: tuple[tuple[str, int], ...]) -> str:
        names, weights = _summed(choices)
        return self._random.choices(names, cum_weights=weights)[0]


@cache
def _summed(choices: tuple[tuple[str, int], ...]) -> tuple[list[str], list[int]]:
    return [name for name, _ in choices], list(accumulate(weight for _, weight in choices))
