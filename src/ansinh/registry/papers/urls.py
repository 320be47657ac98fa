"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.papers import views

urlpatterns = [path("giay-to/<slug:code>/tep/", views.scan, name="paper_scan")]
