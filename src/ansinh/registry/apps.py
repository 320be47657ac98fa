"""The registry as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Places, offices, people, households, statuses: what is true, since when, and how we know."""

    name = "ansinh.registry"
    label = "registry"
