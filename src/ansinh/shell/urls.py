"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from ansinh.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("hien-thi/", views.display, name="display"),
    path("huong-dan/", views.tour, name="tour"),
]
