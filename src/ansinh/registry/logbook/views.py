"""The audit log's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.viewer import READ_AUDIT
from ansinh.registry.logbook.forms import AuditSearch
from ansinh.registry.logbook.selectors import audit_entries

PAGE = 50


@require_GET
@needs(READ_AUDIT)
def audit_log(request: Request) -> HttpResponse:
    """The audit log of the viewer's territory: nothing before a question is asked."""
    form = AuditSearch(request.GET or None)
    found = audit_entries(request.viewer, **form.cleaned_data) if form.is_valid() else None
    page = Paginator(found, PAGE).get_page(request.GET.get("trang")) if found is not None else None
    return render(request, "registry/logbook/audit_log.html", {"form": form, "page": page})
