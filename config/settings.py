"""The one settings file: everything that differs between offices comes from the environment.

It can be imported without a database and without any variable set (mypy and the linters do);
what production may not lack is refused by `config.checks`, not here.
"""

import os

from config import keys, places, stack
from config.database import from_environment
from motcua.citizens.openid import provider as openid
from motcua.files.addresses import described

VAR = places.var()

TEST = os.environ.get("MOTCUA_TEST") == "1"
DEMO = os.environ.get("MOTCUA_DEMO") == "1"
DEBUG = os.environ.get("MOTCUA_DEBUG") == "1"
MOTCUA_DEMO, MOTCUA_TEST = DEMO, TEST  # the clock may be set, sample accounts may log in
HTTPS = os.environ.get("MOTCUA_HTTPS", "0" if DEMO or TEST or DEBUG else "1") == "1"

# Keys never live in the database nor in the repository.
KEYS = keys.load(sample=TEST)
SECRET_KEY = KEYS.secret_key
SEAL_FILE = places.seals()
ERASED_FILE = places.erased()
PG_PROGRAMS = os.environ.get("MOTCUA_PG_PROGRAMS", "")  # the folder of pg_dump and pg_restore, where PATH has none
FIELD_KEYS = keys.Ring(KEYS)  # key id → 32 bytes; the last one encrypts, all of them decrypt; follows the file
BLIND_KEYS = keys.Ring(KEYS, "blind_keys")  # of the blind indexes: the last one makes, all of them are searched
BLIND_KEYS_EVER = keys.Ring(KEYS, "blind_keys_ever")  # with the retired: for records that cannot be made anew

PUBLIC_ADDRESS = os.environ.get("MOTCUA_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")  # in QR codes
ALLOWED_HOSTS = [host for host in os.environ.get("MOTCUA_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MOTCUA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    *(f"motcua.{app}" for app in stack.APPS),
    "config",  # its checks; no models
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "django_htmx",
]
if TEST:
    INSTALLED_APPS.append("tests.core.things")  # a small aggregate on which core is tried

MIDDLEWARE = [
    "config.middleware.request_id",
    "config.middleware.security_headers",
    "config.middleware.upload_answered",
    "django.middleware.security.SecurityMiddleware",
    "config.health.health_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.agencies.middleware.post_of_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.menu.shell",
            ],
        },
    },
]

FORM_RENDERER = "motcua.ui.rendering.FormRenderer"

DATABASES = {"default": from_environment()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.Person"
MOTCUA_POST_MODEL = "agencies.Post"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TEST else []),
]
if TEST:
    PASSWORD_HASHERS.reverse()  # Argon2 takes 64 MiB and 50 ms a hash: not once per test account
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    *({"NAME": f"motcua.agencies.password_rules.{rule}"} for rule in ("NotTooLong", "NotCommonHere", "NotTheirName")),
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]  # the second for the citizens' pages only
USE_I18N = True
USE_TZ = True  # UTC in the database, this zone on the screen
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": described(os.environ.get("MOTCUA_FILES", ""), folder=VAR / "files", given=os.environ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TEST or DEBUG

LOGIN_URL = "agencies:log_in"
HOMES = {"*": "/xu-ly/", "receptionist": "/tiep-nhan/"}  # where a role begins its work
PROXIES = int(os.environ.get("MOTCUA_PROXIES", "0"))  # proxies in front, whose X-Forwarded-For is believed
LOGIN_FAILURES_PER_NETWORK = int(os.environ.get("MOTCUA_LOGIN_FAILURES", "60"))  # in ten minutes; 0: not counted
IDENTITY_LOOKUPS = int(os.environ.get("MOTCUA_IDENTITY_LOOKUPS", "60"))  # of one post, in ten minutes
FILE_SIZE_LIMIT = int(os.environ.get("MOTCUA_FILE_MEGABYTES", "20")) * 1024 * 1024
# clamd:unix:<path>, clamd:tcp:<host>:<port>; the demo's scanner knows the EICAR test file only
ANTIVIRUS = os.environ.get("MOTCUA_ANTIVIRUS", "demo" if DEMO or TEST else "")
# messages out: a mail server, providers of SMS and Zalo; "": the channel is not offered, "demo": nothing leaves
SMTP = os.environ.get("MOTCUA_SMTP", "demo" if DEMO or TEST else "")
MAIL_FROM = os.environ.get("MOTCUA_MAIL_FROM", "")  # Name <address>
SMS = os.environ.get("MOTCUA_SMS", "demo" if DEMO or TEST else "")
SMS_TOKEN, SMS_SENDER = os.environ.get("MOTCUA_SMS_TOKEN", ""), os.environ.get("MOTCUA_SMS_SENDER", "")
ZALO = os.environ.get("MOTCUA_ZALO", "demo" if DEMO or TEST else "")
ZALO_TOKEN, ZALO_SENDER = os.environ.get("MOTCUA_ZALO_TOKEN", ""), os.environ.get("MOTCUA_ZALO_SENDER", "")
# what providers sign their reports with, at least 32 signs; "": they may not report, and are only asked
RECEIPT_SECRETS = {"sms": os.environ.get("MOTCUA_SMS_RECEIPTS", ""), "zalo": os.environ.get("MOTCUA_ZALO_RECEIPTS", "")}
ABANDONED_FILE_DAYS = int(os.environ.get("MOTCUA_ABANDONED_FILE_DAYS", "30"))  # uploaded, never attached to anything
MAIL_FIGURE_FILES = os.environ.get("MOTCUA_MAIL_FIGURE_FILES") == "1"  # attached to scheduled reports, too
EXPORT_DAYS = int(os.environ.get("MOTCUA_EXPORT_DAYS", "7"))  # files of figures are kept so long
FILING_DAYS = int(os.environ.get("MOTCUA_FILING_DAYS", "30"))  # filings on the portal nobody went on with
UNSENT_DAYS = int(os.environ.get("MOTCUA_UNSENT_DAYS", "7"))  # intake pages nobody went on with
BACKUP_HOURS = int(os.environ.get("MOTCUA_BACKUP_HOURS", "26"))  # an older last backup is warned of; 0: never
DRILL_DAYS = int(os.environ.get("MOTCUA_DRILL_DAYS", "100"))  # an older last restore drill is warned of; 0: never
RECEIPT_SERIES = os.environ.get("MOTCUA_RECEIPT_SERIES", "AA")  # the letters before the year in a receipt's symbol
UPLOADS_PER_TEN_MINUTES = int(os.environ.get("MOTCUA_UPLOADS", "0" if DEMO or TEST else "300"))  # of one post
API_CALLS_PER_MINUTE = int(os.environ.get("MOTCUA_API_CALLS", "0" if DEMO or TEST else "3000"))  # of a post
MONITOR_TOKEN = os.environ.get("MOTCUA_MONITOR_TOKEN", "")  # opens /healthz/sao-luu from elsewhere
PASSWORD_DAYS = int(os.environ.get("MOTCUA_PASSWORD_DAYS", "0"))  # after how many days a new one is asked; 0: never
SESSION_ENGINE = "motcua.agencies.sessions"
SESSION_IDLE_SECONDS = int(os.environ.get("MOTCUA_IDLE_SECONDS", "1800"))
SESSION_COOKIE_AGE = 12 * 3600  # a working day; the idle time ends it sooner
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
ACCOUNT_IDLE_SECONDS = int(os.environ.get("MOTCUA_ACCOUNT_IDLE_SECONDS", "3600"))  # of citizens on the portal
OIDC = openid.described(os.environ)  # the state's electronic identity, by which citizens prove who they are
CODES_PER_NETWORK = int(os.environ.get("MOTCUA_CODES", "30"))  # one-time codes, in ten minutes; 0: not counted
ACCOUNT_COOKIE_NAME = "motcua_account"  # the citizens' session, beside the officials'
DEVICE_COOKIE_NAME = "motcua_device"  # by which a browser is known again
HALL_COOKIE_NAME = "motcua_hall"  # of kiosks and displays
if HTTPS:  # this host alone, no subdomain, no plain http
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    DEVICE_COOKIE_NAME, ACCOUNT_COOKIE_NAME = f"__Host-{DEVICE_COOKIE_NAME}", f"__Host-{ACCOUNT_COOKIE_NAME}"
    HALL_COOKIE_NAME = f"__Host-{HALL_COOKIE_NAME}"
CSRF_FAILURE_VIEW = "config.errors.csrf_failed"
CSRF_COOKIE_HTTPONLY = False  # htmx sends it as a header
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS  # of the product's own host name
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "motcua.files.incoming.UnnamedFileUploadHandler",
]
MESSAGE_STORAGE = "config.said.Storage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker that is killed must show within seconds, and its jobs must run again: the defaults take 49 s.
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 2,
    "stalled_worker_timeout": 8,
    "fetch_job_polling_interval": 1,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] [{post}] {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("MOTCUA_LOG", "WARNING")},
}
