"""Bearer tokens of posts: the API acts as the post, with its permissions and nothing more."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.agencies.access import post_of_token


class PostToken(HttpBearer):
    """`Authorization: Bearer mc_…`; the post is then in `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return post_of_token(token)
