"""Addresses: each room names its own, under its slug."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ansinh.shell.urls")),
    path("", include("ansinh.registry.urls")),
]
