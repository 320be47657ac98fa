"""What a file is, told by its content: names and declared types are not believed."""

from __future__ import annotations

import io
import zipfile
from typing import Final

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
OLE: Final = "application/vnd.ms-excel"
TEXT: Final = "text/plain"
# Media type → the ending under which it is handed out.
ENDINGS: Final = {
    PDF: ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    XLSX: ".xlsx",
    DOCX: ".docx",
    ODS: ".ods",
    ODT: ".odt",
    OLE: ".xls",
    TEXT: ".csv",
}
_STARTS: Final = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"#!")


def kind_of(content: bytes) -> str | None:
    """The media type, None for what the house does not keep (programs, pages, drawings with scripts, archives)."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return TEXT if _is_text(content) else None


def _packed(content: bytes) -> str | None:
    """Office documents are archives; macros are not let in."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return XLSX if "xl/workbook.xml" in names else DOCX if "word/document.xml" in names else None
    return kind if kind in {ODS, ODT} else None


def _is_text(content: bytes) -> bool:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head or head.startswith(_MARKUP):
        return False
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return wide or not any(byte < 9 or 13 < byte < 27 for byte in content[:65536])
