"""The tax and benefit system: entities, facts, programmes."""

from pathlib import Path

from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.peer import children, elders, facts, overlap, standing
from bench.peer.entities import ENTITIES

PROGRAMMES = (*children.PROGRAMMES, *elders.PROGRAMMES)
SETTLED = tuple(declared.formula.__name__ for declared in overlap.DECLARED)


class MonthlyAllowances(TaxBenefitSystem):
    """The monthly programmes of social assistance.

    `reasons`: each condition of the law can be asked for, and facts have a value for each month, as the law's facts do.
    Without, conditions are written into one formula and facts never change: the least that gives the amounts.
    """

    def __init__(self, *, reasons):
        super().__init__(ENTITIES)
        self.reasons = reasons
        self.of_facts = DateUnit.MONTH if reasons else DateUnit.ETERNITY
        declared = [item for programme in PROGRAMMES for item in programme.declared(reasons=reasons)]
        self.add_variables(*facts.variables(self.of_facts))
        self.add_variables(
            *(item.variable(self.of_facts) for item in (*standing.DECLARED, *declared, *overlap.DECLARED))
        )
        self.load_parameters(str(Path(__file__).parent / "parameters"))

    def results(self):
        """The names of what is calculated: amounts, and which of several is paid."""
        return [programme.right for programme in PROGRAMMES] + list(SETTLED)
