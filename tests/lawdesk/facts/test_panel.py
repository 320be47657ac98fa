"""What the law says of a person on their page: for a purpose, with reasons, as of the moment asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ansinh.kernel import slots
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.names import name_of
from ansinh.kernel.slots import Panel
from ansinh.lawdesk.panel.panel import law_panel
from ansinh.lawdesk.panel.verdicts import Verdicts, verdicts_of
from ansinh.registry.ledger.models import Tick
from ansinh.registry.ledger.moments import Moment
from ansinh.registry.ledger.wording import summary_of
from ansinh.registry.people.models import Membership
from ansinh.registry.statuses.models import Completeness, Disability, HeldAllowance
from tests.cast import KNOWN, Cast, change, status, viewer

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
REGISTERS = ("disability", "merit", "poverty", "parents", "pension", "study", "care", "facility", "absence", "work")


@pytest.fixture(autouse=True)
def _vouched(everyone: Cast) -> None:
    """The commune vouches for everything."""
    for register in (*REGISTERS, "pregnancy", "allowance", "hiv", "kinship", "illness", "support"):
        Completeness.objects.create(
            register=register, commune=everyone.an_binh, change=change("completeness"), known_from=KNOWN
        )


def judged(everyone: Cast, name: str, day: date = DAY) -> Verdicts:
    found = verdicts_of(getattr(everyone, name), day, None, day)
    assert found is not None
    return found


def test_a_right_is_told_with_its_amount_and_articles(everyone: Cast) -> None:
    sau = judged(everyone, "sau")
    (allowance,) = [
        line for line in sau.due if line.title.startswith("Trợ cấp xã hội hằng tháng đối với người khuyết tật")
    ]
    assert (allowance.value, "335/2026" in allowance.cites) == ("1.080.000 đồng", True)
    assert sau.decided == "24/11/2026"
    assert sau.for_cases > 0


def test_what_the_registers_should_know_keeps_a_right_open(everyone: Cast) -> None:
    Completeness.objects.filter(register="pension").delete()
    tu = judged(everyone, "tu")
    assert any("Trợ cấp hưu trí xã hội" in line.title and "lương hưu" in line.reasons[0] for line in tu.open)


def test_a_refusal_names_the_condition_and_its_article(everyone: Cast) -> None:
    lanh = judged(everyone, "lanh")
    (pension,) = [line for line in lanh.refused if line.title == "Trợ cấp hưu trí xã hội"]
    assert pension.reasons
    assert all("NĐ" in reason for reason in pension.reasons)


def test_without_a_purpose_nothing_is_told_and_with_one_the_look_is_logged(everyone: Cast) -> None:
    moment = Moment(DAY)
    masked = law_panel(viewer(everyone.hoa), everyone.sau, moment)
    assert (masked.context["masked"], "verdicts" in masked.context) == (True, False)
    before = AuditEntry.objects.count()
    shown = law_panel(viewer(everyone.hoa, purpose="benefit"), everyone.sau, moment)
    assert isinstance(shown, Panel)
    assert shown.context["verdicts"].due
    entry = AuditEntry.objects.latest("number")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.action, entry.subject_code, entry.detail, entry.purpose) == (
        *("look", everyone.sau.code, "law", "benefit"),
    )


def test_the_past_is_judged_by_what_was_known_and_what_was_law_then(everyone: Cast) -> None:
    later = KNOWN + timedelta(days=30)
    Disability.objects.filter(person=everyone.sau).update(known_from=later)
    Tick.objects.update(at=later)
    moment = Moment(date(2026, 1, 20), known=KNOWN)
    shown = law_panel(viewer(everyone.hoa, purpose="benefit"), everyone.sau, moment)
    assert shown.context["verdicts"].decided == "05/01/2026"
    assert not any("khuyết tật" in line.title for line in shown.context["verdicts"].due)


def test_whoever_lived_in_no_household_has_no_verdict(everyone: Cast) -> None:
    Membership.objects.filter(person=everyone.sau).update(ends_on=date(2026, 2, 1))
    assert verdicts_of(everyone.sau, DAY, None, DAY) is None


def test_the_page_of_a_person_is_wired_to_the_law(everyone: Cast) -> None:
    (panel,) = slots.parts("person-law", viewer(everyone.hoa), everyone.sau, Moment(DAY))
    assert panel.template == "lawdesk/panel.html"


def test_a_programme_is_called_by_its_title_on_pages_below(everyone: Cast) -> None:
    known = status(HeldAllowance, person=everyone.tu, programme="social.pension")
    other = status(HeldAllowance, person=everyone.tu, programme="army.veteran")
    assert ("Trợ cấp hưu trí xã hội" in summary_of(known), "army.veteran" in summary_of(other)) == (True, True)
    assert name_of("nothing of the kind", "x") == "x"
