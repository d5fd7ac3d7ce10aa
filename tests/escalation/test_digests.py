"""One mail a day, at the hour somebody chose, on working days; nothing where nothing waits."""

from datetime import date

import pytest

from motcua.agencies.actions import record_absence
from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core import clock
from motcua.escalation.actions.digesting import send_digests
from motcua.escalation.actions.setting import choose, set_digest_rule, set_rung
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Digest
from motcua.notify.models import Outgoing
from tests import dossier_factories as make
from tests.escalation.conftest import SET
from tests.factories import make_post


@pytest.fixture
def addressed(house, set_clock):
    """The specialist has an address and a dossier due on the 10th."""
    set_clock("2026-03-01T08:00")
    set_digest_rule(by=house.administrator, agency=house.ward, sends=True, hour=7, **SET)
    for name in ("specialist", "leader"):
        person = getattr(house, name).person
        person.email = f"{name}@thu.example.vn"
        person.save()
    set_clock("2026-03-02T09:00")
    return make.in_progress(house)


def written() -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind="escalation.digest").order_by("created_at"))


def test_the_mail_goes_once_a_day_at_the_offices_hour_to_who_has_something(house, addressed, set_clock):
    set_clock("2026-03-03T06:59")
    assert send_digests() == 0
    set_clock("2026-03-03T07:01")
    assert send_digests() == 1
    assert send_digests() == 0
    set_clock("2026-03-03T16:00")
    assert send_digests() == 0
    (message,) = written()
    assert message.recipient == "specialist@thu.example.vn"
    assert addressed.code not in message.subject
    assert "mới đến: 1" in message.body
    assert "Mẫu" not in message.body
    assert "046190000318" not in message.body
    assert Digest.objects.get(person=house.leader.person).sent is False  # nothing waits for the leader


def test_the_urgent_ones_are_named_by_code_and_procedure(house, addressed, set_clock):
    set_clock("2026-03-12T07:30")
    assert send_digests() == 1
    (message,) = written()
    assert "quá hạn: 1" in message.body
    assert f"{addressed.code} · Cấp giấy phép thử" in message.body


def test_the_hour_is_ones_own_and_weekends_are_quiet(house, addressed, set_clock):
    choose(by=house.specialist, wish="yes", hour=9)
    set_clock("2026-03-03T08:00")
    assert send_digests() == 0
    set_clock("2026-03-03T09:10")
    assert send_digests() == 1
    for day in ("2026-03-07", "2026-03-08"):
        set_clock(f"{day}T10:00")
        assert send_digests() == 0
    set_clock("2026-03-09T10:00")
    assert send_digests() == 1


def test_who_wants_none_gets_none_whatever_the_office_sends(house, addressed, set_clock):
    choose(by=house.specialist, wish="no")
    set_clock("2026-03-03T09:00")
    assert send_digests() == 0
    assert written() == []


def test_who_stands_in_for_somebody_is_told_of_their_work(house, addressed, set_clock):
    deputy = make_post(Role.HEAD_OF_DIVISION, agency=house.division)
    deputy.person.email = "pho@thu.example.vn"
    deputy.person.save()
    record_absence(
        by=house.administrator, post=house.head, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 31),
        reason="leave", substitute=Post.objects.get(pk=deputy.pk),
    )  # fmt: skip
    set_rung(
        by=house.administrator, agency=house.ward, at="percent", percent=10, subject="step", whom="head",
        channel="mail",
        **SET | {"valid_from": date(2026, 3, 2)},
    )  # fmt: skip
    set_clock("2026-03-04T06:00")
    assert tell_reached() == 1
    set_clock("2026-03-04T07:30")
    assert send_digests() == 2
    to_deputy = [message for message in written() if message.recipient == "pho@thu.example.vn"]
    assert "cảnh báo thời hạn: 1" in to_deputy[0].body


def test_a_warning_is_mailed_at_once_to_who_chose_so(house, addressed, set_clock):
    set_clock("2026-03-02T10:00")
    own = {"by": house.administrator, "agency": house.ward} | SET | {"valid_from": date(2026, 3, 2)}
    set_rung(**own, at="percent", percent=70, subject="step", whom="owner")
    set_clock("2026-03-09T09:00")
    choose(by=house.specialist, wish="no", at_once=True)
    assert tell_reached() == 1
    message = Outgoing.objects.get(kind="escalation.alarm")
    assert message.recipient == "specialist@thu.example.vn"
    assert addressed.code in message.body
    assert "Mẫu" not in message.body
    assert tell_reached() == 0
    assert clock.now() is not None


def test_two_workers_write_one_mail(real_house, together, set_clock):
    set_clock("2026-03-01T08:00+07:00")
    house = real_house
    set_digest_rule(by=house.administrator, agency=house.ward, sends=True, hour=7, **SET)
    house.specialist.person.email = "specialist@thu.example.vn"
    house.specialist.person.save()
    set_clock("2026-03-02T09:00+07:00")
    make.in_progress(house)
    set_clock("2026-03-03T09:00+07:00")
    assert sum(together(send_digests, send_digests)) == 1
    assert len(written()) == 1
