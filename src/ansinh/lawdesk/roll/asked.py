"""Which facts a plan can ask, and which of them one of its programmes asks."""

from __future__ import annotations

from lawengine.cel.tree import Field, Name, walk
from lawengine.plan import Plan, PlannedProgramme


def asked_facts(plan: Plan) -> frozenset[str]:
    """Every declared fact that some programme of the plan can ask."""
    catalogue = plan.catalogue
    found = {
        catalogue.base_of(item.name)
        for node in plan.expressions
        for item in walk(node)
        if isinstance(item, (Name, Field))
    }
    for programme in plan.programmes:
        form = programme.amount.form
        found |= {name for name in (form.fact, form.less, form.key) if name}
        found |= {start.fact for start in programme.start}
    return frozenset(found & catalogue.facts.keys())


def facts_of_programme(plan: Plan, programme: PlannedProgramme) -> frozenset[str]:
    """Every declared fact that a programme asks about the person; what is private only where it is asked directly.

    A fact that is asked of the members of a household is the person's own only perhaps, so a sensitive one is left out.
    """
    catalogue, form = plan.catalogue, programme.amount.form
    tests = [item.test for item in programme.conditions] + [row.test for row in programme.rows if row.test is not None]
    tests += [] if programme.amount.per is None else [programme.amount.per]
    items = [item for test in tests for item in walk(plan.expressions[test])]
    own = {catalogue.base_of(item.name) for item in items if isinstance(item, Name)}
    own |= {name for name in (form.fact, form.less, form.key) if name} | {start.fact for start in programme.start}
    members = {catalogue.base_of(item.name) for item in items if isinstance(item, Field)} & catalogue.facts.keys()
    members = {name for name in members if not catalogue.facts[name].sensitive}
    return frozenset((own | members) & catalogue.facts.keys())
