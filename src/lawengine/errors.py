"""The engine's errors: each has a sentence with named places, so that a caller can show it in another language."""

from __future__ import annotations

from typing import Any


def N_(template: str) -> str:
    """Mark a sentence for the translators; the caller of the engine translates `error.template`."""
    return template


class LawEngineError(Exception):
    """Root of the tree. `template` is an English sentence with `{places}`, `params` fills them."""

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template.format(**params))

    def __reduce__(self) -> tuple[Any, ...]:
        """How a copy is made in another process, whatever a subclass wants to be made with."""
        return _copy, (type(self), self.args, self.__dict__)


def _copy(kind: type[LawEngineError], args: tuple[object, ...], state: dict[str, object]) -> LawEngineError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class LawFileError(LawEngineError):
    """A file of law is wrong. `file` is relative to the law folder, `line` counts from 1 (0 when unknown)."""

    def __init__(self, file: str, line: int, template: str, **params: object) -> None:
        super().__init__(template, **params)
        self.file = file
        self.line = line

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.template.format(**self.params)}"


class QuestionError(LawEngineError):
    """What was asked cannot be asked: an unknown fact, an impossible value or date. `field` says where."""

    def __init__(self, field: str, template: str, **params: object) -> None:
        super().__init__(template, **params)
        self.field = field

    def __str__(self) -> str:
        return f"{self.field}: {self.template.format(**self.params)}"


class LawConflictError(LawEngineError):
    """The law file itself is undecided on these facts: two rows win, or none does. Never guessed around."""
