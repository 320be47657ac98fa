"""Addresses of proposals."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.proposals import views

urlpatterns = [
    path("nguoi-moi/", views.new_person, name="new_person"),
    path("nguoi/<slug:code>/de-nghi/", views.propose_for_person, name="propose_for_person"),
    path("nguoi/<slug:code>/de-nghi/<slug:slug>/", views.person_act, name="person_act"),
    path("ho/<slug:code>/de-nghi/", views.propose_for_household, name="propose_for_household"),
    path("ho/<slug:code>/de-nghi/<slug:slug>/", views.household_act, name="household_act"),
    path("muc/<str:token>/sua/", views.correct_row, name="correct_row"),
    path("muc/<str:token>/ket-thuc/", views.end_entry, name="end_row"),
    path("muc/<str:token>/thu-hoi/", views.withdraw_entry, name="withdraw_row"),
]
