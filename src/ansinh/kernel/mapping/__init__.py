"""Which column of a list is which fact: proposed, kept beside the list as an editable file, applied row by row."""

from ansinh.kernel.mapping.apply import rows_to_facts
from ansinh.kernel.mapping.dump import dump_mapping
from ansinh.kernel.mapping.file import load_mapping, mapping_path, parse_mapping
from ansinh.kernel.mapping.model import (
    Commune,
    FactLike,
    Facts,
    ListMapping,
    MappedColumn,
    MappingError,
    Value,
)
from ansinh.kernel.mapping.people import Person, RowProblem
from ansinh.kernel.mapping.propose import propose

__all__ = [
    "Commune",
    "FactLike",
    "Facts",
    "ListMapping",
    "MappedColumn",
    "MappingError",
    "Person",
    "RowProblem",
    "Value",
    "dump_mapping",
    "load_mapping",
    "mapping_path",
    "parse_mapping",
    "propose",
    "rows_to_facts",
]
