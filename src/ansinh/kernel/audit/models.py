"""The audit log's one table."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One act or one look, sealed: `seal` is the SHA-256 of this row's content and the seal before it.

    `number` runs without gaps. Rows are only ever added; PostgreSQL and SQLite refuse update and delete by trigger.
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_code = models.CharField(max_length=40, blank=True)
    place_code = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_code", "number"], name="audit_subject"),
            models.Index(fields=["actor", "number"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject_code}"
