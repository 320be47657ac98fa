"""Which facts a plan can ask."""

from __future__ import annotations

from lawengine.cel.tree import Field, Name, walk
from lawengine.plan import Plan


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
