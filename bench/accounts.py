"""Accounts of the citizens whom the desks took down, proven; some of them are filling something in."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from bench.offices import told
from bench.wards import Offer, Ward
from motcua.agencies.models import Post
from motcua.citizens.choices import Action, Assurance, ConsentKind
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account, Consent
from motcua.filing.choices import Action as FilingAction
from motcua.filing.models import Filing

CHUNK = 4_000
BIRTH = "1.001193"
FILLING = 10  # one account in so many is filling something in
PLACES = uuid.UUID("5d0c8f43-5a0e-4d3b-9a65-0d1f0f9b7d11")

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
)  # fmt: skip
MIDDLE = (
    "Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Xuân", "Thu", "Bảo", "Công", "Thị Thu",
)  # fmt: skip
GIVEN = (
    "An", "Ánh", "Bình", "Châu", "Chi", "Cường", "Dung", "Dũng", "Đạt", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hòa",
    "Hùng", "Hương", "Khánh", "Lan", "Linh", "Loan", "Long", "Mai", "Nam", "Nga", "Nhung", "Phong", "Phúc", "Quang",
    "Sơn", "Tâm", "Thảo", "Thắm", "Thủy", "Tiến", "Trang", "Trung", "Tuấn", "Vinh", "Yến",
)  # fmt: skip


class Invented:
    """The person of a number: the same one to the desks and to the portal."""

    def __init__(self, number: int) -> None:
        self.key = uuid.uuid5(PLACES, str(number))
        chance = random.Random(number)
        self.name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        self.identity, self.phone = f"046{chance.randrange(10**9):09}", f"09{chance.randrange(10**8):08}"
        self.address = f"{chance.randrange(1, 200)} đường Mẫu {chance.randrange(30)}, tổ {chance.randrange(15)}"


def open_accounts(count: int, wards: list[Ward], *, answers: dict[str, Any], at: datetime) -> None:
    """Open `count` accounts of people 0, 1, …; every tenth has begun to file a birth with these answers where that
    is filed online.

    Two people of one identity number, which chance makes, have one account: the first one's.
    """
    rest = _accounts(count, at)
    births = [(ward, offer) for ward in wards for offer in ward.offers if offer.content.code == BIRTH]
    while chunk := list(islice(rest, CHUNK)):
        Account.objects.bulk_create(chunk)
        told(chunk, Action.OPEN_ACCOUNT)
        told(Consent.objects.bulk_create([_consent(account, at) for account in chunk]), Action.GIVE_CONSENT)
        filling = chunk[::FILLING] if births else []
        begun = [_filing(account, *births[n % len(births)], at, answers) for n, account in enumerate(filling)]
        Filing.objects.bulk_create(begun)
        told(begun, FilingAction.BEGIN)


def _accounts(count: int, at: datetime) -> Iterator[Account]:
    known: set[str] = set()
    for number in range(count):
        who = Invented(number)
        if who.identity in known:
            continue
        known.add(who.identity)
        account = Account(
            id=who.key, name=who.name, identity_number=who.identity, phone=who.phone, address=who.address,
            assurance=Assurance.IDENTITY_2, identity_proved_at=at, opened_at=at,
        )  # fmt: skip
        account.index()
        yield account


def _consent(account: Account, at: datetime) -> Consent:
    """Without it nothing is done in an account."""
    kind, text = ConsentKind.ACCOUNT, present_text().version
    return Consent(account=account, kind=kind, text=text, by=Post.objects.portal(), given_at=at)


def _filing(account: Account, ward: Ward, offer: Offer, at: datetime, answers: dict[str, Any]) -> Filing:
    return Filing(
        account=account, edition=offer.edition, desk=ward.desk, case=offer.cases[0].key, answers=answers, begun_at=at,
        saved_at=at,
    )  # fmt: skip
