"""Addresses of the search for people."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.people import views

urlpatterns = [path("nguoi/", views.people_search, name="people_search")]
