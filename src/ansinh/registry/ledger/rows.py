"""All tables of the ledger, and a change's rows in each."""

from __future__ import annotations

from django.apps import apps

from ansinh.registry.ledger.models import Change, LedgerQuerySet, Recorded


def ledger_models() -> tuple[type[Recorded], ...]:
    """Every table whose rows have both clocks."""
    models = apps.get_app_config("registry").get_models()
    return tuple(model for model in models if issubclass(model, Recorded))


def written_by(model: type[Recorded], change: Change) -> LedgerQuerySet:
    """Rows of one table that a change wrote or would write."""
    return model.objects.filter(change=change)


def closed_by(model: type[Recorded], change: Change) -> LedgerQuerySet:
    """Rows of one table that a change closed or would close."""
    return model.objects.filter(closed_by=change)
