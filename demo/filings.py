"""What the people of the sample stories filed from their phones: accounts, forms filled in, papers laid in, sent.

The answers are those of the form's example in another name; the papers are drawn here and say that they are none.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from demo.online import FOLDER, FORMS
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import agree, open_account
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account
from motcua.core.text import fold
from motcua.dossiers.actions.messages import write_message
from motcua.dossiers.choices import Delivery
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import may_write_message
from motcua.filing.actions.filling import begin, keep
from motcua.filing.actions.holding import lay_in
from motcua.filing.actions.sending import send
from motcua.filing.applying import data_of
from motcua.filing.models import Filing
from motcua.procedures.models import content_of, edition_for, form_of_edition
from motcua.questions.choices import Kind
from motcua.ui.printing import printer

HOST = "vi-du.vn"
WRITTEN = (
    ("Phùng Thị Ái Vân", "Quán tôi đã đổi giờ mở cửa thành 6 giờ sáng, có phải khai lại không?", False),
    ("Phùng Thị Ái Vân", "Không phải khai lại. Giờ mở cửa không ghi trong giấy chứng nhận.", True),
)  # fmt: skip
UNDER_WAY = ("Dương Thị Lài", "1.004873")  # she has begun to file for a certificate of marital status


def email_of(name: str) -> str:
    """The address of an invented person, at a host that nobody has."""
    return f"{fold(name).replace(' ', '.')}@{HOST}"


def number_of(number: int) -> str:
    """A card's number that nobody has: cards of no province."""
    return f"000{2 + number % 2}00{number + 1:06}"


def account_of(name: str, number: int) -> Account:
    """Return the account of somebody of the stories, opened by e-mail and phone when there is none."""
    found = Account.objects.of_email(email_of(name)).first()
    phone = f"0900000{number + 101}"
    if found is None:
        found = open_account(by=Post.objects.portal(), name=name, email=email_of(name), phone=phone)
        agree(found, by=found.acting(), text=present_text().version)
    return found


def filed(
    account: Account, filing: Filing, *, identity_number: str, given: dict[str, Any], day: Callable[[str], date]
) -> Dossier:
    """Fill the form in, lay in the papers that it asks for, and send it."""
    by = account.acting()
    filing = _filled_in(filing, account, identity_number, given=given, day=day)
    dossier: Dossier = send(filing, by=by, delivery=Delivery.AT_DESK, declared=True)
    return dossier


def _filled_in(
    filing: Filing, account: Account, identity_number: str, *, given: dict[str, Any], day: Callable[[str], date]
) -> Filing:
    by, form = account.acting(), form_of_edition(filing.edition_id)
    assert form is not None  # it was begun
    known = data_of(account) | {"identity_number": identity_number}
    answers = _example(filing.edition.code) | {name: _moved(value, day) for name, value in given.items()}
    for section in form.sections:
        asked = {question.code: question for question in section.questions}
        told = {code: answers[code] for code, question in asked.items() if code in answers}
        told |= {
            code: known[question.prefill.account]
            for code, question in asked.items()
            if question.prefill and question.prefill.account in known
        }
        files = {code for code, question in asked.items() if question.kind == Kind.FILE}
        kept = {code: value for code, value in told.items() if code not in files}
        filing = keep(filing, by=by, section=section.code, answers=kept, seen=filing.version, tab="", page=0)
        for code in sorted(files & told.keys()):
            words = asked[code].label["vi"]
            lay_in(filing, by=by, question=code, name=f"{code}.pdf", content=sheet(words, account.name))
            filing = Filing.objects.for_page().get(pk=filing.pk)
    return filing


def _example(code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{FORMS[code][0]}.answers.json").read_text(encoding="utf-8"))
    return found


def _moved(value: Any, day: Callable[[str], date]) -> Any:
    """A day told as working days before or after the day of loading; anything else as it is."""
    moved = isinstance(value, str) and value[:1] in "+-" and value[1:].isdecimal()
    return day(value).isoformat() if moved else value


def sheet(words: str, name: str) -> bytes:
    """Return a PDF that says which paper it stands for."""
    return printer(Path(__file__).parent / "sheets").sheet("base", {"words": words, "name": name})


def make(desk: Agency, posts: list[Post], *, on: date) -> None:
    """Let them go on: a question is answered on the portal, and somebody has begun to fill something in."""
    if Filing.objects.being_filled_in().exists():
        return
    for who, text, answered in WRITTEN:
        account = account_of(who, 0)
        dossier = Dossier.objects.visible_to(account.acting()).order_by("-pk").first()
        if dossier is not None and not dossier.is_closed:
            able = [post for post in posts if may_write_message(post, dossier)] if answered else [account.acting()]
            write_message(dossier, by=able[0], text=text)
    name, code = UNDER_WAY
    account, edition = account_of(name, 700), edition_for(code, desk, on)
    assert edition is not None
    case = next((each.key for each in content_of(edition.pk).cases), "")
    begin(by=account.acting(), edition=edition, desk=desk, case=case)
