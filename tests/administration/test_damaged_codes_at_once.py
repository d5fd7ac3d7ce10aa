"""Two people who say at the same moment whose a damaged code is: one answer stands, the other is told."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, StaleVersion
from motcua.procedures.actions.settling import settle_code, settle_code_again
from motcua.procedures.importers.catalogue import import_file
from motcua.procedures.models import CodeAnswer, ImportRow, damaged
from tests.administration.catalogues import bring, make_house, record
from tests.factories import make_person, make_post, signed_in, system

pytestmark = pytest.mark.django_db(transaction=True)
Together = Callable[..., list[Any]]


@pytest.fixture
def house(tmp_path: Path) -> SimpleNamespace:
    """Two administrators of a ward, and one damaged code that waits."""
    made = make_house()
    bring(record(10, name="Đăng ký thử"), record(2, name="Đăng ký khác"))
    path = tmp_path / "tinh.csv"
    path.write_text("MA,TTHC_MA,NAME\n,9.00001,Đăng ký thử\n", encoding="utf-8-sig")
    import_file(path, by=system())
    made.row = damaged().get()
    made.first = made.administrator
    made.second = make_post(Role.ADMINISTRATOR, agency=made.ward, person=make_person(name="Trần Văn Hai"))
    return made


def row() -> ImportRow:
    return damaged().get()


def tried(verb: Callable[[], Any]) -> str:
    try:
        verb()
    except BadInput as error:
        return error.code
    except StaleVersion:
        return "stale"
    return "done"


def test_of_two_first_answers_one_stands_and_the_other_is_told(house: SimpleNamespace, together: Together) -> None:
    ways = [
        partial(settle_code, by=house.first, row=row(), code="9.000010", reason="Mất số 0"),
        partial(settle_code, by=house.second, row=row(), reason="Không phải thủ tục của tỉnh"),
    ]
    assert sorted(together(*[partial(tried, way) for way in ways])) == ["already_settled", "done"]
    answer = CodeAnswer.objects.get()
    event = answer.events.get()
    assert event.by in (house.first, house.second)
    assert (answer.procedure is not None) == (event.by == house.first)  # whole: who is told is who said it


def test_of_two_corrections_of_one_page_one_stands(house: SimpleNamespace, together: Together) -> None:
    answer = settle_code(by=house.first, row=row(), reason="Nhầm")
    ways = [
        partial(settle_code_again, answer, by=post, code=code, reason="", version=answer.version)
        for post, code in ((house.first, "9.000010"), (house.second, "9.000002"))
    ]
    assert sorted(together(*[partial(tried, way) for way in ways])) == ["done", "stale"]
    assert answer.events.count() == 2
    told = answer.events.latest("pk")
    answer.refresh_from_db()
    assert answer.procedure.code == ("9.000010" if told.by == house.first else "9.000002")


def test_two_open_pages_sent_at_once_write_one_answer_and_lose_nothing_typed(
    house: SimpleNamespace, together: Together
) -> None:
    url = reverse("administration:national_damaged_code", args=[house.row.pk])
    browsers = [signed_in(Client(), post) for post in (house.first, house.second)]
    assert [browser.get(url).status_code for browser in browsers] == [200, 200]
    given = [{"meant": "9.000010", "reason": "Mất số 0"}, {"meant": "khong-nhan", "reason": "Lý do của người thứ hai"}]
    sent = together(*[partial(b.post, url, data) for b, data in zip(browsers, given, strict=True)])
    won = [answer.status_code == 303 for answer in sent]
    assert sorted(won) == [False, True]
    lost = sent[won.index(False)]
    assert lost.status_code in (409, 422)
    assert given[won.index(False)]["reason"] in lost.text
    assert CodeAnswer.objects.get().events.count() == 1
