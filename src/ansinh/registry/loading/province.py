"""A whole province into empty registers, from tables as `synth.province.tables` describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Field, Max, Model
from django.utils import timezone

from ansinh.kernel.audit.services import record
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.kernel.text import fold
from ansinh.registry.ledger.models import Change, State, Tick
from ansinh.registry.loading.bulk import indexes_later, insert, may_lead_ahead, set_later, texts_of
from ansinh.registry.people.models import Household, Person
from ansinh.registry.people.pictures import sort_key
from ansinh.registry.places.models import Place

Tables = Mapping[str, pa.Table]
# References whose name is not that of the table they lead to.
_LEADS_TO: Final = {
    "relative": "person",
    "carer": "person",
    "of": "person",
    "head": "person",
    "closed_by": "change",
    **{name: name for name in ("person", "household", "paper", "change")},
}


class ProvinceError(AnSinhError):
    """Tables that cannot be loaded; nothing was."""


@transaction.atomic
def load_province(
    pieces: Iterable[Tables],
    *,
    names: Iterable[str],
    communes: Mapping[str, Place],
    report: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Fill the registers; returns the rows by table.

    Args:
        pieces: tables by the name of their model, in lower case; numbers run on from piece to piece from 1, references
            name them. names: of all tables that may come.
        communes: the places that the tables call by their codes.
        report: told how many people were written since it was last told.

    Raises:
        ProvinceError: there are people in the registers already, or a commune has no place.
    """
    if Person.every.exists():
        raise ProvinceError("not-empty", N_("The registers hold people already; a province is loaded into empty ones."))
    rows: dict[str, int] = {}
    with indexes_later([_model(name) for name in names]):
        loader = _Loader(communes)
        for tables in pieces:
            for name, table in tables.items():
                rows[name] = rows.get(name, 0) + insert(_model(name), loader.fitted(name, table))
            set_later(Household, "head_id", *loader.heads(tables))
            if report and "person" in tables:
                report(tables["person"].num_rows)
    last = Change.objects.aggregate(at=Max("known_at"))["at"] or timezone.now()
    Tick.objects.update(at=max(timezone.now(), last))
    total = ", ".join(f"{name}={count}" for name, count in sorted(rows.items()))
    record(viewer=None, action="province-loaded", subject_kind="registry", detail=total)
    return rows


def _model(name: str) -> type[Model]:
    return apps.get_model("registry", name)


class _Loader:
    """Turns the columns of a table into those of the database."""

    def __init__(self, communes: Mapping[str, Place]) -> None:
        self._places = {code: place.pk for code, place in communes.items()}
        self._provinces = {code: place.parent_id for code, place in communes.items()}
        self._after = {name: _highest(_model(name)) for name in ("household", "person", "paper", "change")}

    def fitted(self, name: str, table: pa.Table) -> pa.Table:
        """Columns and numbers as the model's table has them, with what the tables leave out."""
        model = _model(name)
        if name not in self._after:
            self._after[name] = _highest(model)
        columns: dict[str, Any] = {}
        for column in table.column_names:
            columns.update(self._column(name, column, table[column]))
        columns.update(self._extra(name, table))
        for field in model._meta.concrete_fields:
            columns.setdefault(str(field.column), _left_out(field, table.num_rows))
        return pa.table(columns)

    def heads(self, tables: Tables) -> tuple[Any, Any]:
        """Household and head, to be said once the people are there."""
        table = tables["household"]
        return pc.add(table["id"], self._after["household"]), pc.add(table["head"], self._after["person"])

    def _column(self, name: str, column: str, values: pa.ChunkedArray[Any]) -> dict[str, Any]:
        if column in ("id", "replaces"):
            return {column if column == "id" else "replaces_id": pc.add(values, self._after[name])}
        if column == "commune":
            where = "place" if name == "change" else "commune"
            found: dict[str, Any] = {f"{where}_id": self._placed(values, self._places)}
            if name in ("person", "household"):
                found["province_id"] = self._placed(values, self._provinces)
            return found
        if column == "head" and not may_lead_ahead():
            return {}
        if column in _LEADS_TO:
            return {f"{column}_id": pc.add(values, self._after[_LEADS_TO[column]])}
        return {column: values}

    def _placed(self, codes: pa.ChunkedArray[Any], places: Mapping[str, int | None]) -> Any:
        encoded: Any = pc.dictionary_encode(codes.combine_chunks())
        named = encoded.dictionary.to_pylist()
        unknown = [code for code in named if code and code not in places]
        if unknown:
            raise ProvinceError("no-commune", N_("No commune has the code {place}"), place=unknown[0])
        return pa.array([places.get(code) for code in named], pa.int64()).take(encoded.indices)

    def _extra(self, name: str, table: pa.Table) -> dict[str, Any]:
        if name == "person":
            names = table["full_name"]
            return {"search_key": texts_of(names, fold), "sort_key": texts_of(names, sort_key)}
        if name == "change":
            known = table["known_at"]
            state = pa.repeat(State.APPLIED.value, table.num_rows)
            return {"state": state, "proposed_at": known, "seen_at": known}
        return {}


def _left_out(field: Field[Any, Any], count: int) -> Any:
    """A column that the tables do not have: its default, an empty text, or a blank."""
    if field.has_default():
        return pa.repeat(pa.scalar(field.get_default()), count)
    if isinstance(field, CharField) and not field.null:
        return pa.repeat("", count)
    if field.get_internal_type() == "BooleanField" and not field.null:
        return pa.repeat(pa.scalar(value=False), count)
    return pa.nulls(count, pa.int64())


def _highest(model: type[Model]) -> int:
    found = model._base_manager.aggregate(top=Max("pk"))["top"]  # noqa: SLF001 - the documented way to any model
    return int(found or 0)
