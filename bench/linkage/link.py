"""What is timed: `python -m bench.linkage.link PERSONS PAIRS` reads a list, learns, links, and writes the pairs."""

from __future__ import annotations

import sys

import pyarrow.parquet as pq

from ansinh.registry.linkage.matching import link


def main(persons: str, pairs: str) -> None:
    pq.write_table(link(pq.read_table(persons)), pairs)


if __name__ == "__main__":
    main(*sys.argv[1:])
