"""What is compared between two records and how close it can come: the levels of the model, the most telling first.

Each level has a code that `explain` puts into words and `bands` decides by. Its weights (`m`: how often among records
of one person, `u`: among records of two) are learned from the list itself, except those of the identity numbers: they
are what the others are learned by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import splink.comparison_level_library as cll
import splink.comparison_library as cl

# Field → level code → (m, u).
Weights = Mapping[str, Mapping[str, tuple[float, float]]]
UNKNOWN: Final = "unknown"

_WHOLE_L, _WHOLE_R = (f"(length(birth_{s}) = 10 and birth_{s} not like '%-01-01')" for s in "lr")
_SAME_KEY = "name_key_l = name_key_r"
_BARE = "(name_written_l = name_key_l or name_written_r = name_key_r)"
_SAME_ENDS = "(family_key_l = family_key_r and given_key_l = given_key_r)"
# A slip touches one part: distances are dear, and asked only where the rest agrees.
_SAME_END = "(family_key_l = family_key_r or given_key_l = given_key_r)"
_NEAR_NAME = "damerau_levenshtein(name_key_l, name_key_r) <= 1"
_SAME_YEAR_OR_DAY = "(birth_year_l = birth_year_r or substr(birth_l, 6) = substr(birth_r, 6))"
_NEITHER_IN_MONTH = "(length(birth_l) = 4 or length(birth_r) = 4 or birth_l like '%-01-01' or birth_r like '%-01-01')"
_SAME_MONTH = "((length(birth_l) = 7 or length(birth_r) = 7) and substr(birth_l, 1, 7) = substr(birth_r, 1, 7))"


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of likeness: a condition in DuckDB's SQL, or how many names two lists must share; else anything else.

    `count` is the column whose commonness weighs.
    """

    code: str
    sql: str = ""
    count: str = ""
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison. `fixed`: its weights are set here, not learned."""

    name: str
    unknown: str
    levels: tuple[Level, ...]
    fixed: bool = False


def _missing(*columns: str) -> str:
    return " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")


def _number(name: str) -> Field:
    half = f"(left({name}_l, 5) = left({name}_r, 5) or substr({name}_l, 6) = substr({name}_r, 6))"
    near = f"{half} and damerau_levenshtein({name}_l, {name}_r) <= 1"
    levels = (Level("same", f"{name}_l = {name}_r"), Level("near", near), Level("other"))
    return Field(name, _missing(name), levels, fixed=True)


FIELDS: Final = (
    Field(
        "name",
        _missing("name_key"),
        (
            Level("same", "name_written_l = name_written_r", "name_key"),
            Level("same_without_accents", f"{_SAME_KEY} and {_BARE}", "name_key"),
            Level("other_accents", _SAME_KEY, "name_key"),
            Level("no_middle_name", f"{_SAME_ENDS} and (name_words_l = '2' or name_words_r = '2')"),
            # Brothers and sisters, and twins, differ in the given name: a slip elsewhere is another matter.
            Level("near_same_given", f"given_key_l = given_key_r and {_NEAR_NAME}"),
            Level("near", f"{_SAME_END} and {_NEAR_NAME}"),
            Level("other_middle_name", _SAME_ENDS),
            Level("similar", f"{_SAME_END} and damerau_levenshtein(name_key_l, name_key_r) <= 2"),
            Level("other"),
        ),
    ),
    Field(
        "birth",
        _missing("birth"),
        (
            Level("same", f"birth_l = birth_r and {_WHOLE_L}"),
            Level("swapped", "birth_parts_l = birth_parts_r"),
            Level("same_year_rough", f"birth_year_l = birth_year_r and ({_NEITHER_IN_MONTH} or {_SAME_MONTH})"),
            Level(
                "near",
                f"{_WHOLE_L} and {_WHOLE_R} and {_SAME_YEAR_OR_DAY} and damerau_levenshtein(birth_l, birth_r) <= 1",
            ),
            Level("same_year", "birth_year_l = birth_year_r"),
            Level("other"),
        ),
    ),
    _number("citizen_id"),
    _number("old_id"),
    Field(
        "place",
        _missing("commune"),
        (
            Level("same_village", "commune_l = commune_r and village_key_l = village_key_r"),
            Level("same_commune", f"commune_l = commune_r and ({_missing('village_key')})"),
            Level("other_village", "commune_l = commune_r"),
            Level("other"),
        ),
    ),
    Field(
        "kin",
        _missing("kin"),
        (
            Level("two_same", shared=2),
            Level("one_same", shared=1),
            Level("other"),
        ),
    ),
    Field("sex", _missing("sex"), (Level("same", "sex_l = sex_r"), Level("other")), fixed=True),
)

# Nobody can learn these from a list: numbers are what the list is learned by, and a name says the sex already.
FIXED: Final[Weights] = {
    "citizen_id": {"same": (0.94, 1e-7), "near": (0.05, 1e-6), "other": (0.01, 1.0)},
    "old_id": {"same": (0.94, 1e-6), "near": (0.03, 1e-5), "other": (0.03, 1.0)},
    "sex": {"same": (0.98, 0.9), "other": (0.02, 0.1)},
}


def comparisons(weights: Weights) -> list[cl.CustomComparison]:
    """The comparisons for Splink; those without weights are yet to be learned."""
    return [_comparison(field, weights.get(field.name, {})) for field in FIELDS]


def _comparison(field: Field, weights: Mapping[str, tuple[float, float]]) -> cl.CustomComparison:
    levels: list[Any] = [cll.CustomLevel(field.unknown, UNKNOWN).configure(is_null_level=True)]
    for level in field.levels:
        made = _made(field, level)
        options: dict[str, Any] = {"label_for_charts": level.code}
        if level.count:
            options |= {"tf_adjustment_column": level.count, "disable_tf_exact_match_detection": True}
        if level.code in weights:
            m, u = weights[level.code]
            options |= {"m_probability": m, "u_probability": u}
        if field.fixed:
            options |= {"fix_m_probability": True, "fix_u_probability": True}
        levels.append(made.configure(**options))
    return cl.CustomComparison(levels, output_column_name=field.name)


def _made(field: Field, level: Level) -> Any:
    """The level for Splink, which says it in the words of the database at hand."""
    if level.shared:
        return cll.ArrayIntersectLevel(field.name, min_intersection=level.shared)
    return cll.CustomLevel(level.sql, level.code, base_dialect_str="duckdb") if level.sql else cll.ElseLevel()


def codes_of(field: Field) -> dict[int, str]:
    """Splink's number of each level → its code: -1 is unknown, 0 anything else, the highest the most telling."""
    top = len(field.levels) - 1
    return {-1: UNKNOWN, **{top - place: level.code for place, level in enumerate(field.levels)}}
