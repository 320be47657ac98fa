"""The sentences a remark beside a name is made of; each has to match as a whole, with accents or without.

A pattern is written with accents. Each of its words also matches without them, and in no other accents: 'mắt' (eye) is
not 'mất' (passed away). What is too short to be told apart without accents ('mat', 'cat') needs a date or 'đã'.
"""

from __future__ import annotations

import re

from ansinh.kernel.text import fold

_WORD = re.compile(r"(?<!\\)[^\W\d_]+")


def _either_way(pattern: str) -> re.Pattern[str]:
    """The pattern, each accented word also without its accents; a space is any space."""

    def both(match: re.Match[str]) -> str:
        word = match[0]
        return word if word.isascii() else f"(?:{word}|{fold(word)})"

    return re.compile(_WORD.sub(both, pattern).replace(" ", r"\s+"))


_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}"
_MONTH = r"\d{1,2}\s*[/.\-]\s*\d{2,4}"
_DATE = (
    rf"(?:(?:kể từ|từ|vào|hồi|lúc) )?(?:ngày|tháng|năm|t|th)?\s*[.:]?\s*(?:{_DAY}|{_MONTH}|\d{{4}})"
    r"|(?:(?:kể từ|từ|vào|hồi|lúc) )?(?:ngày\s*\d{1,2}\s*)?(?:tháng|t)\s*\d{1,2}(?:(?: năm|\s*,)?\s*\d{4})?"
    r"|(?:(?:kể từ|từ|vào|hồi|lúc) )?\d{1,2} tháng \d{1,2}(?: năm)? \d{4}"
)
# Behind the verb: a date, a date that is only near, or one of the old calendar.
_WHEN = rf"(?:[\s:,\-–]*(?P<vague>trước |sau |khoảng )?(?P<date>{_DATE})(?P<lunar>\s*,? ?(?:âm lịch|al|âl))?)"
_FRONT = rf"(?:(?P<date>{_DATE})[\s:,\-–]+)"
_WHO = r"(?:(?:đối tượng|đ/tượng|đt|đtượng) )?"
_DONE = r"(?:(?:đã|mới|vừa|vừa mới) )"

_DIED = r"(?:bị )?(?:chết|qua đời|từ trần|tử vong|tạ thế)"
_DIED_SHORT = r"mất"
_WITH_BENEFIT = (
    r"(?: hưởng| chi trả| chi| chế độ| trợ cấp| tc| tcxh| btxh| xã hội| hàng tháng| hằng tháng| bảo trợ xã hội)"
)
_STOP = r"(?:cắt|dừng|ngừng|ngưng|thôi|chấm dứt)"
_RESIDENCE = r"(?: khẩu| hộ khẩu| thường trú| nơi cư trú| nơi ở| chỗ ở)"
_AWAY = (
    r"(?:đi )?làm ăn xa|(?:đi )?làm xa|đi vắng|vắng mặt|vắng nhà|vắng|tạm vắng|đi làm ăn|đi xklđ|đi nước ngoài|"
    r"đi xuất khẩu lao động|(?:đi|vào) (?:miền )?nam|đi làm ăn (?:ở |trong |tại )?(?:miền )?nam|"
    r"không (?:có mặt|có|còn ở|ở|sinh sống|cư trú)(?: ở| tại)? (?:địa phương|nơi cư trú|xã|thôn)|"
    r"vắng mặt(?: ở| tại)? (?:địa phương|nơi cư trú)"
)

# What a clause says, in the order of trying. A kind may have several shapes.
SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, _either_way(pattern))
    for kind, pattern in (
        ("died", rf"{_WHO}{_DONE}?{_DIED}{_WHEN}?"),
        ("died", rf"{_WHO}(?:ngày )(?:chết|mất|tử vong|qua đời){_WHEN}"),
        ("died", rf"{_WHO}{_DONE}{_DIED_SHORT}{_WHEN}?"),
        ("died", rf"{_WHO}{_DIED_SHORT}{_WHEN}"),
        ("died", rf"{_FRONT}{_DONE}?(?:{_DIED}|{_DIED_SHORT})"),
        ("registered", rf"{_WHO}{_DONE}?(?:báo tử|khai tử|đăng ký khai tử|có giấy chứng tử){_WHEN}?"),
        ("suspended", rf"{_WHO}{_DONE}?tạm (?:dừng|ngừng|ngưng|hoãn|đình chỉ){_WITH_BENEFIT}*{_WHEN}?"),
        ("moved_out", rf"{_WHO}{_DONE}?cắt (?:hộ )?khẩu(?: đi| (?:đi|chuyển) nơi khác)?{_WHEN}?"),
        ("stopped", rf"{_WHO}{_DONE}?{_STOP}{_WITH_BENEFIT}+{_WHEN}?"),
        ("stopped", rf"{_WHO}{_DONE}(?:cắt|chấm dứt){_WHEN}?"),
        ("stopped", rf"{_WHO}{_DONE}?{_STOP}{_WHEN}"),
        ("stopped", rf"{_FRONT}{_DONE}?(?:cắt|{_STOP}{_WITH_BENEFIT}+)"),
        ("moved_out", rf"{_WHO}{_DONE}?chuyển{_RESIDENCE}?(?: đi)?(?: nơi| xã| tỉnh| địa phương) khác{_WHEN}?"),
        ("moved_out", rf"{_WHO}{_DONE}?chuyển{_RESIDENCE}? đi{_WHEN}?"),
        ("moved_out", rf"{_WHO}{_DONE}?chuyển(?: khẩu| hộ khẩu| thường trú| nơi cư trú){_WHEN}?"),
        ("moved_to", rf"{_WHO}{_DONE}?chuyển{_RESIDENCE}? (?:đi|vào|ra|sang|về|lên|xuống) (?P<place>.+?){_WHEN}?"),
        ("absent", rf"{_WHO}(?:(?:đã|đang|hiện|hiện đang) )?(?:{_AWAY}){_WHEN}?"),
        (
            "duplicate_of",
            r"(?:bị )?trùng(?: lặp)?(?: với)? (?:stt|số thứ tự|số tt|tt)(?: số)?\s*[.:]?\s*(?P<other>\d{1,6})",
        ),
    )
)
# Without accents these are other words as well (mắt, cát, đúng, thời): they stand for themselves only when accented.
ALONE = {"mất": "died", "cắt": "stopped", "dừng": "stopped", "ngừng": "stopped", "đã thôi": "stopped"}

# Whose fate the remark tells, when not that of the person of the row.
KIN = _either_way(
    r"(?:chồng|vợ|con|bố|mẹ|cha|ông|bà|anh|chị|em|cháu|dâu|rể|cô|dì|chú|bác|chủ hộ|người chăm sóc|người thân|ncs)"
)
START_OF_VERB = _either_way(rf"(?:{_DONE}?(?:{_STOP}|chết|mất|chuyển|tạm|trùng))")

PROVINCES = frozenset(
    fold(name)
    for name in (
        *("An Giang", "Bà Rịa Vũng Tàu", "Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"),
        *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"),
        *("Đắk Lắk", "Đắc Lắc", "Đắk Nông", "Đắc Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang"),
        *("Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa"),
        *("Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An"),
        *("Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh"),
        *("Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Huế", "Tiền Giang"),
        *("Thừa Thiên Huế", "Hồ Chí Minh", "TP HCM", "TPHCM", "HCM", "Sài Gòn", "Trà Vinh", "Tuyên Quang", "Vĩnh Long"),
        *("Vĩnh Phúc", "Yên Bái", "miền Nam", "miền Bắc", "Tây Nguyên", "nước ngoài", "Nam"),
    )
)
# A village is not among these: who moves there stays in the commune.
ADMINISTRATIVE = _either_way(r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tp|tỉnh)[. ]\s*(?P<name>.+)")
