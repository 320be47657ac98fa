"""Addresses of the registry."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ansinh.registry.people.urls")),
    path("", include("ansinh.registry.proposals.urls")),
    path("", include("ansinh.registry.pages.urls")),
    path("", include("ansinh.registry.changes.urls")),
    path("", include("ansinh.registry.checks.urls")),
    path("", include("ansinh.registry.imports.urls")),
    path("", include("ansinh.registry.administration.urls")),
    path("", include("ansinh.registry.merging.urls")),
    path("", include("ansinh.registry.vouching.urls")),
    path("", include("ansinh.registry.atlas.urls")),
]
