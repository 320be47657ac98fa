"""The cast, and an empty cache, in which attempts are counted."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.cast import Cast, cast


@pytest.fixture
def everyone(db: None) -> Cast:
    """Everybody of the cast."""
    return cast()


@pytest.fixture(autouse=True)
def _no_attempts(db: None) -> None:
    cache.clear()
