"""The words by which lists of social assistance name their columns and their contents (all folded)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ansinh.kernel.mapping.model import Values

# Headings that identify a person or a place: whole phrases, the longest wins.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "id": (
        *(
            "so cccd",
            "cccd",
            "so can cuoc",
            "can cuoc cong dan",
            "so dinh danh ca nhan",
            "so dinh danh",
            "ma dinh danh",
        ),
        *("so cmnd cccd", "cmnd cccd", "cccd cmnd", "so cmt", "cmnd", "person id", "citizen id"),
    ),
    "name": ("ho va ten", "ho ten", "ho ten doi tuong", "ten doi tuong", "ho dem va ten", "full name", "name"),
    "household": ("ma ho", "so ho", "ma ho gia dinh", "ma so ho", "ho so", "household", "household id"),
    "commune": ("xa", "xa phuong", "phuong", "xa phuong thi tran", "commune", "dia ban"),
    "claimed": ("nhom doi tuong", "loai doi tuong", "doi tuong", "dien doi tuong", "ma doi tuong", "nhom", "claimed"),
    "ignored": (
        *(
            "stt",
            "tt",
            "so tt",
            "so thu tu",
            "ghi chu",
            "dia chi",
            "noi o",
            "thon",
            "thon xom",
            "to",
            "dan toc",
            "ton giao",
        ),
        *(
            "quan he",
            "quan he voi chu ho",
            "quan he chu ho",
            "so dien thoai",
            "dien thoai",
            "so tai khoan",
            "ngan hang",
        ),
        *(
            "he so",
            "muc huong",
            "so tien",
            "thang huong",
            "so quyet dinh",
            "ky nhan",
            "chu ho",
            "ho ten chu ho",
            "ngay cap",
        ),
        *("noi cap", "so the bhyt", "bhyt", "nguoi nhan thay", "tinh", "huyen", "quan", "province", "row", "tuoi"),
    ),
}

# Headings of facts beyond the aliases of the catalogue.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "birth_date": ("ngay sinh", "nam sinh", "ngay thang nam sinh", "sinh ngay", "ngay thang sinh", "date of birth"),
    "death_date": ("ngay chet", "ngay mat", "tu vong", "ngay tu vong"),
    "sex": ("gioi tinh", "gioi", "nam nu"),
    "in_facility": ("o co so tro giup xa hoi", "o co so btxh", "dang o co so btxh", "co so btxh", "song tai co so"),
    "abandoned": ("bi bo roi", "tre bi bo roi", "bo roi"),
    "father_status": ("tinh trang cha", "cha", "tinh trang bo", "bo"),
    "mother_status": ("tinh trang me", "me"),
    "had_child_allowance": ("da huong tro cap tre em", "da huong che do tre em", "da huong che do tre mo coi"),
    "study": ("dang hoc", "hoc tap", "tinh trang hoc tap", "viec hoc"),
    "hiv": ("hiv", "nhiem hiv", "hiv aids"),
    "marital_status": ("hon nhan", "tinh trang hon nhan"),
    "children_under_16": ("con duoi 16 tuoi", "duoi 16 tuoi", "so con duoi 16 tuoi", "so con duoi 16"),
    "children_16_22_studying": (
        "con 16 22 tuoi dang hoc",
        "16 22 tuoi dang hoc",
        "16 den 22 tuoi dang hoc",
        "so con 16 22 dang hoc",
        "so con 16 den 22 tuoi dang hoc",
    ),
    "children_16_up_kept_studying": ("tu 16 tuoi duoc huong tiep", "con tu 16 tuoi duoc huong tiep"),
    "children_under_36m": ("con duoi 36 thang", "duoi 36 thang", "so con duoi 36 thang", "so con duoi 36 thang tuoi"),
    "carer_situation": ("nguoi phung duong", "nguoi co nghia vu phung duong", "phung duong", "nghia vu phung duong"),
    "has_pension": ("luong huu", "huong luong huu", "luong huu tro cap bhxh", "co luong huu", "luong huu bhxh"),
    "pension_amount": (
        "muc luong huu",
        "so tien luong huu",
        "luong huu muc huong",
        "luong huu tro cap bhxh muc",
        "luong huu tro cap bhxh so tien",
        "muc luong huu tro cap bhxh",
        "luong huu muc",
    ),
    "other_monthly_allowance": ("tro cap hang thang khac", "tro cap khac"),
    "merit_allowance": ("nguoi co cong", "tro cap ncc", "uu dai nguoi co cong", "huong uu dai ncc"),
    "regular_income": ("thu nhap on dinh", "tien luong tien cong", "luong on dinh", "co thu nhap on dinh"),
    "disability_degree": ("muc do khuyet tat", "muc do kt", "khuyet tat muc do", "khuyet tat", "dang tat muc do"),
    "disability_certificate_date": ("ngay cap giay xac nhan khuyet tat", "ngay cap giay xnkt"),
    "poverty_class": ("phan loai ho", "ho ngheo can ngheo", "ho ngheo", "loai ho", "dien ho", "hoan canh kinh te"),
    "hard_area": ("vung dac biet kho khan", "xa dbkk", "thon dbkk", "vung dbkk", "dbkk"),
    "fostered": ("duoc nhan cham soc", "nhan nuoi duong", "duoc nhan nuoi duong"),
    "cared_by": ("nguoi cham soc", "nguoi truc tiep cham soc", "ai cham soc"),
    "pregnant": ("mang thai", "dang mang thai", "co thai"),
    "spouse": ("cccd vo chong", "so cccd cua vo hoac chong"),
}

# What contents of a column mean, beyond a code's own name and label.
CONTENTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {"male": ("nam", "trai", "m", "male"), "female": ("nu", "gai", "f", "female")},
    "poverty_class": {
        "poor": ("ngheo", "ho ngheo", "n", "hn"),
        "near_poor": ("can ngheo", "ho can ngheo", "cn", "hcn"),
        "other": ("khong", "khac", "khong ngheo", "trung binh", "tb", "kha", "binh thuong", "ho trung binh"),
    },
    "disability_degree": {
        "none": ("khong", "binh thuong", "khong khuyet tat"),
        "mild": ("nhe", "kt nhe", "khuyet tat nhe"),
        "severe": ("nang", "kt nang", "khuyet tat nang", "n"),
        "extreme": ("dac biet nang", "dbn", "kt dbn", "kt dac biet nang", "khuyet tat dac biet nang", "db nang"),
    },
    "marital_status": {
        "never_married": (
            "chua ket hon",
            "doc than",
            "chua vo",
            "chua chong",
            "chua vo chong",
            "chua co vo chong",
            "chua lap gia dinh",
        ),
        "married": (
            "co vo",
            "co chong",
            "co vo chong",
            "da ket hon",
            "dang co vo",
            "dang co chong",
            "co gia dinh",
            "vo chong",
            "ket hon",
        ),
        "widowed": ("goa", "goa chong", "goa vo", "chong chet", "vo chet", "goa bua"),
        "spouse_missing": ("chong mat tich", "vo mat tich", "vo chong mat tich"),
        "divorced": ("ly hon", "da ly hon", "li hon"),
    },
    "study": {
        "none": ("khong", "khong hoc", "nghi hoc", "bo hoc", "da nghi hoc", "chua di hoc"),
        "first_qualification": (
            *("pho thong", "hoc pho thong", "tieu hoc", "thcs", "thpt", "hoc nghe", "trung cap", "cao dang", "dai hoc"),
            *("dang hoc", "mam non", "mau giao", "dai hoc vb1", "hoc sinh", "sinh vien"),
        ),
        "continuing": ("gdtx", "giao duc thuong xuyen", "bo tuc"),
        "further": ("van bang 2", "vb2", "dai hoc vb2", "cao hoc", "sau dai hoc"),
    },
    "carer_situation": {
        "none": ("khong co", "khong", "khong co ai", "khong nguoi phung duong", "neo don"),
        "on_allowance": (
            "co huong tcxh",
            "huong tcxh",
            "huong tro cap xa hoi",
            "co nhung huong tcxh",
            "nguoi pd huong tcxh",
        ),
        "unable": ("khong co kha nang", "mat kha nang", "co nhung khong co kha nang", "khong du kha nang"),
        "has_carer": ("co", "co con", "co nguoi phung duong", "con chau"),
    },
    "cared_by": {
        "none": ("khong", "khong co", "tu cham soc"),
        "own_household": ("gia dinh", "ho gia dinh", "nguoi nha", "gia dinh cham soc"),
        "foster": ("nhan cham soc", "ho nhan cham soc", "nguoi ngoai", "ca nhan nhan cham soc"),
    },
    **{
        f"{parent}_status": {
            "present": ("con", "con song", "binh thuong", "co"),
            "dead": ("chet", "mat", "da mat", "da chet", "tu vong"),
            "missing": ("mat tich",),
            "facility": ("o co so btxh", "co so btxh", "o co so", "co so tro giup xa hoi"),
            "prison": ("di tu", "tu", "chap hanh an", "phat tu", "dang chap hanh an", "cai nghien"),
            "unidentified": ("khong xac dinh", "khong xac dinh duoc", "kxd"),
            "left": ("bo di", "da bo di", "bo nha di", "bo di biet tich"),
        }
        for parent in ("father", "mother")
    },
}


# Contents that say that nobody knows.
UNCLEAR: frozenset[str] = frozenset(
    {"chua ro", "khong ro", "chua biet", "chua xac minh", "chua xac dinh", "?", "??", "dang xac minh"}
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A column of crosses: the pattern of its whole folded heading, and what a cross in it says."""

    heading: re.Pattern[str]
    says: Values


FLAGS: tuple[Flag, ...] = tuple(
    Flag(re.compile(pattern), says)
    for pattern, says in (
        (r"(?:.* )?gioi tinh nam|nam", {"sex": "male"}),
        (r"(?:.* )?gioi tinh nu|nu", {"sex": "female"}),
        (r"(?:.* )?can ngheo", {"poverty_class": "near_poor"}),
        (r"(?:.* )?ngheo", {"poverty_class": "poor"}),
        (r".*(?:khuyet tat|kt|muc do).* (?:dac biet nang|dbn)", {"disability_degree": "extreme"}),
        (r".*(?:khuyet tat|kt|muc do).* nang", {"disability_degree": "severe"}),
        (r".*(?:khuyet tat|kt|muc do).* nhe", {"disability_degree": "mild"}),
        (r"(?:.* )?mo coi ca (?:cha|bo)(?: va| lan)? me", {"father_status": "dead", "mother_status": "dead"}),
        (r"(?:.* )?mo coi (?:cha|bo)", {"father_status": "dead"}),
        (r"(?:.* )?mo coi me", {"mother_status": "dead"}),
        (r"(?:.* )?goa(?: chong| vo)?", {"marital_status": "widowed"}),
        (r"(?:.* )?ly hon", {"marital_status": "divorced"}),
    )
)

THOUSANDS = re.compile(r"nghin dong|ngan dong|1000 ?d|1\.000 ?d|nghin d\b")
MILLIONS = re.compile(r"trieu dong|\(?trieu\)?")
