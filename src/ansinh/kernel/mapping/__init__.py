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
from ansinh.kernel.mapping.register import Doubt, RegisterColumn, RegisterMapping, code_of, propose_register
from ansinh.kernel.mapping.register_words import REGISTER, Target
from ansinh.kernel.mapping.signature import adapt_mapping, adapt_register, likeness, signature

__all__ = [
    "REGISTER",
    "Commune",
    "Doubt",
    "FactLike",
    "Facts",
    "ListMapping",
    "MappedColumn",
    "MappingError",
    "Person",
    "RegisterColumn",
    "RegisterMapping",
    "RowProblem",
    "Target",
    "Value",
    "adapt_mapping",
    "adapt_register",
    "code_of",
    "dump_mapping",
    "likeness",
    "load_mapping",
    "mapping_path",
    "parse_mapping",
    "propose",
    "propose_register",
    "rows_to_facts",
    "signature",
]
