"""The mapping file beside a list (`<list>.mapping.yaml`): read strictly, written with explanations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ansinh.kernel.mapping.model import (
    DEFAULT_BLANKS,
    Commune,
    FactLike,
    Facts,
    IdKind,
    ListMapping,
    MappedColumn,
    Value,
    Values,
)
from ansinh.kernel.mapping.strict import Plain, Reader
from ansinh.kernel.messages import N_
from ansinh.kernel.partial_dates import PartialDateError, parse_iso
from ansinh.kernel.text import fold

_FIELDS = ("sheet", "id", "name", "household", "commune", "claimed", "columns", "vouched", "blanks", "ignored")
_COLUMN_FIELDS = ("column", "fact", "values", "times", "implies")
UNKNOWN = "unknown"
# The code that means "none of these" where a fact does not say which of its values is its "no".
NEITHER = ("none", "other")


def mapping_path(list_path: Path) -> Path:
    """Where the mapping of a list is kept: beside it, its whole name and '.mapping.yaml'."""
    return list_path.with_name(f"{list_path.name}.mapping.yaml")


def load_mapping(path: Path, facts: Facts) -> ListMapping:
    """Read and check a mapping file.

    Raises:
        MappingError: names file, line and field.
    """
    reader = Reader(path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise reader.error("", N_("{where}: the file is not in UTF-8: save it again as UTF-8")) from error
    except OSError as error:
        raise reader.error(
            "", N_("{where}: cannot be opened: {problem}"), problem=error.strerror or str(error)
        ) from error
    return _Builder(reader, facts).build(reader.read(text))


def parse_mapping(text: str, facts: Facts, *, file: str = "mapping.yaml") -> ListMapping:
    """As `load_mapping`, from text.

    Raises:
        MappingError: names file, line and field.
    """
    reader = Reader(file)
    return _Builder(reader, facts).build(reader.read(text))


class _Builder:
    """Turns plain values into a mapping, refusing what it does not know."""

    def __init__(self, reader: Reader, facts: Facts) -> None:
        self._reader = reader
        self._error = reader.error
        self._facts = facts

    def build(self, raw: dict[str, Plain]) -> ListMapping:
        self._only(raw, _FIELDS, "")
        id_column, id_kind = self._id(raw.get("id"))
        mapping = ListMapping(
            id_column=id_column,
            id_kind=id_kind,
            name=self._text(raw.get("name"), "name"),
            household=self._text(raw.get("household"), "household"),
            commune=self._commune(raw.get("commune")),
            claimed=self._text(raw.get("claimed"), "claimed"),
            columns=tuple(self._columns(raw.get("columns"))),
            vouched=self._facts_of(raw.get("vouched"), "vouched", vouching=True),
            blanks=self._texts(raw.get("blanks"), "blanks") if "blanks" in raw else DEFAULT_BLANKS,
            ignored=self._texts(raw.get("ignored"), "ignored"),
            sheet=self._text(raw.get("sheet"), "sheet"),
        )
        self._check_whole(mapping)
        return mapping

    def _check_whole(self, mapping: ListMapping) -> None:
        seen: dict[str, str] = {}
        single = (("id", mapping.id_column), ("name", mapping.name), ("household", mapping.household))
        more = (("commune", mapping.commune.column), ("claimed", mapping.claimed))
        columns = tuple((f"columns[{index}]", item.column) for index, item in enumerate(mapping.columns))
        for where, column in (*single, *more, *columns, *(("ignored", name) for name in mapping.ignored)):
            if column and column in seen and "claimed" not in (where, seen[column]):
                raise self._error(
                    where,
                    N_("{where}: the column “{column}” is already used by {other}"),
                    column=column,
                    other=seen[column],
                )
            seen[column or ""] = where
        for fact in mapping.vouched:
            if fact not in mapping.facts():
                raise self._error(
                    f"vouched.{fact}", N_("{where}: the list cannot vouch for a fact that no column holds")
                )
        self._check_blanks(mapping)

    def _check_blanks(self, mapping: ListMapping) -> None:
        """A mark that is read as an empty cell is never asked what it means."""
        blanks = {fold(mark) for mark in mapping.blanks}
        for index, column in enumerate(mapping.columns):
            for content in column.values:
                if fold(content) in blanks:
                    raise self._error(
                        f"columns[{index}].values.{content}",
                        N_("{where}: “{content}” is explained in columns and stands in blanks too; keep one"),
                        content=content,
                    )

    def _only(self, raw: dict[str, Plain], allowed: Iterable[str], path: str) -> None:
        for key in raw:
            if key not in allowed:
                field = f"{path}.{key}" if path else key
                raise self._error(
                    field, N_("{where}: unknown field; expected one of: {allowed}"), allowed=", ".join(allowed)
                )

    def _text(self, raw: Plain, path: str) -> str | None:
        if raw is None or (isinstance(raw, str) and raw):
            return raw
        raise self._error(path, N_("{where}: expected the name of a column, in quotes"))

    def _texts(self, raw: Plain, path: str) -> tuple[str, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(isinstance(item, (str, int)) for item in raw):
            raise self._error(path, N_("{where}: expected a list of texts"))
        return tuple(str(item) for item in raw)

    def _id(self, raw: Plain) -> tuple[str | None, IdKind]:
        if raw is None or isinstance(raw, str):
            return self._text(raw, "id"), "cccd"
        if not isinstance(raw, dict):
            raise self._error("id", N_("{where}: expected the name of a column, in quotes"))
        self._only(raw, ("column", "kind"), "id")
        kind = raw.get("kind", "cccd")
        if kind == "cccd":
            return self._text(raw.get("column"), "id.column"), "cccd"
        if kind == "text":
            return self._text(raw.get("column"), "id.column"), "text"
        raise self._error("id.kind", N_("{where}: expected one of: {allowed}"), allowed="cccd, text")

    def _commune(self, raw: Plain) -> Commune:
        if raw is None or isinstance(raw, str):
            return Commune(column=self._text(raw, "commune"))
        if not isinstance(raw, dict) or len(raw) != 1:
            raise self._error(
                "commune", N_("{where}: expected one of: {allowed}"), allowed="column, constant, sections"
            )
        self._only(raw, ("column", "constant", "sections"), "commune")
        if raw.get("sections") is True:
            return Commune(in_sections=True)
        if "constant" in raw:
            return Commune(constant=self._text(raw["constant"], "commune.constant") or "")
        return Commune(column=self._text(raw.get("column"), "commune.column"))

    def _columns(self, raw: Plain) -> Iterable[MappedColumn]:
        if raw is None:
            return
        if not isinstance(raw, list):
            raise self._error("columns", N_("{where}: expected a list of columns"))
        for index, item in enumerate(raw):
            path = f"columns[{index}]"
            if not isinstance(item, dict):
                raise self._error(path, N_("{where}: expected `column` and `fact` or `values`"))
            yield self._column(item, path)

    def _column(self, raw: dict[str, Plain], path: str) -> MappedColumn:
        self._only(raw, _COLUMN_FIELDS, path)
        column, fact = self._text(raw.get("column"), f"{path}.column"), self._text(raw.get("fact"), f"{path}.fact")
        if column is None:
            raise self._error(path, N_("{where}: `column` is missing"))
        if fact is not None:
            self._spec(fact, f"{path}.fact")
        times = raw.get("times", 1)
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise self._error(f"{path}.times", N_("{where}: expected a whole number above zero"))
        if times != 1 and (fact is None or self._facts[fact].type != "int"):
            raise self._error(f"{path}.times", N_("{where}: only a number can be multiplied"))
        values = self._values(raw.get("values"), fact, f"{path}.values")
        if fact is None and not values:
            raise self._error(path, N_("{where}: `fact` or `values` is missing: what does this column say?"))
        return MappedColumn(column, fact, values, times, self._facts_of(raw.get("implies"), f"{path}.implies"))

    def _values(self, raw: Plain, fact: str | None, path: str) -> dict[str, Values]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            raise self._error(path, N_("{where}: expected contents and what they mean"))
        result: dict[str, Values] = {}
        seen: set[str] = set()
        for content, meaning in raw.items():
            place = f"{path}.{content}"
            if fold(content) in seen:
                raise self._error(
                    place, N_("{where}: “{content}” stands twice (accents and case do not count)"), content=content
                )
            seen.add(fold(content))
            if meaning == UNKNOWN:
                result[content] = {}
            elif isinstance(meaning, dict):
                result[content] = self._facts_of(meaning, place)
            elif fact is None:
                raise self._error(place, N_("{where}: say which facts, as in {{sex: male}}"))
            else:
                result[content] = {fact: self._value(fact, meaning, place)}
        return result

    def _facts_of(self, raw: Plain, path: str, *, vouching: bool = False) -> dict[str, Value]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            raise self._error(path, N_("{where}: expected facts and their values"))
        return {fact: self._value(fact, value, f"{path}.{fact}", vouching=vouching) for fact, value in raw.items()}

    def _spec(self, fact: str, path: str) -> FactLike:
        if fact not in self._facts:
            raise self._error(path, N_("{where}: there is no fact {fact}"), fact=fact)
        return self._facts[fact]

    def _may_vouch(self, spec: FactLike, value: Plain, path: str) -> None:
        """A blank may only mean that a fact does not hold; what gives somebody a right has to be written."""
        no = spec.no if spec.no is not None else next((code for code in NEITHER if code in spec.codes), None)
        if no is None:
            raise self._error(path, N_("{where}: this fact has no “no” that a blank could mean"))
        if value != no or isinstance(value, bool) is not isinstance(no, bool):
            raise self._error(path, N_("{where}: “no” is {no} for this fact"), no=str(no).lower())

    def _value(self, fact: str, value: Plain, path: str, *, vouching: bool = False) -> Value:
        spec = self._spec(fact, path)
        if vouching:
            self._may_vouch(spec, value, path)
        match spec.type:
            case "bool" if isinstance(value, bool):
                return value
            case "int" if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= spec.max:
                return value
            case "code" if isinstance(value, str) and value in spec.codes:
                return value
            case "date" | "member" if vouching and value == spec.no and isinstance(value, str):
                return value
            case "date" if isinstance(value, (str, int)) and not isinstance(value, bool) and _is_date(str(value), spec):
                return str(value)
        raise self._error(
            path,
            N_("{where}: {value} is no value of {fact}; expected {allowed}"),
            value=value,
            fact=fact,
            allowed=_allowed(spec),
        )


def _is_date(text: str, spec: FactLike) -> bool:
    try:
        return parse_iso(text).is_whole or spec.partial
    except PartialDateError:
        return False


def _allowed(spec: FactLike) -> str:
    match spec.type:
        case "bool":
            return "true, false"
        case "int":
            return f"0–{spec.max}"
        case "code":
            return ", ".join(spec.codes)
        case _:
            return "1944-03-02"
