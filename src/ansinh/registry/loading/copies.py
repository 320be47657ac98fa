"""Copies of the database as one file, on both databases: SQLite by its backup, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_

_DEBIAN: Final = Path("/usr/lib/postgresql")
_WHOLE: Final = ("--clean", "--if-exists", "--no-owner", "--no-privileges")


def dump(to: Path) -> None:
    """Write the whole database to a file that is not there yet, as of one moment, while others go on writing.

    Raises:
        AnSinhError: `no-tool` where PostgreSQL's own programs are missing, `copy` when they fail.
    """
    if connection.vendor == "postgresql":
        _call("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={to}")
        return
    with closing(sqlite3.connect(_path())) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def put_back(file: Path) -> None:
    """Make the database what the file says; what was in it is gone, or all of it is still there when that fails.

    Args:
        file: what `dump` wrote; on PostgreSQL its statements are laid beside it.

    Raises:
        AnSinhError: as in `dump`.
    """
    if connection.vendor == "postgresql":
        connection.close()
        script = file.with_suffix(".sql")
        _call("pg_restore", *_WHOLE, f"--file={script}", str(file))
        # pg_restore cannot throw away what the file does not know in the transaction that brings its own.
        anew = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public", f"--file={script}")
        quiet = ("--no-psqlrc", "--quiet", f"--output={os.devnull}")
        _call("psql", *quiet, "--single-transaction", "--set=ON_ERROR_STOP=1", *anew)
        return
    connection.close()
    _forget_journal()
    shutil.copyfile(file, _path().with_suffix(".new"))
    _path().with_suffix(".new").replace(_path())


@contextmanager
def rehearsal() -> Iterator[dict[str, str]]:
    """A copy of the database, as variables that lead another process of ours to it; gone afterwards.

    Raises:
        AnSinhError: as in `dump`.
    """
    with tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=settings.DATA) as folder:
        if connection.vendor != "postgresql":
            dump(Path(folder) / _path().name)
            yield {"ANSINH_DATA": folder, "ANSINH_DATABASE_URL": ""}
            return
        dump(Path(folder) / "database")
        name = f"{settings.DATABASES['default']['NAME']}_rehearsal"
        quoted = connection.ops.quote_name(name)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
            cursor.execute(f"CREATE DATABASE {quoted}")
        try:
            _fill(Path(folder) / "database", name)
            yield {"ANSINH_DATA": folder, "ANSINH_DATABASE_URL": _address(name)}
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {quoted}")


def _fill(file: Path, name: str) -> None:
    _call("pg_restore", *_WHOLE, "--single-transaction", "--exit-on-error", f"--dbname={name}", str(file))


def _address(name: str) -> str:
    access: dict[str, Any] = settings.DATABASES["default"]
    who = quote(str(access["USER"])) + (f":{quote(str(access['PASSWORD']))}" if access["PASSWORD"] else "")
    where = urlencode({key: access[word] for key, word in (("host", "HOST"), ("port", "PORT")) if access[word]})
    return f"postgresql://{who}@/{quote(name)}?{where}"


def empty() -> None:
    """Throw away all tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    connection.close()
    _forget_journal()
    _path().unlink(missing_ok=True)


def tool(name: str) -> str:
    """Where one of PostgreSQL's programs lies: the newest of Debian's, else the one on the path.

    Raises:
        AnSinhError: `no-tool`.
    """
    newest = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise AnSinhError(
            "no-tool", N_("{tool} is missing; install it with: apt-get install postgresql-client"), tool=name
        )
    return found


def _path() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))


def _forget_journal() -> None:
    for suffix in ("-wal", "-shm"):
        _path().with_name(_path().name + suffix).unlink(missing_ok=True)


def _call(name: str, *words: str) -> None:
    access: dict[str, Any] = settings.DATABASES["default"]
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    # Through the environment: the password is not to be seen in a list of processes.
    surroundings = os.environ | {variable: str(access[key]) for variable, key in known.items() if access.get(key)}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with our own words
        [tool(name), *words], env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        problem = done.stderr.strip().splitlines()
        raise AnSinhError(
            "copy", N_("{tool} failed: {problem}"), tool=name, problem=problem[-1] if problem else done.returncode
        )
