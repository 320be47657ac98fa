"""Users."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users; rights come from their postings (registry.offices), never from a flag here."""

    def create_user(self, username: str, full_name: str, password: str | None = None) -> User:
        """A user who can sign in; without a password only through another provider or the demo's one click."""
        user = self.model(username=self.model.normalize_username(username), full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person who works with the system, whatever offices they serve."""

    username = models.CharField(_("User name"), max_length=64, unique=True)
    full_name = models.CharField(_("Full name"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(
        _("Language"), max_length=2, default="vi", choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )
    is_active = models.BooleanField(_("May sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.full_name
