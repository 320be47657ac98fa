"""What if an amount were another: the book with some parameters set for one question, as if it had been edited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from lawengine.errors import N_, QuestionError
from lawengine.model import Edition, Parameter
from lawengine.plan import Question
from lawengine.planner import value_in_force

MOST = 10**12
"""No amount is larger: a slip of the pen."""


def with_amounts(edition: Edition, question: Question, amounts: Mapping[str, int]) -> Edition:
    """The book in which the values that count under the question are others; its hash is its own.

    Args:
        amounts: by parameter, in its unit.

    Raises:
        QuestionError: no such parameter, none in force under the question, or an amount that cannot be.
    """
    parameters = dict(edition.parameters)
    for name, amount in amounts.items():
        parameters[name] = _edited(edition, question, name, amount)
    told = ";".join(f"{name}={amount}" for name, amount in sorted(amounts.items()))
    digest = hashlib.sha256(f"{edition.hash};{question.on};{told}".encode()).hexdigest()
    return replace(edition, hash=digest if amounts else edition.hash, parameters=parameters)


def _edited(edition: Edition, question: Question, name: str, amount: int) -> Parameter:
    parameter = edition.parameters.get(name)
    if parameter is None:
        near = get_close_matches(name, list(edition.parameters), n=1, cutoff=0.0)
        raise QuestionError(
            name, N_("there is no such parameter; the nearest is {near}"), near=near[0] if near else "–"
        )
    if not 0 <= amount <= MOST:
        raise QuestionError(name, N_("an amount from 0 to {most} is expected"), most=MOST)
    value = value_in_force(edition, name, question)
    if value is None:
        raise QuestionError(name, N_("it has no value on {day}, so none can be set"), day=question.on)
    edited = (replace(item, amount=amount) if item is value else item for item in parameter.values)
    return replace(parameter, values=tuple(edited))
