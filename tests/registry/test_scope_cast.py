"""The cast stands where it says, and each of its officers reaches as far as their posting."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.kernel.viewer import CHIEF, COMMUNE_OFFICER, READ, SPECIALIST, Scope
from ansinh.registry.offices.models import Posting
from ansinh.registry.offices.selectors import viewer_of
from ansinh.registry.people.models import Identity, Person
from ansinh.registry.statuses.models import Disability
from tests.cast import Cast, office, officer, place, viewer

pytestmark = pytest.mark.django_db


def test_citizens_have_their_rows_in_both_clocks(everyone: Cast) -> None:
    assert Person.objects.count() == 6
    assert Identity.objects.known().count() == 6
    assert Disability.objects.as_of(date(2026, 6, 1)).get().person == everyone.sau
    assert not Disability.objects.as_of(date(2024, 6, 1)).exists()
    assert everyone.tu.household is not None
    assert everyone.tu.household.head == everyone.tu


def test_a_posting_gives_the_place_of_its_office(everyone: Cast) -> None:
    assert viewer(everyone.hoa).scopes == (Scope(COMMUNE_OFFICER, "*", everyone.province.pk, everyone.an_binh.pk),)
    assert viewer(everyone.van).scopes == (Scope(SPECIALIST, "social", everyone.province.pk, None),)
    assert viewer(everyone.director).roles() == {CHIEF}
    assert viewer(everyone.stranger).scopes == ()
    assert not viewer(everyone.stranger).may(READ)


def test_only_postings_and_offices_of_the_day_count(everyone: Cast) -> None:
    posting = Posting.objects.get(user=everyone.hoa)
    posting.ends_on = date(2026, 3, 1)
    posting.save()
    assert viewer_of(everyone.hoa, date(2026, 2, 28)).scopes
    assert viewer_of(everyone.hoa, date(2026, 3, 1)).scopes == ()
    assert viewer_of(everyone.phuc, date(2025, 6, 30)).scopes == ()
    posting.office.ends_on = date(2025, 12, 1)
    posting.office.save()
    assert viewer_of(everyone.hoa, date(2025, 12, 1)).scopes == ()


def test_a_user_who_may_not_sign_in_has_no_postings_and_an_unknown_role_gives_nothing(everyone: Cast) -> None:
    everyone.hoa.is_active = False
    everyone.hoa.save()
    assert viewer(everyone.hoa).scopes == ()
    Posting.objects.filter(user=everyone.phuc).update(role="emperor")
    assert viewer(everyone.phuc).scopes == ()


def test_an_office_of_the_country_and_one_below_a_district(everyone: Cast) -> None:
    ministry = officer("bo", "Phan Văn Bộ", office("BO", "Bộ Y tế", None), SPECIALIST)
    assert viewer(ministry).scopes == (Scope(SPECIALIST, "*", None, None),)
    district = place("commune", "99999", "Huyện cũ", everyone.province)
    district.level = "district"
    district.save()
    below = officer("xa", "Phan Văn Xã", office("XA", "UBND xã", place("commune", "99998", "Xã", district)), CHIEF)
    assert viewer(below).scopes[0].province == everyone.province.pk
    lost = officer("lac", "Phan Văn Lạc", office("LAC", "UBND xã", place("commune", "99997", "Xã lẻ")), CHIEF)
    assert viewer(lost).scopes == ()
