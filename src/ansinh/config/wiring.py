"""Who listens to what, and which room fills which slot: the only place that names two rooms at once."""

from __future__ import annotations

import importlib

from ansinh.kernel.names import name_with
from ansinh.kernel.slots import register
from ansinh.shell.books.declaration import declare

# Slot, then the module and the name of its provider; modules are imported when all models are there.
SLOTS = (
    ("user-menu", "ansinh.kernel.accounts.entries", "own_account_entry"),
    ("welcome-page", "ansinh.kernel.accounts.entries", "demo_panel"),
    ("menu", "ansinh.registry.logbook.lists", "menu_entry"),
    ("menu", "ansinh.registry.changes.lists", "menu_entries"),
    ("menu", "ansinh.registry.administration.lists", "menu_entries"),
    ("search", "ansinh.registry.changes.lists", "search_entry"),
    ("work-list", "ansinh.registry.changes.lists", "waiting_counters"),
    ("menu", "ansinh.registry.checks.lists", "menu_entry"),
    ("work-list", "ansinh.registry.checks.lists", "findings_counters"),
    ("home-page", "ansinh.registry.checks.daily", "last_run_panel"),
    ("menu", "ansinh.registry.imports.menu", "menu_entries"),
    ("work-list", "ansinh.registry.imports.menu", "counters"),
    ("menu", "ansinh.registry.merging.selectors", "menu_entries"),
    ("work-list", "ansinh.registry.merging.selectors", "counters"),
    ("menu", "ansinh.registry.atlas.menu", "menu_entry"),
    ("person-law", "ansinh.lawdesk.panel.panel", "law_panel"),
)

# Kinds of codes, and who knows their names.
NAMES = (("programme", "ansinh.lawdesk.panel.panel", "programme_name"),)

# The shelves of working registers (shell/books).
BOOKS = ("ansinh.registry.books.shelf",)

# Rooms that do background jobs: each tells the worker of its kinds.
WORK = (
    "ansinh.registry.checks.work",
    "ansinh.registry.checks.daily",
    "ansinh.registry.imports.work",
    "ansinh.registry.merging.work",
)


def wire() -> None:
    """Called once, when all rooms are loaded."""
    for module in WORK:
        importlib.import_module(module).register_work()
    for module in BOOKS:
        declare(*importlib.import_module(module).SHELF)
    for kind, module, namer in NAMES:
        name_with(kind, getattr(importlib.import_module(module), namer))
    for slot, module, provider in SLOTS:
        register(slot, getattr(importlib.import_module(module), provider))
