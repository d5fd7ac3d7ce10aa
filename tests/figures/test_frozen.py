"""A report that was frozen keeps its numbers, and says what became known since about the days it tells of."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions import deciding
from motcua.dossiers.actions.extending import apologise
from motcua.indicators.actions import compact
from motcua.indicators.models import Total
from motcua.indicators.standing import Scope
from motcua.reports.actions import freeze
from motcua.reports.jobs import prove_figures
from motcua.reports.models import FrozenReport
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import make_post, make_ward, signed_in
from tests.nonempty import some

pytestmark = pytest.mark.django_db
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}
DAYS = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
URL = "/so-lieu/bao-cao/07a/"


@pytest.fixture
def busy(house, set_clock):
    """March: one handed back early, one finished late without an apology, one open."""
    set_clock("2026-03-02T09:00")
    house.late, _, _ = make.to_sign(house), make.returned(house), make.in_progress(house)
    set_clock("2026-03-20T09:00")
    house.late = deciding.sign(house.late, by=house.leader, template="result")
    set_clock("2026-04-01T09:00")
    return house


def frozen_by(house, **more) -> FrozenReport:
    given = {"by": house.leader, "agency": house.ward, "report": "07a", "scope": Scope(agencies=[house.ward.pk])}
    return freeze(**given | DAYS | {"own": True} | more)


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def told_later(house, set_clock) -> None:
    """In April the lateness of March is apologised for."""
    set_clock("2026-04-03T09:00")
    apologise(house.late, by=house.leader, reason="Chờ trích đo", cause="partner")


def test_it_keeps_its_numbers_and_tells_what_became_known_since(busy, set_clock):
    browser = browser_of(busy.leader)
    page = browser.get(URL, MARCH).text
    assert "Chốt báo cáo" in page
    sent = browser.post(f"{URL}chot/?first=01/03/2026&last=31/03/2026", {"note": ""})
    (frozen,) = FrozenReport.objects.all()
    assert sent.url == f"/so-lieu/chot/{frozen.pk}/"
    (row,) = frozen.rows
    assert [row["cells"][key] for key in ("3", "14", "17", "18", "19")] == [3, 2, 0, 1, 1]
    page = browser.get(sent.url).text
    assert "Không có ô nào thay đổi" in page
    of_all = re.findall(r'<a href="([^"]*)" aria-label="Tổng cộng, [^"]*">(\d+)<', page.partition("<tfoot>")[2])
    for url, number in some(of_all):
        assert browser.get(url.replace("&amp;", "&")).text.count('<th scope="row">') == int(number), url
    told_later(busy, set_clock)
    for fold in (False, True):
        if fold:
            compact()
        page = browser.get(sent.url).text
        assert "2 ô đọc khác đi" in page
        assert "(17) Đã giải quyết: Quá hạn, đã có thư xin lỗi" in page
        assert browser.get(f"{URL}sau-ky/", MARCH).text.count("<strong>") == 2
    frozen.refresh_from_db()
    assert frozen.rows == [row]
    report = browser.get(URL, MARCH).text
    assert f"/so-lieu/chot/{frozen.pk}/" in report
    prove_figures(0)


def test_once_more_only_with_a_reason_as_the_next_number(busy):
    assert frozen_by(busy).number == 1
    with pytest.raises(BadInput) as refused:
        frozen_by(busy)
    assert refused.value.code == "already_frozen"
    again = frozen_by(busy, note="Cấp trên yêu cầu chốt lại")
    assert (again.number, again.last_event.note()) == (2, "Cấp trên yêu cầu chốt lại")
    assert frozen_by(busy, own=False).number == 1  # another report


def test_two_at_once_freeze_one(busy, transactional_db):
    done = together(*[lambda: frozen_by(busy)] * 2)
    assert FrozenReport.objects.count() == 1, done


@pytest.mark.parametrize(
    ("more", "code"),
    [({"last": date(2026, 4, 1)}, "period_not_over"), ({"report": "II.99"}, "no_such_report")],
)
def test_what_cannot_be_frozen_says_why(busy, more, code):
    with pytest.raises(BadInput) as refused:
        frozen_by(busy, **more)
    assert refused.value.code == code


def test_who_may_freeze(busy):
    stranger = make_ward()
    for by in (busy.inspector, busy.specialist, busy.administrator, stranger["leader"]):
        with pytest.raises(NotPermitted):
            frozen_by(busy, by=by)
    assert frozen_by(busy, by=make_post("leader", agency=busy.ward)).pk
    page = browser_of(busy.inspector).get(URL, MARCH).text
    assert "Biết thêm sau kỳ" in page
    assert "Chốt báo cáo" not in page
    assert browser_of(busy.inspector).get(f"{URL}chot/", MARCH).status_code == 403
    kept = FrozenReport.objects.get()
    assert browser_of(busy.inspector).get(f"/so-lieu/chot/{kept.pk}/").status_code == 200
    assert browser_of(stranger["leader"]).get(f"/so-lieu/chot/{kept.pk}/").status_code == 404
    assert kept.rows[0]["name"] not in browser_of(stranger["leader"]).get("/so-lieu/chot/").text


def test_the_database_lets_nobody_change_or_delete_one(busy):
    frozen = frozen_by(busy)
    for sql in ("UPDATE reports_frozenreport SET rows = '[]'", "DELETE FROM reports_frozenreport"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    frozen.refresh_from_db()
    assert frozen.rows


def test_every_night_the_facts_still_give_what_was_frozen(busy, set_clock):
    frozen_by(busy)
    compact()
    prove_figures(0)
    for total in some(
        Total.objects.filter(day__lte=DAYS["last"], line__kind="own", line__bank="").order_by("-day")[:1]
    ):
        total.sums = [number + 3 for number in total.sums]
        total.save()
    with pytest.raises(RuntimeError, match="numbers differ"):
        prove_figures(0)


def test_the_list_costs_the_same_with_two_and_with_twenty(busy):
    browser = browser_of(busy.leader)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/so-lieu/chot/").status_code == 200
        return len(asked)

    frozen_by(busy), frozen_by(busy, note="Lại")
    few = cost()
    for number in range(18):
        frozen_by(busy, first=DAYS["first"] + timedelta(days=number), own=False)
    assert cost() == few


def test_odd_addresses_of_it_open_nothing(busy):
    browser = browser_of(busy.leader)
    assert browser.get(f"{URL}sau-ky/", {"first": "31/03/2026", "last": "01/03/2026"}).status_code == 404
    assert browser.get("/so-lieu/bao-cao/II.99/chot/", MARCH).status_code == 404
    assert browser.get("/so-lieu/chot/9999999/").status_code == 404
