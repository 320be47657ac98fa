"""Addresses: each room names its own, under its slug."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ansinh.shell.urls")),
    path("", include("ansinh.registry.offices.urls")),
    path("", include("ansinh.registry.logbook.urls")),
    path("", include("ansinh.registry.papers.urls")),
    path("", include("ansinh.kernel.accounts.urls")),
    path("", include("ansinh.registry.urls")),
    path("", include("ansinh.api.urls")),
]

handler400 = "ansinh.shell.errors.bad_request"
handler403 = "ansinh.shell.errors.forbidden"
handler404 = "ansinh.shell.errors.not_found"
handler500 = "ansinh.shell.errors.broken"
