"""The law desk as a Django application: it has pages, and no tables yet."""

from __future__ import annotations

from django.apps import AppConfig


class LawdeskConfig(AppConfig):
    """The house's door to the engine."""

    name = "ansinh.lawdesk"
    label = "lawdesk"
