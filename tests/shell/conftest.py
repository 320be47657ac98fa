"""Fixtures of the shell's tests: the cast, a client for each officer, a folder of its own for what jobs leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from ansinh.kernel.accounts.models import User
from tests.cast import Cast, cast


@pytest.fixture
def everyone(db: None) -> Cast:
    """Everybody of the cast, built anew for the test."""
    return cast()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """`signed_in(everyone.hoa)` is a client in which chị Hoa has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
