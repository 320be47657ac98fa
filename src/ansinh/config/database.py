"""Where the data lies: SQLite in the data folder unless `ANSINH_DATABASE_URL` names a PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_

URL_KINDS = ("postgres", "postgresql")


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings of one database.

    Args:
        url: `postgresql://user:password@host:port/name`, the host may be a socket's folder (`?host=/run/postgresql`);
            None or blank for SQLite in `data`.

    Raises:
        AnSinhError: `database-url` when the address is of neither kind.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "ansinh.sqlite3",
            # A file in tests too: another driver reads the same database (lawdesk.facts.snapshot).
            "TEST": {"NAME": data / f"test-{os.getpid()}.sqlite3"},
            "OPTIONS": {
                # A writer takes its lock at once: with the default, two that read first both wait and one fails.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in URL_KINDS or not parts.path.strip("/"):
        raise AnSinhError(
            "database-url", N_("ANSINH_DATABASE_URL is postgresql://USER:PASSWORD@HOST:PORT/NAME, or blank for SQLite")
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A page's statement is done sooner than it would be compiled.
        "OPTIONS": {"options": "-c jit=off"},
    }
