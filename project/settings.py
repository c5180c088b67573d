"""Settings, all from the environment, safe by default.

Without DEBUG=true a missing SECRET_KEY or ALLOWED_HOSTS stops the start with one line.
`make run` sets the demo's values; docs/quick-reference.md lists every variable.
"""

import sys
from pathlib import Path
from typing import Any

from environs import Env
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "[::1]"}

env = Env()

DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", not DEBUG)
SECRET_KEY = env.str("SECRET_KEY", "insecure-debug-key" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", sorted(LOOPBACK_HOSTS) if DEBUG else [])
for name, value in {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}.items():
    if not value:
        sys.exit(f"{name} is not set. Set it in the environment, or DEBUG=true to try.")

# The app's servers call the JSON endpoints with a key. Without one only this machine.
API_REQUIRE_KEY = env.bool("API_REQUIRE_KEY", True)
if not API_REQUIRE_KEY and not LOOPBACK_HOSTS.issuperset(ALLOWED_HOSTS):
    sys.exit(
        "API_REQUIRE_KEY=false is only for this machine: ALLOWED_HOSTS may then name "
        f"only {', '.join(sorted(LOOPBACK_HOSTS))}."
    )

# Webhooks may lead to this machine, by http, where everybody on it is let in.
WEBHOOK_LOOPBACK = not API_REQUIRE_KEY

INSTALLED_APPS = [
    "project.apps.StrictAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "ninja",
    "project.login",
    "wallet",
    "outbox",
    "withdrawals",
    "withdrawals.integrations",
    "withdrawals.notifications",
    "withdrawals.limits",
    "withdrawals.hosted",
    "withdrawals.portal",
    "withdrawals.web",
    "withdrawals.api",
]

MIDDLEWARE = [
    "project.request_ids.RequestIdMiddleware",
    "project.headers.PolicyMiddleware",
    "project.errors.JsonErrorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "project.endpoints.PastPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "project.login.sessions.SessionEndMiddleware",
    "project.tokens.TokenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "project.login.required.SecondFactorMiddleware",
    "project.endpoints.PagesEndMiddleware",
    "project.errors.NoPageMiddleware",
    "project.errors.BusyMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
FORM_RENDERER = "project.inputs.InputRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "project.amounts",
                "project.icons",
                "project.login.roles",
                "project.parts",
                "project.themes",
                "project.upi_ids",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}


def _database(url: str) -> dict[str, Any]:
    """DATABASE_URL as Django's settings, with what each engine needs to be exact."""
    config: dict[str, Any] = env.dj_db_url("DATABASE_URL", url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS
        if config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return config
    config["ENGINE"] = "project.postgresql"
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    config["CONN_HEALTH_CHECKS"] = True
    pooled = env.bool("DISABLE_SERVER_SIDE_CURSORS", False)
    config["DISABLE_SERVER_SIDE_CURSORS"] = pooled
    return config


DATABASES = {"default": _database(f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")}
# The first seals the secrets that the database keeps; the others still open theirs.
SEALING_KEYS: list[str] = env.list("SEALING_KEYS", [SECRET_KEY])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The checks that verify_ledger runs: each module lists its own in CHECKS.
LEDGER_CHECKS = [
    "wallet.checks",
    "withdrawals.checks",
    "withdrawals.record_checks",
    "withdrawals.kind_checks",
    "wallet.guards",
    "withdrawals.guards",
    "withdrawals.portal.bulk.guards",
    "withdrawals.integrations.guards",
]
# What import_coins tells of an import: the wallet knows no floor above its own.
COINS_IMPORTED = "withdrawals.audit.coins_imported"
# Who does which kind of work in the outbox.
OUTBOX_HANDLERS = {"webhook": "withdrawals.notifications.delivery.deliver"}
# The tables whose rows are chained by hashes.
LEDGER_STREAMS = [
    "wallet.chain.MOVEMENTS",
    "withdrawals.chain.STATUS_CHANGES",
    "withdrawals.chain.NOTES",
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["project.login.backend.Backend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
ACCOUNT_ADAPTER = "project.login.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; a check asks
ACCOUNT_RATE_LIMITS = False  # project.login.throttle counts instead
MFA_ADAPTER = "project.login.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Withdrawals"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
STAFF_TOTP_REQUIRED = env.bool("STAFF_TOTP_REQUIRED", not DEBUG)

LANGUAGE_CODE = "en"
TIME_ZONE = "Asia/Kolkata"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Compressing is the slow part of collecting: not twice, and not debuggers' maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

SESSION_ENGINE = "project.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 8) * 60 * 60
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
STEP_UP_MINUTES = 5  # how long a proof counts before rights change or are exported
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
CSRF_FAILURE_VIEW = "project.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "project.messages.Storage"
X_FRAME_OPTIONS = "DENY"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)

# So many calls at once / all of them back in so many seconds, evenly.
RATE_PER_KEY = env.str("RATE_PER_KEY", "1000/10")
RATE_PER_USER = env.str("RATE_PER_USER", "30/60")

# A request's whole body; the largest honest one is a few hundred bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS: list[str] = []  # no page takes a file: none is stored

LOG_DIR = Path(env.str("LOG_DIR", str(BASE_DIR / "logs")))
LOG_DIR.mkdir(parents=True, exist_ok=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "project.logs.LineFormatter",
            "format": "{asctime} {levelname} {request_id} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "file": {
            "class": "project.logs.LogFile",
            "filename": LOG_DIR / "django.log",
            "maxBytes": 10_000_000,
            "backupCount": 10,
            "formatter": "line",
            "encoding": "utf-8",
        },
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["file"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        # In place of Django's own handlers, which mask nothing and mail whole reports.
        "django": {"handlers": ["console"] if DEBUG else [], "level": "INFO"},
    },
}
