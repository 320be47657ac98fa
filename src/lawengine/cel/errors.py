"""The errors of the expression language: each has a position and a translatable sentence."""

from __future__ import annotations

from lawengine.errors import LawEngineError


class CelError(LawEngineError):
    """Root of this package's errors. `pos` is the 0-based character in the text of the expression."""

    def __init__(self, pos: int, template: str, **params: object) -> None:
        super().__init__(template, **params)
        self.pos = pos

    def __str__(self) -> str:
        return f"position {self.pos + 1}: {self.template.format(**self.params)}"


class CelSyntaxError(CelError):
    """The text is not CEL at all."""


class OutsideSubset(CelError):  # noqa: N818 - it says where the text is, it need not be wrong CEL
    """The text may be good CEL, but uses something that conditions of law may not use."""


class CelTypeError(CelError):
    """No operator fits these types, or the types are not what the place needs: CEL refuses it as well."""


class UnknownName(CelTypeError):  # noqa: N818 - reads as what it is
    """A name that the environment does not declare."""
