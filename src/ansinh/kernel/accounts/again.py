"""Who one is, confirmed once more before something weighty: the password, and a one-time code where there are codes.

Whoever has neither – signed in by another provider, or in a demo – has nothing to confirm with (as allauth has it).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ansinh.kernel.accounts.http import Request
from ansinh.kernel.accounts.second_factor import has_second_factor

# By the method's name in allauth's records: where it is confirmed.
_PAGES: Final = {"password": "account_reauthenticate", "mfa": "mfa_reauthenticate"}


def missing(request: Request) -> list[str]:
    """What is still to be confirmed, of `password` and `mfa`; each holds for ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    since = timezone.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = {
        each["method"]
        for each in get_authentication_records(request, request.user)
        if each.get("reauthenticated") and each["at"] > since
    }
    owed = {"password": request.user.has_usable_password(), "mfa": has_second_factor(request.user.pk)}
    return [method for method, asked in owed.items() if asked and method not in recent]


def confirm_url(method: str, then: str) -> str:
    """Where a method is confirmed; `then`: the address that one comes back to."""
    return f"{reverse(_PAGES[method])}?{urlencode({'next': then})}"
