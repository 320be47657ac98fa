"""What a fund pays out waits for another person, as do its correction and its withdrawal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ansinh.kernel.accounts.models import User
from ansinh.registry.books.models import GratitudeFund
from ansinh.registry.ledger.models import Change, State
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HERE = "xa-99101"
MONEY = {
    "direction": "receipt",
    "on": "2026-07-01",
    "amount": "5.000.000",
    "party": "Công ty May 10",
    "purpose": "appeal",
}


def test_a_payment_of_a_fund_is_approved_by_another_its_correction_and_withdrawal_too(
    everyone: Cast, signed_in: SignIn
) -> None:
    client, book = signed_in(everyone.hoa), "/so/quy-den-on-dap-nghia/"
    paid = {**MONEY, "place": HERE, "direction": "use", "purpose": "gift", "party": "Bà Tư"}
    waiting = client.post(f"{book}them/", paid)
    change = Change.objects.get(kind="book-entry")
    assert waiting.headers["Location"] == f"/thay-doi/{change.code}/"
    assert not GratitudeFund.objects.known().exists()
    client.post(f"/thay-doi/{change.code}/duyet/")
    signed_in(everyone.van).post(f"/thay-doi/{change.code}/duyet/")
    assert not GratitudeFund.objects.known().exists(), "neither by its maker nor by another function"
    dung = signed_in(everyone.dung)
    page = dung.get(f"/thay-doi/{change.code}/").content.decode()
    assert "5.000.000" in page
    assert "ba tu" not in page, "the key of the search is nobody's business"
    assert change.code in dung.get("/thay-doi/can-quyet-dinh/").content.decode()
    dung.post(f"/thay-doi/{change.code}/duyet/")
    row = GratitudeFund.objects.known().get()
    assert "Vũ Thị Hoa; Hồ Văn Dũng duyệt" in client.get(f"{book}muc/{row.code}/").content.decode()
    less = {**MONEY, "place": HERE, "party": "Bà Tư", "seen": row.pk}
    for path, data in (("sua", less), ("go", {"reason": "ghi nhầm"})):
        client.post(f"{book}muc/{row.code}/{path}/", data)
        waits = Change.objects.get(state=State.PROPOSED)
        assert GratitudeFund.objects.known().get() == row
        client.post(f"/thay-doi/{waits.code}/rut-lai/")
    client.post(f"{book}them/", {**MONEY, "place": HERE})
    assert GratitudeFund.objects.known().filter(direction="receipt").exists(), "a receipt needs nobody else"
