"""Exit codes, and the engine's errors in the reader's language."""

from __future__ import annotations

from ansinh.kernel.messages import _
from lawengine.errors import LawEngineError

OK, FAULT, USAGE, ROWS, ERROR = 0, 1, 2, 3, 4


def sentence(error: LawEngineError) -> str:
    """The engine's sentence in the reader's language; an error inside it is translated too."""
    inner = {name: sentence(value) for name, value in error.params.items() if isinstance(value, LawEngineError)}
    return _(error.template).format(**{**error.params, **inner})
