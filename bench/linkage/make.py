"""Make a labelled register: `python -m bench.linkage.make SEED RECORDS FOLDER`; the truth lies in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq

from synth.duplicates import labelled_register


def main(seed: str, records: str, folder: str) -> None:
    made = labelled_register(int(seed), int(records))
    Path(folder).mkdir(parents=True, exist_ok=True)
    pq.write_table(made.persons, Path(folder) / "persons.parquet")
    pq.write_table(made.truth, Path(folder) / "truth.parquet")


if __name__ == "__main__":
    main(*sys.argv[1:])
