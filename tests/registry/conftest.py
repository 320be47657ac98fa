"""Fixtures of the registers' tests: the cast on the database, and a browserless client for each of its officers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

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
