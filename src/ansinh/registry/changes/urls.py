"""Addresses of changes."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.changes import views

urlpatterns = [
    path("thay-doi/", views.change_list, name="changes"),
    path("thay-doi/can-quyet-dinh/", views.waiting_changes, name="waiting_changes"),
    path("thay-doi/<slug:code>/", views.change, name="change"),
    path("thay-doi/<slug:code>/duyet/", views.approve, name="approve_change"),
    path("thay-doi/<slug:code>/tu-choi/", views.refuse, name="refuse_change"),
    path("thay-doi/<slug:code>/rut-lai/", views.withdraw, name="withdraw_change"),
    path("thay-doi/<slug:code>/hoan-tac/", views.undo, name="undo_change"),
]
