"""Settings of Täsmät, all from the environment; without any of them the embedded servers are used."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from tasmat import embedded
from tasmat.environment import WrongSetting, database_from_url, env_bool, env_list, env_text
from tasmat.i18n import compile_changed

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = embedded.data_folder()

PRODUCTION = "DATABASE_URL" in os.environ
DEBUG = env_bool("DEBUG")
if PRODUCTION and DEBUG:
    raise WrongSetting("DEBUG shows people's data on error pages: not with DATABASE_URL.")

# Keys of the embedded servers only; production has no defaults.
DEVELOPMENT_SECRET = "only-for-the-embedded-servers-on-one-machine"  # noqa: S105
DEVELOPMENT_FIELD_KEYS = "dev:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SECRET_KEY = env_text("SECRET_KEY", None if PRODUCTION else DEVELOPMENT_SECRET)
FIELD_KEYS = env_text("FIELD_KEYS", None if PRODUCTION else DEVELOPMENT_FIELD_KEYS).split(",")
if PRODUCTION and (
    SECRET_KEY == DEVELOPMENT_SECRET or DEVELOPMENT_FIELD_KEYS in FIELD_KEYS or len(SECRET_KEY) < 32
):
    raise WrongSetting("SECRET_KEY and FIELD_KEYS must be your own, SECRET_KEY at least 32 characters.")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# What links in mails begin with.
SITE_URL = env_text(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
).rstrip("/")

_set_day = os.environ.get("TASMAT_TODAY")
TASMAT_TODAY: dt.date | None = dt.date.fromisoformat(_set_day) if _set_day else None
if PRODUCTION and TASMAT_TODAY:
    raise WrongSetting("TASMAT_TODAY is for the demo: the clock of a real installation is not set by hand.")

INSTALLED_APPS = [
    "tasmat.tenancy",  # first: its migrate and flush run as the owner of the database
    "tasmat.accounts",
    "tasmat.access",
    "tasmat.audit",
    "tasmat.jobs",
    "tasmat.links",
    "tasmat.crypto",
    "tasmat.ui",
    "clients",
    "assessments",
    "groups",
    "placements",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # templates of passkeys ask for it
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "guardian",
    "pghistory",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tasmat.accounts.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tasmat.ui.middleware.NoStoreMiddleware",
]

ROOT_URLCONF = "tasmat.urls"
WSGI_APPLICATION = "tasmat.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tasmat.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "tasmat.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "tasmat.ui.forms.Renderer"

if PRODUCTION:
    _database = database_from_url(env_text("DATABASE_URL"), "DATABASE_URL")
    # Only the commands migrate, flush and claim-function set-up need the owner; web and worker run without it.
    _owner_url = os.environ.get("DATABASE_OWNER_URL")
    _owner = database_from_url(_owner_url, "DATABASE_OWNER_URL") if _owner_url else None
    DATABASE_OWNER = {"USER": _owner["USER"], "PASSWORD": _owner["PASSWORD"]} if _owner else None
else:
    _server = embedded.postgres()
    _database = {
        "NAME": _server.name,
        "USER": _server.app,
        "PASSWORD": _server.password,
        "HOST": _server.host,
        "PORT": str(_server.port),
    }
    DATABASE_OWNER = {"USER": _server.owner, "PASSWORD": _server.password}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **_database,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_APP_ROLE = _database["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = os.environ.get("BROKER_URL") or ("" if PRODUCTION else embedded.broker_url())
if not BROKER_URL:
    raise WrongSetting("Set BROKER_URL, for instance redis://valkey:6379/0.")
# In PostgreSQL: allauth keeps the limits of sign-in here, and they must hold when the broker is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "platform_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tasmat.ui.views.csrf_failure"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tasmat.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "tasmat.accounts.forms.ChangePasswordForm",
    "login": "tasmat.accounts.forms.SignInForm",
    "reauthenticate": "tasmat.accounts.forms.ConfirmPasswordForm",
    "reset_password": "tasmat.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "tasmat.accounts.forms.ChoosePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here gave
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Django's own: it signs the user's e-mail, password and last sign-in, so that a link works once.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # a new colleague may be away when the link is made
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
MFA_ADAPTER = "tasmat.accounts.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come from administrators, not from strangers
MFA_FORMS = {
    "activate_totp": "tasmat.accounts.forms.ActivateAppForm",
    "add_webauthn": "tasmat.accounts.forms.AddPasskeyForm",
    "authenticate": "tasmat.accounts.forms.SignInCodeForm",
    "authenticate_webauthn": "tasmat.accounts.forms.UsePasskeyForm",
    "edit_webauthn": "tasmat.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "tasmat.accounts.forms.SignInPasskeyForm",
    "reauthenticate": "tasmat.accounts.forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "tasmat.accounts.forms.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Täsmät"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
if not PRODUCTION:
    compile_changed(LOCALE_PATHS[0])  # the container image compiles while it is built
LANGUAGE_COOKIE_NAME = "tasmat_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "/static/"
STATIC_ROOT = env_text("STATIC_ROOT", "/srv/tasmat/static") if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env_text("MEDIA_ROOT", str(DATA_DIR / "media")))  # private: never served by address
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "tasmat.ui.storage.StaticStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
UPLOAD_MEGABYTES = int(env_text("UPLOAD_MEGABYTES", "20"))  # the largest file of a case
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "tasmat@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if "EMAIL_HOST" in os.environ
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Addresses of requests hold ids, never names; bodies and SQL parameters are not logged.
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
