"""An intake page as a browser would send it."""

import re
import uuid
from typing import Any

from django.test import Client

from motcua.core.clock import today
from motcua.procedures.models import content_of, edition_for
from tests.dossier_factories import STANDARD

URL = "/tiep-nhan/"
PERSON = {
    "a-kind": "person", "a-identity_number": "046190000318", "a-name": "Trần Thị Mẫu", "a-phone": "0912345274",
    "a-email": "", "a-address": "Tổ dân phố Mẫu",
}  # fmt: skip


def sheet(house: Any, code: str = STANDARD, *, case: str = "", **more: Any) -> dict[str, Any]:
    """Return the page filled in; keywords change a field (`a_name` stands for `a-name`, None takes it out)."""
    edition = edition_for(code, house.centre, today())
    assert edition is not None
    page: dict[str, Any] = {
        "key": str(uuid.uuid4()), "edition": str(edition.pk), "case": case, "rows_of": f"{edition.pk}:{case}",
        "channel": "counter", "delivery": "at_desk", "deed": "receive", "q": "", **PERSON,
    }  # fmt: skip
    papers = content_of(edition.pk).papers_for(case or None)
    page["row"] = [str(number) for number in range(len(papers))]
    for number, paper in enumerate(papers):
        page |= {
            f"p{number}-taken": "on", f"p{number}-name": paper.name, f"p{number}-code": paper.code,
            f"p{number}-required": "on", f"p{number}-originals": "1", f"p{number}-copies": "0",
        }  # fmt: skip
    page |= {re.sub("^(a|s|p[0-9]+)_", r"\1-", name): value for name, value in more.items()}
    return {name: value for name, value in page.items() if value is not None}


def send(client: Client, page: dict[str, Any], **headers: Any) -> Any:
    return client.post(URL, page, headers=headers)
