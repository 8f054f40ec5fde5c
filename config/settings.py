"""Settings: everything that differs between installations comes from the environment (README)."""

import sys
from pathlib import Path

import environ

from config.database import owner_url, process_name, runs_as_owner
from config.services import urls as private_urls

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
_private = private_urls()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
TESTING = "pytest" in sys.modules
# A key made for development never signs anything in production: without DEMO, DEBUG or tests it must be given.
SECRET_KEY = (
    env.str("SECRET_KEY", default="only-for-development-and-tests")
    if DEBUG or DEMO or TESTING or (len(sys.argv) > 1 and sys.argv[0].endswith("manage.py"))
    else env.str("SECRET_KEY")
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# What a municipality calls itself
KOMMUN = env.str("KOMMUN", default="Stockholms stad")
FORVALTNING = env.str("FORVALTNING", default="Arbetsmarknadsförvaltningen")
BRAND = env.str("BRAND", default="#15587a")
SERVICEDESK = env.str("SERVICEDESK", default="Servicedesk, 08-465 004 00")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "django_htmx",
    "lucide",
    "config",
    "cases",
    "jobbplaner",
    "insatser",
    "uppfoljning",
]

MIDDLEWARE = [
    # The first two outermost: a host name that is refused gets its headers too
    "config.headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.LongAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.CsrfCookieMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.IdleTimeoutMiddleware",
    "cases.middleware.IdentitetMiddleware",
    "cases.nodoppning.NodoppningMiddleware",
    "cases.middleware.TemporaryPasswordMiddleware",
    "config.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.headers.MethodPageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.context_processors.ram",
            ],
            "builtins": ["config.templatetags.jobbakten"],
        },
    }
]
FORM_RENDERER = "config.forms.JobbaktenRenderer"

_app_url = env.str("DATABASE_URL", default=_private["database"])
_login = env.str("DATABASE_OWNER_URL", default=owner_url(_app_url)) if runs_as_owner(sys.argv) else _app_url
DATABASES = {"default": environ.Env.db_url_config(_login)}
DATABASES["default"].update(
    ENGINE="django.db.backends.postgresql",
    ATOMIC_REQUESTS=True,
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
    # Seen in pg_stat_activity; history says it of what the owner's commands write
    # Short questions with long policies: compiling them (jit) costs more than it gives (docs/adr/0016)
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),
        "application_name": process_name(sys.argv),
        "options": "-c jit=off",
    },
    TEST={"NAME": env.str("TEST_DATABASE", default="test_jobbakten")},
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default=_private["redis"])

AUTH_USER_MODEL = "cases.User"
LOGIN_URL = "cases:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "cases:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cases.losenord.VariedPasswordValidator"},
]

# From login, however busy; SESSION_IDLE_SECONDS counts from the last thing the user did
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=10 * 3600)
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Nothing reads it: pages carry the token
CSRF_COOKIE_HTTPONLY = True
# What is said after an act may name a person: it lies with the server, not in a cookie
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Demo and development run without TLS on the machine's own address
_tls = not (DEBUG or DEMO or TESTING)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
# __Host-: the browser takes them only over TLS, from this host, for the whole of it
SESSION_COOKIE_NAME = "__Host-session" if _tls else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if _tls else "csrftoken"
SECURE_SSL_REDIRECT = _tls and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
# Proxies of ours in front of the web server, counted from it: which part of X-Forwarded-For is to be believed
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if SECURE_PROXY_SSL_HEADER else 0)
SECURE_REDIRECT_EXEMPT = [r"^halsa/"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["config.uploads.FilesWhereAsked"]

# E-mail goes out when a server is given; then the sender and the product's own address have to be given too
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", default="")
_mail_security = env.str("EMAIL_SECURITY", default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail_security == "starttls", _mail_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM") if EMAIL_HOST else "jobbakten@localhost"
SITE_URL = (env.str("SITE_URL") if EMAIL_HOST else env.str("SITE_URL", default="http://127.0.0.1:8000")).rstrip("/")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1700
CELERY_TIMEZONE = TIME_ZONE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"maska": {"()": "config.maskning.Maskfilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["maska"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django's own handlers for these (console in DEBUG, mail to administrators) are left out
        "django": {"handlers": [], "level": "INFO"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
# Also with DEBUG on: a report of an exception shows no person (config/maskning.py)
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.felrapport.Felrapportfilter"
DEFAULT_EXCEPTION_REPORTER = "config.felrapport.Felrapport"
