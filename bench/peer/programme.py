"""A programme: named conditions, as in the law, and an amount. From it OpenFisca's variables are made, in two ways.

With reasons, each condition is a variable of its own, so that it can be asked afterwards why somebody is not paid.
Bare, the conditions are written into one formula; then nobody can tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np

from bench.peer.conditions import given
from bench.peer.declare import Declared, monthly

NONE = np.int32(0)


@dataclass(frozen=True)
class Programme:
    """`conditions` take person and month; `unit` takes person, month, parameters and the age that counts."""

    name: str
    label: str
    conditions: Mapping[str, Callable[..., Any]]
    unit: Callable[..., Any]
    by_age: bool = False

    @property
    def right(self) -> str:
        """The name of the variable that holds the amount: `social.child-hiv` is `social_child_hiv`."""
        return self.name.replace(".", "_").replace("-", "_")

    def declared(self, *, reasons: bool) -> list[Declared]:
        """The amount, who is eligible at the end of a month, and perhaps each condition."""
        asked = [self._condition(name, test) for name, test in self.conditions.items()] if reasons else []
        return [*asked, self._eligible(reasons=reasons), self._amount()]

    def _condition(self, name: str, test: Callable[..., Any]) -> Declared:
        def formula(person, period):
            return test(person, period)

        formula.__name__, formula.__doc__ = self.condition(name), f"{self.label}: {name}"
        return monthly(bool)(formula)

    def condition(self, name: str) -> str:
        """The name of a condition's variable."""
        return f"{self.right}__{name.replace('-', '_')}"

    def _eligible(self, *, reasons: bool) -> Declared:
        tests = [given(self.condition(name)) for name in self.conditions] if reasons else self.conditions.values()

        def formula(person, period):
            return reduce(and_, [test(person, period) for test in tests])

        formula.__name__, formula.__doc__ = f"{self.right}_eligible", f"{self.label}: on the last day of the month"
        return monthly(bool)(formula)

    def _amount(self) -> Declared:
        eligible = f"{self.right}_eligible"

        def formula(person, period, parameters):
            # Whoever qualified on the last day of the month before is still paid this month, by the age of that day.
            now, last = person(eligible, period), period.last_month
            age = np.where(now, person("age", period), person("age", last)) if self.by_age else None
            return np.where(
                now | person(eligible, last), self.unit(person, period, parameters(period).social, age), NONE
            )

        formula.__name__, formula.__doc__ = self.right, self.label
        return monthly(int)(formula)


def times(rate: int, tenths: int) -> np.int32:
    """A rate times a coefficient in tenths, as the 32-bit number that OpenFisca keeps."""
    return np.int32(rate * tenths // 10)


def by_age(limit: int, below: int, above: int) -> Callable[..., Any]:
    """A coefficient (in tenths) below an age and another one from there on."""

    def unit(_person, _period, social, age):
        return np.where(age < limit, times(social.standard_rate, below), times(social.standard_rate, above))

    return unit


def flat(tenths: int) -> Callable[..., Any]:
    """One coefficient, in tenths."""

    def unit(_person, _period, social, _age):
        return times(social.standard_rate, tenths)

    return unit
