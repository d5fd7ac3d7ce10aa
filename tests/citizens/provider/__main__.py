"""`python -m tests.citizens.provider PORT FOLDER`: serves until it is stopped; `/control/` makes it misbehave."""

import json
import socketserver
import sys
import time
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from joserfc.jwk import ECKey, RSAKey

from tests.citizens.provider.people import PEOPLE

PORT, FOLDER = int(sys.argv[1]), sys.argv[2]
ISSUER = f"http://127.0.0.1:{PORT}/o"
CLIENT, SECRET = "cong-thu", "bi-mat-cua-cong-thu"


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048)


KEYS: dict[str, Any] = {"rsa": new_key(), "ec": ECKey.generate_key("P-256")}
MODE: dict[str, Any] = {}

settings.configure(
    SECRET_KEY="of-the-tests", ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.citizens.provider.addresses", USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/provider.sqlite3"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
        "context_processors": ["django.template.context_processors.request"]}}],
    LOGIN_URL="/vao/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SESSION_COOKIE_NAME="provider_session", PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True, "OIDC_ISS_ENDPOINT": ISSUER, "PKCE_REQUIRED": True,
        "OIDC_RSA_PRIVATE_KEY": KEYS["rsa"].as_pem(private=True).decode(),
        "SCOPES": {"openid": "OpenID", "profile": "Họ tên, số định danh, ngày sinh"},
        "OAUTH2_VALIDATOR_CLASS": "tests.citizens.provider.tokens.Validator",
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
    },
)  # fmt: skip
sys.modules["tests.citizens.provider.running"] = sys.modules["__main__"]  # one set of keys, however it is imported
django.setup()


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def prepare() -> None:
    from django.contrib.auth.models import User  # noqa: PLC0415 the settings come first
    from django.core.management import call_command  # noqa: PLC0415
    from oauth2_provider.models import Application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if Application.objects.exists():  # begun again
        return
    for name in PEOPLE:
        User.objects.create_user(name)
    Application.objects.create(
        name="Cổng dịch vụ công thử", client_id=CLIENT, client_secret=SECRET, client_type="confidential",
        authorization_grant_type="authorization-code", algorithm="RS256",
        redirect_uris="http://testserver/dang-nhap-cong-dan/dinh-danh/ve/",
    )  # fmt: skip


def serve() -> None:
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    prepare()
    with make_server("127.0.0.1", PORT, get_wsgi_application(), Threaded, Quiet) as server:
        print(json.dumps({"ready": time.time()}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    serve()
