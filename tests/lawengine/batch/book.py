"""A book of law that uses everything the engine knows: not real law, but every form of condition, row, amount and rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lawengine.book import load_folder
from lawengine.model import Edition
from lawengine.plan import Plan, Question
from lawengine.planner import make_plan

FACTS = """
facts:
  birth_date: {label: A, label_en: A, of: person, type: date, partial: true, absence: open, proof: P, sensitive: false, declare: true}
  paper_date: {label: A, label_en: A, of: person, type: date, not_before: birth_date, partial: true, absence: open, proof: P, sensitive: false, declare: true}
  death_date: {label: A, label_en: A, of: person, type: date, not_before: birth_date, implies: {housed: false}, absence: event, closed: none, proof: P, sensitive: false, declare: true}
  degree: {label: A, label_en: A, of: person, type: code, codes: {none: A, mild: B, severe: C, extreme: D}, absence: closed, closed: none, proof: P, sensitive: true, declare: true}
  other_degree: {label: A, label_en: A, of: person, type: code, codes: {none: A, mild: B, severe: C}, implies: {pensioned: true}, absence: closed, closed: none, proof: P, sensitive: true, declare: true}
  housed: {label: A, label_en: A, of: person, type: bool, absence: open, closed: false, proof: P, sensitive: false, declare: true}
  pensioned: {label: A, label_en: A, of: person, type: bool, absence: closed, closed: false, proof: P, sensitive: false, declare: true}
  sick: {label: A, label_en: A, of: person, type: bool, implies: {degree: mild}, absence: open, closed: false, proof: P, sensitive: false, declare: true}
  pension: {label: A, label_en: A, of: person, type: int, max: 1_000_000, implies: {pensioned: true}, absence: closed, closed: 0, proof: P, sensitive: false, declare: true}
  children: {label: A, label_en: A, of: person, type: int, max: 30, absence: closed, closed: 0, proof: P, sensitive: false, declare: true}
  days: {label: A, label_en: A, of: person, type: int, max: 3650, absence: open, proof: P, sensitive: false, declare: true}
  income: {label: A, label_en: A, of: person, type: int, absence: open, proof: P, sensitive: false, declare: true}
  other_income: {label: A, label_en: A, of: person, type: int, absence: open, proof: P, sensitive: false, declare: true}
  spouse: {label: A, label_en: A, of: person, type: member, absence: closed, closed: none, proof: P, sensitive: false, declare: true}
  decision_date: {label: A, label_en: A, of: case, type: date, absence: open, proof: P, sensitive: false, declare: false}
  cost: {label: A, label_en: A, of: case, type: int, absence: open, proof: P, sensitive: false, declare: true}
  wealth: {label: A, label_en: A, of: household, type: code, codes: {poor: A, near: B, other: C}, absence: open, proof: P, sensitive: false, declare: true}
  hard_area: {label: A, label_en: A, of: household, type: bool, absence: open, closed: false, proof: P, sensitive: false, declare: true}
  houses: {label: A, label_en: A, of: household, type: int, max: 9, absence: open, proof: P, sensitive: false, declare: true}
derived:
  age: {label: A, label_en: A, of: person, type: int, years_since: birth_date}
  months: {label: A, label_en: A, of: person, type: int, months_since: birth_date}
  dying: {label: A, label_en: A, of: person, type: bool, in_month: death_date}
  papered: {label: A, label_en: A, of: person, type: bool, in_month: paper_date}
  dead: {label: A, label_en: A, of: person, type: bool, reached: death_date}
  decided: {label: A, label_en: A, of: case, type: bool, reached: decision_date}
  grown: {label: A, label_en: A, of: person, type: bool, expr: "age >= 16"}
  crowded: {label: A, label_en: A, of: household, type: bool, expr: "size(members) > 3"}
"""

TEXT = """
id: decree
short: NĐ 1
number: 1/2020
title: Nghị định
issuer: Chính phủ
in_force: {from: 2020-01-01}
confidence: primary
articles: {'1': Một.}
"""

PARAMETERS = """
sources: {d: decree}
parameters:
  b.rate:
    {label: A, label_en: A, unit: VND, values: [{from: 2020-01-01, is: 100_000, cite: [d 1]}, {from: 2026-07-01, in_law: 2026-10-05, is: 200_000, cite: [d 1]}]}
  b.line: {label: A, label_en: A, unit: VND, values: [{is: 60, cite: [d 1]}]}
  b.cap: {label: A, label_en: A, unit: VND, values: [{is: 250_000, cite: [d 1]}]}
  b.floor: {label: A, label_en: A, unit: VND, values: [{is: 90_000, cite: [d 1]}]}
  b.gone: {label: A, label_en: A, unit: VND, values: [{from: 2020-01-01, until: 2025-01-01, is: 1_000, cite: [d 1]}]}
"""

TERRITORIES = (
    "code,name,kind,from,until,successor\n01,Thủ đô,city,,,\n30,Tỉnh cũ,province,,2025-07-01,31\n"
    "31,Cảng,city,,2025-07-01,31\n31,Cảng,city,2025-07-01,,\n"
)

OVERLAY = """
id: overlay.capital
title: Thủ đô
territory: '01'
sources: {d: decree}
rates: [{id: more, parameter: b.rate, covers: [b.coefficient, b.topup], is: 130_000, from: 2024-01-01, cite: [d 1]}]
supplements: [{id: plus, programme: b.levels, plus: 50_000, from: 2024-01-01, cite: [d 1]}]
unread: [{id: capital-more, label: A, label_en: A, from: 2022-01-01, cite: [d 1]}]
examples: [{story: A, programme: b.levels, month: 2019-01, given: {}, expect: {result: not_in_force}}]
"""

OVERLAY_PORT = """
id: overlay.port
title: Cảng
territory: '31'
sources: {d: decree}
rates: [{id: more, parameter: b.rate, covers: [b.coefficient], is: 150_000, from: 2020-01-01, cite: [d 1]}]
"""

CONCURRENCE = """
sources: {d: decree}
rules:
  - {id: first, label: A, prefer: b.levels, displaces: [b.days, b.members], cite: [d 1]}
  - id: highest
    label: A
    highest: [b.coefficient, b.topup, b.members, b.table, b.levels]
    both: [{one: [b.members], with: [b.table], cite: [d 1]}]
    cite: [d 1]
  - {id: couple, label: A, one_per: spouse, programme: b.topup, cite: [d 1]}
  - {id: couple-too, label: A, one_per: spouse, programme: b.table, cite: [d 1]}
  - {id: couple-elsewhere, label: A, one_per: spouse, programme: b.local, cite: [d 1]}
  - {id: couple-of-houses, label: A, one_per: spouse, programme: b.house, cite: [d 1]}
"""


def programme(identity: str, body: str, *, subject: str = "person", kind: str = "benefit", head: str = "") -> str:
    """A programme file around `body`, in force from 2020."""
    return (
        f"id: {identity}\ntitle: T\ntitle_en: T\nmessage: M\nkind: {kind}\nsubject: {subject}\n"
        f"pays: {{to: person, every: month}}\nin_force: [{{from: 2020-01-01, cite: [d 1]}}]\nsources: {{d: decree}}\n"
        f"{head}{body}\n"
        "examples: [{story: A, month: 2019-01, given: {}, expect: {result: not_in_force}}]\n"
    )


def condition(*texts: str) -> str:
    """Conditions of a programme."""
    rows = ", ".join(
        f"{{id: c{number}, label: A, require: {text!r}, cite: [d 1]}}" for number, text in enumerate(texts)
    )
    return f"entitlement: [{rows}]\n"


PROGRAMMES: Mapping[str, str] = {
    "b.coefficient": condition("degree in ['severe', 'extreme']", "!housed || age >= 80", "!dead")
    + """
coefficient:
  - {id: plain, label: A, when: "true", is: '1.5', cite: [d 1]}
  - {id: young, label: A, when: "age < 16", is: '2.0', over: [plain], cite: [d 1]}
  - {id: baby, label: A, when: "months < 36 && months != 7", is: '2.5', over: [plain, young], cite: [d 1]}
  - {id: old, label: A, when: "age in [60, 61] || age > 61", is: '3.0', over: [plain], cite: [d 1]}
amount: {rate: b.rate, times: coefficient, per: "degree == 'extreme' ? 2 : 1"}
start: [{month_of: decision_date, until: 2024-08-01, cite: [d 1]}, {month_of: decision_date, from: 2024-08-20, after: 1, cite: [d 1]}, {month_of: paper_date, from: 2000-02-10, after: 1, cite: [d 1]}]
stop: {rule: month_after, cite: [d 1]}
""",
    "b.levels": condition("wealth == 'poor' || hard_area")
    + """
levels:
  - {id: one, label: A, when: "children == 1", is: 40_000, cite: [d 1]}
  - {id: two, label: A, when: "children in [2, 3]", is: {parameter: b.rate}, cite: [d 1]}
  - {id: rest, label: A, otherwise: true, is: 10_000, cite: [d 1]}
amount: {levels: true, at_least: b.floor}
""",
    "b.table": condition("age >= 20 && age <= 60")
    + "amount: {table: grades, column: amount, key: degree, at_most: b.cap}\n",
    "b.numbers": condition("children >= 0") + "amount: {table: numbers, column: amount, key: children}\n",
    "b.dated": condition("children >= 0")
    + "amount:\n  key: children\n  tables:\n    - {table: numbers, column: amount, until: 2024-08-01, cite: [d 1]}\n"
    + "    - {table: long, column: amount, from: 2024-08-01, cite: [d 1]}\n",
    "b.long": condition("days > 0") + "amount: {table: long, column: amount, key: days}\n",
    "b.cost": condition("decided") + "amount: {fact: cost, at_least: b.floor, at_most: b.cap}\n",
    "b.topup": condition("pensioned || income < b.line")
    + """
coefficient:
  - {id: low, label: A, when: "income < 2", is: '2.0', cite: [d 1]}
  - {id: high, label: A, when: "income >= 2", is: '1.0', cite: [d 1]}
amount: {rate: b.rate, times: coefficient, less: income, per: "children + 1", round: {to: 1000, mode: half_up, cite: [d 1]}}
stop: {rule: month_after, cite: [d 1]}
""",
    "b.rounded": condition("children >= 1")
    + "amount: {fact: days, per: children, round: {to: 7, mode: up, cite: [d 1]}}\n",
    "b.down": condition("housed || income in [3, 9, 27, 81, 100] || income + other_income * 2 < 190")
    + "amount: {fact: days, less: children, round: {to: 3, mode: down, cite: [d 1]}}\n",
    "b.share": condition("housed || children > 1")
    + """
levels:
  - {id: near, label: A, when: "wealth == 'poor'", is: {parameter: b.line}, cite: [d 1]}
  - {id: far, label: A, otherwise: true, is: 31, cite: [d 1]}
amount: {fact: days, times: '0.6', per: children, at_most: {level: '5'}, round: {to: 1, mode: half_up, cite: [d 1]}}
""",
    "b.daily": condition("housed")
    + "amount: {fact: cost, times: '0.0003', per: children, less: income, round: {to: 1, mode: half_up, cite: [d 1]}}\n",
    "b.days": condition("days >= 1 && !housed") + "amount: {money: b.rate, per: days}\n",
    "b.rice": condition("crowded") + "amount: {quantity: '15', unit: kg, per: size(members)}\n",
    "b.twice": condition("sick") + "amount: {money: b.rate, per: '2'}\n",
    "b.members": condition(
        "members.exists(m, m.age < 16 && !m.housed)",
        "members.all(m, m.degree != 'extreme')",
        "size(members.filter(m, m.grown)) >= 1",
    )
    + 'amount: {money: b.rate, per: "size(members.filter(m, m.age >= 60 || m.sick))"}\nstop: {rule: month_after, cite: [d 1]}\n',
    "b.single": condition(
        "members.exists_one(m, m.income + m.other_income > 50)", "size(members) in [1, 3] || size(members) > 4"
    )
    + "amount: {rate: b.rate, times: '3'}\n",
    "b.sums": condition(
        "income + other_income * 2 < 190 || income / 3 - other_income % 7 >= 20",
        "-income <= other_income && income != other_income",
        "(age < 16 ? children : days) in [0, 1, 2, 60] || income * other_income * income > 10",
    )
    + "amount: {rate: b.rate, times: '1'}\nstop: {rule: month_after, cite: [d 1]}\n",
    "b.truths": condition(
        "housed == (age >= 16)",
        "(sick ? hard_area : pensioned) || degree == other_degree",
        "(wealth == 'poor' ? degree : other_degree) == 'mild' || degree < other_degree || wealth in ['poor'] == sick",
        "(housed && sick) in [true] || !(children > 2)",
    )
    + "amount: {rate: b.rate, times: '1'}\nstop: {rule: month_after, cite: [d 1]}\n",
    "b.constant": condition("b.line > 50", "5 in [1, 5]", "b.gone < 5 || housed") + "amount: {money: b.rate}\n",
    "b.month": condition("dying || papered") + "amount: {money: b.rate}\nstop: {rule: month_after, cite: [d 1]}\n",
    "b.gone": condition("housed || other_income > 20 || children + houses > 7") + "amount: {money: b.gone}\n",
    "b.half": condition("b.gone + children > 3 || sick") + "amount: {money: b.rate, per: children}\n",
}
CLASS = """
classes:
  - {id: poor, label: A, when: "wealth == 'poor'", is: poor, cite: [d 1]}
  - {id: other, label: A, otherwise: true, is: other, cite: [d 1]}
"""
DURATION = """
durations:
  - {id: long, label: A, when: "age >= 40", is: 24, cite: [d 1]}
  - {id: short, label: A, when: "age < 40", is: 12, cite: [d 1]}
"""
OTHERS: Mapping[str, str] = {
    "b.class": programme("b.class", condition("houses >= 0") + CLASS, subject="household", kind="classification"),
    "b.house": programme(
        "b.house",
        condition(
            "hard_area || members.exists(m, m.sick)",
            "houses + 1 < 4 || decided || houses - size(members) >= 4",
            "(hard_area ? houses : 2) > 0 || decided",
        )
        + 'amount: {money: b.rate, per: "houses * 8", less: cost}\nstart: [{month_of: decision_date, cite: [d 1]}, {month_of: paper_date, cite: [d 1]}]\n',
        subject="household",
    ),
    "b.blind": programme(
        "b.blind",
        condition("hard_area") + "amount: {table: grades, column: amount, key: degree}\n",
        subject="household",
    ),
    "b.hidden": programme("b.hidden", condition("hard_area") + "amount: {fact: income}\n", subject="household"),
    "b.duration": programme("b.duration", condition("pensioned") + DURATION, kind="duration"),
    "b.local": programme(
        "b.local",
        condition("age >= 70 || (age < 65 ? children : houses) == 1") + "amount: {money: b.rate}\n",
        head="territory: ['01']\n",
    ),
    "b.old": programme("b.old", condition("hard_area") + "amount: {money: b.rate}\n", subject="household").replace(
        "{from: 2020-01-01, cite", "{from: 2020-01-01, until: 2024-01-01, cite"
    ),
    "b.unread": programme("b.unread", condition("sick || age >= 30") + "amount: {money: b.rate, per: days}\n").replace(
        "{from: 2020-01-01, cite", "{from: 2020-01-01, unread: true, cite"
    ),
}

BOOK: Mapping[str, str] = {
    "facts.yaml": FACTS,
    "texts/decree/instrument.yaml": TEXT,
    "parameters/b.yaml": PARAMETERS,
    "territories.csv": TERRITORIES,
    "overlays/capital.yaml": OVERLAY,
    "overlays/port.yaml": OVERLAY_PORT,
    "concurrence.yaml": CONCURRENCE,
    "tables/grades.csv": "degree,amount\nmild,100_000\nsevere,300_000\nextreme,300_000\n",
    "tables/long.csv": "days,amount\n" + "".join(f"{day},{day * 10}\n" for day in range(1, 300)),
    "tables/numbers.csv": "children,amount\n1,100\n2,200\n03,5\n7,100\n",
    **{f"programmes/b/{name[2:]}.yaml": programme(name, body) for name, body in PROGRAMMES.items()},
    **{f"programmes/b/{name[2:]}.yaml": text for name, text in OTHERS.items()},
}


def write(folder: Path, changed: Mapping[str, str] | None = None) -> Edition:
    """Write the book into `folder` with some files replaced or added, and load it."""
    for name, text in {**BOOK, **(changed or {})}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return load_folder(folder)


def only(folder: Path, body: str, *, on: str = "2024-08-31", **more: str) -> Plan:
    """A plan of one programme, `b.only`, with this body."""
    edition = write(folder, {"programmes/b/only.yaml": programme("b.only", body, **more)})
    day = date.fromisoformat(on)
    return make_plan(edition, Question(day, day, True, programmes=frozenset({"b.only"})))
