"""One file that holds everything: the database, the stored files, and a manifest of checksums that is checked first."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from ansinh.kernel.accounts.models import User
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_
from ansinh.registry.loading import copies
from ansinh.registry.people.models import Person

FORMAT: Final = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
_CHUNK: Final = 1 << 20
_NAME: Final = re.compile("[0-9a-f]{64}")  # kernel.files calls what it keeps by its SHA-256


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds: bytes of the file, people, stored files."""

    size: int
    people: int
    files: int


def back_up(file: Path, *, force: bool = False) -> Written:
    """Write everything to one file, readable by its owner alone; it is there whole or not at all.

    Raises:
        AnSinhError: `exists` when the file is there and `force` is not asked for; see `copies.dump`.
    """
    if file.exists() and not force:
        raise AnSinhError("exists", N_("{file} exists already; --force replaces it"), file=file)
    with _beside(file.parent) as folder:
        copies.dump(folder / DATABASE)
        # By their names: a file that is being written has another one, and may be gone in a moment.
        stored = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if _NAME.fullmatch(path.name))
        members = {DATABASE: folder / DATABASE}
        members |= {f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}": path for path in stored}
        people = Person.every.count() if _has(Person) else 0
        manifest = {
            "format": FORMAT,
            "version": version("ansinh"),
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "database": connection.vendor,
            "people": people,
            "sha256": {name: _sha256(path) for name, path in members.items()},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        (folder / "archive").touch(mode=0o600)
        with tarfile.open(folder / "archive", "w:gz", compresslevel=1) as archive:
            for name, path in {MANIFEST: folder / MANIFEST, **members}.items():
                archive.add(path, name)
        (folder / "archive").replace(file)
    return Written(file.stat().st_size, people, len(stored))


def restore(file: Path, *, force: bool = False) -> dict[str, Any]:
    """Make database and files what an archive says; returns its manifest.

    Nothing is touched before every checksum was found right.

    Raises:
        AnSinhError: `archive` when the file is damaged or no archive, `other-database` when it was made on the other
            kind of database, `not-empty` when there are data and `force` is not asked for.
    """
    if not force and holds_data():
        raise AnSinhError("not-empty", N_("There are data here already; --force throws them away"))
    with _beside(Path(settings.MEDIA_ROOT).parent) as folder:
        manifest = _unpacked(file, folder)
        if manifest["database"] != connection.vendor:
            raise AnSinhError(
                "other-database",
                N_("{file} was made on {there}, this is {here}: restore it on the same kind of database"),
                file=file,
                there=manifest["database"],
                here=connection.vendor,
            )
        copies.put_back(folder / DATABASE)
        (folder / FILES).mkdir(exist_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        (folder / FILES).rename(settings.MEDIA_ROOT)
    return manifest


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    """The archive's content laid into a folder, with every checksum right."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        wanted, made_on = dict(manifest["sha256"]), str(manifest["database"])
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, FileNotFoundError) as error:
        if not file.exists():
            raise
        raise _damaged(file, error) from error
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    del found[MANIFEST]
    if manifest.get("format") != FORMAT or not made_on or set(found) != set(wanted) or DATABASE not in wanted:
        raise _damaged(file, MANIFEST)
    for name, path in found.items():
        if _sha256(path) != wanted[name]:
            raise _damaged(file, name)
    return manifest


def _damaged(file: Path, why: object) -> AnSinhError:
    return AnSinhError("archive", N_("{file} is damaged or no backup ({why})"), file=file, why=why)


def holds_data() -> bool:
    """Whether there are people or users in the database, proposed ones too."""
    return any(_has(model) and model._base_manager.exists() for model in (Person, User))  # noqa: SLF001 - held or not


def _has(model: type[Model]) -> bool:
    """Whether the database, perhaps of an older version, has the model's table."""
    return model._meta.db_table in connection.introspection.table_names()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk as another, so that what is made in it can be moved there at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".ansinh-", dir=folder) as made:
        yield Path(made)
