"""A database and a data folder of a test's own, for commands that run as processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

DATABASE_URL = os.environ.get("ANSINH_DATABASE_URL", "")
KINDS = ["sqlite", "postgresql"] if DATABASE_URL else ["sqlite"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command finds its data."""

    data: Path
    url: str

    def ansinh(self, *words: str, answer: str = "", demo: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.surroundings(demo=demo),
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )

    @staticmethod
    def command(*words: str) -> Sequence[str]:
        return [sys.executable, "-m", "ansinh.cli.main", "--lang", "en", *words]

    def surroundings(self, *, demo: bool = True) -> dict[str, str]:
        known = {"ANSINH_DATA": str(self.data), "ANSINH_DATABASE_URL": self.url, "ANSINH_DEMO": str(int(demo))}
        return os.environ | known


@pytest.fixture(scope="module", params=KINDS)
def somewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An empty database of each kind that is to be had, for all tests of a module in their order."""
    data = tmp_path_factory.mktemp(f"data-{request.param}")
    if request.param == "sqlite":
        yield Place(data, "")
        return
    name = f"ansinh_own_{os.getpid()}"
    with psycopg.connect(DATABASE_URL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield Place(data, urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}")))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
