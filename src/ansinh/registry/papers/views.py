"""The scan of a paper."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.purposes import for_purpose, look
from ansinh.kernel.files.services import response
from ansinh.kernel.viewer import READ
from ansinh.registry.ledger.models import Paper
from ansinh.registry.papers.selectors import changes_of, sensitive_of


@require_GET
@needs(READ)
def scan(request: Request, code: str) -> HttpResponseBase:
    """Hand the scan out. One that proves a sensitive fact asks for a purpose, and the look is recorded."""
    paper = get_object_or_404(Paper.objects.select_related("file"), code=code)
    if paper.file is None or not changes_of(request.viewer, paper).exists():
        raise Http404
    for person, kinds in sensitive_of(paper).items():
        viewer = for_purpose(request.session, request.viewer, person)
        if not viewer.purpose:
            raise PermissionDenied(gettext("Name the purpose on the person's page before you open this paper."))
        look(viewer=viewer, person=person, kinds=kinds, place_code=person.commune.code)
    return response(paper.file)
