"""Keeping files: once each, under the SHA-256 of their content, where no server ever runs or guesses at them."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.files.kinds import ENDINGS, PDF, kind_of
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.messages import N_
from ansinh.kernel.text import clean
from ansinh.kernel.viewer import Viewer

LARGEST: Final = 20 * 1024 * 1024
# Shown in the browser itself; all else is only ever saved. The page around it allows no script either way.
_LOOKED_AT: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
# Browsers show no PDF in a sandbox; what runs inside one does not reach the site.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class Upload(Protocol):
    """What Django's UploadedFile offers, and all that is used of it."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


@transaction.atomic
def store(upload: Upload, *, viewer: Viewer | None) -> StoredFile:
    """Keep a file; one with the same content that is there already is returned as it is.

    Raises:
        AnSinhError: `file-empty`, `file-too-large` (LARGEST, in bytes) or `file-kind`; nothing is kept then.
    """
    content = _read(upload)
    kind = kind_of(content)
    if kind is None:
        raise AnSinhError(
            "file-kind",
            N_("A file of this kind is not accepted. Take a PDF, a picture (JPEG, PNG, TIFF), a spreadsheet or text."),
        )
    sha256 = hashlib.sha256(content).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and path_of(known).exists():
        return known
    _write(sha256, content)
    return (
        known
        or StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={
                "size": len(content),
                "media_type": kind,
                "name": safe_name(upload.name or "", kind),
                "stored_by_id": viewer.user if viewer else None,
            },
        )[0]
    )


def path_of(file: StoredFile) -> Path:
    """Where the content lies."""
    return _path(file.sha256)


def response(file: StoredFile) -> FileResponse:
    """The file for a browser; whether the viewer may have it has been asked before.

    Raises:
        AnSinhError: `file-lost` when the content is missing or is not what was stored.
    """
    path = path_of(file)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise AnSinhError("file-lost", N_("The stored file is missing or damaged. Tell your administrator."))
    answer = FileResponse(
        io.BytesIO(content),
        as_attachment=file.media_type not in _LOOKED_AT,
        filename=file.name,
        content_type=file.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY if file.media_type == PDF else f"{_POLICY}; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def safe_name(name: str, kind: str) -> str:
    """A name that is safe on any machine: no path, no control signs, the ending that belongs to the content."""
    stem = clean(_UNSAFE.sub(" ", name.replace("\\", "/").rpartition("/")[2])).strip(". ")
    stem = stem.rpartition(".")[0] or stem
    return f"{stem[:150].strip('. ') or 'tep'}{ENDINGS[kind]}"


def _read(upload: Upload) -> bytes:
    parts, size = [], 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > LARGEST:
            raise AnSinhError(
                "file-too-large", N_("The file is larger than {megabytes} MB."), megabytes=LARGEST // 1024 // 1024
            )
        parts.append(chunk)
    if not size:
        raise AnSinhError("file-empty", N_("The file is empty."))
    return b"".join(parts)


def _write(sha256: str, content: bytes) -> None:
    """Whole or not at all, readable by the server's user alone, never with a right to run."""
    path = _path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    Path(name).replace(path)


def _path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256
