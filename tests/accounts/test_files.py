"""Stored files: told by their content, kept once, handed out safely."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from ansinh.kernel.accounts.models import User
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.files import services
from ansinh.kernel.files.kinds import DOCX, ENDINGS, ODS, OLE, PDF, TEXT, XLSX, kind_of
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.files.services import path_of, response, safe_name, store
from ansinh.kernel.viewer import Viewer

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def packed(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return content.getvalue()


def workbook() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SCAN, PDF),
        (b"\xff\xd8\xff\xe0 jfif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"II*\x00...", "image/tiff"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", OLE),
        ("Họ tên;Năm sinh\nBà Tư;1950\n".encode(), TEXT),
        ("Họ tên\tNăm sinh\n".encode("utf-16"), TEXT),
        (b"H\xe4 t\xaan;N\xa8m sinh\n", TEXT),
        (packed(_5b_dot_x="", mimetype="application/vnd.oasis.opendocument.spreadsheet"), ODS),
        (packed(**{"[Content_Types].xml": "", "word__document.xml": ""}), DOCX),
    ],
)
def test_what_is_kept(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind
    assert kind in ENDINGS


def test_a_real_workbook_is_one() -> None:
    assert kind_of(workbook()) == XLSX


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf /\n",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg onload=alert(1)>",
        b"<?php system($_GET[0]);",
        b"PK\x03\x04 not an archive",
        packed(**{"a.exe": "MZ"}),
        packed(**{"[Content_Types].xml": "", "xl__workbook.xml": "", "xl__vbaProject.bin": "x"}),
        packed(**{"[Content_Types].xml": ""}),
        packed(mimetype="application/epub+zip"),
        b"   \n",
    ],
)
def test_what_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(AnSinhError) as refused:
        store(SimpleUploadedFile("giay-xac-nhan.pdf", content, PDF), viewer=None)
    assert refused.value.code == "file-kind"
    assert not StoredFile.objects.exists()


def test_empty_and_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AnSinhError) as refused:
        store(SimpleUploadedFile("trong.pdf", b""), viewer=None)
    assert refused.value.code == "file-empty"
    monkeypatch.setattr(services, "LARGEST", 20)
    with pytest.raises(AnSinhError) as refused:
        store(SimpleUploadedFile("to.pdf", SCAN), viewer=None)
    assert refused.value.code == "file-too-large"


def test_the_same_content_is_kept_once_under_its_digest() -> None:
    user = User.objects.create_user("hoa", "Vũ Thị Hoa")
    first = store(SimpleUploadedFile("Giấy xác nhận.PDF", SCAN), viewer=Viewer(user.pk, "Hoa"))
    again = store(SimpleUploadedFile("ban-sao.pdf", SCAN), viewer=None)
    assert first == again
    assert (first.name, first.size, first.media_type, first.stored_by) == ("Giấy xác nhận.pdf", len(SCAN), PDF, user)
    assert path_of(first).read_bytes() == SCAN
    assert path_of(first).name == first.sha256
    assert path_of(first).stat().st_mode & 0o177 == 0, "nobody else reads it, nobody runs it"
    assert [each.name for each in path_of(first).parent.iterdir()] == [first.sha256]
    path_of(first).unlink()
    assert store(SimpleUploadedFile("lai.pdf", SCAN), viewer=None) == first
    assert path_of(first).exists()


def test_a_file_is_handed_out_so_that_nothing_in_it_runs() -> None:
    scan = response(store(SimpleUploadedFile("a.html", SCAN), viewer=None))
    assert scan["Content-Type"] == PDF
    assert scan["Content-Disposition"].startswith("inline")
    assert scan["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in scan["Content-Security-Policy"]
    assert b"".join(scan.streaming_content) == SCAN  # type: ignore[arg-type]
    picture = response(store(SimpleUploadedFile("a", b"\x89PNG\r\n\x1a\nx"), viewer=None))
    assert picture["Content-Security-Policy"].endswith("sandbox")
    sheet = response(store(SimpleUploadedFile('ds "1".xlsx', workbook()), viewer=None))
    assert sheet["Content-Disposition"].startswith("attachment")


def test_a_damaged_or_lost_file_is_not_handed_out() -> None:
    file = store(SimpleUploadedFile("a.pdf", SCAN), viewer=None)
    path_of(file).write_bytes(SCAN + b"more")
    for _ in range(2):
        with pytest.raises(AnSinhError) as refused:
            response(file)
        assert refused.value.code == "file-lost"
        path_of(file).unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Hoa\\Giấy.xác.nhận.docx", "Giấy.xác.nhận.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("...", "tep.pdf"),
        ("", "tep.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_are_safe_on_any_machine(name: str, safe: str) -> None:
    assert safe_name(name, PDF) == safe
