"""The last application: when it is ready, all rooms are, and are wired together."""

from __future__ import annotations

from django.apps import AppConfig

from ansinh.config.wiring import wire


class WholeConfig(AppConfig):
    """All rooms together."""

    name = "ansinh.config"
    label = "whole"

    def ready(self) -> None:
        wire()
