"""A process that is killed: prepares a database, writes and applies a list, or merges pairs; says what came of it.

    python -m tests.kill.child prepare|import|merge|half

The database is named by ANSINH_DATABASE_URL and ANSINH_DATA. It says BEGIN when the work begins, and at the end one
line of JSON: everything the registers hold, without the codes and keys that chance gives. `half` merges half the pairs.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import date
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
django.setup()

from decimal import Decimal  # noqa: E402 - after Django

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from ansinh.kernel.accounts.models import User  # noqa: E402
from ansinh.kernel.audit.models import AuditEntry  # noqa: E402
from ansinh.kernel.audit.verification import verify  # noqa: E402
from ansinh.registry.changes.guards import MERGING  # noqa: E402
from ansinh.registry.changes.services import apply_change  # noqa: E402
from ansinh.registry.imports import work  # noqa: E402
from ansinh.registry.imports.models import ImportBatch, ImportRow  # noqa: E402
from ansinh.registry.imports.services import decide_row, open_batch, start_write  # noqa: E402
from ansinh.registry.ledger.models import Change, State  # noqa: E402
from ansinh.registry.ledger.rows import ledger_models  # noqa: E402
from ansinh.registry.merging.models import Pair, PairState  # noqa: E402
from ansinh.registry.merging.services import propose_merge  # noqa: E402
from ansinh.registry.people.models import Household, Person  # noqa: E402
from ansinh.registry.statuses.models import Disability  # noqa: E402
from tests.cast import cast, person, status, viewer  # noqa: E402
from tests.kernel.books import workbook  # noqa: E402

ROWS = 2600
PAIRS = 12


class Now:
    """The job's handle, without a worker."""

    def __init__(self, subject: str, user: int) -> None:
        self.subject, self.user = subject, user

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody watches."""


def prepare() -> None:
    call_command("migrate", verbosity=0)
    everyone = cast()
    rows: list[list[object]] = [
        ["STT", "Mã hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Điện thoại"]
    ]
    for number in range(1, ROWS + 1):
        year, sex = 1950 + number % 50, number % 2
        name = f"{('Lê Thị', 'Đỗ Văn')[sex]} {_word(number)}"
        citizen = f"038{1 - sex}{year % 100:02}{number:06}"
        rows.append(
            [
                number,
                number // 3,
                name,
                f"{number % 28 + 1}/{number % 12 + 1}/{year}",
                ("Nữ", "Nam")[sex],
                citizen,
                "Thôn 7",
                f"09{number:08}",
            ]
        )
    rows.append([ROWS + 1, None, "Trần Văn Sáu", "2/3/1968", "Nam", "038068000026", "Thôn 1", "0911222333"])
    batch = open_batch(
        viewer=viewer(everyone.hoa), upload=SimpleUploadedFile("nhieu.xlsx", workbook(rows)), place=everyone.an_binh,
        holds_from=date(2026, 11, 1),
    )  # fmt: skip
    work.check(Now(batch.code, everyone.hoa.pk))
    batch.refresh_from_db()
    first = batch.rows.get(full_name=f"Lê Thị {_word(2)}")
    decide_row(viewer=viewer(everyone.hoa), batch=batch, number=first.number, turn=0, decision="wait")
    for number in range(PAIRS):
        one = person(f"Ngô Văn {_word(number)}", "1960-05-06", "male", everyone.an_hoa, f"0380600{number:05}")
        other = person(f"Ngo Van {_word(number)}", "1960", "male", everyone.an_hoa)
        status(Disability, person=other, degree="severe")
        Pair.objects.create(
            code=f"CT-{number}", one=one, other=other, probability=Decimal("0.9"), band="ask", found_at=timezone.now()
        )


def _word(number: int) -> str:
    letters = ""
    for _ in range(3):
        number, rest = divmod(number, 23)
        letters += "aăbcdđeghiklmnopqrstuvx"[rest]
    return letters.capitalize()


def begin_import() -> None:
    batch = ImportBatch.objects.get()
    if batch.change is None:
        start_write(viewer=viewer(User.objects.get(username="hoa")), batch=batch, version=batch.version)
    work.write(Now(batch.code, User.objects.get(username="hoa").pk))
    # People who are new to the registers: another person approves.
    work.apply(Now(batch.code, User.objects.get(username="giamdoc").pk))


def begin_merge(most: int = PAIRS) -> None:
    by = viewer(User.objects.get(username="van"))
    other = viewer(User.objects.get(username="giamdoc"))
    for waiting in Change.objects.filter(kind=MERGING, state=State.PROPOSED):
        apply_change(viewer=other, code=waiting.code)
    for pair in Pair.objects.filter(state=PairState.OPEN).order_by("pk")[:most]:
        made = propose_merge(viewer=by, pair=pair, survivor=pair.one)
        apply_change(viewer=other, code=made.code)


def told() -> dict[str, Any]:
    """Everything, in words that are the same however often it was begun."""
    chance = {"id", "change_id", "closed_by_id", "replaces_id", "known_from", "known_to", "person_id", "household_id"}
    rows: Counter[str] = Counter()
    for model in ledger_models():
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in chance]
        whose = [
            f"{name}__{what}"
            for name, what in (("person", "full_name"), ("household", "village"))
            if hasattr(model, name)
        ]
        for values in model.objects.known().values_list(*columns, *whose):
            rows[f"{model.__name__} {values}"] += 1
    people = Person.objects.values_list(
        "full_name", "citizen_id", "birth_date", "village", "household__head__full_name"
    )
    log = verify(AuditEntry.objects.order_by("number").iterator())
    return {
        "rows": rows,
        "people": sorted(map(str, people)),
        "merged": sorted(Person.every.filter(merged_into__isnull=False).values_list("full_name", flat=True)),
        "homes": Household.objects.count(),
        "list": sorted(map(str, ImportRow.objects.values_list("number", "verdict", "written"))),
        "applied": AuditEntry.objects.filter(action="import-applied").count(),
        "pairs": Change.objects.filter(kind=MERGING, state=State.APPLIED).count(),
        "audit": log.fault,
    }


def say(line: str) -> None:
    """At once, for whoever waits for it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    what = sys.argv[1]
    if what == "prepare":
        prepare()
    else:
        say("BEGIN")
        {"import": begin_import, "merge": begin_merge, "half": lambda: begin_merge(PAIRS // 2)}[what]()
        say("END")
    say(json.dumps(told(), ensure_ascii=False, sort_keys=True))
