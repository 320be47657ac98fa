"""The cast for the tests of facts."""

from __future__ import annotations

import pytest

from tests.cast import Cast, cast


@pytest.fixture
def everyone(db: None) -> Cast:
    """Everybody of the cast, built anew for the test."""
    return cast()
