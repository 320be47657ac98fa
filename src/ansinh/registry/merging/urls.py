"""Addresses of pairs."""

from __future__ import annotations

from django.urls import URLPattern, path

from ansinh.registry.merging import views

urlpatterns: list[URLPattern] = [
    path("trung-nhau/", views.pair_list, name="pairs"),
    path("trung-nhau/tim/", views.find, name="find_pairs"),
    path("trung-nhau/<slug:code>/", views.pair, name="pair"),
    path("trung-nhau/<slug:code>/quyet-dinh/", views.decide, name="decide_pair"),
]
