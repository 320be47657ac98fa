"""The columns of the registers beyond the facts of the law: how lists name them, and what some contents mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ansinh.kernel.messages import N_

# text: any. name: of a person. date: as much as is known. citizen_id: 12 digits. digits: a number that is no amount.
# code: one of a few contents. number: an amount or a count.
TargetKind = Literal["text", "name", "date", "citizen_id", "digits", "code", "number"]


@dataclass(frozen=True, slots=True)
class Target:
    """A column that a register can take in.

    Attributes:
        name: its code. label: what it is called, in English, to be translated where it is shown.
        kind: what its cells hold. headings: how lists name it (case and accents do not count).
    """

    name: str
    label: str
    kind: TargetKind
    headings: tuple[str, ...]


REGISTER: tuple[Target, ...] = (
    Target("running_number", N_("Running number"), "digits", ("stt", "tt", "số tt", "số thứ tự")),
    Target(
        "full_name",
        N_("Full name"),
        "name",
        (
            *(
                "họ và tên",
                "họ tên",
                "họ, tên",
                "họ và tên đối tượng",
                "họ tên đối tượng",
                "tên đối tượng",
                "full name",
            ),
            *("họ và tên người hưởng", "họ tên người hưởng", "tên người hưởng", "họ và tên người khuyết tật"),
            *("họ và tên trẻ em", "họ tên trẻ", "họ và tên người cao tuổi", "họ, chữ đệm và tên khai sinh"),
        ),
    ),
    Target(
        "family_and_middle_name",
        N_("Family and middle name"),
        "name",
        ("họ đệm", "họ và đệm", "họ, đệm", "họ và tên đệm", "họ và chữ đệm", "họ lót", "họ và tên lót"),
    ),
    Target("given_name", N_("Given name"), "name", ("tên", "tên gọi")),
    Target("other_name", N_("Other name"), "name", ("tên gọi khác", "tên thường gọi", "tên khác", "bí danh")),
    Target(
        "birth_date",
        N_("Date of birth"),
        "date",
        (
            *("ngày sinh", "năm sinh", "ngày tháng năm sinh", "ngày, tháng, năm sinh", "sinh ngày", "ngày tháng sinh"),
            *("ntns", "ngày/tháng/năm sinh", "sinh năm", "date of birth", "birth date"),
        ),
    ),
    Target("sex", N_("Sex"), "code", ("giới tính", "giới", "nam/nữ", "nam nữ", "phái", "sex")),
    Target(
        "citizen_id",
        N_("Citizen's number (CCCD)"),
        "citizen_id",
        (
            *("số cccd", "cccd", "số căn cước", "căn cước", "căn cước công dân", "số căn cước công dân"),
            *("số định danh cá nhân", "số định danh", "mã định danh", "cccd/cmnd", "cmnd/cccd", "số cmnd/cccd"),
            *(
                "số cccd/cmnd",
                "cmtnd/cccd",
                "cccd/mã định danh",
                "số cccd/số định danh cá nhân",
                "citizen id",
                "cccd số",
            ),
        ),
    ),
    Target(
        "old_id",
        N_("Old identity card (CMND)"),
        "digits",
        ("số cmnd", "cmnd", "cmt", "số cmt", "cmtnd", "số cmtnd", "chứng minh nhân dân", "chứng minh thư", "cmnd cũ"),
    ),
    Target("id_issued_on", N_("Identity card issued on"), "date", ("ngày cấp cccd", "ngày cấp cmnd", "cccd ngày cấp")),
    Target("ethnicity", N_("Ethnic group"), "text", ("dân tộc", "thành phần dân tộc")),
    Target("religion", N_("Religion"), "text", ("tôn giáo",)),
    Target(
        "village",
        N_("Village"),
        "text",
        (
            *("thôn", "bản", "tổ", "xóm", "ấp", "làng", "khu phố", "tổ dân phố", "tdp", "khối phố", "thôn/xóm"),
            *("thôn/bản", "thôn, bản", "thôn/tổ", "thôn (bản, khu phố)", "thôn/bản/tổ dân phố", "thôn bản khu phố"),
            *("khu dân cư", "thôn xóm", "buôn", "thôn, xóm, bản", "tên thôn", "thôn/khu phố", "thôn/tổ dân phố"),
        ),
    ),
    Target(
        "commune",
        N_("Commune"),
        "text",
        ("xã", "phường", "xã phường", "xã/phường", "xã, phường, thị trấn", "xã/phường/đặc khu", "tên xã", "commune"),
    ),
    Target(
        "address",
        N_("Address"),
        "text",
        (
            *("địa chỉ", "nơi ở", "chỗ ở", "nơi ở hiện nay", "chỗ ở hiện nay", "nơi cư trú", "nơi thường trú"),
            *("hộ khẩu thường trú", "hkt", "hktt", "địa chỉ thường trú", "thường trú", "địa chỉ nơi ở", "address"),
        ),
    ),
    Target(
        "phone",
        N_("Telephone"),
        "digits",
        ("điện thoại", "số điện thoại", "sđt", "số đt", "điện thoại liên hệ", "di động", "phone"),
    ),
    Target(
        "household_head",
        N_("Head of the household"),
        "name",
        ("chủ hộ", "họ tên chủ hộ", "họ và tên chủ hộ", "tên chủ hộ", "hộ gia đình ông bà"),
    ),
    Target(
        "relation_to_head",
        N_("Relation to the head"),
        "code",
        ("quan hệ", "quan hệ với chủ hộ", "quan hệ chủ hộ", "mối quan hệ", "mối quan hệ với chủ hộ", "qh với chủ hộ"),
    ),
    Target(
        "household_number",
        N_("Household number"),
        "text",
        ("mã hộ", "số hộ", "mã hộ gia đình", "mã số hộ", "số sổ hộ khẩu", "hộ số", "household", "mã số hộ gia đình"),
    ),
    Target(
        "bank_account",
        N_("Account number"),
        "digits",
        ("số tài khoản", "stk", "tài khoản", "số tk", "tài khoản ngân hàng", "số tài khoản ngân hàng", "tk ngân hàng"),
    ),
    Target("bank", N_("Bank"), "text", ("ngân hàng", "tên ngân hàng", "tại ngân hàng", "mở tại ngân hàng", "bank")),
    Target(
        "account_holder",
        N_("Account holder"),
        "name",
        ("chủ tài khoản", "tên chủ tài khoản", "tên tài khoản", "họ tên chủ tài khoản"),
    ),
    Target(
        "disability_degree",
        N_("Degree of disability"),
        "code",
        ("mức độ khuyết tật", "mức độ kt", "khuyết tật mức độ", "mức độ", "mđkt", "mức độ khuyết tật (nặng, đbn)"),
    ),
    Target(
        "disability_kind",
        N_("Kind of disability"),
        "code",
        ("dạng khuyết tật", "dạng tật", "dạng kt", "loại khuyết tật", "khuyết tật dạng", "loại tật"),
    ),
    Target(
        "disability_certificate_number",
        N_("Number of the disability certificate"),
        "text",
        (
            *("số giấy xác nhận khuyết tật", "số gxnkt", "số giấy xnkt", "giấy xác nhận khuyết tật", "số hiệu gxnkt"),
            *("số giấy xác nhận mức độ khuyết tật", "giấy xác nhận khuyết tật số", "số giấy chứng nhận khuyết tật"),
        ),
    ),
    Target(
        "disability_certificate_date",
        N_("Date of the disability certificate"),
        "date",
        (
            *("ngày cấp giấy xác nhận khuyết tật", "ngày cấp giấy xnkt", "ngày cấp gxnkt"),
            *("giấy xác nhận khuyết tật ngày cấp", "ngày xác nhận khuyết tật", "ngày cấp giấy"),
        ),
    ),
    Target(
        "decision_number",
        N_("Decision number"),
        "text",
        (
            *("số quyết định", "số qđ", "qđ số", "quyết định số", "quyết định", "số quyết định hưởng", "qđ hưởng"),
            *("số qđ hưởng", "số, ngày quyết định", "số quyết định trợ cấp"),
        ),
    ),
    Target(
        "decision_date",
        N_("Date of the decision"),
        "date",
        ("ngày quyết định", "ngày qđ", "ngày ra quyết định", "ngày ký quyết định", "quyết định ngày", "ngày ký qđ"),
    ),
    Target("paid_from", N_("Paid from"), "date", ("thời điểm hưởng", "hưởng từ", "tháng hưởng", "hưởng từ tháng")),
    Target("coefficient", N_("Coefficient"), "number", ("hệ số", "hệ số hưởng", "hệ số trợ cấp")),
    Target(
        "amount",
        N_("Amount"),
        "number",
        ("số tiền", "mức hưởng", "mức trợ cấp", "mức tc", "thành tiền", "mức hưởng/tháng", "số tiền hưởng"),
    ),
    Target(
        "claimed",
        N_("Group, as the commune wrote it"),
        "text",
        ("nhóm đối tượng", "loại đối tượng", "đối tượng", "diện đối tượng", "mã đối tượng", "diện hưởng", "nhóm"),
    ),
    Target("group_code", N_("Article of the decree"), "text", ("điểm khoản", "điểm, khoản, điều", "điều khoản")),
    Target(
        "health_card_number",
        N_("Health card number"),
        "text",
        ("số thẻ bhyt", "mã thẻ bhyt", "thẻ bhyt", "bhyt", "số thẻ bảo hiểm y tế", "mã bhyt", "thẻ bảo hiểm y tế"),
    ),
    Target(
        "insurance_number",
        N_("Social insurance number"),
        "digits",
        ("số sổ bhxh", "mã số bhxh", "mã bhxh", "số bhxh", "mã số bảo hiểm xã hội"),
    ),
    Target(
        "death_date",
        N_("Date of death"),
        "date",
        ("ngày chết", "ngày mất", "tử vong", "ngày tử vong", "ngày tháng năm chết", "năm chết"),
    ),
    Target(
        "recipient",
        N_("Person who receives the money"),
        "name",
        ("người nhận thay", "người nhận", "người nhận tiền", "họ tên người nhận", "người đứng tên nhận"),
    ),
    Target("note", N_("Note"), "text", ("ghi chú", "chú thích", "lý do", "ghi chú khác", "note")),
    Target(
        "ignored",
        N_("Not taken in"),
        "text",
        (
            "ký nhận",
            "ký tên",
            "chữ ký",
            "tuổi",
            "tỉnh",
            "huyện",
            "quận",
            "nơi cấp",
            "ngày cấp",
            "văn bản",
            "tỉnh/thành phố",
        ),
    ),
)

# What contents of the columns of codes mean; the codes are those of the registers.
CODES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {"male": ("nam", "trai", "m", "male", "ông"), "female": ("nữ", "gái", "f", "female", "bà")},
    "disability_degree": {
        "mild": ("nhẹ", "kt nhẹ", "khuyết tật nhẹ"),
        "severe": ("nặng", "kt nặng", "khuyết tật nặng", "ktn"),
        "extreme": ("đặc biệt nặng", "đbn", "kt đbn", "khuyết tật đặc biệt nặng", "đb nặng", "ktđbn"),
    },
    "disability_kind": {
        "mobility": ("vận động", "khuyết tật vận động", "kt vận động", "vđ"),
        "hearing_speech": ("nghe nói", "nghe, nói", "nghe, nói", "khuyết tật nghe nói", "câm điếc", "nghe/nói"),
        "visual": ("nhìn", "khuyết tật nhìn", "mù", "thị giác", "khiếm thị"),
        "mental": ("thần kinh, tâm thần", "thần kinh", "tâm thần", "tk, tt", "tktt", "thần kinh tâm thần"),
        "intellectual": ("trí tuệ", "khuyết tật trí tuệ", "thiểu năng trí tuệ", "tt"),
        "other": ("khác", "khuyết tật khác", "dạng khác"),
    },
    "relation_to_head": {
        "head": ("chủ hộ", "ch"),
        "spouse": ("vợ", "chồng", "vợ chủ hộ", "chồng chủ hộ"),
        "child": ("con", "con đẻ", "con trai", "con gái", "con ruột", "con nuôi"),
        "parent": ("bố", "mẹ", "cha", "bố đẻ", "mẹ đẻ", "bố mẹ", "cha đẻ", "mẹ ruột", "mẹ chồng", "mẹ vợ", "bố vợ"),
        "grandparent": ("ông", "bà", "ông nội", "bà nội", "ông ngoại", "bà ngoại", "cụ"),
        "grandchild": ("cháu", "cháu nội", "cháu ngoại", "chắt"),
        "sibling": ("anh", "chị", "em", "anh trai", "chị gái", "em trai", "em gái", "anh ruột", "em ruột"),
        "child_in_law": ("con dâu", "con rể", "dâu", "rể"),
        "fostered": ("người được nuôi dưỡng", "nuôi dưỡng", "nhận nuôi"),
        "other": ("khác", "người khác", "họ hàng", "ở nhờ"),
        "unknown": ("không rõ", "chưa rõ"),
    },
}


@dataclass(frozen=True, slots=True)
class MarkedColumn:
    """A column whose filled cells say something by standing there: under 'Nam' a cross, or the year of birth itself."""

    heading: re.Pattern[str]
    target: str | None
    says: Mapping[str, str]


# Of the whole heading in plain words.
MARKED: tuple[MarkedColumn, ...] = (
    MarkedColumn(re.compile(r"(?:.*\bsinh )nam"), "birth_date", {"sex": "male"}),
    MarkedColumn(re.compile(r"(?:.*\bsinh )nu"), "birth_date", {"sex": "female"}),
    MarkedColumn(re.compile(r"(?:.*gioi tinh )?nam"), None, {"sex": "male"}),
    MarkedColumn(re.compile(r"(?:.*gioi tinh )?nu"), None, {"sex": "female"}),
    MarkedColumn(
        re.compile(r".*(?:khuyet tat|kt|muc do).* (?:dac biet nang|dbn)"), None, {"disability_degree": "extreme"}
    ),
    MarkedColumn(re.compile(r".*(?:khuyet tat|kt|muc do).* nang"), None, {"disability_degree": "severe"}),
    MarkedColumn(re.compile(r".*(?:khuyet tat|kt|muc do).* nhe"), None, {"disability_degree": "mild"}),
    *(
        MarkedColumn(re.compile(rf".*(?:dang|loai).* {words}"), None, {"disability_kind": kind})
        for words, kind in (
            ("van dong", "mobility"),
            ("nghe noi", "hearing_speech"),
            ("nhin", "visual"),
            ("than kinh tam than", "mental"),
            ("tri tue", "intellectual"),
            ("khac", "other"),
        )
    ),
)
