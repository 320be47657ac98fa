"""The floor: reading the needed columns and writing the same result, and nothing else.

`python -m bench.own.floor RESULT FOLDER COLUMN…`. Reading the result that is to be written again is not counted.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 1 << 17
PRODUCTS = ("results.parquet", "people.parquet")


def main(result: str, folder: str, *columns: str) -> None:
    """Print the CPU seconds of each part as JSON."""
    start = _cpu()
    for path in sorted(Path(folder).glob("*.parquet")):
        _read(path, list(columns))
    scan = _cpu() - start
    write = sum(
        _rewritten(path) for product in PRODUCTS for path in sorted((Path(result) / product).rglob("*.parquet"))
    )
    print(json.dumps({"start": start, "scan": scan, "write": write, "cpu": start + scan + write}))


def _read(path: Path, columns: list[str]) -> None:
    words = [field.name for field in pq.read_schema(path) if isinstance(field.type, pa.DictionaryType)]
    with pq.ParquetFile(path, read_dictionary=words, memory_map=True) as file:
        for _ in file.iter_batches(ROWS, columns=columns, use_threads=False):
            pass


def _rewritten(path: Path) -> float:
    """CPU seconds to write a file of the result once more, as it is written."""
    with pq.ParquetFile(path) as file:
        batches = list(file.iter_batches(ROWS))
        groups = [file.metadata.row_group(0).column(place) for place in range(file.metadata.num_columns)]
        delta = [group.path_in_schema for group in groups if "DELTA_BINARY_PACKED" in group.encodings]
        schema = file.schema_arrow
    begin = _cpu()
    with (
        TemporaryDirectory(dir=path.parent) as folder,
        pq.ParquetWriter(
            Path(folder) / "again",
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[name for name in schema.names if name not in delta],
            column_encoding=dict.fromkeys(delta, "DELTA_BINARY_PACKED"),
        ) as writer,
    ):
        for batch in batches:
            writer.write_batch(batch)
    return _cpu() - begin


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
