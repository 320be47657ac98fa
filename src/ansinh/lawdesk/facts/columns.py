"""What each fact of the law is, in terms of the registers. The names are those of law/facts.yaml.

A row says the value; no row says "no" only where the commune vouches that the register is complete, else nothing is
known. Facts of an event or a case (treatment, a damaged house, an emergency) belong to dossiers, not to the registers;
what other bodies know (income, insurance months, contributions, the packages of an epidemic) is not in them either.
"""

from __future__ import annotations

from typing import Final

# The register that a commune must vouch for before no row means "no": alias → Completeness.register.
REGISTER: Final = dict(
    (
        *(("par", "parents"), ("hiv", "hiv"), ("stu", "study"), ("car", "care"), ("pre", "pregnancy")),
        *(("fac", "facility"), ("abs", "absence"), ("wor", "work"), ("ill", "illness"), ("sup", "support")),
        *(("dis", "disability"), ("pen", "pension"), ("mer", "merit"), ("alw", "allowance")),
    )
)


def _value(alias: str, expression: str, no: str) -> str:
    """The row's value; without a row `no` where the register is complete."""
    return f"CASE WHEN {alias}.person_id IS NOT NULL THEN {expression} WHEN com.{REGISTER[alias]} = 1 THEN {no} END"


def _is(alias: str, condition: str) -> str:
    """Whether a row says so; without one "no" where the register is complete."""
    return _value(alias, f"({condition})", "FALSE")


def _counted(expression: str) -> str:
    """A number counted over kinships: exact only where kinships are complete."""
    return f"CASE WHEN com.kinship = 1 THEN CASE WHEN chi.person_id IS NULL THEN 0 ELSE {expression} END END"


def _drawn(column: str, yes: str = "TRUE", no: str = "FALSE") -> str:
    """Whether an allowance of a kind is drawn: one row says yes, but only a complete register says no."""
    return f"CASE WHEN alw.{column} = 1 THEN {yes} WHEN com.allowance = 1 THEN {no} END"


def _parent(kind: str) -> str:
    """A parent's situation: a recorded death of the parent outweighs what was written of the child."""
    written = _value("par", f"NULLIF(par.{kind}, '')", "'present'")
    return f"CASE dpa.{kind} WHEN 1 THEN 'dead' WHEN 0 THEN NULL ELSE {written} END"


def _parents(column: str) -> str:
    """Whether a parent draws an allowance."""
    return f"CASE WHEN pad.{column} = 1 THEN TRUE WHEN com.allowance = 1 AND com.kinship = 1 THEN FALSE END"


FACTS: Final[dict[str, str]] = {
    "birth_date": "NULLIF(ide.birth_date, '')",
    "death_date": "dea.died_on",
    "sex": "NULLIF(ide.sex, '')",
    # Status registers
    "in_facility": _is("fac", "fac.stay IN ('resident', 'voluntary')"),
    "facility_voluntary": _is("fac", "fac.stay = 'voluntary'"),
    "facility_eligible": _is("fac", "fac.stay = 'waiting'"),
    "abandoned": _is("par", "par.abandoned"),
    "father_status": _parent("father"),
    "mother_status": _parent("mother"),
    "other_parent_unable": _is("par", "par.other_parent_unable"),
    "study": _value("stu", "stu.course", "'none'"),
    "study_interrupted": _is("stu", "stu.interrupted"),
    "hiv": _is("hiv", "TRUE"),
    "marital_status": "mar.situation",
    "carer_situation": "sup.carers",
    "lives_alone": _is("sup", "sup.lives_alone"),
    "has_pension": _is("pen", "TRUE"),
    # A second pension may be missing where the register is not complete.
    "pension_amount": "CASE WHEN com.pension = 1 THEN CASE WHEN pen.person_id IS NULL THEN 0 ELSE pen.amount END END",
    # A survivor's benefit is an event: nothing recorded, nothing happened.
    "survivor_benefit": "CASE WHEN pen.survivor = 1 THEN 'survivor' END",
    "merit_allowance": _is("mer", "TRUE"),
    "regular_income": _value("wor", "wor.regular_income", "FALSE"),
    "no_work_capacity": "wor.no_work_capacity",
    "work_capacity_loss": _value("wor", "wor.capacity_loss", "0"),
    "disability_degree": _value("dis", "dis.degree", "'none'"),
    "visual_impairment": _is("dis", "dis.visual"),
    "disability_certificate_date": "dis.certificate_date",
    "cared_by": _value("car", "car.by", "'none'"),
    "fostered": _is("car", "car.by = 'foster'"),
    "fostered_extreme_count": "CASE WHEN com.care = 1 AND com.disability = 1 THEN COALESCE(fos.number, 0) END",
    "pregnant": _is("pre", "TRUE"),
    "critical_illness": _is("ill", "ill.critical"),
    "often_ill": _is("ill", "ill.often_ill"),
    "missing": _is("abs", "abs.reason = 'missing'"),
    # Allowances drawn by decision. Those of the book's own programmes are told apart by its rules of concurrence, so
    # only one outside the book is "another".
    "other_monthly_allowance": _drawn("other"),
    "social_allowance_status": _drawn("social", "'receiving'", "'none'"),
    "social_pension_status": _drawn("pension", "'receiving'", "'none'"),
    "allowance_as_single_parent": _drawn("single_parent"),
    "draws_social_allowance": _drawn("social"),
    "draws_social_pension": _drawn("pension"),
    "had_child_allowance": "CASE WHEN frm.person_id IS NOT NULL THEN TRUE WHEN com.allowance = 1 THEN FALSE END",
    # Kin
    "children_under_16": _counted("chi.under_16"),
    "children_16_22_studying": _counted("chi.studying"),
    "children_under_36m": _counted("chi.under_36m"),
    # Counted only for who already draws a single parent's allowance; the rest is decided by the counts above.
    "children_16_up_kept_studying": "CASE WHEN com.allowance = 1 AND COALESCE(alw.single_parent, 0) = 0 THEN 0 END",
    "spouse": "spo.relative_id",
    "single_parent_child": _parents("single_parent"),
    "father_disability_allowance": _parents("father"),
    "mother_disability_allowance": _parents("mother"),
    "decision_date": "alw.decided_on",
    # The household's
    "poverty_class": "pov.poverty_class",
    "local_poverty_class": "NULLIF(pov.local_class, '')",
    "hardship_household": (
        "CASE WHEN pov.household_id IS NOT NULL THEN pov.hardship WHEN com.poverty = 1 THEN FALSE END"
    ),
    "hard_area": "har.hard",
}
