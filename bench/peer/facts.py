"""The facts that are given: OpenFisca input variables. What is unknown cannot be said, so each has a default."""

from datetime import date

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from bench.peer.codes import (
    CaredBy,
    CarerSituation,
    DisabilityDegree,
    MaritalStatus,
    ParentStatus,
    PovertyClass,
    Study,
)
from bench.peer.entities import Household, Person

NEVER = date(9999, 12, 31)

# A blank becomes what means "no", or, where the law knows no such value, what gives no right.
OF_PERSONS = {
    "birth_date": date(1970, 1, 1),
    "death_date": NEVER,
    "in_facility": False,
    "facility_voluntary": False,
    "facility_eligible": False,
    "abandoned": False,
    "father_status": ParentStatus.present,
    "mother_status": ParentStatus.present,
    "had_child_allowance": False,
    "study": Study.none,
    "study_interrupted": False,
    "hiv": False,
    "marital_status": MaritalStatus.married,
    "children_under_16": 0,
    "children_16_up_kept_studying": 0,
    "children_under_36m": 0,
    "carer_situation": CarerSituation.has_carer,
    "has_pension": False,
    "pension_amount": 0,
    "merit_allowance": False,
    "regular_income": False,
    "disability_degree": DisabilityDegree.none,
    "fostered": False,
    "cared_by": CaredBy.none,
    "pregnant": False,
}
OF_HOUSEHOLDS = {"poverty_class": PovertyClass.other, "hard_area": False}
DEFAULTS = OF_PERSONS | OF_HOUSEHOLDS


NEVER_CHANGE = ("birth_date", "death_date")


def variables(of_facts):
    """The input variables; all but dates of birth and death have a value for each period of the kind `of_facts`."""
    return [
        *(_variable(name, default, Person, of_facts) for name, default in OF_PERSONS.items()),
        *(_variable(name, default, Household, of_facts) for name, default in OF_HOUSEHOLDS.items()),
    ]


def _variable(name, default, entity, of_facts):
    content = {
        "entity": entity,
        "definition_period": DateUnit.ETERNITY if name in NEVER_CHANGE else of_facts,
        "label": name.replace("_", " "),
        "default_value": default,
    }
    if isinstance(default, Enum):
        content |= {"value_type": Enum, "possible_values": type(default)}
    else:
        content["value_type"] = type(default)
    return type(name, (Variable,), content)
