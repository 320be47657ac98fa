"""A look into the zip of a workbook before it is opened: is it too large, which cells would wrongly show as blank?

The workbook reader gives an empty cell for '#N/A' and for a formula that no program has ever calculated. In a list
where blank means "no" that would decide somebody's case, so those cells are found here, in the XML.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from ansinh.kernel.messages import N_
from ansinh.kernel.sheets.cells import CellFault, Merge, letter
from ansinh.kernel.sheets.errors import SheetError
from ansinh.kernel.sheets.limits import (
    MAX_AREA,
    MAX_COLUMNS,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
    SMALL_ENOUGH,
)

_CHUNK = 1 << 20
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d+)\"")
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})\d+\"[^>]*(?<!/)>")
_MAY_BE_FAULTY = re.compile(rb"t=\"e\"|<(?:\w+:)?f\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d+)\"")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
# Workbooks declare no entities; whoever does wants them expanded without end.
_DECLARES, _HEAD = re.compile(rb"<!(DOCTYPE|ENTITY)"), 4096
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MOST_MERGES = 100_000
_CALC_EXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(slots=True)
class Survey:
    """What was seen of one sheet: how many rows and columns reach to the last filled cell, and the faulty cells.

    `faults` by (row, column), both from 0. `merges`: merged ranges where the workbook reader knows none (.ods).
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], CellFault] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def check(self) -> None:
        """Refuse what would not fit into memory.

        Raises:
            SheetError: too many columns, or a table stretched over an enormous area.
        """
        if self.columns > MAX_COLUMNS:
            raise too_many_columns()
        if self.rows * self.columns > MAX_AREA:
            raise SheetError(
                "too_large",
                N_("The sheet stretches over {rows} rows and {columns} columns: delete what lies outside the list."),
                rows=self.rows,
                columns=self.columns,
            )


def too_many_columns() -> SheetError:
    """The error of a sheet that is wider than a list of people can be."""
    return SheetError(
        "too_many_columns",
        N_("The sheet has more than {limit} columns: delete what stands beyond column {column}."),
        limit=MAX_COLUMNS,
        column=letter(MAX_COLUMNS - 1),
    )


def corrupt() -> SheetError:
    """The error of a file that is cut off or damaged."""
    return SheetError(
        "corrupt", N_("The file is damaged or incomplete: open it in a spreadsheet program and save it again.")
    )


def check_size(archive: ZipFile) -> None:
    """Refuse an archive that would unpack to something enormous.

    Raises:
        SheetError: it would.
    """
    packed = sum(info.compress_size for info in archive.infolist())
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL_ENOUGH and unpacked > packed * MAX_PACKING_RATIO):
        raise SheetError(
            "zip_bomb", N_("The file unpacks to {size} MB: this is no list of people."), size=unpacked >> 20
        )


def survey_workbook(archive: ZipFile) -> dict[str, Survey]:
    """Survey every sheet of an .xlsx or .xlsm, by its name.

    Raises:
        SheetError: damaged, or too large.
    """
    try:
        relations = _parsed(archive, "xl/_rels/workbook.xml.rels")
        targets = {item.get("Id"): item.get("Target", "") for item in relations}
        book = _parsed(archive, "xl/workbook.xml")
        surveys: dict[str, Survey] = {}
        for sheet in book.iter():
            if sheet.tag.rsplit("}", 1)[-1] != "sheet" or sheet.get(_RELATION) not in targets:
                continue
            target = targets[sheet.get(_RELATION)]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in archive.namelist():
                with archive.open(path) as stream:
                    surveys[sheet.get("name", "")] = _survey_sheet(stream)
    except (BadZipFile, KeyError, ET.ParseError, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise corrupt() from error
    return surveys


def _survey_sheet(stream: IO[bytes]) -> Survey:
    survey = Survey()
    for piece in _whole_rows(stream):
        numbers = _ROW_NUMBER.findall(piece)
        names = set(_FILLED.findall(piece))
        if names:
            survey.rows = int(numbers[-1]) if numbers else survey.rows + len(_ROW_END.findall(piece))
            survey.columns = max(survey.columns, *(_column_number(name) for name in names))
            survey.check()
        if _MAY_BE_FAULTY.search(piece):
            _find_faults(piece, survey)
    return survey


def _whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that end with a row's end."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        rest += chunk
        cut = rest.rfind(b"row>") + len(b"row>")
        if cut >= len(b"row>"):
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _find_faults(piece: bytes, survey: Survey) -> None:
    for match in _CELL.finditer(piece):
        attributes, inner = match[1], match[2]
        reference = _REFERENCE.search(attributes)
        if not reference:
            continue
        value = _VALUE.search(inner)
        if b't="e"' in attributes:
            fault = CellFault("error_value", value[1].decode("ascii", "replace") if value else "#N/A")
        elif _FORMULA.search(inner) and not (value and value[1]) and b't="str"' not in attributes:
            fault = CellFault("not_computed", "=…")
        else:
            continue
        survey.faults[int(reference[2]) - 1, _column_number(reference[1]) - 1] = fault


def _column_number(name: bytes) -> int:
    number = 0
    for char in name:
        number = number * 26 + char - 64
    return number


def survey_open_document(archive: ZipFile) -> dict[str, Survey]:
    """Survey every sheet of an .ods, by its name.

    Raises:
        SheetError: damaged, or too large.
    """
    surveys: dict[str, Survey] = {}
    survey, top = Survey(), 0
    try:
        with archive.open("content.xml") as stream:
            if _DECLARES.search(stream.read(_HEAD)):
                raise corrupt()
            stream.seek(0)
            for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - see _DECLARES
                if event == "start" and element.tag == f"{_TABLE}table":
                    survey, top = Survey(), 0
                    surveys[element.get(f"{_TABLE}name", "")] = survey
                elif event == "end" and element.tag == f"{_TABLE}table-row":
                    top += _survey_row(element, top, survey)
                    element.clear()
    except (BadZipFile, KeyError, ET.ParseError, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise corrupt() from error
    except ValueError as error:  # a repetition that is no number
        raise corrupt() from error
    return surveys


def _survey_row(row: ET.Element, top: int, survey: Survey) -> int:
    """Look at one row element that stands at `top`; returns how many rows it stands for."""
    repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
    left = 0
    for cell in row:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = "".join(cell.itertext())
        if text or cell.get(f"{_OFFICE}value-type"):
            survey.rows, survey.columns = top + repeated, max(survey.columns, left + times)
            survey.check()
            if cell.get(f"{_CALC_EXT}value-type") == "error":
                fault = CellFault("error_value", text or "#N/A")
                survey.faults.update({(top, left + offset): fault for offset in range(times)})
        down, right = (int(cell.get(f"{_TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if (down > 1 or right > 1) and len(survey.merges) < _MOST_MERGES:
            survey.merges.append(Merge(top, left, top + down - 1, left + right - 1))
        left += times
    return repeated


def _parsed(archive: ZipFile, name: str) -> ET.Element:
    content = archive.read(name)
    if _DECLARES.search(content[:_HEAD]):
        raise corrupt()
    return ET.fromstring(content)  # noqa: S314 - see _DECLARES
