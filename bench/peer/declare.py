"""OpenFisca variables declared by their formula alone: its name is the variable's, its docstring the label."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from bench.peer.entities import Household, Person


@dataclass(frozen=True)
class Declared:
    """A variable to be made. `period` None: that of the facts."""

    formula: Callable[..., Any]
    entity: Any
    value_type: type
    period: DateUnit | None
    more: Mapping[str, Any] = field(default_factory=dict)

    def variable(self, of_facts: DateUnit) -> type[Variable]:
        """The variable's class, as OpenFisca wants it."""
        content = {
            "entity": self.entity,
            "value_type": self.value_type,
            "definition_period": self.period or of_facts,
            "label": self.formula.__doc__,
            "formula": self.formula,
        }
        return type(self.formula.__name__, (Variable,), content | self.more)


def derived(value_type):
    """A person's variable that is derived from facts, and lasts as long as they do."""
    return lambda formula: Declared(formula, Person, value_type, None)


def of_household(value_type):
    """As `derived`, of a household."""
    return lambda formula: Declared(formula, Household, value_type, None)


def lasting(value_type):
    """A person's variable that never changes."""
    return lambda formula: Declared(formula, Person, value_type, DateUnit.ETERNITY)


def monthly(value_type, **more):
    """A person's variable of one month."""
    return lambda formula: Declared(formula, Person, value_type, DateUnit.MONTH, more)
