"""Why a figure is as it is: written by who oversees the unit, shown on the days it touches, erased with its text."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.choices import Role
from motcua.bulletins.actions.remarking import erase, rewrite, write
from motcua.bulletins.models import Remark
from motcua.bulletins.reading import remarks_on, said
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.core.models import Note
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import make_agency, make_post, signed_in
from tests.made_files import file_at
from tests.ui.paper_samples import pages_of, squeezed

pytestmark = pytest.mark.django_db
URL, REPORT = "/so-lieu/ghi-chu/", "/so-lieu/bao-cao/II.06a/"
FLOOD = {"first": date(2026, 3, 10), "last": date(2026, 3, 12), "note": "Văn phòng nghỉ vì lụt."}
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}


def flood(house, **more) -> Remark:
    return write(**{"by": house.leader, "agency": house.ward} | FLOOD | more)


def test_it_stands_under_every_report_whose_period_it_touches(house):
    remark = flood(house)
    assert rebuild(remark) == tracked(remark)
    assert "lụt" not in str(remark.last_event.data)
    browser = signed_in(Client(), house.inspector)
    for first, last, shown in (
        ("01/03/2026", "31/03/2026", True), ("12/03/2026", "12/03/2026", True), ("10/03/2026", "10/03/2026", True),
        ("01/03/2026", "09/03/2026", False), ("13/03/2026", "31/03/2026", False),
    ):  # fmt: skip
        for url in (REPORT, "/so-lieu/", "/so-lieu/danh-gia/", "/so-lieu/chi-so-766/"):
            page = browser.get(url, {"first": first, "last": last}).text
            assert ("Văn phòng nghỉ vì lụt." in page) == shown, (url, first)
    both = {"first": "01/03/2026", "last": "09/03/2026", "other_first": "10/03/2026", "other_last": "11/03/2026"}
    assert browser.get("/so-lieu/so-sanh/II.06a/", both).text.count("Văn phòng nghỉ vì lụt.") == 1
    assert browser.get("/so-lieu/nhieu-nam/").status_code == 200
    elsewhere = signed_in(Client(), make_post(Role.LEADER)).get(REPORT, MARCH).text
    assert "lụt" not in elsewhere


def test_it_touches_units_below_and_above_and_only_its_report(house):
    flood(house, agency=house.centre, report="II.06a")
    days = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    for unit, shown in ((house.ward, 1), (house.centre, 1), (house.division, 0), (make_agency(parent=house.centre), 1)):
        assert len(remarks_on(house.leader, unit, report="II.06a", **days)) == shown, unit
    assert remarks_on(house.leader, house.ward, report="II.06b", **days) == []
    assert remarks_on(house.clerk, house.ward, report="II.06a", **days) == []
    flood(house, note="Mọi biểu")
    assert len(remarks_on(house.leader, house.division, report="", **days)) == 1


def test_it_is_printed_below_the_report(house, set_clock):
    set_clock("2026-03-10T09:00")
    make.received(house)
    flood(house, note="-Nghỉ vì lụt, theo Công điện 1", last=date(2026, 3, 10))
    set_clock("2026-04-02T09:00")
    browser = signed_in(Client(), house.leader)
    pages = pages_of(file_at(browser, f"{REPORT}tep.pdf?{urlencode(MARCH)}"))
    assert squeezed("10/03/2026 – 10/03/2026): -Nghỉ vì lụt, theo Công điện 1") in pages[0]
    assert file_at(browser, f"{REPORT}tep.xlsx?{urlencode(MARCH)}")[:2] == b"PK"


def test_it_is_written_rewritten_and_erased_on_screen(house, set_clock):
    set_clock("2026-03-20T09:00")
    browser = signed_in(Client(), house.leader)
    form = browser.get(f"{URL}moi/", MARCH | {"unit": str(house.centre.pk)}).text
    assert 'value="01/03/2026"' in form
    given = {"agency": house.ward.pk, "first": "10/03/2026", "last": "12/03/2026", "report": "", "note": "Lụt"}
    assert browser.post(f"{URL}moi/", given).status_code == 303
    remark = Remark.objects.get()
    changed = {"first": "10/03/2026", "last": "13/03/2026", "report": "II.06a", "note": "Lụt lớn", "version": "1"}
    assert "Lụt" in browser.get(f"{URL}{remark.pk}/sua/").text
    assert browser.post(f"{URL}{remark.pk}/sua/", changed).status_code == 303
    assert browser.post(f"{URL}{remark.pk}/sua/", changed).status_code == 409  # an old page
    assert "Lụt lớn" in browser.get(URL).text
    assert Note.objects.filter(pk__in=remark.events.values("note_key")).count() == 1  # the text before it is gone
    assert browser.post(f"{URL}{remark.pk}/xoa/").status_code == 303
    assert browser.post(f"{URL}{remark.pk}/xoa/").status_code == 404
    assert "Chưa có ghi chú nào" in browser.get(URL).text
    assert not Note.objects.filter(pk__in=remark.events.values("note_key")).exists()
    remark.refresh_from_db()
    assert remark.events.count() == 3
    assert said([remark])[0].text == ""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"last": date(2026, 3, 9)}, "Ngày cuối"), ({"note": " "}, "Viết ghi chú"),
        ({"note": "x" * 501}, "Viết ghi chú"), ({"report": "x" * 41}, "Chọn biểu"), ({"report": " a"}, "Chọn biểu"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(house, wrong, told):
    with pytest.raises(BadInput, match=told):
        flood(house, **wrong)
    remark = flood(house)
    with pytest.raises(BadInput, match=told):
        rewrite(remark, by=house.leader, **FLOOD | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(last=date(2026, 3, 9))


def test_bad_input_on_screen_keeps_what_was_typed(house):
    elsewhere = make_agency()
    given = {"agency": elsewhere.pk, "first": "31/02/2026", "last": "x", "report": "II.99", "note": "Lụt"}
    answer = signed_in(Client(), house.leader).post(f"{URL}moi/", given)
    assert answer.status_code == 422
    assert "Lụt" in answer.text
    assert not Remark.objects.exists()


def test_only_overseers_of_the_unit_write_and_change_it(house):
    remark = flood(house)
    elsewhere = make_post(Role.INSPECTOR)
    for post in (house.clerk, house.administrator, elsewhere):
        with pytest.raises(NotPermitted):
            flood(house, by=post)
        with pytest.raises(NotPermitted):
            erase(remark, by=post)
        with pytest.raises(NotPermitted):
            rewrite(remark, by=post, **FLOOD)
    assert signed_in(Client(), elsewhere).get(f"{URL}{remark.pk}/sua/").status_code == 404
    rewrite(remark, by=house.reform, **FLOOD | {"note": "Sửa"})  # the office's, not one person's
    erase(Remark.objects.get(), by=house.inspector)
    with pytest.raises(StepRefused):
        erase(Remark.objects.get(), by=house.leader)
    with pytest.raises(StepRefused):
        rewrite(Remark.objects.get(), by=house.leader, **FLOOD)


def test_one_above_is_read_below_but_not_changed_there(db):
    province = make_agency()
    remark = write(by=make_post(Role.LEADER, agency=province), agency=province, **FLOOD)
    browser = signed_in(Client(), make_post(Role.LEADER, agency=make_agency(parent=province)))
    page = browser.get(URL).text
    assert "Văn phòng nghỉ vì lụt." in page
    assert f"{remark.pk}/sua/" not in page
    assert "Văn phòng nghỉ vì lụt." in browser.get(REPORT, MARCH).text
    assert browser.get(f"{URL}{remark.pk}/sua/").status_code == 403
    assert browser.post(f"{URL}{remark.pk}/xoa/").status_code == 403


def test_list_and_report_cost_the_same_with_many(house, django_assert_num_queries, django_assert_max_num_queries):
    browser = signed_in(Client(), house.leader)
    flood(house), flood(house, note="Văn phòng nghỉ vì lụt lớn.")
    pages, few = [(URL, {}), (REPORT, MARCH)], []
    for url, query in pages:
        browser.get(url, query)
        with django_assert_max_num_queries(15) as counted:
            browser.get(url, query)
        few.append(len(counted.captured_queries))
    for number in range(18):
        unit = (house.ward, house.centre, house.division)[number % 3]
        flood(house, agency=unit, note=f"Văn phòng nghỉ vì lụt {number}.")
    for (url, query), count in zip(pages, few, strict=True):
        with django_assert_num_queries(count):
            assert browser.get(url, query).text.count("nghỉ vì lụt") == 20


def test_two_presses_write_one_remark(house, transactional_db):
    done = together(*[lambda: flood(house)] * 2)
    assert Remark.objects.count() == 1, done
    (refused,) = [each for each in done if isinstance(each, BadInput)]
    assert (refused.code, str(refused)) == ("already_written", "Ghi chú này đã có.")
    assert flood(house, note="Văn phòng nghỉ vì mất điện.").pk  # another reason of the same days
    erase(Remark.objects.order_by("pk").first(), by=house.leader)
    assert flood(house).pk
