"""Provincial rules: exact coverage, the higher of both, former provinces after a merger, a province's own programme."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawengine.model import Edition
from tests.lawengine.small_book import ask, decide, load, only, programme

PORT = """
id: overlay.port
title: Cảng
territory: '31'
sources: {d: decree}
rates:
  - {id: before, parameter: a.rate, covers: [a.allowance], is: 120_000, from: 2024-01-01, until: 2026-01-01, cite: [d 2]}
  - {id: after, parameter: a.rate, covers: [a.allowance], is: 140_000, from: 2026-01-01, cite: [d 2]}
supplements:
  - {id: extra, programme: a.plain, plus: 5_000, from: 2026-01-01, cite: [d 2]}
"""
OLD = """
id: overlay.old
title: Tỉnh cũ
territory: '30'
sources: {d: decree}
rates: [{id: low, parameter: a.rate, covers: [a.allowance], is: 90_000, from: 2024-01-01, until: 2026-01-01, cite: [d 2]}]
supplements: [{id: old-extra, programme: a.plain, plus: 7_000, from: 2025-01-01, until: 2026-01-01, cite: [d 2]}]
"""
BODY = "entitlement: [{id: in, label: L, require: \"degree == 'severe'\", cite: [d 1]}]\namount: {money: a.rate}"
PERSON = {"birth_date": "1990-01-01", "degree": "severe", "housed": False}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    local = programme("a.local", BODY, head="territory: ['30']\n").replace("from: 2020-01-01", "from: 2024-01-01")
    files = {
        "overlays/port.yaml": PORT,
        "overlays/old.yaml": OLD,
        "programmes/a/plain.yaml": programme("a.plain", BODY),
    }
    return load(Path(tmp_path_factory.mktemp("book")), {**files, "programmes/a/local.yaml": local})


@pytest.mark.parametrize(
    ("month", "province", "amount"),
    [
        ("2024-08", None, 150_000),
        ("2024-08", "01", 150_000),  # a province without rules of its own
        ("2024-08", "31", 180_000),
        ("2024-08", "30", 150_000),  # its own figure is below the nation's
        ("2025-08", "30", 150_000),  # merged, but the port's older rule does not spread
        ("2025-08", "31", None),  # the merged province: the area is open
        ("2026-02", "30", 210_000),
        ("2026-02", "31", 210_000),
        ("2026-08", "31", 300_000),  # the nation overtakes
    ],
)
def test_the_higher_rate_holds_where_the_resolution_reaches(
    edition: Edition, month: str, province: str | None, amount: int | None
) -> None:
    result = only(decide(edition, ask(month, province=province), PERSON), "a.allowance")
    if amount is None:
        assert (result["result"], result["missing"]) == ("undetermined", ["former_province"])
    else:
        assert result["value"]["amount"] == amount


def test_a_supplement_is_flat_and_only_for_its_programme(edition: Edition) -> None:
    found = [
        only(decide(edition, ask(month, province=code), PERSON), "a.plain")
        for month, code in (("2025-08", "30"), ("2026-02", "31"), ("2025-08", "31"))
    ]
    assert [item["value"] and item["value"]["amount"] for item in found] == [107_000, 105_000, None]
    assert found[2]["missing"] == ["former_province"]


def test_a_provinces_own_programme_reaches_its_people_only(edition: Edition) -> None:
    def seen(month: str, province: str | None) -> list[str]:
        answer = decide(edition, ask(month, province=province), PERSON)
        return [item["result"] for item in answer["results"] if item["programme"] == "a.local"]

    assert seen("2024-08", "30") == ["entitled"]
    assert seen("2024-08", None) == []
    assert seen("2024-08", "31") == []
    assert seen("2026-02", "30") == ["entitled"]
    assert seen("2026-02", "31") == ["undetermined"], "the person may live in the former province"
