"""The kernel as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Accounts, audit, files, outbox, jobs: what every room stands on."""

    name = "ansinh.kernel"
    label = "kernel"
