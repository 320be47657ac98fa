"""From the shared Parquet file to a simulation, column by column, so that no column is held twice."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, Period, period
from openfisca_core.simulations import SimulationBuilder
from pyarrow import compute, parquet

from bench.peer.facts import DEFAULTS, NEVER_CHANGE, OF_HOUSEHOLDS

MONTH = period("2026-11")


def files_in(folder):
    """The files of a population, in order."""
    return sorted(Path(folder).glob("*.parquet"))


def load(system, folder):
    """A simulation of everybody in the folder's files; facts without a column keep their default."""
    files = files_in(folder)
    names = parquet.read_schema(files[0]).names
    changes = _changes(_column(files, "household_id"))
    link = _linked if system.reasons else _linked_by_hand
    simulation = link(system, np.cumsum(changes, dtype=np.int32))
    changes[:1] = True
    firsts = np.flatnonzero(changes)
    for name, default in DEFAULTS.items():
        if name in names:
            values = _values(_column(files, name, coded=isinstance(default, Enum)), default)
            population = simulation.household if name in OF_HOUSEHOLDS else simulation.person
            values = values[firsts] if name in OF_HOUSEHOLDS else values
            for time in _periods(system, name):
                population.get_holder(name).set_input(time, values)
    return simulation


def _periods(system, name):
    """A list says what is true now; where facts have months it stands for this month and the one before."""
    if name in NEVER_CHANGE or system.of_facts == DateUnit.ETERNITY:
        return [Period.eternity()]
    return [MONTH, MONTH.last_month]


def _linked(system, household_of):
    """A simulation with its people, made as OpenFisca's documentation says."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(household_of)))
    households = builder.declare_entity("household", np.arange(household_of[-1] + 1))
    builder.join_with_persons(households, household_of, roles=np.zeros(len(household_of), np.int8))
    return builder.build(system)


def _linked_by_hand(system, household_of):
    """As `_linked`, but written into the populations, which is faster than the builder."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    persons, households = builder.populations["person"], builder.populations["household"]
    persons.count, persons.ids = len(household_of), range(len(household_of))
    households.count = int(household_of[-1]) + 1
    households.ids, households.members_entity_id = range(households.count), household_of
    return builder.build(system)


def _changes(column):
    """Whether each row is of another household than the row before; the first row counts as no change."""
    if pa.types.is_integer(column.type):
        values = column.to_numpy()
    else:
        values = compute.dictionary_encode(column).combine_chunks().indices.to_numpy()
    changes = np.zeros(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def _column(files, name, *, coded=False):
    tables = [parquet.read_table(file, columns=[name], read_dictionary=[name] if coded else None) for file in files]
    return pa.concat_tables(tables).column(0)


def _values(column, default):
    """The column as OpenFisca keeps it, blanks as the default."""
    if isinstance(default, Enum):
        return EnumArray(_codes(column, default), type(default))
    if isinstance(default, dt.date):
        return column.fill_null(default).to_numpy().astype("datetime64[D]", copy=False)
    kind = np.bool_ if isinstance(default, bool) else np.int32
    return column.fill_null(default).to_numpy().astype(kind, copy=False)


def _codes(column, default):
    """Places in the enum, one byte each."""
    places = {member.value: member.index for member in type(default)}
    parts = []
    for chunk in column.chunks:
        table = np.array([places[code] for code in chunk.dictionary.to_pylist()] or [0], np.uint8)
        blanks = chunk.indices.is_null().to_numpy(zero_copy_only=False) if chunk.null_count else None
        part = table[chunk.indices.fill_null(0).to_numpy()]
        if blanks is not None:
            part[blanks] = default.index
        parts.append(part)
    return np.concatenate(parts)
