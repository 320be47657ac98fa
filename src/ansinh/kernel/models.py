"""The kernel's tables, kept by its parts."""

from __future__ import annotations

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.jobs.models import Job
from ansinh.kernel.tokens.models import AccessToken

__all__ = ["AccessToken", "AuditEntry", "Job", "StoredFile", "User"]
