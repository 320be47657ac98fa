"""Django made ready for a command; what needs its tables is imported by name afterwards."""

from __future__ import annotations

import importlib
import os
from typing import Any

import django


def ready(module: str) -> Any:
    """Set Django up with the house's settings and return a module that imports tables.

    Django refuses tables before it is set up, and a command that only prints its help does not wait for it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    django.setup()
    return importlib.import_module(module)
