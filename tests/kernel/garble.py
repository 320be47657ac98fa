"""Ways in which lists go wrong between the commune and us, as functions on cells or on the bytes of a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from ansinh.kernel.legacy_fonts import FONTS
from tests.kernel.old_fonts import typed

Grid = list[list[object]]
FIRST_DATA = 9  # after titles, two rows of header and the row of numbers

JUNK: tuple[object, ...] = (
    None,
    "",
    "?",
    "x",
    -1,
    0,
    2,
    1e300,
    0.1,
    True,
    date(2031, 5, 6),
    "31/2/1950",
    "2/3/44",
    "không rõ",
    "=A1+B1",
    "#REF!",
    "Ａ１２３",
    "🙂",
    "\u202e0123",
    "a" * 33_000,
    "x\n" * 60,
    25144012345,
    "025144012345",
    "'; drop table people; --",
    "{value} %s {0}",
    "9" * 400,
    unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ"),
)


def _somewhere(random: Random, grid: Grid) -> int:
    return random.randrange(FIRST_DATA, len(grid))


def shuffle_columns(random: Random, grid: Grid) -> None:
    """The columns in another order."""
    order = list(range(len(grid[0])))
    random.shuffle(order)
    for row in grid:
        row[:] = [row[place] for place in order]


def drop_column(random: Random, grid: Grid) -> None:
    """One column is missing."""
    place = random.randrange(len(grid[0]))
    for row in grid:
        del row[place]


def double_column(random: Random, grid: Grid) -> None:
    """One column stands twice."""
    place = random.randrange(len(grid[0]))
    for row in grid:
        row.append(row[place])


def spoil_header(random: Random, grid: Grid) -> None:
    """Some headings are overwritten."""
    for _ in range(random.randint(1, 12)):
        random.choice(grid[6:8])[random.randrange(len(grid[0]))] = random.choice(JUNK)


def drop_header(random: Random, grid: Grid) -> None:
    """The header, or a part of it, is missing."""
    first = random.choice((6, 7))
    del grid[first : first + random.choice((1, 2))]


def spoil_cells(random: Random, grid: Grid) -> None:
    """Junk in cells anywhere under the header."""
    for _ in range(random.randint(1, 60)):
        row = random.choice(grid[FIRST_DATA:])
        row[random.randrange(len(row))] = random.choice(JUNK)


def spoil_rows(random: Random, grid: Grid) -> None:
    """Rows that stand twice, are empty, or hold something else."""
    for _ in range(random.randint(1, 8)):
        place = _somewhere(random, grid)
        row = random.choice(
            (list(grid[place]), [None] * len(grid[place]), ["Thôn 9"], ["Tổng cộng"], [*grid[6]], ["(ký)"])
        )
        grid.insert(place, row + [None] * (len(grid[0]) - len(row)))


def as_text(_random: Random, grid: Grid) -> None:
    """Every cell has become text."""
    for row in grid:
        row[:] = [None if cell is None else str(cell) for cell in row]


def decomposed(_random: Random, grid: Grid) -> None:
    """Every text in the decomposed alphabet, as some systems save it."""
    for row in grid:
        row[:] = [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]


def capitals(_random: Random, grid: Grid) -> None:
    """Somebody leaned on the capitals key."""
    for row in grid:
        row[:] = [cell.upper() if isinstance(cell, str) else cell for cell in row]


def move_right(random: Random, grid: Grid) -> None:
    """One row is shifted by a cell."""
    row = grid[_somewhere(random, grid)]
    row[:] = [None, *row[:-1]]


def in_tcvn3(_random: Random, grid: Grid) -> None:
    """The office still types in TCVN3."""
    for row in grid:
        row[:] = [typed(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row]


def rows_in_vni(random: Random, grid: Grid) -> None:
    """Some rows were taken over from a list in VNI."""
    for place in random.sample(range(FIRST_DATA, len(grid)), 8):
        grid[place] = [typed(cell, "vni") if isinstance(cell, str) else cell for cell in grid[place]]


def cells_in_any_font(random: Random, grid: Grid) -> None:
    """Cells here and there in all the old fonts."""
    for _ in range(40):
        row = random.choice(grid)
        place = random.randrange(len(row)) if row else 0
        if row and isinstance(row[place], str):
            row[place] = typed(row[place], random.choice(FONTS))


GRID_FAULTS: tuple[Callable[[Random, Grid], None], ...] = (
    *(shuffle_columns, drop_column, double_column, spoil_header, drop_header, spoil_cells, spoil_cells),
    *(spoil_rows, as_text, decomposed, capitals, move_right, in_tcvn3, rows_in_vni, cells_in_any_font),
)


def to_workbook(grid: Grid) -> bytes:
    """The grid as .xlsx; text that begins with '=' becomes a formula without a result."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy", "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                text = cell[:32_000] if isinstance(cell, str) else cell
                if isinstance(text, str) and text.startswith("="):
                    sheet.write_formula(row, column, text, None, "")
                elif isinstance(text, str):
                    sheet.write_string(row, column, text)
                elif text is not None:
                    sheet.write(row, column, text)
    return buffer.getvalue()


def to_open_document(grid: Grid) -> bytes:
    """The grid as .ods."""
    rows = "".join(f"<table:table-row>{''.join(map(_open_cell, row))}</table:table-row>" for row in grid)
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="DS">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _open_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    shown = escape("".join(char for char in str(cell) if char >= " "))
    match cell:
        case bool():
            kind = f'boolean" office:boolean-value="{str(cell).lower()}'
        case int() | float():
            kind = f'float" office:value="{cell}'
        case date():
            kind = f'date" office:date-value="{cell.isoformat()}'
        case _:
            kind = "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{shown}</text:p></table:table-cell>'


def to_csv(random: Random, grid: Grid) -> bytes:
    """The grid as separated text in some encoding, with some habit of quoting."""
    separator = random.choice(",;\t|")
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258", "cp1252", "latin-1", "shift-jis"))
    lines = StringIO()
    for row in grid:
        cells = ["" if cell is None else str(cell) for cell in row]
        if random.random() < 0.98:
            cells = [
                '"' + cell.replace('"', '""') + '"' if separator in cell or "\n" in cell else cell for cell in cells
            ]
        lines.write(separator.join(cells) + random.choice(("\n", "\r\n")))
    return lines.getvalue().encode(encoding, "replace")


def truncated(random: Random, content: bytes) -> bytes:
    """The end was lost on the way."""
    return content[: random.randrange(len(content))]


def flipped(random: Random, content: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 40)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def padded(random: Random, content: bytes) -> bytes:
    """Something else before or after."""
    noise = random.randbytes(random.randint(1, 500))
    return noise + content if random.random() < 0.3 else content + noise


def repacked(random: Random, content: bytes) -> bytes:
    """A workbook with one part missing, emptied or scrambled; other files lose their start."""
    if not content.startswith(b"PK"):
        return content[random.randint(1, 30) :]
    result = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        victim = random.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            if name == victim:
                part = random.choice((b"", b"<a", part[: len(part) // 2], flipped(random, part), b"\xff\xfe" + part))
                if random.random() < 0.3:
                    continue
            target.writestr(name, part)
    return result.getvalue()


BYTE_FAULTS: tuple[Callable[[Random, bytes], bytes], ...] = (truncated, flipped, padded, repacked, repacked)
