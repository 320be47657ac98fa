"""Addresses of offices and of what concerns everybody who serves in one."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.offices import views

urlpatterns = [
    path("dang-nhap/vai/", views.demo_sign_in, name="demo_sign_in"),
]
