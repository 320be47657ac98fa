"""What the measurement asks of the registers themselves: `sample N` people, `touch SHARE` of the households."""

from __future__ import annotations

import json
import os
import random
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from ansinh.registry.ledger.clock import tick  # noqa: E402
from ansinh.registry.ledger.models import Change  # noqa: E402
from ansinh.registry.people.models import Household, Person, Residence  # noqa: E402


def sample(count: int) -> list[dict[str, str]]:
    """Living people at random places of the table, always the same."""
    top = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = random.Random(11).sample(range(1, top + 1), count)
    found = Person.objects.filter(pk__in=keys, death_date="").select_related("commune", "household")
    return [
        {
            "code": person.code,
            "name": person.search_key,
            "number": person.citizen_id,
            "commune": person.commune.search_key,
            "household": person.household.code if person.household else "",
        }
        for person in found
    ]


@transaction.atomic
def touch(share: float) -> int:
    """Correct the address of this share of the households, all at one moment, as a large import would."""
    wanted = max(1, round(Household.objects.count() * share))
    change = Change.objects.create(
        code=f"TD-BENCH-{timezone.now():%H%M%S}",
        kind="bench",
        title="bench",
        state="applied",
        two_people=False,
        proposed_at=timezone.now(),
        seen_at=timezone.now(),
    )
    top = Household.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = random.Random(13).sample(range(1, top + 1), wanted)
    rows = list(Residence.objects.known().filter(household__in=keys))
    at = tick()
    Residence.objects.filter(pk__in=[row.pk for row in rows]).update(known_to=at, closed_by=change)
    for row in rows:
        row.pk, row.known_from, row.known_to, row.change, row.address = None, at, None, change, "Số 1"
    Residence.objects.bulk_create(rows, batch_size=2000)
    Change.objects.filter(pk=change.pk).update(known_at=at)
    return len(rows)


def main(words: list[str]) -> None:
    """Print the answer as JSON."""
    act, value = words
    answer = sample(int(value)) if act == "sample" else touch(float(value))
    connection.close()
    print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
