"""Addresses of what is said of a commune."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.vouching import views

urlpatterns = [
    path("dia-ban/<slug:key>/so-day-du/", views.vouching, name="vouching"),
    path("dia-ban/<slug:key>/so-day-du/<slug:slug>/", views.propose, name="propose_vouching"),
    path("dia-ban/<slug:key>/so-day-du/<slug:slug>/ket-thuc/", views.end, name="end_vouching"),
]
