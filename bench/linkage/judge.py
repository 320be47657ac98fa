"""How right the pairs are, against the truth: `python -m bench.linkage.judge FOLDER` prints it as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

# Every two records of one person, and what was said of them.
_TOLD = """create table told as
    with twice as (
        select a.person_code as code_l, b.person_code as code_r, list_distinct(list_concat(a.ways, b.ways)) as ways
        from truth as a join truth as b on a.human = b.human and a.person_code < b.person_code
    )
    select coalesce(p.code_l, t.code_l) as code_l, coalesce(p.code_r, t.code_r) as code_r, t.ways,
        coalesce(p.band, 'different') as band, t.code_l is not null as one_person
    from twice as t full join pairs as p on t.code_l = p.code_l and t.code_r = p.code_r"""
_COUNTS = """select count(*) filter (where one_person) as pairs,
    count(*) filter (where band = 'same') as same, count(*) filter (where band = 'same' and one_person) as same_right,
    count(*) filter (where band = 'ask') as ask, count(*) filter (where band = 'ask' and one_person) as ask_right
    from told"""
_ASKED = """select count(distinct code)
    from (select unnest([code_l, code_r]) as code from told where band = 'ask')"""
_BY_WAY = """select way, count(*), count(*) filter (where band = 'same'), count(*) filter (where band = 'ask')
    from (select unnest(ways) as way, band from told where one_person) group by way order by count(*) desc, way"""
_LIST = """select count(*), count(*) filter (where len(ways) > 0),
    count(*) filter (where len(ways) > 0 and length(citizen_id) <> 12), count(distinct commune),
    count(*) filter (where full_name like 'Nguyễn %')
    from persons join truth using (person_code)"""
_NAMES = "select full_name, count(*) from persons group by all order by count(*) desc, full_name limit 1"


def judged(persons: pa.Table, truth: pa.Table, pairs: pa.Table) -> dict[str, Any]:
    """Precision of `same`, recall of `same` and `ask`, the share of records that are asked about; recall by way."""
    with duckdb.connect() as con:
        for name, table in (("persons", persons), ("truth", truth), ("pairs", pairs)):
            con.register(name, table)
        con.execute(_TOLD)
        (all_pairs, all_same, same_right, all_ask, ask_right) = con.sql(_COUNTS).fetchall()[0]
        records, seconds, without, communes, nguyen = con.sql(_LIST).fetchall()[0]
        ((asked,),) = con.sql(_ASKED).fetchall()
        ((name, bearers),) = con.sql(_NAMES).fetchall()
        ways = {
            way: {"pairs": count, "same": same, "ask": ask, "missed": count - same - ask}
            for way, count, same, ask in con.sql(_BY_WAY).fetchall()
        }
    return {
        "list": {
            "records": records,
            "second entries": seconds,
            "second entries without CCCD": without,
            "communes": communes,
            "share of Nguyễn": round(nguyen / records, 3),
            "commonest name": f"{name} × {bearers}",
        },
        "pairs of one person": all_pairs,
        "same": {"pairs": all_same, "right": same_right},
        "ask": {"pairs": all_ask, "right": ask_right, "records": asked},
        "precision of same": same_right / all_same,
        "recall of same": same_right / all_pairs,
        "recall of same and ask": (same_right + ask_right) / all_pairs,
        "records asked about": asked / records,
        "by way": ways,
    }


def main(folder: str) -> None:
    tables = [pq.read_table(Path(folder) / f"{name}.parquet") for name in ("persons", "truth", "pairs")]
    print(json.dumps(judged(*tables), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
