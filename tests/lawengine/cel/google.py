"""Google's own CEL as the measure: the same text and bindings, its value or its refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cel_expr_python import cel

ERROR = "an error"


class Exact:
    """A value whose equality knows that True is not 1."""

    def __init__(self, value: object) -> None:
        self.shape = _shape(value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and self.shape == other.shape

    def __hash__(self) -> int:
        return hash(repr(self.shape))

    def __repr__(self) -> str:
        return f"Exact({self.shape})"


def _shape(value: object) -> object:
    if isinstance(value, list):
        return [_shape(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _shape(item) for name, item in value.items()}
    return type(value).__name__, value


def google_type(value: object) -> cel.Type:
    """The type that a value from JSON has for Google's checker."""
    if isinstance(value, bool):
        return cel.Type.BOOL
    if isinstance(value, int):
        return cel.Type.INT
    if isinstance(value, str):
        return cel.Type.STRING
    if isinstance(value, dict):
        return cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    assert isinstance(value, list)
    return cel.Type.List(google_type(value[0]) if value else cel.Type.DYN)


def google_environment(types: Mapping[str, cel.Type]) -> cel.Env:
    """An environment that declares these names."""
    return cel.NewEnv(variables=dict(types))


def google(text: str, bindings: Mapping[str, Any], checked: bool = True) -> Exact | str:
    """Google's value, or ERROR when it refuses the text or evaluation fails."""
    return run(
        google_environment({name: google_type(value) for name, value in bindings.items()}), text, bindings, checked
    )


def run(env: cel.Env, text: str, bindings: Mapping[str, Any], checked: bool = True) -> Exact | str:
    """As `google`, in an environment made before."""
    try:
        result = env.compile(text, disable_check=not checked).eval(data=dict(bindings))
    except (RuntimeError, ValueError):
        return ERROR
    return ERROR if result.type() == cel.Type.ERROR else Exact(result.plain_value())
