"""Opens a session for a desk's clerk in the database of the environment: prints the cookies of a browser, as JSON."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 after setup
from django.test import Client  # noqa: E402

from motcua.agencies.models import Post  # noqa: E402
from tests.factories import signed_in  # noqa: E402

post = Post.objects.with_names().get(person__username=sys.argv[1])
kept = signed_in(Client(), post).cookies[settings.SESSION_COOKIE_NAME].value
json.dump({settings.SESSION_COOKIE_NAME: kept, settings.CSRF_COOKIE_NAME: "a" * 32}, sys.stdout)
