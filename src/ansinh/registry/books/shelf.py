"""The five working registers (the funds are two books): a page of declarations each."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.registry.books.keeping import LedgerKeeper
from ansinh.registry.books.models import (
    ChildFund,
    ConvalescenceTurn,
    GratitudeFund,
    GratitudeHouse,
    MemorialWork,
    NonStateProvider,
)
from ansinh.registry.books.rules import check_fund, check_house, check_memorial, check_provider, check_turn
from ansinh.registry.changes.naming import say
from ansinh.shell import wording
from ansinh.shell.books.declaration import Book, BookField, Tally
from ansinh.shell.columns import Rows

KEEPER: Final = LedgerKeeper()
# NĐ 131/2021 Điều 181: what running the fund may cost of a year's receipts.
RUNNING_CAP_PERCENT: Final = 5


def _memorial_tallies(rows: Rows) -> list[Tally]:
    sums = rows.aggregate(graves=Sum("graves"), unnamed=Sum("unnamed_graves"))
    bad = rows.filter(condition=MemorialWork.Condition.BAD).count()
    return [
        Tally(_("Graves"), wording.number(sums["graves"] or 0)),
        Tally(_("Graves without full name"), wording.number(sums["unnamed"] or 0)),
        Tally(_("Badly worn"), wording.number(bad), mark="bad" if bad else "ok"),
    ]


def _fund_tallies(rows: Rows) -> list[Tally]:
    """This year's receipts and uses, what is left of all years, and the cap on running costs, level by level."""
    year = timezone.localdate().year
    sums = rows.aggregate(
        received=Sum("amount", filter=Q(direction="receipt")),
        used=Sum("amount", filter=Q(direction="use")),
        received_now=Sum("amount", filter=Q(direction="receipt", on__year=year)),
        used_now=Sum("amount", filter=Q(direction="use", on__year=year)),
    )
    left = (sums["received"] or 0) - (sums["used"] or 0)
    return [
        Tally(_("Received this year"), wording.money(sums["received_now"] or 0)),
        Tally(_("Used this year"), wording.money(sums["used_now"] or 0)),
        Tally(_("Left"), wording.money(left), mark="bad" if left < 0 else "ok"),
    ]


def _gratitude_tallies(rows: Rows) -> list[Tally]:
    over = over_cap(rows, timezone.localdate().year)
    cap = Tally(
        _("Running costs above 5 % of receipts"),
        wording.number(len(over)),
        ", ".join(over[:3]),
        "bad" if over else "ok",
    )
    return [*_fund_tallies(rows), cap]


def over_cap(rows: Rows, year: int) -> list[str]:
    """Levels of the fund (communes, the province) whose running costs of a year exceed the cap, by name."""
    levels = rows.filter(on__year=year, on__lte=date(year, 12, 31)).values("province__name", "commune__name")
    sums = levels.annotate(
        received=Sum("amount", filter=Q(direction="receipt")), running=Sum("amount", filter=Q(purpose="running"))
    ).order_by("commune__name")
    return [
        each["commune__name"] or each["province__name"]
        for each in sums
        if (each["running"] or 0) * 100 > (each["received"] or 0) * RUNNING_CAP_PERCENT
    ]


def _provider_tallies(rows: Rows) -> list[Tally]:
    active = rows.filter(standing=NonStateProvider.Standing.ACTIVE)
    sums = active.aggregate(places=Sum("places"), residents=Sum("residents"))
    below = active.filter(meets_standard=False).count()
    return [
        Tally(_("Beds of active providers"), wording.number(sums["places"] or 0)),
        Tally(_("Residents"), wording.number(sums["residents"] or 0)),
        Tally(_("Active below the standard of care"), wording.number(below), mark="bad" if below else "ok"),
    ]


MEMORIALS: Final = Book(
    slug="cong-trinh-ghi-cong", title=_("Memorial works"), one=_("Memorial work"), model=MemorialWork, keeper=KEEPER,
    function=MemorialWork.FUNCTION, icon="building", same=("place", "name"), search=("name", "address", "keeper"),
    hint=_("Cemeteries, monuments and houses of names; what condition they are in."),
    basis=_("Ordinance 02/2020/UBTVQH14; Decree 131/2021/NĐ-CP"), check=check_memorial, tallies=_memorial_tallies,
    fields=(
        BookField("name", page=True, aliases=("Tên", "Tên công trình ghi công")),
        BookField("kind", page=True, filter=True, aliases=("Loại",)),
        BookField("condition", page=True, filter=True, aliases=("Hiện trạng",)),
        BookField("address", aliases=("Địa điểm",)),
        BookField("keeper", aliases=("Đơn vị quản lý",)),
        BookField("built_year", aliases=("Năm xây",)),
        BookField("area", aliases=("Diện tích",)),
        BookField("graves", page=True, aliases=("Mộ", "Tổng số mộ")),
        BookField("unnamed_graves", aliases=("Mộ chưa biết tên", "Mộ chưa xác định thông tin")),
        BookField("names", aliases=("Số liệt sĩ",)),
        BookField("repaired_year", page=True, filter=True, aliases=("Năm tu bổ",)),
        BookField("repair_cost", page=True, total=True, aliases=("Kinh phí", "Kinh phí tu bổ")),
        BookField("repair_source", aliases=("Nguồn vốn",)),
        BookField("note"),
    ),
)  # fmt: skip

HOUSES: Final = Book(
    slug="nha-tinh-nghia", title=_("Gratitude houses"), one=_("Gratitude house"), model=GratitudeHouse, keeper=KEEPER,
    function=GratitudeHouse.FUNCTION, icon="home-heart", same=("owner", "work", "began_on", "address"),
    search=("owner", "citizen_id", "category", "address", "donor"), check=check_house,
    hint=_("Houses built or repaired for families with merit, and who paid for them."),
    basis=_("Ordinance 02/2020/UBTVQH14; Decree 131/2021/NĐ-CP"),
    fields=(
        BookField("owner", page=True, aliases=("Họ tên chủ hộ", "Chủ hộ", "Họ và tên")),
        BookField("citizen_id", aliases=("CCCD", "Số CCCD")),
        BookField("category", page=True, aliases=("Đối tượng", "Diện")),
        BookField("address", aliases=("Thôn",)),
        BookField("work", page=True, filter=True, aliases=("Xây mới/sửa chữa", "Hình thức")),
        BookField("stage", page=True, filter=True, aliases=("Tiến độ",)),
        BookField("began_on"),
        BookField("handed_over_on", page=True, filter=True, aliases=("Ngày bàn giao",)),
        BookField("from_state", total=True, aliases=("Ngân sách",)),
        BookField("from_fund", total=True, aliases=("Quỹ Đền ơn đáp nghĩa",)),
        BookField("from_donors", total=True, aliases=("Nhà tài trợ hỗ trợ",)),
        BookField("from_family", aliases=("Gia đình đối ứng",)),
        BookField("donor"),
        BookField("note"),
    ),
)  # fmt: skip

CONVALESCENCE: Final = Book(
    slug="luot-dieu-duong", title=_("Convalescence turns"), one=_("Convalescence turn"), model=ConvalescenceTurn,
    keeper=KEEPER, function=ConvalescenceTurn.FUNCTION, icon="bed",
    same=("full_name", "birth_year", "citizen_id", "year"),
    search=("full_name", "citizen_id", "category", "centre"), check=check_turn, order=("-year", "search_key", "pk"),
    hint=_("Who went, or was paid to stay at home, in which year."),
    basis=_("Decree 131/2021/NĐ-CP; list in the first quarter"),
    fields=(
        BookField("full_name", page=True, aliases=("Họ tên",)),
        BookField("birth_year", page=True, aliases=("Năm sinh",)),
        BookField("citizen_id", aliases=("CCCD", "Số CCCD")),
        BookField("category", page=True, aliases=("Đối tượng", "Diện")),
        BookField("cycle", aliases=("Chu kỳ",)),
        BookField("year", page=True, filter=True, aliases=("Năm",)),
        BookField("form", page=True, filter=True, aliases=("Hình thức điều dưỡng",)),
        BookField("batch", aliases=("Đợt",)),
        BookField("began_on", aliases=("Từ ngày",)),
        BookField("ended_on", aliases=("Đến ngày",)),
        BookField("centre", aliases=("Trung tâm",)),
        BookField("amount", page=True, total=True, aliases=("Kinh phí", "Số tiền")),
        BookField("note"),
    ),
)  # fmt: skip

_FUND_FIELDS: Final = (
    BookField("party", page=True, aliases=("Đơn vị, cá nhân", "Người nộp/nhận", "Họ tên")),
    BookField("direction", page=True, filter=True, aliases=("Thu/chi",)),
    BookField("purpose", page=True, filter=True, aliases=("Nội dung",)),
    BookField("on", page=True, filter=True, aliases=("Ngày",)),
    BookField("amount", page=True, aliases=("Số tiền",)),
    BookField("voucher", aliases=("Số chứng từ",)),
    BookField("note"),
)

GRATITUDE_FUND: Final = Book(
    slug="quy-den-on-dap-nghia", title=_("Gratitude Fund"), one=_("Entry of the Gratitude Fund"), model=GratitudeFund,
    keeper=KEEPER, function=GratitudeFund.FUNCTION, icon="coin", fields=_FUND_FIELDS, check=check_fund,
    same=("place", "direction", "on", "amount", "party", "voucher"), search=("party", "voucher", "note"),
    order=("-on", "-pk"), tallies=_gratitude_tallies, hint=_("Receipts and uses of the fund, province and communes."),
    basis=_("Decree 131/2021/NĐ-CP, Articles 173–181: no lending; running costs at most 5 % of a year's receipts"),
)  # fmt: skip

CHILD_FUND: Final = Book(
    slug="quy-bao-tro-tre-em", title=_("Child Protection Fund"), one=_("Entry of the Child Protection Fund"),
    model=ChildFund, keeper=KEEPER, function=ChildFund.FUNCTION, icon="coin", fields=_FUND_FIELDS, check=check_fund,
    same=("place", "direction", "on", "amount", "party", "voucher"), search=("party", "voucher", "note"),
    order=("-on", "-pk"), tallies=_fund_tallies, hint=_("Receipts and uses of the fund."),
    basis=_("Law on Children, Article 95"),
)  # fmt: skip

PROVIDERS: Final = Book(
    slug="co-so-ngoai-cong-lap", title=_("Non-state service providers"), one=_("Non-state provider"),
    model=NonStateProvider, keeper=KEEPER, function=NonStateProvider.FUNCTION, icon="building-hospital",
    same=("place", "name"), search=("name", "head", "founder", "address", "licence"),
    check=check_provider, tallies=_provider_tallies,
    hint=_("Private and charitable facilities: licence, beds, residents, standard of care."),
    basis=_("Decree 103/2017/NĐ-CP"),
    fields=(
        BookField("name", page=True, aliases=("Tên", "Tên cơ sở")),
        BookField("kind", page=True, filter=True, aliases=("Loại hình",)),
        BookField("founder", aliases=("Tổ chức thành lập",)),
        BookField("head", page=True, aliases=("Người đứng đầu", "Giám đốc")),
        BookField("phone", aliases=("Điện thoại", "SĐT")),
        BookField("address"),
        BookField("licence", aliases=("Giấy phép", "Số giấy phép")),
        BookField("licensed_on", aliases=("Ngày cấp phép",)),
        BookField("places", page=True, aliases=("Số giường", "Công suất")),
        BookField("residents", page=True, aliases=("Số người",)),
        BookField("staff", aliases=("Nhân viên",)),
        BookField("standing", page=True, filter=True, aliases=("Trạng thái",)),
        BookField("inspected_on", aliases=("Ngày kiểm tra",)),
        BookField("meets_standard", filter=True, aliases=("Đạt chuẩn",)),
        BookField("note"),
    ),
)  # fmt: skip

SHELF: Final = (MEMORIALS, HOUSES, CONVALESCENCE, GRATITUDE_FUND, CHILD_FUND, PROVIDERS)
say(*(book.title for book in SHELF))
