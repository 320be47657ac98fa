"""Addresses of the public contracts, and the page on which a user keeps their tokens."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ansinh.api.pages import give, take, tokens
from ansinh.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("tai-khoan/ma-truy-cap/", tokens, name="tokens"),
    path("tai-khoan/ma-truy-cap/moi/", give, name="give_token"),
    path("tai-khoan/ma-truy-cap/<slug:code>/thu-hoi/", take, name="take_token_back"),
]
