"""Names by people, sex and generation, with rough shares of life; common names come first in each list.

The family names are those of Thanh Hóa, where every fourth family is a Lê or a Nguyễn, and of its mountain peoples.
All names are combined at random: nobody is meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

KINH, MUONG, THAI, MONG, THO, DAO, KHO_MU, TAY, NUNG = (
    "Kinh",
    "Mường",
    "Thái",
    "Mông",
    "Thổ",
    "Dao",
    "Khơ Mú",
    "Tày",
    "Nùng",
)
PEOPLES: Final = (KINH, MUONG, THAI, MONG, THO, DAO, KHO_MU, TAY, NUNG)
_SIDES: Final = 1 << 16

Weighted = Mapping[str, float]

FAMILY: Final[dict[str, Weighted]] = {
    KINH: {
        "Nguyễn": 270,
        "Lê": 225,
        "Phạm": 75,
        "Trịnh": 62,
        "Hoàng": 52,
        "Trần": 48,
        "Đỗ": 32,
        "Bùi": 20,
        "Vũ": 19,
        "Mai": 21,
        "Lưu": 14,
        "Hà": 14,
        "Cao": 13,
        "Trương": 17,
        "Đào": 9,
        "Đặng": 9,
        "Ngô": 11,
        "Phan": 10,
        "Tống": 8,
        "Dương": 8,
        "Lương": 7,
        "Đinh": 6,
        "Vương": 5,
        "Tô": 4,
        "Thiều": 5,
        "Nghiêm": 3,
        "Viên": 3,
        "Doãn": 3,
        "Lại": 3,
        "Tạ": 3,
        "Hồ": 3,
        "Đàm": 2,
        "Chu": 3,
        "Mạch": 1,
        "Lữ": 1,
        "Khương": 1,
        "Ninh": 1,
    },
    MUONG: {
        "Bùi": 22,
        "Phạm": 21,
        "Trương": 15,
        "Quách": 9,
        "Hà": 8,
        "Nguyễn": 8,
        "Lê": 6,
        "Cao": 4,
        "Đinh": 2,
        "Bạch": 1,
        "Quan": 1,
        "Phùng": 1,
    },
    THAI: {
        "Hà": 18,
        "Lò": 9,
        "Vi": 12,
        "Lương": 13,
        "Phạm": 8,
        "Lữ": 4,
        "Ngân": 6,
        "Lục": 4,
        "Lộc": 4,
        "Cầm": 4,
        "Hoàng": 3,
        "Len": 1,
        "Lang": 2,
        "Lê": 5,
        "Vang": 1,
    },
    MONG: {
        "Giàng": 15,
        "Sùng": 14,
        "Thao": 14,
        "Lâu": 14,
        "Hơ": 12,
        "Vàng": 10,
        "Va": 5,
        "Chá": 5,
        "Ly": 4,
        "Phàng": 2,
    },
    THO: {"Lê": 25, "Trương": 20, "Nguyễn": 16, "Hoàng": 10, "Bùi": 9, "Hà": 6, "Quách": 4},
    DAO: {"Triệu": 30, "Phùng": 27, "Bàn": 20, "Đặng": 12, "Lý": 6, "Phan": 3},
    KHO_MU: {"Cụt": 30, "Lò": 18, "Moong": 16, "Lương": 12, "Xeo": 8, "Chích": 6},
    TAY: {"Nông": 22, "Hoàng": 20, "Ma": 10, "Lương": 9, "Lý": 6, "Hà": 8, "Triệu": 6, "Bế": 4, "Đàm": 6},
    NUNG: {"Nông": 25, "Hoàng": 16, "Lục": 6, "Vi": 8, "Chu": 6, "Lương": 8, "Mông": 6, "Lý": 5},
}
_LOWLAND_MIDDLE: Final[tuple[Weighted, Weighted]] = (
    {
        "Văn": 42,
        "Đình": 8,
        "Xuân": 7,
        "Hữu": 6,
        "Đức": 6,
        "Trọng": 4,
        "Bá": 5,
        "Ngọc": 4,
        "Quang": 4,
        "Minh": 4,
        "Thế": 3,
        "Duy": 3,
        "Công": 3,
        "Viết": 3,
        "Sỹ": 2,
        "Huy": 2,
        "Quốc": 2,
        "Thanh": 2,
        "Anh": 1,
        "Gia": 1,
        "Tuấn": 1,
        "Khắc": 2,
        "Doãn": 1,
        "Năng": 1,
        "Hải": 1,
        "Bảo": 1,
        "Nhật": 1,
        "": 1,
    },
    {
        "Thị": 66,
        "Thị Thu": 3,
        "Thị Thanh": 3,
        "Thị Hồng": 3,
        "Thị Kim": 2,
        "Thị Ngọc": 2,
        "Thị Minh": 1,
        "Thị Bích": 1,
        "Thị Hải": 1,
        "Ngọc": 3,
        "Thu": 2,
        "Phương": 2,
        "Khánh": 1,
        "Bảo": 1,
        "Minh": 1,
        "Thùy": 1,
        "Thị Mai": 1,
        "Thị Lan": 1,
        "Thị Quỳnh": 1,
        "Hà": 1,
        "Diệu": 0.4,
        "Quỳnh": 0.6,
        "Linh": 0.4,
        "Hoài": 0.5,
    },
)
_HIGHLAND_MIDDLE: Final[tuple[Weighted, Weighted]] = (
    {"Văn": 88, "Xuân": 4, "Đình": 3, "Minh": 2, "Hồng": 1, "Thế": 2},
    {"Thị": 100},
)
MIDDLE: Final[dict[str, tuple[Weighted, Weighted]]] = {
    **dict.fromkeys(PEOPLES, _HIGHLAND_MIDDLE),
    KINH: _LOWLAND_MIDDLE,
    MUONG: (
        {"Văn": 74, "Đình": 4, "Xuân": 5, "Minh": 3, "Hồng": 2, "Công": 3, "Thanh": 2},
        {"Thị": 96, "Thu": 2, "Ngọc": 2},
    ),
    MONG: ({"Văn": 62, "A": 34, "Mí": 4}, {"Thị": 96, "": 4}),
}
# Generations: born before 1960, before 1990, and since.
GENERATIONS: Final = (1960, 1990)
_MEN: Final = (
    (
        "Sơn Thanh Bình Hùng Tiến Dũng Lợi Thành Hải Hòa Cường Minh Thắng Long Đức Hồng Quang Tâm Thịnh Vinh Khang "
        "Phúc Lộc Thọ Chiến Quyết Chung Kỳ Tý Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi Khoa Bảng Nghị Nhâm Quý "
        "Bính Đinh Tân Cầm Toán Xoan Lương Duyên Ích Thuận Huấn Luận Sinh Tư Bảy Ba Hai Năm Cả Út"
    ),
    (
        "Hùng Dũng Tuấn Cường Thắng Sơn Hải Tùng Nam Thành Long Hưng Trung Tiến Quân Đức Minh Bình Kiên Toàn Hiếu "
        "Quang Anh Linh Chung Thủy Tâm Tú Hà Lâm Giang Vinh Mạnh Thái Hòa Nghĩa Ngọc Việt Chính Huy Phương Luân Đông "
        "Thiện Lực Duy Tài Lợi Công Đạt Khánh Hoàn Chiến Khoa Trường Vương Định Tân Thức"
    ),
    (
        "Anh Minh Huy Nam Đức Dũng Tuấn Hiếu Long Khánh Quân Hoàng Bảo Phúc Phong Sơn Hải Đạt Việt Kiên Tùng Khang "
        "Thành Trung Duy Hùng Tiến Cường Thắng Linh Mạnh Lâm Quang Nguyên Bách Vũ Khôi Thịnh An Bình Tú Nhân Đăng "
        "Trường Kiệt Nghĩa Tâm Gia Hưng Toàn Thiên Lộc Tài Dương Vinh Phát"
    ),
)
_WOMEN: Final = (
    (
        "Lan Hoa Liên Thanh Hòa Bình Xuân Thu Hồng Vân Nhung Tâm Thơm Hiền Lành Mận Đào Sen Cúc Nga Hợi Tý Mùi Dần "
        "Thìn Sửu Ngọ Dậu Tuất Thân Tẻo Bé Gái Nụ Nhài Lựu Bưởi Lụa Tơ Nhị Chắt Thoa Phượng Loan Oanh Yến Mơ Thảo "
        "Hường Tuyết Thuận Minh Hạnh Ngọc Lý Hảo Tư Bảy Ba Hai Năm"
    ),
    (
        "Hương Hà Hạnh Hoa Lan Huyền Thủy Hằng Nga Hiền Thảo Mai Tuyết Phương Vân Thu Dung Oanh Linh Nhung Loan Hồng "
        "Yến Liên Thanh Hòa Bình Thúy Tâm Trang Ngọc Xuân Lý Quyên Giang Ngân Hường Duyên Chung Nguyệt Thơm Hậu Lương "
        "Anh Nhàn Phượng Huệ Quỳnh Thoa Minh Tình Hải Toàn Luyến Hoài"
    ),
    (
        "Linh Anh Trang Phương Thảo Huyền Hà Ngọc Hương Mai Nhung Ngân Quỳnh My Vy Châu Chi Thư Hân Yến Lan Hằng Thủy "
        "Dung Giang Hiền Nhi Trâm Uyên Diệp Ly Trúc Như Tú Khánh Vân Thúy Nga Hoa Hạnh An Tâm Duyên Oanh Kiều Loan "
        "Bích Tiên Dương Hường Nguyệt Đan Minh Thương Hoài Phượng Tuyết"
    ),
)
_HIGH_MEN: Final = (
    "Páo Súa Lềnh Dơ Chua Sếnh Pó Tủa Dia Chứ Lâu Nhìa Sinh Dế Chơ Sáng Tếnh Cở Vừ Ly Thái Pó Say Của Lự Nếnh Giống"
)
_HIGH_WOMEN: Final = "Dợ Mỷ Say Pà Chở Máy Xay Dua Ly Sua Mị Chía Dí Xúa Cá Mảy Dở Sáy Pàng Dính Sông Và"
_VALLEY_MEN: Final = (
    "Thắng Tuấn Hùng Ún Ín Tâm Nhất Thiết Dũng Hiếu Đức Chung Luyến Piềng Ngoan Thoại Cường Nghĩa Khăm Xuân Quyết "
    "Hoan Dương Sơn Thuận Nam Bình Toàn Điệp Khuyên Chiến Phúc Lực Tiến Hải Hà Duy Minh Kiên Huy"
)
_VALLEY_WOMEN: Final = (
    "Lan Hương Thủy Hoa Nhung Hiền Ín Ọi Ón Tươi Thoa Phương Ngọc Dung Thơm Xuân Duyên Hằng Nga Thanh Huệ Hoài "
    "Thảo Thương Quyên Hạnh Diệp Mai Chinh Nhàn Liên Tình Linh Trang Huyền Anh"
)
_MONG_GIVEN: Final = ((_HIGH_MEN,) * 3, (_HIGH_WOMEN,) * 3)
_VALLEY_GIVEN: Final = ((_VALLEY_MEN, _VALLEY_MEN, _MEN[2]), (_VALLEY_WOMEN, _VALLEY_WOMEN, _WOMEN[2]))
GIVEN: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    **dict.fromkeys(PEOPLES, _VALLEY_GIVEN),
    KINH: (_MEN, _WOMEN),
    MUONG: ((_MEN[0], _VALLEY_MEN, _MEN[2]), (_WOMEN[0], _VALLEY_WOMEN, _WOMEN[2])),
    MONG: _MONG_GIVEN,
}


def _falling(names: str) -> Weighted:
    """The first name of a list is some ten times as common as the last."""
    return {name: 1 / (place + 6) for place, name in enumerate(dict.fromkeys(names.split()))}


class Words:
    """A list of words, and tables of 65,536 places in it for quick weighted draws."""

    def __init__(self, groups: Sequence[Weighted]) -> None:
        self.words: list[str] = sorted({word for group in groups for word in group})
        self._places = {word: place for place, word in enumerate(self.words)}

    def table(self, weights: Weighted) -> NDArray[np.uint16]:
        """Places of words in proportion to their weights."""
        shares = np.cumsum(np.array(list(weights.values()), np.float64))
        ends = np.round(shares / shares[-1] * _SIDES).astype(np.int64)
        counts = np.diff(ends, prepend=0)
        return np.repeat(np.array([self._places[word] for word in weights], np.uint16), counts)


FAMILIES: Final = Words(list(FAMILY.values()))
MIDDLES: Final = Words([each for pair in MIDDLE.values() for each in pair])
GIVENS: Final = Words([_falling(names) for pair in GIVEN.values() for by_age in pair for names in by_age])
FAMILY_TABLES: Final = [FAMILIES.table(FAMILY[people]) for people in PEOPLES]
MIDDLE_TABLES: Final = [[MIDDLES.table(weights) for weights in MIDDLE[people]] for people in PEOPLES]
GIVEN_TABLES: Final = [
    [[GIVENS.table(_falling(names)) for names in by_age] for by_age in GIVEN[people]] for people in PEOPLES
]


def plain(word: str) -> str:
    """The word without accents, as hurried clerks type it."""
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def draw_by(tables: Sequence[Any], throws: NDArray[np.uint16], *keys: NDArray[Any]) -> NDArray[np.uint16]:
    """For each row the word of its table: `tables` nested as deep as there are keys (people, sex, generation)."""
    drawn = np.zeros(len(throws), np.uint16)
    first, *rest = keys
    for place, table in enumerate(tables):
        chosen = np.flatnonzero(first == place)
        if len(chosen):
            inner = [key[chosen] for key in rest]
            drawn[chosen] = draw_by(table, throws[chosen], *inner) if inner else table[throws[chosen]]
    return drawn
