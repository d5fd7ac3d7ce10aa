"""Why a line of a report is red: the dossiers that its columns count unevenly, and numbers that are kept wrongly."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.dossiers.actions.counting import count_again
from motcua.indicators.actions import compact
from motcua.indicators.models import Measure, Total
from motcua.indicators.standing import Scope
from motcua.reports.actions import freeze
from motcua.reports.actions.layouts import begin_draft, change_draft, create_layout, publish_layout
from motcua.reports.models import FrozenReport, LayoutVersion, ReportLayout
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, make_ward, signed_in, system
from tests.nonempty import some

pytestmark = pytest.mark.django_db
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}
DAYS = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
WRONG, SOUND = "/so-lieu/bao-cao/DP.01/", "/so-lieu/bao-cao/II.06a/"
WHY = f"{WRONG}vi-sao-sai/4/"  # (3) = (7) + (11)


def drawn_wrong(by, code: str = "DP.01", **more) -> None:
    """II.06a with endings of which only results are told: whoever withdrew is in (3) and nowhere else."""
    layout = create_layout(by=by, code=code, name="Biểu vẽ sai", like=LayoutVersion.objects.of("II.06a").get())
    draft = layout.draft | more
    for column in draft["columns"]:
        if column["key"] in ("8", "9", "10"):
            (told,) = column["in_period"]
            column["in_period"] = {told.replace("ended", "finished"): 1}
    publish_layout(change_draft(layout, by=by, draft=draft), by=by, valid_from=date(2026, 1, 1))


@pytest.fixture
def busy(house, set_clock):
    """March: two withdrawn, one stopped (with another procedure), one handed back, one open; before: one withdrawn."""
    set_clock("2026-02-09T09:00")
    make.withdrawn(house)
    set_clock("2026-03-02T09:00")
    house.lost = [make.withdrawn(house), make.withdrawn(house)]
    house.sound = [make.returned(house), make.in_progress(house), make.received(house, make.PAYING)]
    set_clock("2026-04-01T09:00")
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def links(page: str) -> dict[str, str]:
    """What each link to the causes is called → its address."""
    found = re.findall(r'<a href="([^"]*/vi-sao-sai/\d+/[^"]*)" aria-label="Vì sao sai: ([^"]*)"', page)
    return {name: url.replace("&amp;", "&") for url, name in found}


def codes_in(page: str, dossiers) -> set[str]:
    return {each.code for each in dossiers if each.code in page}


def tampered(measure: str, *, by: int, **which) -> None:
    """Let somebody add to the last total of March."""
    place = Measure.objects.get(code=measure)
    rows = Total.objects.filter(day__lte=DAYS["last"], line__bank=place.bank, **which).order_by("-day")
    total = some(rows[:1])[0]
    total.sums[place.place] += by
    total.save()


def told_apart(by, group: str) -> None:
    """A report of things that are each counted by themselves: finished; finished early, in time, late."""
    layout = create_layout(by=by, code="DP.04", name="Kết quả")
    columns = [{"key": "3", "name": "Có kết quả", "in_period": {"finished": 1}}]
    columns += [
        {"key": str(key), "name": how, "in_period": {f"finished.{how}": 1}}
        for key, how in enumerate(("early", "on_day", "late"), 4)
    ]
    whole = [{"whole": "3", "parts": ["4", "5", "6"]}]
    draft = layout.draft | {"columns": columns, "counted_when": "3", "identities": whole, "group": group}
    publish_layout(change_draft(layout, by=by, draft=draft), by=by, valid_from=date(2026, 1, 1))


KEPT, SUMS = "/so-lieu/bao-cao/DP.04/", "(3) = (4) + (5) + (6)"


def told(page: str) -> list[list[str]]:
    """The rows of the numbers that are kept wrongly."""
    rows = re.findall(r"<tr><th scope=\"row\">[^<]*</th><td>.*?</tr>", page)
    return [[re.sub("<[^>]*>", " ", cell).strip() for cell in re.split("</t[hd]>", row)[:-1]] for row in rows]


@pytest.mark.parametrize(
    ("group", "row"),
    [("field", "Lĩnh vực thử"), ("procedure", "Cấp giấy phép thử"), ("agency", "Ủy ban nhân dân phường Thử")],
)
def test_a_layout_drawn_wrong_shows_exactly_the_dossiers_that_cause_it(busy, group, row):
    drawn_wrong(busy.administrator, group=group)
    browser = browser_of(busy.leader)
    page = browser.get(WRONG, MARCH).text
    assert "Số liệu không khớp" in page
    found = links(page)
    assert list(found) == [f"{row}, (3) = (7) + (11)", "Tổng cộng, (3) = (7) + (11)"]
    for url in found.values():
        assert url.startswith(WHY)
        why = browser.get(url).text
        assert codes_in(why, [*busy.lost, *busy.sound]) == {each.code for each in busy.lost}
        assert why.count('<th scope="row">') == len(busy.lost)
        assert "2 hồ sơ có ở (3), không có ở (7), (11)." in why
        assert "cách tính của biểu làm chênh 2, số liệu lưu sai làm chênh 0" in why
        assert "Số liệu lưu khác" not in why
        assert "figures rebuild" not in why
        assert "/so-lieu/bieu-mau/DP.01/ban/1/" in why
    assert browser.get("/so-lieu/bieu-mau/DP.01/ban/1/").status_code == 200


def test_a_column_that_goes_below_nothing_shows_the_dossiers_that_take_away(busy):
    layout = create_layout(by=busy.administrator, code="DP.02", name="Biểu vẽ sai")
    columns = [
        {"key": "3", "name": "Còn", "sum": ["4"], "less": []},
        {"key": "4", "name": "Nhận trừ rút", "in_period": {"received": 1, "withdrawn": -3}},
    ]
    draft = layout.draft | {"columns": columns, "counted_when": "3", "identities": [{"whole": "3", "parts": ["4"]}]}
    layout = change_draft(layout, by=busy.administrator, draft=draft)
    publish_layout(layout, by=busy.administrator, valid_from=date(2026, 1, 1))
    browser = browser_of(busy.leader)
    page = browser.get("/so-lieu/bao-cao/DP.02/", MARCH).text
    assert "cột (4) là −1, không thể nhỏ hơn 0" in page
    why = browser.get(links(page)["Tổng cộng, (3) = (4)"]).text
    assert codes_in(why, [*busy.lost, *busy.sound]) == {each.code for each in busy.lost}
    assert "2 hồ sơ có ở (3): −2, (4): −2." in why


def test_a_tampered_total_shows_the_number_kept_against_the_number_counted(busy):
    told_apart(busy.administrator, "field")
    compact()
    tampered("finished", by=7, line__kind="own", line__procedure=make.STANDARD, line__channel="counter")
    browser = browser_of(busy.leader)
    page = browser.get(KEPT, MARCH).text
    assert "Lĩnh vực thử: cột (3) là 8, khác (4) + (5) + (6) là 1" in page
    url = links(page)[f"Lĩnh vực thử, {SUMS}"]
    why = browser.get(url).text
    assert "cách tính của biểu làm chênh 0, số liệu lưu sai làm chênh 7" in why
    assert "Không có hồ sơ nào bị đếm lệch" in why
    assert "motcua figures verify --from 2026-03-01 --to 2026-03-31" in why
    assert "motcua figures rebuild" in why
    unit, of = busy.ward.name, "Cấp giấy phép thử, Lĩnh vực thử"
    assert [row[:2] + row[3:] for row in told(why)] == [[unit, of, "cuối kỳ", "8", "1"]]
    ((address, number),) = re.findall(r'<a href="([^"]*dem-lai[^"]*)" aria-label="[^"]*: (\d+) khi đếm lại"', why)
    again = browser.get(address.replace("&amp;", "&"))
    assert (again.status_code, again.text.count('<th scope="row">'), number) == (200, 1, "1")
    assert codes_in(again.text, busy.sound) == {busy.sound[0].code}
    count_again()
    mended = browser.get(url).text
    assert "Nay đã khớp" in mended
    assert "Không có hồ sơ nào bị đếm lệch" in mended
    assert "figures rebuild" not in mended


def test_a_lost_total_that_makes_a_number_less_than_nothing_is_shown(busy):
    """The statutory identities hold of whatever is kept; what cannot be is a number below zero."""
    compact()
    tampered("open.overdue", by=4, line__kind="own", line__procedure=make.STANDARD)
    browser = browser_of(busy.leader)
    page = browser.get(SOUND, MARCH).text
    assert "cột (12) là −4, không thể nhỏ hơn 0" in page
    why = browser.get(links(page)["Tổng cộng, (11) = (12) + (13)"]).text
    assert [row[3:] for row in told(why)] == [["cuối kỳ", "5", "1"]]
    assert codes_in(why, busy.sound) == set()


def test_what_was_added_up_beforehand_and_changed_is_told_as_such(db, set_clock):
    """Of all below a province; and of all procedures of a unit."""
    set_clock("2026-03-02T09:00")
    above = make_agency(name="Tỉnh")
    house = make.make_house(parent=above)
    make.returned(house)
    told_apart(system(), "field")
    set_clock("2026-04-01T09:00")
    compact()
    leader = browser_of(make_post(Role.LEADER, agency=above))
    tampered("finished", by=2, line__kind="tree", line__agency=above)
    why = leader.get(links(leader.get(KEPT, MARCH).text)[f"Tổng cộng, {SUMS}"]).text
    assert [row[:2] + row[4:] for row in told(why)] == [
        ["Cộng mọi đơn vị của báo cáo", "Cấp giấy phép thử, Lĩnh vực thử", "3", "1"]
    ]
    tampered("finished", by=3, line__kind="whole", line__agency=house.ward)
    layout = begin_draft(ReportLayout.objects.get(code="DP.04"), by=system())
    layout = change_draft(layout, by=system(), draft=layout.draft | {"group": "agency"})
    publish_layout(layout, by=system(), valid_from=date(2026, 4, 1))
    april = leader.get(KEPT, MARCH | {"last": "01/04/2026"}).text
    for row in (house.ward.name, "Tổng cộng"):
        why = leader.get(links(april)[f"{row}, {SUMS}"]).text
        assert [row[:2] + row[4:] for row in told(why)] == [[house.ward.name, "Mọi thủ tục", "4", "1"]]


def test_a_sound_report_has_no_link(busy):
    page = browser_of(busy.leader).get(SOUND, MARCH).text
    assert "vi-sao-sai" not in page
    assert "overdue" not in page
    assert "Nay đã khớp" in browser_of(busy.leader).get(f"{SOUND}vi-sao-sai/4/", MARCH).text


def test_nobody_is_shown_what_is_not_theirs(busy, set_clock):
    drawn_wrong(busy.administrator)
    stranger = make_ward()
    other = SimpleNamespace(leader=stranger["leader"])
    for url in (WRONG, WHY):
        page = browser_of(other.leader).get(url, MARCH)
        assert page.status_code == 200
        assert codes_in(page.text, busy.lost) == set()
        assert "2 hồ sơ" not in page.text
    assert browser_of(other.leader).get(WHY, MARCH | {"unit": str(busy.ward.pk)}).status_code == 404
    again = {"measure": "received", "channel": "counter", "end": "end"}
    assert browser_of(other.leader).get(f"{WHY}dem-lai/", MARCH | again | {"of": str(busy.ward.pk)}).status_code == 404
    assert codes_in(browser_of(other.leader).get(f"{WHY}dem-lai/", MARCH | again).text, busy.lost) == set()
    for post in (busy.clerk, busy.specialist, busy.registry):
        assert browser_of(post).get(WHY, MARCH).status_code == 403
        assert browser_of(post).get(f"{WHY}dem-lai/", MARCH | again).status_code == 403
    masked = browser_of(busy.inspector).get(WHY, MARCH).text
    assert "Trần T. M." in masked
    assert "Trần Thị Mẫu" not in masked
    assert '<a href="/ho-so/' not in masked


@pytest.mark.parametrize(
    "given",
    [{"first": "hôm qua"}, {"first": "02/04/2026", "last": "01/04/2026"}, {"unit": "999999"}, {"field": "F99"},
     {"field": "\0x"}, {"field": "x" * 5000}, {"unit": "x"}],
)  # fmt: skip
def test_what_is_not_there_is_not_found(busy, given):
    assert browser_of(busy.leader).get(f"{SOUND}vi-sao-sai/4/", MARCH | given).status_code == 404


def test_unknown_identities_measures_and_ways_are_not_found(busy):
    browser = browser_of(busy.leader)
    assert browser.get(f"{SOUND}vi-sao-sai/4/", MARCH | {"field": "F1"}).status_code == 200
    for url in (
        f"{SOUND}vi-sao-sai/5/",
        f"{SOUND}vi-sao-sai/0/",
        f"{SOUND}vi-sao-sai/x/",
        "/so-lieu/bao-cao/II.99/vi-sao-sai/1/",
    ):
        assert browser.get(url, MARCH).status_code == 404, url
    sound = {"measure": "received", "channel": "counter", "end": "end"}
    again = f"{SOUND}vi-sao-sai/4/dem-lai/"
    assert browser.get(again, MARCH | sound).status_code == 200
    ends = ({"end": "middle"}, {"end": ""})
    for bad in ({"measure": "paid"}, {"measure": "\0"}, {"channel": "fax"}, {"of": "1'"}, {"of": "999999"}, *ends):
        assert browser.get(again, MARCH | sound | bad).status_code == 404, bad
    assert browser.get(again, MARCH | sound | {"procedure": "\0x"}).text.count('<th scope="row">') == 0
    assert browser.post(f"{SOUND}vi-sao-sai/4/", MARCH).status_code == 405


def test_a_frozen_report_leads_to_why_it_was_wrong(busy):
    drawn_wrong(busy.administrator)
    freeze(by=busy.leader, agency=busy.ward, report="DP.01", scope=Scope(agencies=[busy.ward.pk]), own=True, **DAYS)
    freeze(by=busy.leader, agency=busy.ward, report="II.06a", scope=Scope(agencies=[busy.ward.pk]), own=True, **DAYS)
    wrong, sound = FrozenReport.objects.order_by("pk")
    browser = browser_of(busy.leader)
    found = links(browser.get(f"/so-lieu/chot/{wrong.pk}/").text)
    assert len(found) == 2
    for url in found.values():
        assert codes_in(browser.get(url).text, busy.lost) == {each.code for each in busy.lost}
    assert "vi-sao-sai" not in browser.get(f"/so-lieu/chot/{sound.pk}/").text


def test_it_costs_the_same_with_two_and_with_twenty(busy):
    drawn_wrong(busy.administrator)
    browser = browser_of(busy.leader)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url, MARCH | {"last": "30/04/2026"}).status_code == 200
        return len(asked)

    cost(WHY)
    few = cost(WHY), cost(WRONG)
    for _ in range(6):
        make.withdrawn(busy), make.received(busy, make.PAYING)
    assert (cost(WHY), cost(WRONG)) == few
    assert few[0] <= 18
