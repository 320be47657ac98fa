"""The public contracts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST over the registers."""

    name = "ansinh.api"
    label = "api"
