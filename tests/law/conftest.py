"""The book of law under test, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawengine.book import load_folder
from lawengine.model import Edition

LAW = Path(__file__).parents[2] / "law"


@pytest.fixture(scope="session")
def edition() -> Edition:
    return load_folder(LAW)
