"""Settings safe for production; `local`, `dev` and `test` relax them.

The environment is read in this package and nowhere else. What production cannot run without is named in
REQUIRED, and starting without it fails with a sentence for each missing variable.
"""

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

PROJECT_DIR = Path(__file__).resolve().parents[3]

REQUIRED = {
    "SECRET_KEY": "a long random string that stays the same, such as the output of `openssl rand -base64 48`",
    "ALLOWED_HOSTS": "the site's host names, with commas between, such as `clinic.example,www.clinic.example`",
    "BASE_URL": "the site's address, such as `https://clinic.example`",
    "EMAIL_URL": "where mail goes out, such as `smtp+tls://user:password@mail.example:587`",
}
if missing := [name for name in REQUIRED if not os.environ.get(name)]:
    raise ImproperlyConfigured(
        "The site cannot start without these environment variables:\n"
        + "\n".join(f"  {name}: {REQUIRED[name]}" for name in missing)
    )

env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = False

# Everything that changes while the site runs, and so the only folder to back up.
VAR_DIR = Path(env.str("VAR_DIR", default=str(PROJECT_DIR / "var")))

INSTALLED_APPS = [
    "staff.accounts",
    "staff",
    "staff.many",
    "staff.webhooks",
    "home",
    "enquiries",
    "services",
    "media",
    "clinic",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "staff.apps.UsersConfig",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clinic.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers, which static files need too
    "clinic.middleware.CompressionMiddleware",  # below WhiteNoise, which compressed its files beforehand
    "clinic.api.middleware.ReadAPIMiddleware",  # below compression, as an ETag is of what is compressed
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "staff.accounts.sign_ins.SignInMiddleware",  # in the place of Django's AuthenticationMiddleware
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinic.middleware.CannotPublishMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "clinic.navigation.navigation",
            ],
        },
    },
]

# Data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'clinic.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE, editors saving at the same time fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Wagtail would remember here which sizes of a photo exist. With a memory for each process, the worker would
    # not notice that the site dropped them.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files without an address, such as signed consent forms.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "clinic.static_files.StaticFiles"},
}
if S3_BUCKET := env.str("S3_BUCKET", default=""):
    bucket = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
        "region_name": env.str("AWS_REGION", default=None),
        "access_key": env.str("AWS_ACCESS_KEY_ID", default=None),
        "secret_key": env.str("AWS_SECRET_ACCESS_KEY", default=None),
        "file_overwrite": False,
        # No ACL is named: objects are private where none is, and today's buckets refuse to be told.
        "default_acl": None,
        "querystring_auth": True,
    }
    STORAGES["default"] = {"BACKEND": "media.storages.Bucket", "OPTIONS": bucket | {"location": "media"}}
    STORAGES["private"] = {
        "BACKEND": "media.storages.BucketWithoutAddresses",
        "OPTIONS": bucket | {"location": "private"},
    }
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page editor with many rows sends more than Django's 1,000

# Wagtail's own tasks (search and reference index) stay immediate: a stopped worker must not mean stale search.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# Accounts and mail --------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "staff.accounts.notices.TellOfNewPassword",
    )
]
AUTHENTICATION_BACKENDS = ["staff.accounts.backends.ThrottledBackend"]
# Whoever may publish pages or manage accounts shows an authenticator app or a passkey after the password.
SECOND_FACTOR_REQUIRED = True
AUTHORING_API = env.bool("AUTHORING_API", default=False)  # programs write drafts at /api/v3/, with tokens of people
AUTHORING_TOKEN_DAYS = env.int("AUTHORING_TOKEN_DAYS", default=90)
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # one way in, also to private pages
SESSION_COOKIE_AGE = 12 * 60 * 60  # from signing in, however much is done in between
PASSWORD_RESET_TIMEOUT = 60 * 60
EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

# Security -----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = True
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# A health site's addresses say what somebody reads: other sites are told nothing.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read the token

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],  # the admin shows previews in a frame
    },
}
# Wagtail's editor needs inline styles, previews of files not yet uploaded, and a few inline scripts.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

# The read API -------------------------------------------------------------------------------------------------

# Origins whose scripts may read it, such as https://app.example. It holds what everyone may read, and knows nobody.
API_ALLOWED_ORIGINS = env.list("API_ALLOWED_ORIGINS", default=["*"])
API_DOCS = env.bool("API_DOCS", default=False)  # whether /api/v1/docs/ is there

# Webhooks -----------------------------------------------------------------------------------------------------

# Whether they may go to machines beside this one, and without HTTPS: for work on a front end only.
WEBHOOKS_TO_PRIVATE_ADDRESSES = env.bool("WEBHOOKS_TO_PRIVATE_ADDRESSES", default=False)

# Wagtail ------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Clinic"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL")
WAGTAIL_ENABLE_UPDATE_CHECK = False  # asks a third party
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False  # links to a third party
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # what nobody approved does not go out
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # asks a third party
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "clinic/password_required.html"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "media.ClinicImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ClinicImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 80
WAGTAILIMAGES_JPEG_QUALITY = 80
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # so that private collections stay private
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ul", "ol", "link"]},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
