"""Statuses speak the law's own codes: what the registers can hold, the law can be asked, and the other way round."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices

from ansinh.lawdesk.editions import open_edition
from ansinh.registry.people.models import Sex
from ansinh.registry.statuses.models import Care, Disability, Marriage, ParentsSituation, Poverty, Study, Support


@pytest.mark.parametrize(
    ("fact", "codes", "no_row"),
    [
        ("sex", Sex, set()),
        ("disability_degree", Disability.Degree, set()),
        ("poverty_class", Poverty.Class, set()),
        ("father_status", ParentsSituation.Parent, set()),
        ("mother_status", ParentsSituation.Parent, set()),
        ("study", Study.Course, {"none"}),
        ("cared_by", Care.By, {"none"}),
        ("marital_status", Marriage.Situation, set()),
        ("carer_situation", Support.Carers, set()),
    ],
)
def test_the_registers_hold_the_codes_of_the_law(fact: str, codes: type[TextChoices], no_row: set[str]) -> None:
    assert set(codes.values) | no_row == set(open_edition().catalogue.facts[fact].codes)
