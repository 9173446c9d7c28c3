"""Django settings, all taken from a few environment variables.

ZHENWU_HOME   where the embedded database, uploads in hand and the keys live (default: ./var)
DATABASE_URL  postgres://user:password@host:port/name for PostgreSQL; without it the embedded SQLite is used
ZHENWU_HOSTS  host names that the server answers to, comma-separated (default: all of this machine's)
ZHENWU_DEBUG  1 for developers
ZHENWU_HOOKS_PRIVATE  1 lets robots of chat groups live inside the own network, without https
ZHENWU_TODAY  YYYY-MM-DD stops the clock (tests, demonstrations)
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from zhenwu.config.database import database

HOME = Path(os.environ.get("ZHENWU_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _secret(name: str) -> str:
    """A key that is made once and kept beside the data, readable by the owner alone."""
    if value := os.environ.get(f"ZHENWU_{name.upper()}"):
        return value
    path = HOME / f"{name}.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _secret("secret")
#: Seals personal data at rest; losing it loses them.
SEAL_KEY = _secret("seal")
#: Whether robots may live inside the own network and without https.
HOOKS_PRIVATE = os.environ.get("ZHENWU_HOOKS_PRIVATE") == "1"
DEBUG = os.environ.get("ZHENWU_DEBUG") == "1"
ALLOWED_HOSTS = [h for h in os.environ.get("ZHENWU_HOSTS", "*").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ZHENWU_ORIGINS", "").split(",") if o]

ROOMS = [
    "audit",
    "areas",
    "accounts",
    "ledgers",
    "figures",
    "plans",
    "telling",
    "meetings",
    "livelihood",
    "assessment",
    "reports",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    *(f"zhenwu.{room}" for room in ROOMS),
    "zhenwu.desk",
    "zhenwu.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhenwu.web.middleware.ShellMiddleware",
]
ROOT_URLCONF = "zhenwu.config.urls"
WSGI_APPLICATION = "zhenwu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zhenwu.web.shell.context",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("ZHENWU_PLAIN_STATIC") == "1"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("ZHENWU_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"keys": {"()": "zhenwu.config.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
