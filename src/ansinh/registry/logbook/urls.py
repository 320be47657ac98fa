"""Addresses of the audit log."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.logbook import views

urlpatterns = [
    path("nhat-ky/", views.audit_log, name="audit_log"),
    path("nguoi/<slug:code>/muc-dich/", views.purpose, name="purpose"),
    path("nguoi/<slug:code>/ai-da-xem/", views.who_looked, name="who_looked"),
]
