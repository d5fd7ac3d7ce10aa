"""A machine that speaks the API with the token of a post, through the whole stack of middleware."""

import json
from typing import Any

from django.test import Client

from motcua.agencies import actions
from motcua.agencies.models import Post
from tests.factories import system

API = "/api/v1"
APPLICANT = {
    "kind": "person",
    "name": "Võ Quốc Thắng",
    "identity_number": "046090000318",
    "phone": "0912345274",
    "address": "Tổ dân phố 5",
}
PAPERS = [{"name": "Tờ khai", "originals": 1, "copies": 0}, {"name": "Giấy tờ chứng minh", "originals": 0, "copies": 2}]


class Machine:
    """Its answers are Django's responses; `.json()` reads them."""

    def __init__(self, post: Post | None) -> None:
        self.post = post
        self.token = actions.issue_token(post, by=system(), name="thử").issued_token if post else ""
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        address = path if path.startswith(("http", "/api")) else f"{API}{path}"
        data = raw if raw is not None else json.dumps(body) if body is not None else b""
        more.setdefault("content_type", "application/json")
        return self.client.generic(method, address, data, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, QUERY_STRING="&".join(f"{name}={value}" for name, value in query.items()))

    def post_json(self, path: str, body: Any) -> Any:
        return self.ask("POST", path, body)

    def upload(self, file: Any, **fields: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.post(f"{API}/files", {"file": file, **fields}, headers=headers)

    def act(self, code: str, action: str, *, version: int | None = None, note: str = "", **inputs: Any) -> Any:
        """Do an action with the version as it now is, unless another is given."""
        if version is None:
            version = self.get(f"/dossiers/{code}").json().get("version", 1)
        return self.post_json(
            f"/dossiers/{code}/actions/{action}", {"version": version, "note": note, "inputs": inputs}
        )


def body_of(house: Any, procedure: str = "9.000001", **more: Any) -> dict[str, Any]:
    """A body for POST /dossiers."""
    return {
        "agency": house.centre.code,
        "procedure": procedure,
        "channel": "counter",
        "applicant": APPLICANT,
        "papers": PAPERS,
    } | more
