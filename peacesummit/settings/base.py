"""Define the settings that all environments share.

Only the settings modules read environment variables. Each has a default that needs no other
service: a SQLite file, local media, an in-process cache. `production.py` requires those without a
safe default. The chosen module ends with a report of all errors that `environment.py` found.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from peacesummit.formats.en import formats
from peacesummit.settings.environment import LEVELS, env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env.folder("DATA_DIR", default=BASE_DIR / "var")

# ---------------------------------------------------------------- languages
# The only list of languages; the first is the source language. To add another, add a line, run
# `make messages` and `manage.py prepare`, and translate. It is public once its home page has been
# approved.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
]
LANGUAGE_CODE = "en"
# Languages that Django does not know: their own names and directions.
OWN_NAMES = {
    "nah": ("nāhuatl", "ltr"),
    "tzo": ("bats'i k'op", "ltr"),
}
LANGUAGES_BIDI = [
    *global_settings.LANGUAGES_BIDI,
    *(code for code, (_name, direction) in OWN_NAMES.items() if direction == "rtl"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = ["peacesummit.formats"]
# Languages whose formats Django does not know use those of the source language.
DATE_FORMAT = SHORT_DATE_FORMAT = formats.DATE_FORMAT
DATETIME_FORMAT = formats.DATETIME_FORMAT
NUMBER_GROUPING = 3
USE_TZ = True
# The zone of the summit: for "today" and for staff without a zone of their own. Stored times are in
# UTC.
TIME_ZONE = env.zone("TIME_ZONE", default="America/Mexico_City")
# Without "localtime", which is valid only on this machine: browsers fail on it.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
# Translations stay drafts until reviewed: English is never served as if it were Spanish.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# ---------------------------------------------------------------- URLs
PORT = env.number("PORT", default=8000, least=1, most=65535)
SITE_URL = env.url("SITE_URL", default=f"http://127.0.0.1:{PORT}", path=False)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = "Peace Summit"
ROOT_URLCONF = "peacesummit.urls"
WSGI_APPLICATION = "peacesummit.wsgi.application"
DEBUG = False

# ---------------------------------------------------------------- applications
INSTALLED_APPS = [
    # `peacesummit` has no models, but commands and static files.
    "peacesummit",
    "search",
    "signups",
    "news",
    "events",
    "partners",
    "home",
    "accounts",
    "pages",
    "mailing",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_localize.modeladmin",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "translations",  # after Wagtail, whose notifications about reviews it replaces
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
#: The module with the steps that follow a publication.
PUBLICATION_STEPS = "peacesummit.publication"
MIDDLEWARE = [
    "pages.secret_links.KeepSecretLinks",
    "pages.text.without_unseen",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.files.uploads.limit_body",
    "pages.public_languages.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.privacy.read_once",
    "pages.redirects.RedirectMiddleware",
    "pages.publication.PublicationRefusedMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# ---------------------------------------------------------------- data
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/site.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers take the lock at the start and wait for it, instead of failing midway.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: overwrite deleted data, so that it cannot be recovered from the file.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-16000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "peacesummit.cache.RedisCache",
            "LOCATION": REDIS_URL,
            # Other installations may share the Redis server.
            "KEY_PREFIX": urlsplit(SITE_URL).netloc,
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Sessions, which only staff have, are only in the database: with a cache, a session that ends while
# the cache is unavailable would come back with it.

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "peacesummit.style_sheet.StaticFilesStorage"},
}
_bucket, _public_bucket = env.buckets()
if _bucket:
    STORAGES["default"] = {"BACKEND": "peacesummit.storage.MediaStorage", "OPTIONS": _bucket}
if _public_bucket:
    STORAGES["public"] = {"BACKEND": "peacesummit.storage.MediaStorage", "OPTIONS": _public_bucket}
    WAGTAILIMAGES_RENDITION_STORAGE = "public"
# In bytes; larger requests are refused unread. Only signed-in users upload files.
MOST_SENT_BY_VISITORS = 1024 * 1024
MOST_SENT_BY_STAFF = 40 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the editor of a long program sends many fields

# ---------------------------------------------------------------- email
# For example smtp+tls://user:password@mail.example.org:587; by default, email is printed to the
# console.
_mail = env.mail("EMAIL_URL", default="consolemail://")
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": _mail["EMAIL_BACKEND"]}}
if _mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {
        "host": _mail["EMAIL_HOST"],
        "port": _mail["EMAIL_PORT"] or 25,
        "username": _mail["EMAIL_HOST_USER"],
        "password": _mail["EMAIL_HOST_PASSWORD"],
        "use_tls": _mail.get("EMAIL_USE_TLS", False),
        "use_ssl": _mail.get("EMAIL_USE_SSL", False),
        "timeout": 20,
    }
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender(
    "DEFAULT_FROM_EMAIL", default="Peace Summit <summit@localhost>"
)

# ---------------------------------------------------------------- background tasks
# Tasks that must not be lost or delay a visitor, such as email, are stored in the database for
# `manage.py worker`: no other service is needed. Wagtail's own small tasks, which update the search
# index, run immediately, so that published pages can be found.
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# ---------------------------------------------------------------- sign-ups
# Keys that encrypt answers. To rotate, put the new key first, keep the old one after it, and run
# `manage.py rotate_answers`.
ANSWERS_KEYS = env.texts("ANSWERS_KEYS")
SECRET_KEY_FALLBACKS = env.texts("SECRET_KEY_FALLBACKS")
# The public key of the organizers' key pair (`make keys`), which encrypts sensitive answers.
SEALING_PUBLIC_KEY = env.public_key("SEALING_PUBLIC_KEY")
# The number of our own proxies: the client address is read from the header that the outermost one
# wrote. It is used for rate limits and not stored.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0, least=0, most=20)

# ---------------------------------------------------------------- machine translation
# Drafts for translators, who confirm each segment; off unless a service is configured. Only texts
# that are public or about to be are sent to it.
_libretranslate, _deepl = env.url("LIBRETRANSLATE_URL"), env.text("DEEPL_AUTH_KEY")
_formality = env.one_of(
    "DEEPL_FORMALITY", "prefer_less", ("default", "more", "less", "prefer_more", "prefer_less")
)
if _libretranslate:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": _libretranslate,
            "API_KEY": env.text("LIBRETRANSLATE_KEY"),
            "TIMEOUT": 20,
        },
    }
elif _deepl:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.deepl.DeepLTranslator",
        "OPTIONS": {
            "AUTH_KEY": _deepl,
            "FORMALITY": _formality,
            "TIMEOUT": 20,
        },
    }

# ---------------------------------------------------------------- Wagtail
WAGTAILIMAGES_IMAGE_MODEL = "pages.SummitImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.files.image_form.SummitImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000  # decoded, each takes three or four bytes of memory
# No visible loss. Measured on the paper-cut sample image, 960 px wide: AVIF 19 to 23 KB, WebP (80)
# 30 to 38 KB, JPEG 55 to 65 KB.
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_JPEG_QUALITY = 72
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.files.documents.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
# Publishes the reviewed revision; see translations/engine/workflow.py.
WAGTAIL_FINISH_WORKFLOW_ACTION = "translations.engine.workflow.finish_workflow"
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # pages.text.to_slug
WAGTAIL_ENABLE_UPDATE_CHECK = False  # sends a request to a third party
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # sends a request to a third party
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no third-party embeds
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {
            "features": ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
        },
    }
}

# ---------------------------------------------------------------- accounts and headers
LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.passwords.NewPasswordForm"  # noqa: S105
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "pages/private.html"  # noqa: S105
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "pages/private.html"  # noqa: S105
X_FRAME_OPTIONS = "DENY"  # Wagtail relaxes it for its own previews
# `no-referrer` would make all HTTPS forms answer 403, as the CSRF check needs our own origin. Pages
# with a secret in their URL use a stricter policy (`pages.secret_links`).
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# The language is part of every URL, so there is no language cookie.

LOG_LEVEL = env.one_of("LOG_LEVEL", "WARNING", LEVELS)
# Every handler blanks secrets such as personal links (`pages.secret_links`). Django's own handlers
# are not used: the one that emails errors to ADMINS includes the whole request.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "pages.secret_links.BlankSecrets"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "server": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secrets"],
        },
        "server": {
            "class": "logging.StreamHandler",
            "formatter": "server",
            "filters": ["secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["server"], "level": "INFO", "propagate": False},
        "django.tasks": {"level": LOG_LEVEL},
    },
}

# ---------------------------------------------------------------- web server
# See peacesummit/gunicorn.py. Threads wait for SQLite's only writer and for files without blocking
# each other. An in-process cache requires a single process; with Redis there may be several.
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", default=2 if REDIS_URL else 1, least=1, most=200)
WEB_THREADS = env.number("WEB_THREADS", default=8, least=1, most=200)
GUNICORN_LOG_LEVEL = env.one_of("GUNICORN_LOG_LEVEL", "WARNING", LEVELS)
