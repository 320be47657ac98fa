"""Addresses of people and households."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.pages import views

urlpatterns = [
    path("nguoi/<slug:code>/", views.person, name="person"),
    path("ho/<slug:code>/", views.household, name="household"),
]
