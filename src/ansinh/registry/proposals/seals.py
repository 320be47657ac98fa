"""The seal of a form: its one-time code, and the registers' moment when it was opened."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core import signing

from ansinh.kernel.codes import new_code
from ansinh.registry.ledger.clock import now
from ansinh.registry.proposals import errors

_SALT: Final = "proposal"


def new_seal() -> str:
    """For a form that is opened now."""
    return signing.dumps([new_code("TD"), now().isoformat()], salt=_SALT)


def read_seal(seal: str) -> tuple[str, datetime]:
    """The code and the moment of a form that comes back.

    Raises:
        ChangeError: `form-used` when the seal is not ours.
    """
    try:
        code, seen = signing.loads(seal, salt=_SALT)
    except signing.BadSignature:
        raise errors.used_code() from None
    return str(code), datetime.fromisoformat(seen)
