"""The shell as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """What every page is made of."""

    name = "ansinh.shell"
    label = "shell"
