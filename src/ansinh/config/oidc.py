"""Sign-in through another provider (OpenID Connect): on when the environment names one, else off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_

PROVIDER = "openid_connect"


def providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's `SOCIALACCOUNT_PROVIDERS`: empty, or the one provider at `ANSINH_OIDC_URL`.

    Args:
        environment: `ANSINH_OIDC_URL` (the issuer), `ANSINH_OIDC_CLIENT`, `ANSINH_OIDC_SECRET`, `ANSINH_OIDC_NAME`
            (what the button says).

    Raises:
        AnSinhError: `oidc` when there is an issuer and no client.
    """
    issuer, client = environment.get("ANSINH_OIDC_URL"), environment.get("ANSINH_OIDC_CLIENT")
    if not issuer:
        return {}
    if not client:
        raise AnSinhError("oidc", N_("ANSINH_OIDC_URL needs ANSINH_OIDC_CLIENT and ANSINH_OIDC_SECRET"))
    app = {
        "provider_id": "cong",
        "name": environment.get("ANSINH_OIDC_NAME", "OpenID"),
        "client_id": client,
        "secret": environment.get("ANSINH_OIDC_SECRET", ""),
        "settings": {"server_url": issuer},
    }
    return {PROVIDER: {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(environment: Mapping[str, str]) -> list[str]:
    """Where a browser may be led by the sign-in form: the provider's origin, for the content security policy."""
    issuer = urlsplit(environment.get("ANSINH_OIDC_URL", ""))
    return [f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else []
