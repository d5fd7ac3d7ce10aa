"""A saved page by e-mail: on its days, at its hour, once, with the recipient's own numbers; it ends with the post."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Role
from motcua.bulletins import jobs, pages
from motcua.bulletins.actions import sending
from motcua.bulletins.actions.keeping import save
from motcua.bulletins.actions.scheduling import end, reschedule, schedule
from motcua.bulletins.actions.sending import begin_due, tell_ready
from motcua.bulletins.choices import Outcome
from motcua.bulletins.models import Schedule, Sending
from motcua.bulletins.rhythms import last_due, next_due, period_on
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.exports.actions import expire_old
from motcua.exports.models import Export
from motcua.notify.actions import send
from motcua.notify.actions.delivering import _letter
from motcua.notify.models import Outgoing
from tests import dossier_factories as make
from tests.factories import make_post, signed_in, system
from tests.made_files import content_of, work

pytestmark = pytest.mark.django_db
REPORT = "/so-lieu/bao-cao/II.06a/?first=01/01/2026&last=31/01/2026"
REPORT_KIND = "bulletins.report"
URL = "/so-lieu/dinh-ky/"


@pytest.fixture
def told(house, set_clock):
    """March: three dossiers; the leader and the inspector have addresses; a page is saved."""
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house)
    for name in ("leader", "inspector"):
        person = getattr(house, name).person
        person.email = f"{name}@thu.example.vn"
        person.save()
    house.view = save(by=house.leader, name="Cả phường", address=REPORT, shared=True)
    return house


def set_up(house, **more) -> Schedule:
    given = {"by": house.leader, "view": house.view, "rhythm": "monthly", "hour": 7, "form": ""}
    return schedule(**given | {"recipients": [house.leader, house.inspector]} | more)


def mails() -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind__startswith="bulletins.").order_by("created_at"))


def go() -> None:
    jobs.send(0)
    work()
    jobs.send(0)


@pytest.mark.parametrize(
    ("rhythm", "day", "wanted"),
    [
        ("daily", date(2026, 3, 1), (date(2026, 2, 28), date(2026, 2, 28))),
        ("weekly", date(2026, 3, 9), (date(2026, 3, 2), date(2026, 3, 8))), ("weekly", date(2026, 3, 10), None),
        ("monthly", date(2026, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))), ("monthly", date(2026, 3, 2), None),
        ("monthly", date(2027, 1, 1), (date(2026, 12, 1), date(2026, 12, 31))),
        ("quarterly", date(2026, 3, 15), (date(2025, 12, 15), date(2026, 3, 14))),
        ("quarterly", date(2026, 12, 15), (date(2026, 9, 15), date(2026, 12, 14))),
        ("quarterly", date(2026, 4, 15), None), ("quarterly", date(2026, 3, 14), None),
    ],
)  # fmt: skip
def test_each_rhythm_has_its_day_and_its_period(rhythm, day, wanted):
    assert period_on(rhythm, day) == wanted
    if wanted:
        assert next_due(rhythm, day - timedelta(days=1)) == day
        assert last_due(rhythm, day, since=day) == day
        assert last_due(rhythm, day, since=day + timedelta(days=1)) is None


def test_a_day_without_workers_is_made_up_for():
    assert last_due("monthly", date(2026, 3, 4), since=date(2026, 1, 1)) == date(2026, 3, 1)
    assert last_due("monthly", date(2026, 3, 8), since=date(2026, 1, 1)) is None
    assert last_due("daily", date(2026, 3, 4), since=date(2026, 1, 1)) == date(2026, 3, 4)


def test_the_mail_tells_the_numbers_of_the_period_and_leads_to_page_and_file(told, set_clock):
    row = set_up(told, form="xlsx")
    assert rebuild(row) == tracked(row)
    assert row.last_event.data["recipients"] == sorted([told.leader.pk, told.inspector.pk])
    set_clock("2026-04-01T06:59")
    go()
    assert mails() == []
    set_clock("2026-04-01T07:01")
    go()
    assert sorted(mail.recipient for mail in mails()) == ["inspector@thu.example.vn", "leader@thu.example.vn"]
    mail = next(mail for mail in mails() if mail.recipient.startswith("leader"))
    assert mail.subject == "Cả phường: số liệu từ 01/03/2026 đến hết 31/03/2026"
    assert "Số lượng hồ sơ tiếp nhận: tổng số 3, trực tuyến 0, " in mail.body
    assert "/so-lieu/bao-cao/II.06a/?first=01%2F03%2F2026&last=31%2F03%2F2026" in mail.body
    assert "Mẫu" not in mail.body
    export = Export.objects.get(by=told.leader)
    assert export.get_absolute_url() in mail.body
    assert (export.state, export.parameters["form"]) == ("done", "xlsx")
    assert set(Sending.objects.values_list("outcome", flat=True)) == {Outcome.SENT}


def test_the_file_goes_along_only_where_the_installation_wants_so(told, set_clock, settings):
    set_up(told, form="xlsx", recipients=[told.leader])
    set_clock("2026-04-01T08:00")
    go()
    assert mails()[0].attached is None
    settings.MAIL_FIGURE_FILES = True
    set_clock("2026-05-01T08:00")
    go()
    mail = mails()[1]
    export = Export.objects.get(file=mail.attached)
    letter = _letter(mail)
    assert letter.attached.name == "II.06a-20260401-20260430.xlsx"
    assert letter.attached.content == content_of(export)
    set_clock("2026-05-09T08:00")
    assert expire_old() == 2
    assert _letter(Outgoing.objects.get(pk=mail.pk)).attached is None  # the letter itself still goes
    with pytest.raises(ValueError, match="attached"):
        send(by=system(), kind=REPORT_KIND, channel="sms", to="0912345274", values={}, key="x", attached=mail.attached)


def test_never_twice_for_one_day(told, set_clock):
    row = set_up(told)
    set_clock("2026-04-01T08:00")
    go()
    go()
    set_clock("2026-04-03T08:00")
    go()
    reschedule(row, by=told.leader, rhythm="monthly", hour=9, recipients=[told.leader, told.inspector])
    go()
    assert len(mails()) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.create(schedule=row, post=told.leader, day=date(2026, 4, 1), outcome="sent")


def test_the_mail_waits_for_its_file_and_tells_when_it_failed(told, set_clock):
    set_up(told, form="pdf", recipients=[told.inspector])
    set_clock("2026-04-01T08:00")
    assert begin_due() == 1
    assert tell_ready() == 0
    told.inspector.role = Role.SPECIALIST
    told.inspector.save()
    work()
    assert Export.objects.get().state == "failed"
    assert tell_ready() == 1
    assert sorted(mail.recipient for mail in mails()) == ["inspector@thu.example.vn", "leader@thu.example.vn"]
    assert {mail.kind for mail in mails()} == {"bulletins.failed"}
    assert "không lập được" in mails()[0].body
    assert "Không lập được" in signed_in(Client(), told.leader).get(URL).text


def test_a_fault_in_counting_is_told_and_stops_no_other(told, set_clock, monkeypatch):
    set_up(told, recipients=[told.leader])
    set_up(told, rhythm="daily", recipients=[told.inspector])
    right = pages._known.tellings["figures:report"]

    def telling(place, given, period, by, form):
        if by == told.leader:
            raise ZeroDivisionError
        return right(place, given, period, by, form)

    monkeypatch.setitem(pages._known.tellings, "figures:report", telling)
    set_clock("2026-04-01T08:00")
    go()
    assert {(mail.recipient.split("@")[0], mail.kind) for mail in mails()} == {
        ("leader", "bulletins.failed"), ("inspector", "bulletins.report"),
    }  # fmt: skip


def test_a_fault_of_ours_stops_no_other_and_is_tried_again(told, set_clock, monkeypatch):
    set_up(told, recipients=[told.leader])
    set_up(told, recipients=[told.inspector])
    faults = [ZeroDivisionError()]

    def failing(**given):
        if faults:
            raise faults.pop()
        return send(**given)

    monkeypatch.setattr(sending, "send", failing)
    set_clock("2026-04-01T08:00")
    go()
    assert len(mails()) == 2  # the job's second look wrote the one that failed
    assert faults == []


def test_each_recipient_gets_what_they_may_see(told, set_clock):
    below = make_post(Role.LEADER, agency=told.centre)
    below.person.email = "trungtam@thu.example.vn"
    below.person.save()
    set_up(told, recipients=[told.leader, below])
    set_clock("2026-04-01T08:00")
    go()
    told_to = {mail.recipient.split("@")[0]: mail.body for mail in mails()}
    assert "tổng số 3" in told_to["leader"]
    assert "tổng số 3" not in told_to["trungtam"]


def test_it_ends_with_the_post_of_its_owner_and_spares_recipients_who_left(told, set_clock):
    first = set_up(told)
    second = set_up(told, by=told.inspector, rhythm="daily", recipients=[told.leader, told.inspector])
    set_clock("2026-03-20T09:00")
    end_post(told.leader, by=system())
    set_clock("2026-04-01T08:00")
    go()
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.events.last().by == system()
    assert [mail.recipient for mail in mails()] == ["inspector@thu.example.vn"]
    end(second, by=told.inspector)
    set_clock("2026-04-02T08:00")
    go()
    assert len(mails()) == 1


def test_without_an_address_nothing_goes_and_it_is_said(told, set_clock):
    set_up(told, recipients=[told.inspector])
    told.inspector.person.email = ""
    told.inspector.person.save()
    set_clock("2026-04-01T08:00")
    go()
    assert mails() == []
    assert Sending.objects.get().outcome == Outcome.UNREACHED


@pytest.mark.parametrize(
    ("wrong", "told_of"),
    [({"rhythm": "hourly"}, "nhịp"), ({"hour": 3}, "Giờ gửi"), ({"form": "exe"}, "nhịp"), ({"recipients": []}, "Chọn")],
)
def test_what_makes_no_sense_is_refused(told, wrong, told_of):
    with pytest.raises(BadInput, match=told_of):
        set_up(told, **wrong)


def test_who_may_not_is_refused(told):
    for stranger in (told.clerk, make_post(Role.LEADER)):
        with pytest.raises(BadInput, match="Chọn từ 1"):
            set_up(told, recipients=[stranger])
    with pytest.raises(NotPermitted):
        set_up(told, by=told.clerk)
    own = save(by=told.leader, name="Riêng", address=REPORT)
    with pytest.raises(NotPermitted):
        set_up(told, by=told.inspector, view=own)
    row = set_up(told)
    with pytest.raises(NotPermitted):
        end(row, by=told.inspector)
    end(row, by=told.leader)
    with pytest.raises(StepRefused):
        end(row, by=told.leader)
    with pytest.raises(StepRefused):
        reschedule(row, by=told.leader, rhythm="daily", hour=7, recipients=[told.leader])


def test_it_is_set_changed_and_ended_on_screen(told):
    browser = signed_in(Client(), told.leader)
    place = f"/so-lieu/da-luu/{told.view.pk}/gui/"
    assert "Người nhận" in browser.get(place).text
    given = {"rhythm": "quarterly", "hour": "8", "form": "pdf", "recipients": [told.inspector.pk]}
    assert browser.post(place, given | {"recipients": ["x", "999"]}).status_code == 422
    assert browser.post(place, given).status_code == 303
    row = Schedule.objects.get()
    page = browser.get(URL).text
    for words in ("15/03/2026", "lúc 8 giờ, tệp PDF", told.inspector.person.name, "chưa gửi"):
        assert words in page, words
    seen = signed_in(Client(), told.inspector)
    assert "Cả phường" in seen.get(URL).text
    assert seen.get(f"{URL}{row.pk}/sua/").status_code == 403
    assert seen.post(f"{URL}{row.pk}/thoi/").status_code == 403
    assert signed_in(Client(), told.reform).get(f"{URL}{row.pk}/sua/").status_code == 404
    assert browser.post(f"{URL}{row.pk}/sua/", given | {"rhythm": "daily", "version": "1"}).status_code == 303
    assert Schedule.objects.get().rhythm == "daily"
    assert browser.post(f"{URL}{row.pk}/thoi/").status_code == 303
    assert browser.post(f"{URL}{row.pk}/thoi/").status_code == 404
    assert "Chưa đặt báo cáo định kỳ nào" in browser.get(URL).text


def test_a_page_that_tells_nothing_is_still_linked(told, set_clock):
    told.view = save(by=told.leader, name="Danh sách", address="/so-lieu/bao-cao/?x=1")
    set_up(told, recipients=[told.leader], form="pdf")
    set_clock("2026-04-01T08:00")
    go()
    (mail,) = mails()
    assert "/so-lieu/bao-cao/?x=1&first=01%2F03%2F2026" in mail.body
    assert "không kèm tệp" in mail.body


def test_the_list_costs_the_same_with_many(told, django_assert_num_queries, django_assert_max_num_queries):
    browser = signed_in(Client(), told.leader)
    set_up(told), set_up(told, rhythm="daily")
    with django_assert_max_num_queries(12) as few:
        browser.get(URL)
    for _ in range(18):
        set_up(told)
    with django_assert_num_queries(len(few.captured_queries)):
        assert browser.get(URL).text.count("/thoi/") == 20
