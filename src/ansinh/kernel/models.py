"""The kernel's tables, kept by its parts."""

from __future__ import annotations

from ansinh.kernel.accounts.models import User
from ansinh.kernel.audit.models import AuditEntry
from ansinh.kernel.files.models import StoredFile
from ansinh.kernel.jobs.models import Job

__all__ = ["AuditEntry", "Job", "StoredFile", "User"]
