"""Why two records may be one person, in words an officer can check against the papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ansinh.kernel.messages import N_, _
from ansinh.kernel.partial_dates import parse_iso
from ansinh.registry.linkage.bands import ASK

Pair = Mapping[str, Any]  # one row of `matching.PAIRS`

# Field → level → sentence; a level that is not here goes without saying.
_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "name": {
        "same": N_("The names are the same, accents and all."),
        "same_without_accents": N_("The names are the same but for accents: one list writes none."),
        "other_accents": N_("The names have the same letters with different accents."),
        "no_middle_name": N_("The names are the same; one list leaves the middle name out."),
        "near_same_given": N_("The names differ by one letter; the given names are the same."),
        "near": N_("The given names differ by one letter."),
        "other_middle_name": N_("Family name and given name are the same, the middle names differ."),
        "similar": N_("The names are alike, with two letters that differ."),
        "other": N_("The names differ."),
    },
    "birth": {
        "same": N_("The birth dates are the same: {left}."),
        "swapped": N_("Day and month of birth are swapped: {left} and {right}."),
        "near": N_("The birth dates differ by one digit: {left} and {right}."),
        "same_year": N_("The year of birth is the same, the days differ: {left} and {right}."),
        "other": N_("The birth dates differ: {left} and {right}."),
        "unknown": N_("A birth date is missing."),
    },
    "citizen_id": {
        "same": N_("The citizen identity numbers (CCCD) are the same."),
        "near": N_("The citizen identity numbers (CCCD) differ by one digit."),
        "other": N_("The citizen identity numbers (CCCD) differ."),
        "unknown": N_("A citizen identity number (CCCD) is missing."),
    },
    "old_id": {
        "same": N_("The old identity card numbers (CMND) are the same."),
        "near": N_("The old identity card numbers (CMND) differ by one digit."),
        "other": N_("The old identity card numbers (CMND) differ."),
    },
    "kin": {
        "two_same": N_("At least two relatives have the same names (parents, head of the household)."),
        "one_same": N_("One relative has the same name (a parent or the head of the household)."),
        "other": N_("The names of parents and head of the household differ."),
    },
    "place": {
        "same_village": N_("The village and the commune are the same."),
        "same_commune": N_("The commune is the same; a village is missing."),
        "other_village": N_("The commune is the same, the villages differ."),
        "other": N_("The communes differ."),
        "unknown": N_("A commune is missing."),
    },
    "sex": {"other": N_("The sexes differ.")},
}
_BOTH_YEAR_ONLY: Final = N_("Both lists give only the year of birth, {year}.")
_YEAR_ONLY: Final = N_("The year of birth is the same, {year}; one list gives no day.")
_BOTH_NEW_YEAR: Final = N_("Both lists say 01/01/{year}, which often stands for a day that nobody knows.")
_NEW_YEAR: Final = N_(
    "The year of birth is the same, {year}; one list says 01/01, which often stands for an unknown day."
)
_SAME_MONTH: Final = N_("Month and year of birth are the same; one list gives no day.")
_COMMON: Final = N_("{count} people of the list bear this name, accents aside.")
_ONLY_NAME_AND_BIRTH: Final = N_("Name and birth date alone never make two records one person.")
_ONE_OF_TWO: Final = N_("Either these are two people, or one of the numbers is wrong.")
_ONE_NUMBER: Final = N_("Two people seem to stand under one number.")

_NUMBER_AGREES: Final = ("same", "near")
_SAME_LETTERS: Final = ("same", "same_without_accents", "other_accents")


def explain(pair: Pair) -> list[str]:
    """What agrees and what does not, field by field, in the reader's language; last what keeps it from being settled.

    Args:
        pair: a row of the table of `matching.link`.
    """
    return [*_fields(pair), *(_doubts(pair) if pair["band"] == ASK else ())]


def _fields(pair: Pair) -> Iterator[str]:
    for field, sentences in _SAID.items():
        level = pair[field]
        if field == "birth":
            yield _birth(pair)
        elif level in sentences:
            yield _(sentences[level])
        if field == "name" and level in _SAME_LETTERS and pair["name_people"] is not None:
            yield _(_COMMON).format(count=pair["name_people"])


def _birth(pair: Pair) -> str:
    left, right = pair["birth_l"], pair["birth_r"]
    if pair["birth"] != "same_year_rough":
        shown = {"left": _shown(left), "right": _shown(right)}
        said = _SAID["birth"][pair["birth"]]
        return _(said).format(**shown)
    lengths = {len(left), len(right)}
    new_year = [text.endswith("-01-01") for text in (left, right)]
    if 4 in lengths:
        sentence = _BOTH_YEAR_ONLY if lengths == {4} else _YEAR_ONLY
    elif any(new_year):
        sentence = _BOTH_NEW_YEAR if all(new_year) else _NEW_YEAR
    else:
        sentence = _SAME_MONTH
    return _(sentence).format(year=left[:4])


def _doubts(pair: Pair) -> Iterator[str]:
    number = pair["citizen_id"] in _NUMBER_AGREES or pair["old_id"] == "same"
    if pair["citizen_id"] == "other":
        yield _(_ONE_OF_TWO)
    elif number and pair["name"] == "other":
        yield _(_ONE_NUMBER)
    elif not number and pair["kin"] not in {"one_same", "two_same"} and pair["place"] in {"other", "unknown"}:
        yield _(_ONLY_NAME_AND_BIRTH)


def _shown(birth: str | None) -> str:
    return parse_iso(birth).shown if birth else ""
