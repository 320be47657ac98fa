"""The shell as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

from ansinh.kernel.slots import MENU, register
from ansinh.shell.menu import entries


class ShellConfig(AppConfig):
    """What every page is made of."""

    name = "ansinh.shell"
    label = "shell"

    def ready(self) -> None:
        register(MENU, entries)
