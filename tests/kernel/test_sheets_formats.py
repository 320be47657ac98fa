"""Every format a list comes in, and every way a file can be no list."""

from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.kernel.sheets import CellFault, SheetError, parse_table, read_table
from tests.kernel.books import HEADER, small_list, workbook

LINES = ("Danh sách", "STT;Họ và tên;Ngày sinh;Giới tính", "1;Nguyễn Thị Tư;2/3/1944;Nữ", "2;Trần Văn Sáu;1968;Nam")
OLD = Path(__file__).parent / "old.xls"


def _code(content: bytes) -> str:
    with pytest.raises(SheetError) as caught:
        parse_table(content)
    return caught.value.code


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_separators_and_encodings_are_found(separator: str, encoding: str) -> None:
    table = parse_table("\r\n".join(LINES).replace(";", separator).encode(encoding))
    assert [column.name for column in table.columns] == ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]
    assert [row.cells for row in table.rows] == [
        ("1", "Nguyễn Thị Tư", "2/3/1944", "Nữ"),
        ("2", "Trần Văn Sáu", "1968", "Nam"),
    ]
    assert [row.number for row in table.rows] == [3, 4]


def test_windows_1258_is_read_and_composed() -> None:
    decomposed = "STT;Ho\u0323 va\u0300 tên;Nga\u0300y sinh\n1;Nguyê\u0303n Thi\u0323 Tư;2/3/1944\n"
    table = parse_table(decomposed.encode("cp1258"))
    assert table.rows[0].cells[1] == "Nguyễn Thị Tư"
    assert table.columns[1].name == "Họ và tên"


def test_the_line_that_names_the_separator_is_kept_as_a_title() -> None:
    table = parse_table(b"sep=;\nSTT;H\xe1\xbb\x8d t\xc3\xaan;N\xc4\x83m sinh\n1;A, B, C;1950\n")
    assert table.rows[0].cells == ("1", "A, B, C", "1950")
    assert [(aside.number, aside.kind) for aside in table.asides] == [(1, "title"), (2, "header")]


def test_parquet_names_its_columns() -> None:
    buffer = BytesIO()
    columns = {"person_id": ["a", "b"], "birth_date": [date(1944, 3, 2), None], "sex": pa.array(["male", None])}
    pq.write_table(pa.table(columns), buffer)
    table = parse_table(buffer.getvalue())
    assert [column.name for column in table.columns] == ["person_id", "birth_date", "sex"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("a", date(1944, 3, 2), "male")),
        (2, ("b", None, None)),
    ]
    nested = BytesIO()
    pq.write_table(pa.table({"birth_date": [[1, 2]]}), nested)
    assert _code(nested.getvalue()) == "nested"


def test_parquet_with_decimals_and_bytes_and_too_much_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = BytesIO()
    amounts = pa.array([Decimal(1350000), Decimal("0.5")], pa.decimal128(12, 2))
    pq.write_table(pa.table({"amount": amounts, "name": [b"T\xc6\xb0", None], "age": [1.5, float("nan")]}), buffer)
    assert [row.cells for row in parse_table(buffer.getvalue()).rows] == [(1350000, "Tư", 1.5), ("0.50", None, None)]
    monkeypatch.setattr("ansinh.kernel.sheets.columnar.MAX_COLUMNS", 2)
    assert _code(buffer.getvalue()) == "too_many_columns"
    monkeypatch.setattr("ansinh.kernel.sheets.columnar.MAX_ROWS", 1)
    assert _code(buffer.getvalue()) == "too_many_rows"
    monkeypatch.setattr("ansinh.kernel.sheets.opening.MAX_FILE_BYTES", 100)
    with pytest.raises(SheetError) as caught:
        read_table(OLD)
    assert caught.value.code == "too_large_file"


def test_old_workbooks_keep_their_error_cells_and_merged_header() -> None:
    """The file was written once by an .xls writer: two-row header, a date, a flag, '#N/A', a lost zero."""
    table = read_table(OLD)
    assert [column.name for column in table.columns][:4] == ["STT", "Họ và tên", "Ngày sinh", "Giới tính › Nam"]
    row = table.rows[0]
    assert row.cells[:4] == (1.0, "Nguyễn Thị Tư", date(1944, 3, 2), None)
    assert row.cells[5] == CellFault("error_value", "#N/A")
    assert row.cells[6] is True
    assert table.rows[1].cells[7] == 25141012345.0


def test_open_document_with_an_error_cell() -> None:
    table = parse_table(
        _ods(_ods_rows(("STT", "Họ tên", "Năm sinh"), ("1", "Nguyễn Thị Tư", "1944"), ("2", "Lê Năm", None)))
    )
    assert table.rows[0].cells == ("1", "Nguyễn Thị Tư", "1944")
    assert table.rows[1].cells[2] == CellFault("error_value", "#N/A")


def test_error_values_and_formulas_never_calculated_are_not_blank() -> None:
    content = small_list((1, "Nguyễn Thị Tư", 1944, "Nữ", None, "=1/0"), (2, "Trần Sáu", "=B1", "Nam", None, "x"))
    computed = parse_table(content).rows
    assert computed[0].cells[5] == 0  # the writer puts the result 0 where it knows none
    emptied = _edit(content, "xl/worksheets/sheet1.xml", b"<v>0</v>", b"")
    assert [row.cells[place] for row, place in zip(parse_table(emptied).rows, (5, 2), strict=True)] == [
        CellFault("not_computed", "=…"),
        CellFault("not_computed", "=…"),
    ]
    as_error = _edit(content, "xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>#DIV/0!</v>")
    as_error = _edit(as_error, "xl/worksheets/sheet1.xml", b'<c r="F2">', b'<c r="F2" t="e">')
    assert parse_table(as_error).rows[0].cells[5] == CellFault("error_value", "#DIV/0!")
    assert parse_table("STT;Họ tên;Năm sinh\n1;Tư;#N/A\n".encode()).rows[0].cells[2] == CellFault("error_value", "#N/A")


def test_a_file_that_is_no_list_says_what_it_is() -> None:
    assert _code(b"") == "empty_file"
    assert _code(b"\xef\xbb\xbf \r\n") == "empty_file"
    assert _code(workbook([])) == "empty_file"
    assert _code(b"%PDF-1.7 ...") == "not_a_list"
    assert _code(b"<html><table><tr><td>STT</td></tr></table></html>") == "web_page"
    assert _code(b"PK\x03\x04 and then nothing") == "corrupt"
    assert _code(b"PAR1 and then nothing PAR1") == "corrupt"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "corrupt"
    assert _code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert _code(b"\xff\xfeA") == "encoding"
    assert _code(bytes(range(128, 256)) * 4) == "encoding"
    assert _code(_zip({"word/document.xml": b"<w/>"})) == "not_a_list"
    assert _code("tên,tuổi\nTư,80\n".encode()) == "no_header"
    assert _code(small_list()) == "no_rows"
    assert _code(OLD.read_bytes()[:3000]) == "corrupt"
    with pytest.raises(SheetError) as caught:
        read_table(Path("no such file.xlsx"))
    assert caught.value.code == "no_file"


def test_a_truncated_workbook_is_damaged() -> None:
    content = small_list((1, "Nguyễn Thị Tư", 1944, "Nữ", None, "x"))
    assert {_code(content[:length]) for length in range(200, len(content) - 30, 400)} == {"corrupt"}


def test_a_workbook_behind_a_password_says_so() -> None:
    content = _ods(_ods_rows(("STT",)), manifest=b"<manifest:encryption-data/>")
    assert _code(content) == "encrypted"


def test_enormous_files_are_refused_before_they_are_unpacked() -> None:
    assert _code(_zip({"xl/workbook.xml": b"0" * (60 << 20)})) == "zip_bomb"
    content = small_list((1, "Nguyễn Thị Tư", 1944))
    far = _edit(
        content, "xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'
    )
    assert _code(far) == "too_many_columns"
    deep = _edit(
        content,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="SA1048576"><v>1</v></c></row></sheetData>',
    )
    assert _code(deep) == "too_large"
    styled = _edit(
        content, "xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="9"><c r="XFD9" s="1"/></row></sheetData>'
    )
    assert len(parse_table(styled).rows) == 1
    wide = [[*HEADER, *(f"Cột {number}" for number in range(495))], [1, "Tư", 1944]]
    assert _code(workbook(wide)) == "too_many_columns"
    repeated = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="400" '
    )
    assert (
        _code(
            _ods(repeated + 'office:value-type="float" office:value="1"><p>1</p></table:table-cell></table:table-row>')
        )
        == "too_large"
    )
    assert _code(_ods("<!ENTITY a 'b'>", before=True)) == "corrupt"


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.kernel.sheets.delimited.MAX_ROWS", 3)
    monkeypatch.setattr("ansinh.kernel.sheets.table.MAX_ROWS", 1)
    assert _code("\n".join(LINES).encode()) == "too_many_rows"
    assert _code(small_list((1, "Tư", 1944))) == "too_many_rows"


def test_a_quotation_mark_that_never_closes_names_its_row() -> None:
    lines = [*LINES, '3;"Lê Thị Năm;1950;Nữ', *(f"{number};Phạm Thị Bảy;1950;Nữ" for number in range(4, 90))]
    with pytest.raises(SheetError) as caught:
        parse_table("\n".join(lines).encode())
    assert (caught.value.code, caught.value.row) == ("stray_quote", 5)


def test_a_huge_cell_is_marked_and_the_rest_is_read() -> None:
    table = parse_table(("\n".join(LINES) + "\n3;" + "a" * 200_000 + ";1950;Nữ\n").encode())
    fault = table.rows[2].cells[1]
    assert isinstance(fault, CellFault)
    assert (fault.code, len(fault.shown) < 50) == ("too_long", True)


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _edit(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old in files[member]
    files[member] = files[member].replace(old, new)
    return _zip(files)


def _ods_rows(*rows: tuple[str | None, ...]) -> str:
    error = '<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(
        "<table:table-row>"
        + "".join(error if text is None else cell.format(text) for text in row)
        + "</table:table-row>"
        for row in rows
    )


def _ods(rows: str, *, manifest: bytes = b"<m/>", before: bool = False) -> bytes:
    names = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in (
            ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
            ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
            ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
            ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
        )
    )
    content = (
        f'<?xml version="1.0"?>{rows if before else ""}'
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="DS">{"" if before else rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def test_the_old_workbook_is_an_old_workbook() -> None:
    assert struct.unpack("<Q", OLD.read_bytes()[:8])[0] == 0xE11AB1A1E011CFD0


def test_a_sheet_saved_as_text_is_the_sheet_that_was_named(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_text("Họ và tên,Năm sinh\nNguyễn Thị Tư,1944\n", encoding="utf-8")
    assert len(read_table(path, sheet="DS 1").rows) == 1
