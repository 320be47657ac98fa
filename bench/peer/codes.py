"""The code lists, as OpenFisca enums: one byte a person, compared as numbers."""

from openfisca_core.indexed_enums import Enum


class ParentStatus(Enum):
    """What became of a father or mother."""

    present = "present"
    dead = "dead"
    missing = "missing"
    facility = "facility"
    prison = "prison"
    unidentified = "unidentified"


class Study(Enum):
    """What somebody studies."""

    none = "none"
    first_qualification = "first_qualification"
    continuing = "continuing"
    further = "further"


class MaritalStatus(Enum):
    """Whether somebody is or was married."""

    never_married = "never_married"
    married = "married"
    widowed = "widowed"
    spouse_missing = "spouse_missing"
    divorced = "divorced"


class CarerSituation(Enum):
    """Who is obliged to support somebody."""

    none = "none"
    on_allowance = "on_allowance"
    unable = "unable"
    has_carer = "has_carer"


class DisabilityDegree(Enum):
    """How severe a disability is."""

    none = "none"
    mild = "mild"
    severe = "severe"
    extreme = "extreme"


class CaredBy(Enum):
    """Who looks after somebody."""

    none = "none"
    own_household = "own_household"
    foster = "foster"


class PovertyClass(Enum):
    """The class of a household."""

    poor = "poor"
    near_poor = "near_poor"
    other = "other"
