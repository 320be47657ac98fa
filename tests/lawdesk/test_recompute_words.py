"""A recomputation in words: every cause, what is not known, and texts that nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh.cli.main import main
from ansinh.kernel.messages import use_language
from ansinh.lawdesk.recompute.words import cause_words, state_words
from lawengine.model import Edition
from lawengine.recompute import NOTHING, Cause, Standing
from tests.lawengine.small_book import LATER, load, write_book

CONCURRENCE = """
sources: {d: decree}
rules: [{id: highest, label: Chỉ một mức, highest: [a.allowance, a.other], cite: [d 1]}]
"""
OTHER = """
id: a.other
title: Khác
title_en: Other
message: M
pays: {to: person, every: month}
in_force: [{from: 2020-01-01, cite: [d 1]}]
sources: {d: decree}
entitlement: [{id: c, label: C, require: housed, cite: [d 1]}]
amount: {money: a.rate}
examples:
  - {story: Trước, month: 2019-01, given: {}, expect: {result: not_in_force}}
"""


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language("vi")


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return load(tmp_path / "book", {"concurrence.yaml": CONCURRENCE, "programmes/a/other.yaml": OTHER})


def test_every_cause_has_a_sentence(edition: Edition) -> None:
    said = {
        "degree": Cause("fact", "degree", "mild", "severe"),
        "instead": Cause("concurrence", "highest", "", "a.other"),
        "again": Cause("concurrence", "lapsed", "a.other", ""),
        "paid": Cause("payment", "", 500_000, 540_000),
        "nobody knows": Cause("payment", "", None, 540_000),
        "open": Cause("undetermined", ""),
        "house": Cause("household", ""),
    }
    assert {name: cause_words(cause, edition) for name, cause in said.items()} == {
        "degree": "Mức độ: Nhẹ → Nặng",
        "instead": "chi Khác thay vào: Chỉ một mức",
        "again": "thôi chi Khác thay vào: lapsed",
        "paid": "đã chi 540.000 đồng, không phải 500.000 đồng như đã xét",
        "nobody knows": "đã chi 540.000 đồng, không phải ? đồng như đã xét",
        "open": "trước đây chưa kết luận được",
        "house": "dữ kiện của người khác trong hộ đã đổi",
    }


def test_every_state_has_words(edition: Edition) -> None:
    assert state_words(NOTHING, edition) == "0"
    assert state_words(Standing("paid", 540_000), edition) == "540.000"
    missing = Standing("open", missing=("2.degree", "former_province", "birth_date"))
    assert state_words(missing, edition) == (
        "chưa kết luận được; còn thiếu: Mức độ; tỉnh cũ (trước khi sáp nhập); Ngày sinh"
    )


def test_money_that_moves_on_a_text_nobody_has_read_is_stamped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memory = {"texts/later/instrument.yaml": LATER.replace("confidence: secondary", "confidence: memory")}
    book = write_book(tmp_path / "law", memory)
    path = tmp_path / "ds.csv"
    rows = "".join(f"{n},01/01/{1940 + n},nang,k\n" for n in range(1, 4))
    path.write_text(f"ma,sinh,muc,o\n{rows}", encoding="utf-8")
    mapping = """\
id: {column: ma, kind: text}
columns:
  - {column: sinh, fact: birth_date}
  - {column: muc, fact: degree, values: {nang: severe}}
  - {column: o, fact: housed, values: {k: false}}
"""
    path.with_name("ds.csv.mapping.yaml").write_text(mapping, encoding="utf-8")
    months = ("--from", "2026-07", "--to", "2026-07", "--decided", "2026-09-10", "--again", "2026-10-10")
    asked = ["--lang", "vi", "recompute", *months, "--law", str(book), str(path)]
    assert main([*asked, "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert "CHƯA ĐƯỢC CHI" in said
    assert "3 dòng, +450.000 đồng: Mức chuẩn: 100.000 đồng → 200.000 đồng" in said
    assert main([*asked, "--allow-unverified"]) == 0
    # Thirteen people, each paid something else: more causes than are told on a terminal.
    paid = "".join(f"{n},a.allowance,2026-07,{n}\n" for n in range(1, 14))
    (tmp_path / "paid.csv").write_text(f"person,programme,month,amount\n{paid}", encoding="utf-8")
    rows = "".join(f"{n},01/01/{1940 + n},nang,k\n" for n in range(1, 14))
    path.write_text(f"ma,sinh,muc,o\n{rows}", encoding="utf-8")
    capsys.readouterr()
    assert main([*asked, "--allow-unverified", "--paid", str(tmp_path / "paid.csv")]) == 0
    assert "… và 1 nguyên nhân khác" in capsys.readouterr().out
