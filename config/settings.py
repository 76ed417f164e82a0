"""Settings, read from the environment or from ``.env``; ``.env.example`` lists every variable.

The defaults are those of the embedded mode (SQLite, a broker without a server, mail kept in the database)
and are safe to expose, apart from the missing https: they loosen nothing. See docs/deploy.md for the real mode.
"""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.coming_in import *  # noqa: F403
from config.logs import logging_config
from config.site_part import settings_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
# These ask the environment too: here, where .env has been read.
from config.backing_up import *  # noqa: E402, F403
from config.waiting import *  # noqa: E402, F403
from config.watching import *  # noqa: E402, F403

# Everything the embedded mode writes lies here: database, broker, beat's schedule.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Where people reach the site: links in mails, host check and https follow from this one address.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
if urlsplit(SITE_URL).scheme not in ("http", "https") or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}; write the whole address, such as https://desk.example.org.")
# The health checks of containers ask by the local names.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[str(urlsplit(SITE_URL).hostname), "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []
# A proxy stands before this site, sets X-Forwarded-Proto itself and overwrites what a visitor sends of it.
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)

_demo_today = env.str("DEMO_TODAY", default="")
try:
    DEMO_TODAY = date.fromisoformat(_demo_today) if _demo_today else None
except ValueError as error:
    raise ImproperlyConfigured(
        f"DEMO_TODAY is {_demo_today!r}; write a day as 2011-07-13, or leave it empty for the real clock."
    ) from error

INSTALLED_APPS = [
    "config.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_countries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "cases",
    "campaigns",
    "appeals",
]

MIDDLEWARE = [
    "config.request_lines.request_lines",
    "config.headers.site_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.acts.acts_of_requests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'desk.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer; a writer takes its lock at once and waits for its turn,
        # rather than failing halfway (web, worker and beat share the file).
        # What is deleted is written over: an address that was erased is in the file no more.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # What is asked here takes milliseconds; to compile it first, as PostgreSQL may think wise, takes a second.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Records are found by their row or their act, never by their day.
SIMPLE_HISTORY_DATE_INDEX = False
# "required": no page of staff without one. "offered" is for the demonstration; `check --deploy` refuses it.
SECOND_FACTOR = env.str("SECOND_FACTOR", default="offered" if DEMO_TODAY or DEBUG else "required")
if SECOND_FACTOR not in ("required", "offered"):
    raise ImproperlyConfigured(f"SECOND_FACTOR is {SECOND_FACTOR!r}; write required, or offered for a demonstration.")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers then allow passkeys on "localhost" alone
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)

LANGUAGE_CODE = "en-gb"
# The languages in which mails to followers are written; the first is the one of the pages.
LANGUAGES = [("en", "English"), ("fr", "français"), ("de", "Deutsch"), ("es", "español")]
# One catalogue for each but the first: see CONTRIBUTING.md, "A new sentence in a mail".
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Zurich")
USE_TZ = USE_I18N = True
COUNTRIES_OVERRIDE = {"XK": "Kosovo"}

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where `collectstatic` has put them (Dockerfile), their names carry a hash and a browser keeps them for a year.
# Without it they are served as they lie in the work tree, so that nobody looks at yesterday's style.
STATIC_ROOT = env.str("STATIC_ROOT", default="") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail. The default keeps every mail in the database, where staff read it under "Sent mail".
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        # The same, but it tells a mail that was refused from one whose answer was lost.
        EMAIL_BACKEND = "campaigns.mail_server.SMTPBackend"
else:
    EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Urgent Action Desk <desk@localhost>")
# Where what cannot be delivered comes back to: the sender on the envelope, while the mails keep their From. Empty:
# the address of DEFAULT_FROM_EMAIL. See campaigns/bounces.py.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")

# Mail leaves only where this key is the one that the database was released for. Empty: a key of its own, kept in a
# file below VAR_DIR; several machines that share a database need the same one. See campaigns/sender.py.
INSTANCE_KEY = env.str("INSTANCE_KEY", default="")

# Celery. Nothing that matters lives in the broker: see config/celery.py.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Seconds after which Redis hands a task that nobody acknowledged to another worker. It must be longer than the
    # longest task, or a slow sweep is run twice; the next minute's ring replaces a lost one long before.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 900}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "desk",
        }
    }
else:
    _broker = VAR_DIR / "broker"
    for _folder in ("queue", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_IGNORE_RESULT = True
# A pack for a large group takes up to a minute; a worker of its own makes it, so that no mail waits for it.
CELERY_TASK_ROUTES = {f"appeals.tasks.{name}": {"queue": "packs"} for name in ("make_large_pack", "show_packs_sign")}
# Acknowledged when done, one at a time, put back when the worker dies. No task is ever given an ETA or a countdown.
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600  # seconds
CELERY_TASK_SOFT_TIME_LIMIT = 540  # seconds
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# Reminders: as many days before a hearing, a deadline or a last good day, at this hour of the section's day.
REMINDER_LEAD_DAYS = sorted(env.list("REMINDER_LEAD_DAYS", cast=int, default=[14, 7, 3, 1, 0]), reverse=True)
REMINDER_HOUR = env.int("REMINDER_HOUR", default=7)

# Where the section posts its letters, and how many working days one takes to a country of which staff have entered
# nothing (see cases/post.py).
POST_FROM = env.str("POST_FROM", default="CH").upper()
POST_WORKING_DAYS = env.int("POST_WORKING_DAYS", default=10)

# Pictures of replies (appeals/replies.py): for how many days, and how much room all of them together may take.
REPLY_PICTURE_DAYS = env.int("REPLY_PICTURE_DAYS", default=180)
REPLY_PICTURES_MB = env.int("REPLY_PICTURES_MB", default=500)

# By which the monitoring reads /metrics (appeals/views/metrics.py). Empty: there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Headers. One policy for the public pages and the admin: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Pages of staff say "no-referrer" where the browser can bear it: config/headers.py.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if IS_HTTPS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
    SECURE_SSL_REDIRECT = True
    # The container's own health check speaks plain http from inside.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SITE_PART = env.str("SITE_PART", default="") or "whole"
vars().update(settings_of(SITE_PART))
# W021 asks for "preload", which lets anybody have the whole domain listed for good: the owner's choice, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# A form larger than this is refused before it is parsed (bytes; fields).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Logs carry no addresses, names or tokens: config/logs.py says what is done to each line. "json": one object a line,
# and a line for each request (config/request_lines.py).
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), form=LOG_FORMAT)
