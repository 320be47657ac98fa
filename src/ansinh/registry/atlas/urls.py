"""Addresses of places."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.atlas import views

urlpatterns = [
    path("dia-ban/", views.atlas, name="atlas"),
    path("dia-ban/<slug:key>/", views.place, name="place"),
]
