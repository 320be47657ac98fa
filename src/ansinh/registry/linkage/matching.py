"""Finding the records that are the same person: learn from the list itself, score the pairs, put each in its band.

Nothing is told to the model but the list. How records of one person differ is learned from pairs that share an identity
number; how records of strangers agree, from pairs drawn at random; how common a name is, from the list's own count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pyarrow as pa
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

from ansinh.registry.linkage.bands import ASK, BAND_SQL, SAME, TORN_SQL
from ansinh.registry.linkage.blocking import blocking_rules
from ansinh.registry.linkage.comparisons import FIELDS, FIXED, Weights, codes_of, comparisons
from ansinh.registry.linkage.learned import LEARNED
from ansinh.registry.linkage.records import CODE, prepared

STRANGERS: Final = 2_000_000  # pairs drawn at random to learn from
NUMBERED_NEEDED: Final = 300  # pairs with one number; a list with fewer is too small to learn from
_LEAST_TWICE: Final = 0.005
_KEPT_FROM: Final = -12.0  # bits: 1 to 4096 against. What lies below is not kept at all
_SEED: Final = 1
_RAREST: Final = 1e-6

_TEXT: Final = ("code_l", "code_r", "band", *(field.name for field in FIELDS), "birth_l", "birth_r")
_COLUMNS: Final[dict[str, pa.DataType]] = {name: pa.string() for name in _TEXT} | {
    "probability": pa.float64(),
    "name_people": pa.int64(),
}
PAIRS: Final = pa.schema(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned.

    Attributes:
        weights: of the levels of each field. twice: pairs of one person per record, as far as can be told.
    """

    weights: Weights
    twice: float


def learn(persons: pa.Table, *, strangers: int = STRANGERS) -> Model:
    """Learn from a list; a list that is too small to teach anything gives the weights that came with the house.

    Args:
        persons: as for `records.prepared`. strangers: pairs drawn at random.

    Raises:
        RecordsError: the table cannot be linked.
    """
    with _loaded(persons) as con:
        return _learn(con, strangers)


def link(persons: pa.Table, model: Model | None = None) -> pa.Table:
    """The pairs that are the same person or may be, likeliest first.

    Args:
        persons: as for `records.prepared`. model: what was learned elsewhere; without it the list teaches itself.

    Returns:
        A table of the schema `PAIRS`: both codes (the lower one left), probability (0 to 1), band ('same' or 'ask'; a
        pair that is not there is 'different'), the level of each field, both birth dates, and how many people of the
        list bear the name (the commoner of the two).

    Raises:
        RecordsError: the table cannot be linked.
    """
    with _loaded(persons) as con:
        _score(con, model or _learn(con, STRANGERS))
        con.execute(f"create table torn as {TORN_SQL}")
        con.execute(
            f"""update pairs set band = '{ASK}' from torn
            where band = '{SAME}' and (code_l, code_r) in ((torn.one, torn.other), (torn.other, torn.one))"""  # noqa: S608
        )
        found = con.sql(
            f"""select {", ".join(PAIRS.names)} from pairs where band in ('{SAME}', '{ASK}')
            order by probability desc, code_l, code_r"""  # noqa: S608 - words of ours, here and below
        )
        pairs: pa.Table = found.to_arrow_table()
        return pairs.cast(PAIRS)


@contextmanager
def _loaded(persons: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the prepared list as the table `persons`."""
    with duckdb.connect() as con:
        con.register("arrived", prepared(persons))
        con.execute("create table persons as select * from arrived")
        con.unregister("arrived")
        yield con


def _linker(con: duckdb.DuckDBPyConnection, weights: Weights, chance: float = 1e-6) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=CODE,
        comparisons=list(comparisons(weights)),
        blocking_rules_to_generate_predictions=blocking_rules(),
        probability_two_random_records_match=chance,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )
    return Linker(DuckDBAPI(con).register(con.table("persons")), settings, log_level=None)


def _learn(con: duckdb.DuckDBPyConnection, strangers: int) -> Model:
    """Learn from the loaded list, as far as it can teach."""
    records, numbered = _row(con, "select count(*), count(citizen_id) from persons")
    (pairs,) = _row(
        con,
        """select coalesce(sum(people * (people - 1) // 2), 0)
        from (select count(*) as people from persons where citizen_id is not null group by citizen_id)""",
    )
    if pairs < NUMBERED_NEEDED:
        return Model({**LEARNED, "place": _place(con)}, _LEAST_TWICE)
    linker = _linker(con, FIXED)
    linker.training.estimate_u_using_random_sampling(max_pairs=strangers, seed=_SEED)
    linker.training.estimate_m_from_label_column("citizen_id")
    share = numbered / records
    return Model(_weights_of(linker), max(pairs / share**2 / records, _LEAST_TWICE))


def _place(con: duckdb.DuckDBPyConnection) -> Mapping[str, tuple[float, float]]:
    """How often strangers of this very list share village or commune: no other list can tell."""
    every, communes, said, villages = _row(
        con,
        """with known as (select commune, village_key from persons where commune is not null)
        select (select count(*) * (count(*) - 1) // 2 from known),
            (select coalesce(sum(n * (n - 1) // 2), 0) from (select count(*) as n from known group by commune)),
            (select coalesce(sum(n * (n - 1) // 2), 0)
                from (select count(village_key) as n from known group by commune)),
            (select coalesce(sum(n * (n - 1) // 2), 0)
                from (select count(village_key) as n from known group by commune, village_key))""",
    )
    counts = {
        "same_village": villages,
        "same_commune": communes - said,
        "other_village": said - villages,
        "other": every - communes,
    }
    learned = LEARNED["place"]
    return {code: (learned[code][0], max(count / max(every, 1), _RAREST)) for code, count in counts.items()}


def _weights_of(linker: Linker) -> Weights:
    """The learned weights; where a level was never met, those that came with the house."""
    said = {each["output_column_name"]: each["comparison_levels"] for each in _settings_of(linker)["comparisons"]}
    return {
        field.name: {
            level["label_for_charts"]: (
                level.get("m_probability") or LEARNED[field.name][level["label_for_charts"]][0],
                level.get("u_probability") or LEARNED[field.name][level["label_for_charts"]][1],
            )
            for level in said[field.name]
            if not level.get("is_null_level")
        }
        for field in FIELDS
    }


def _settings_of(linker: Linker) -> dict[str, Any]:
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    return settings


def _score(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `pairs` of everything that is not far out, with its band."""
    (records,) = _row(con, "select count(*) from persons")
    linker = _linker(con, model.weights, min(2 * model.twice / max(records - 1, 1), 0.5))
    scored = linker.inference.predict(threshold_match_weight=_KEPT_FROM)
    codes = ", ".join(f"{_words(field.name, codes_of(field))} as {field.name}" for field in FIELDS)
    con.execute(
        f"""create table pairs as
        with told as (
            select {CODE}_l as code_l, {CODE}_r as code_r, match_probability as probability, birth_l, birth_r,
                citizen_id_l, citizen_id_r, {codes},
                cast(round(greatest(tf_name_key_l, tf_name_key_r) * {records}) as bigint) as name_people
            from {scored.physical_name}
        )
        select *, {BAND_SQL} as band from told"""  # noqa: S608
    )


def _words(name: str, codes: dict[int, str]) -> str:
    cases = " ".join(f"when {number} then '{code}'" for number, code in codes.items())
    return f"case gamma_{name} {cases} end"


def _row(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    (row,) = con.execute(sql).fetchall()
    return tuple(int(value) for value in row)
