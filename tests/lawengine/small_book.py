"""A small book of law for tests of the engine: every form of amount, rule and date in a few lines, not real law."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

from lawengine.answers import JSON
from lawengine.book import load_folder
from lawengine.dates import month_bounds
from lawengine.decide import Decider
from lawengine.household import read_household
from lawengine.model import Edition
from lawengine.plan import Question
from lawengine.planner import make_plan

TODAY = date(2026, 11, 24)

FACTS = """
facts:
  birth_date: {label: Ngày sinh, label_en: Birth, of: person, type: date, partial: true, absence: open, proof: P, sensitive: false, declare: true}
  death_date: {label: Ngày chết, label_en: Death, of: person, type: date, absence: closed, closed: none, proof: P, sensitive: false, declare: true}
  degree: {label: Mức độ, label_en: Degree, of: person, type: code, codes: {none: Không, mild: Nhẹ, severe: Nặng}, absence: closed, closed: none, proof: P, sensitive: true, declare: true}
  housed: {label: Ở cơ sở, label_en: Housed, of: person, type: bool, absence: open, closed: false, proof: P, sensitive: false, declare: true}
  children: {label: Số con, label_en: Children, of: person, type: int, max: 30, absence: closed, closed: 0, proof: P, sensitive: false, declare: true}
  income: {label: Thu nhập, label_en: Income, of: person, type: int, absence: open, proof: P, sensitive: false, declare: true}
  spouse: {label: Vợ chồng, label_en: Spouse, of: person, type: member, absence: closed, closed: none, proof: P, sensitive: false, declare: true}
  decision_date: {label: Ngày quyết định, label_en: Decided, of: case, type: date, absence: open, proof: P, sensitive: false, declare: false}
  wealth: {label: Phân loại, label_en: Class, of: household, type: code, codes: {poor: Nghèo, other: Khác}, absence: open, proof: P, sensitive: false, declare: true}
  cost: {label: Chi phí, label_en: Cost, of: case, type: int, absence: open, proof: P, sensitive: false, declare: true}
derived:
  age: {label: Tuổi, label_en: Age, of: person, type: int, years_since: birth_date}
  months: {label: Tháng tuổi, label_en: Months, of: person, type: int, months_since: birth_date}
  dead: {label: Đã chết, label_en: Dead, of: person, type: bool, reached: death_date}
  grown: {label: Người lớn, label_en: Adult, of: person, type: bool, expr: "age >= 16"}
"""

TEXT = """
id: decree
short: NĐ 1
number: 1/2020
title: Nghị định
issuer: Chính phủ
signed: 2019-12-01
in_force: {from: 2020-01-01, until: 2026-10-05}
confidence: primary
articles: {'1': Một., '2': Hai., '3': Ba.}
"""

LATER = """
id: later
short: NĐ 2
number: 2/2026
title: Nghị định sau
issuer: Chính phủ
in_force: {from: 2026-10-05}
confidence: secondary
articles: {'1': Một.}
"""

PARAMETERS = """
sources: {d: decree, l: later}
parameters:
  a.rate:
    label: Mức chuẩn
    label_en: Standard
    unit: VND
    values:
      - {from: 2020-01-01, is: 100_000, cite: [d 1]}
      - {from: 2026-07-01, in_law: 2026-10-05, is: 200_000, cite: [l 1]}
  a.cap: {label: Trần, label_en: Cap, unit: VND, values: [{is: 250_000, cite: [d 1]}]}
  a.floor: {label: Sàn, label_en: Floor, unit: VND, values: [{is: 150_000, cite: [d 1]}]}
  a.gone: {label: Đã hết, label_en: Gone, unit: VND, values: [{from: 2020-01-01, until: 2021-01-01, is: 1_000, cite: [d 1]}]}
"""

ALLOWANCE = """
id: a.allowance
title: Trợ cấp
title_en: Allowance
message: Ai nặng thì được.
pays: {to: person, every: month}
in_force: [{from: 2020-01-01, cite: [d 1, l 1]}]
sources: {d: decree, l: later}
entitlement:
  - {id: severe, label: Nặng, require: "degree in ['severe']", cite: [d 1.1]}
  - {id: outside, label: Không ở cơ sở, require: "!housed", cite: [d 1.2]}
coefficient:
  - {id: plain, label: Thường, when: "true", is: '1.5', cite: [d 2]}
  - {id: young, label: Nhỏ, when: "age < 16", is: '2.0', over: [plain], cite: [d 2]}
amount: {rate: a.rate, times: coefficient}
start: [{month_of: decision_date, cite: [d 3]}]
stop: {rule: month_after, cite: [d 3]}
examples:
  - {story: Một, month: 2024-08, given: {birth_date: 1990-01-01, degree: severe, housed: false}, expect: {amount: 150_000}}
"""

TERRITORIES = "code,name,kind,from,until,successor\n01,Thủ đô,city,,,\n30,Tỉnh cũ,province,,2025-07-01,31\n31,Cảng,city,,2025-07-01,31\n31,Cảng,city,2025-07-01,,\n"

BASE: Mapping[str, str] = {
    "facts.yaml": FACTS,
    "texts/decree/instrument.yaml": TEXT,
    "texts/later/instrument.yaml": LATER,
    "parameters/a.yaml": PARAMETERS,
    "programmes/a/allowance.yaml": ALLOWANCE,
    "territories.csv": TERRITORIES,
}


def write_book(folder: Path, changed: Mapping[str, str | None] | None = None) -> Path:
    """Write the small book into `folder` with some files replaced, added or (None) left out."""
    for name, text in {**BASE, **(changed or {})}.items():
        if text is not None:
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dedent(text), encoding="utf-8")
    return folder


def load(folder: Path, changed: Mapping[str, str | None] | None = None) -> Edition:
    """Write and load the small book."""
    return load_folder(write_book(folder, changed))


def programme(identity: str, body: str, *, head: str = "", examples: str = "") -> str:
    """A programme file around `body` (entitlement, table, amount), with one harmless story."""
    story = examples or "  - {story: Trước ngày có hiệu lực, month: 2019-01, given: {}, expect: {result: not_in_force}}"
    return (
        f"id: {identity}\ntitle: T\ntitle_en: T\nmessage: M\npays: {{to: person, every: month}}\n"
        f"in_force: [{{from: 2020-01-01, cite: [d 1]}}]\nsources: {{d: decree, l: later}}\n{dedent(head)}{dedent(body)}\n"
        f"examples:\n{story}\n"
    )


def ask(month: str = "", on: str = "", decided: date = TODAY, **more: object) -> Question:
    """A question for a month or a day."""
    day = month_bounds(month)[1] if month else date.fromisoformat(on)
    return Question(day, decided, bool(month), **more)  # type: ignore[arg-type]


def decide(
    edition: Edition, question: Question, *members: Mapping[str, object], closed: bool = False, **parts: object
) -> JSON:
    """Decide a household of `members`; `household=` and `case=` as keyword arguments."""
    household = read_household(edition.catalogue, {"members": list(members), **parts}, closed=closed)
    decider = Decider(make_plan(edition, question))
    answer = decider.decide(household)
    assert decider.text(household) == json.dumps(answer, ensure_ascii=False)
    return answer


def only(answer: JSON, programme_id: str, person: str | None = "p1") -> JSON:
    """The one result of a programme for a person."""
    (found,) = [item for item in answer["results"] if item["programme"] == programme_id and item["person"] == person]
    result: JSON = found
    return result
