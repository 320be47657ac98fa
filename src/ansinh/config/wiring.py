"""Who listens to what, and which room fills which slot: the only place that names two rooms at once."""

from __future__ import annotations


def wire() -> None:
    """Called once, when all rooms are loaded."""
