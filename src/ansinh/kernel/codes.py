"""Public codes: short, without meaning, safe to read out on the telephone."""

from __future__ import annotations

import secrets
from typing import Final

# Crockford's alphabet: no I, L, O, U, so that nothing is misread.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10


def new_code(prefix: str) -> str:
    """`TD-7K3M9QX2AF`: a prefix of the kind and fifty random bits."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"
