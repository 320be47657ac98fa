"""Django's settings. What differs between offices comes from the environment (docs/reference/settings.md)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from ansinh.config.database import database
from ansinh.config.oidc import origins, providers
from ansinh.kernel.messages import LOCALE

PACKAGE = Path(__file__).parents[1]
DATA = Path(os.environ.get("ANSINH_DATA", ".data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
# A demo province has one-click sign-in and says so on every page; it never holds real people.
DEMO = os.environ.get("ANSINH_DEMO") == "1"
DEBUG = False


def _secret_key() -> str:
    """From the environment, else one made on the first start and kept beside the data, for this machine only."""
    given = os.environ.get("ANSINH_SECRET_KEY")
    if given:
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ANSINH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Behind a server that ends TLS: ANSINH_HTTPS=1 makes cookies secure and asks browsers to stay with https.
HTTPS = os.environ.get("ANSINH_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "ansinh.kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ansinh.shell",
    "ansinh.registry",
    "ansinh.lawdesk",
    "ansinh.api",
    "ansinh.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ansinh.shell.display.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ansinh.registry.offices.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "ansinh.config.urls"
WSGI_APPLICATION = "ansinh.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ansinh.shell.context.frame",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": database(os.environ.get("ANSINH_DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kernel.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# Sign-in: a password, one-time codes for those who sign or pay, another provider where there is one.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "ansinh.kernel.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "ansinh.kernel.accounts.forms.SignInForm",
    "change_password": "ansinh.kernel.accounts.forms.PasswordForm",
    "reauthenticate": "ansinh.kernel.accounts.forms.AgainForm",
}
# Five wrong passwords for one name, or thirty from one address, shut the door for a quarter of an hour.
LOCKOUT_MINUTES = 15
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": f"30/{LOCKOUT_MINUTES}m/ip,5/{LOCKOUT_MINUTES}m/key"}
# Proxies between the browser and us that may be believed about the browser's address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ANSINH_PROXIES", "0"))
MFA_ADAPTER = "ansinh.kernel.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "An Sinh"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_FORMS = {
    "authenticate": "ansinh.kernel.accounts.forms.CodeForm",
    "reauthenticate": "ansinh.kernel.accounts.forms.CodeAgainForm",
    "activate_totp": "ansinh.kernel.accounts.forms.ActivateForm",
}
# Roles that may not work without one-time codes; a demo has nothing to guard.
TOTP_ROLES = (
    set() if DEMO else set(os.environ.get("ANSINH_TOTP_ROLES", "chief,accountant,administrator").split(",")) - {""}
)
SOCIALACCOUNT_ADAPTER = "ansinh.kernel.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = providers(os.environ)
# Which claim of the provider is the user name here.
OIDC_CLAIM = os.environ.get("ANSINH_OIDC_CLAIM", "preferred_username")
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

# What counts attempts must be seen by every process that serves.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [LOCALE]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty unless an office puts files of its own there
WHITENOISE_USE_FINDERS = True
# Pages name each file with a mark of its content, so browsers may keep it.
WHITENOISE_MAX_AGE = 7 * 24 * 60 * 60
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# The name under our own is the office's, not ours: whether all of them speak https, and for how long, is not for us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ansinh.shell.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", *origins(os.environ)],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
