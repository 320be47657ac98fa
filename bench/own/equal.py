"""Do both sides say the same? `python -m bench.own.equal OUR_RESULTS THEIR_ROWS`.

Compares every right row for row – person, programme, amount, whether it is paid – and adds up each programme.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

ORDER = [("person_id", "ascending"), ("programme", "ascending")]
SHOWN = 5


def main(results: str, rows: str) -> None:
    """Print what was found as JSON."""
    mine, open_rights = _ours(Path(results))
    other = pq.read_table(rows).sort_by(ORDER)
    programmes = sorted(set(pc.unique(mine["programme"]).to_pylist()) | set(pc.unique(other["programme"]).to_pylist()))
    totals = {name: [_total(mine, name), _total(other, name)] for name in programmes}
    found = {
        "equal": mine.equals(other) and mine.num_rows > 0,
        "rows": mine.num_rows,
        "programmes": totals,
        "undetermined": open_rights.num_rows,
        "yes_where_open": _in_both(open_rights, other),
        "differences": [] if mine.equals(other) else _differences(mine, other),
    }
    print(json.dumps(found, default=str))


def _ours(results: Path) -> tuple[pa.Table, pa.Table]:
    """Our rights in the order of theirs; and those that cannot be decided."""
    table = ds.dataset(results / "results.parquet", partitioning="hive").to_table(
        columns=["person_id", "programme", "status", "amount"]
    )
    status = table["status"].cast(pa.string())
    table = pa.table(
        {
            "person_id": table["person_id"],
            "programme": table["programme"].cast(pa.string()),
            "amount": table["amount"].cast(pa.int64()),
            "paid": pc.equal(status, "paid"),
        }
    )
    open_right = pc.equal(status, "undetermined")
    return table.filter(pc.invert(open_right)).sort_by(ORDER), table.filter(open_right).sort_by(ORDER)


def _total(table: pa.Table, programme: str) -> dict[str, int]:
    own = table.filter(pc.equal(table["programme"], programme))
    paid = own.filter(own["paid"])
    return {
        "entitled": own.num_rows,
        "amount": pc.sum(own["amount"]).as_py() or 0,
        "paid": paid.num_rows,
        "paid_amount": pc.sum(paid["amount"]).as_py() or 0,
    }


def _keys(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].to_pylist() for name in ("person_id", "programme")), strict=True))


def _in_both(one: pa.Table, other: pa.Table) -> int:
    return len(set(_keys(one)) & set(_keys(other)))


def _differences(mine: pa.Table, other: pa.Table) -> list[dict[str, Any]]:
    """The first rows that only one side has."""
    rows = [set(zip(*(table[name].to_pylist() for name in mine.column_names), strict=True)) for table in (mine, other)]
    only = {"ours": sorted(rows[0] - rows[1]), "theirs": sorted(rows[1] - rows[0])}
    return [{"side": side, "row": list(row)} for side, found in only.items() for row in found[:SHOWN]]


if __name__ == "__main__":
    main(*sys.argv[1:])
