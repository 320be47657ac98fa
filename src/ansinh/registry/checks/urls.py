"""Addresses of the checks."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.checks import views

urlpatterns = [
    path("kiem-tra/", views.checks, name="checks"),
    path("kiem-tra/danh-sach/", views.finding_list, name="findings"),
    path("kiem-tra/chay/", views.run, name="run_checks"),
    path("kiem-tra/<slug:code>/", views.finding, name="finding"),
    path("kiem-tra/<slug:code>/xet-lai/", views.finding_again, name="finding_again"),
]
