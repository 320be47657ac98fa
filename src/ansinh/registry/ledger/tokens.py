"""A ledger row in an address: signed, so that nobody counts rows or names one that was not shown to them."""

from __future__ import annotations

from typing import Final

from django.core import signing

from ansinh.registry.ledger.models import Recorded
from ansinh.registry.ledger.rows import ledger_models

_SALT: Final = "ledger-row"


def token_of(row: Recorded) -> str:
    """The row's address part."""
    return signing.Signer(salt=_SALT).sign_object([row._meta.model_name, row.pk])


def row_of(token: str) -> Recorded | None:
    """The row that a token names, held or not; None when the token is not ours."""
    try:
        name, pk = signing.Signer(salt=_SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    model = {each._meta.model_name: each for each in ledger_models()}.get(name)
    found: Recorded | None = model.objects.filter(pk=pk).select_related("change").first() if model else None
    return found
