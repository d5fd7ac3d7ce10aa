"""What was filed online is answered within eight working hours: the clock, who is told when it has run out, the answer.

National calendar: Monday to Friday, 07:00-11:30 and 13:30-17:00; Tết off from 16 to 20 February 2026.
"""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core import clock
from motcua.dossiers.actions import closing, intake, pausing
from motcua.dossiers.actions.escalating import KIND, escalate_replies
from motcua.dossiers.choices import Answered
from motcua.dossiers.jobs import escalate
from motcua.dossiers.models import Dossier, Reply
from motcua.dossiers.reply_terms import known, term_on, terms_from
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from motcua.worktime import stored
from motcua.worktime.actions import set_exception
from tests import dossier_factories as make
from tests.factories import make_post

ASKED = {"papers": ["Bản vẽ"], "reason": "Còn thiếu"}
BROUGHT = {"papers": [{"name": "Bản vẽ"}]}
FILED = "2026-03-02T08:00"  # a Monday: 3.5 hours, then 3.5; due at 08:00 on Tuesday, told the leader from 14:00


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def minute(moment: datetime | None) -> datetime:
    """The clock ticks on while a test runs."""
    assert moment is not None
    return clock.local(moment).replace(second=0, microsecond=0)


def told(post: Post) -> list[Task]:
    return list(Task.objects.visible_to(post).filter(kind=KIND, state=State.OPEN))


@pytest.fixture
def head_of_desk(house):
    return make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận")


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-03-02T08:00", "2026-03-03T08:00"),  # Monday 3:30 + 3:30, the rest on Tuesday
        ("2026-03-02T12:15", "2026-03-03T11:30"),  # at lunch: from 13:30; 3:30, then 4:30
        ("2026-03-02T22:40", "2026-03-03T17:00"),  # at night: all of the next day
        ("2026-03-07T09:00", "2026-03-09T17:00"),  # a Saturday
        ("2026-03-06T16:00", "2026-03-09T16:00"),  # on Friday an hour, on Monday seven
        ("2026-02-13T16:00", "2026-02-23T16:00"),  # the same with Tết between
    ],
)
def test_the_clock_counts_working_hours_only(house, set_clock, filed, due):
    set_clock(filed)
    dossier = make.submitted(house)
    (reply,) = dossier.replies.all()
    assert minute(reply.due_at) == minute(dossier.answer_due_at) == at(due)
    assert minute(reply.began_at) == at(filed)


def test_a_half_day_and_an_open_saturday_count_as_the_calendar_says(house, set_clock):
    stored.forget()
    why = {"reason": "Tập huấn", "source": "Thông báo 3/TB-UBND"}
    set_clock("2026-03-02T07:00")
    set_exception(by=house.administrator, agency=house.ward, date=date(2026, 3, 3), sessions=["07:00-11:30"], **why)
    set_exception(by=house.administrator, agency=house.ward, date=date(2026, 3, 7), works_as="fri", **why)
    set_clock("2026-03-02T16:00")
    assert minute(make.submitted(house).answer_due_at) == at(
        "2026-03-04T09:30"
    )  # 1, 4.5 on the half day, 2.5 on Wednesday
    set_clock("2026-03-06T16:00")
    assert minute(make.submitted(house).answer_due_at) == at("2026-03-07T16:00")
    stored.forget()


def test_the_amount_is_data_with_days(house, set_clock, monkeypatch):
    rows = [
        {"from": "2020-05-22", "hours": 8, "warn_before": 2, "leader_after": 4, "source": "Cũ"},
        {"from": "2026-03-03", "hours": 4, "warn_before": 1, "leader_after": 2, "source": "Mới"},
    ]
    terms = terms_from(reversed(rows))
    assert [term_on(day, terms=terms).hours for day in (date(2019, 1, 1), date(2026, 3, 2), date(2026, 3, 3))] == [
        8, 8, 4,
    ]  # fmt: skip
    monkeypatch.setattr("motcua.dossiers.reply_terms.known", lambda: terms)
    set_clock("2026-03-02T07:00")
    assert minute(make.submitted(house).answer_due_at) == at("2026-03-02T17:00")
    set_clock("2026-03-03T07:00")
    assert minute(make.submitted(house).answer_due_at) == at("2026-03-03T11:00")


@pytest.mark.parametrize("wrong", [{"hours": 0}, {"warn_before": 9}, {"leader_after": 0}, {"source": ""}])
def test_terms_that_make_no_sense_are_not_read(wrong):
    row = {"from": "2020-05-22", "hours": 8, "warn_before": 2, "leader_after": 4, "source": "Luật"}
    assert terms_from([row])[0].hours == known()[0].hours == 8
    with pytest.raises(ValueError, match="sense"):
        terms_from([row | wrong])
    with pytest.raises(ValueError, match="two"):
        terms_from([row, row])


def test_nothing_is_told_before_the_time_has_run_out(house, head_of_desk, set_clock):
    set_clock(FILED)
    make.submitted(house)
    set_clock("2026-03-03T07:59")
    assert escalate_replies() == 0
    assert told(head_of_desk) == []


def test_a_late_answer_goes_to_the_head_of_the_desk_then_to_the_leader_each_once(house, head_of_desk, set_clock):
    set_clock(FILED)
    dossier = make.submitted(house)
    set_clock("2026-03-03T08:01")
    escalate(0)
    (line,) = told(head_of_desk)
    assert (line.url_key, line.owner, line.agency) == (dossier.code, head_of_desk, house.centre)
    assert dossier.code in line.about
    assert "Trần" not in line.about
    assert told(house.leader) == []
    set_clock("2026-03-03T14:01")  # four working hours after it was due: 3.5 and 0.5
    assert escalate_replies() == 1
    assert [line.url_key for line in told(house.leader)] == [dossier.code]
    for later in ("2026-03-03T16:00", "2026-03-05T16:00"):
        set_clock(later)
        assert escalate_replies() == 0
    assert len(told(head_of_desk)) == len(told(house.leader)) == 1
    assert told(house.clerk) == []


def test_between_the_two_steps_the_leader_is_left_alone(house, head_of_desk, set_clock):
    set_clock(FILED)
    make.submitted(house)
    set_clock("2026-03-03T13:59")
    assert escalate_replies() == 1
    assert (len(told(head_of_desk)), told(house.leader)) == (1, [])


def test_the_role_of_head_comes_before_the_title_and_the_deputy_after_it(house, set_clock):
    set_clock(FILED)
    deputy = make_post(Role.RECEPTIONIST, agency=house.centre, title="Phó giám đốc Trung tâm")
    make.submitted(house)
    set_clock("2026-03-03T09:00")
    escalate_replies()
    assert len(told(deputy)) == 1
    head = make_post(Role.HEAD_OF_DIVISION, agency=house.centre, title="Giám đốc Trung tâm")
    make.submitted(house)
    set_clock("2026-03-09T09:00")
    escalate_replies()
    assert len(told(head)) == 1
    assert len(told(deputy)) == 1
    assert Dossier.objects.visible_to(head).count() == 2  # whoever is told may read it


def test_a_desk_without_a_head_is_told_of_to_the_office_at_once(house, set_clock):
    set_clock(FILED)
    make.submitted(house)
    set_clock("2026-03-03T08:01")
    assert escalate_replies() == 1
    assert len(told(house.leader)) == 1
    assert escalate_replies() == 0


def late_one(house, set_clock) -> Dossier:
    set_clock(FILED)
    dossier = make.submitted(house)
    set_clock("2026-03-03T09:00")
    escalate_replies()
    return dossier


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        (lambda house, one: intake.receive(one, by=house.clerk), Answered.RECEIVED),
        (lambda house, one: intake.refuse(one, by=house.clerk, reason="Không thuộc thẩm quyền"), Answered.REFUSED),
        (lambda house, one: pausing.request_supplement(one, by=house.clerk, **ASKED), Answered.ASKED),
        (lambda house, one: closing.withdraw(one, by=house.clerk, reason="Đổi ý"), Answered.ENDED),
    ],
)
def test_the_answer_stops_it_and_its_lines_go(house, head_of_desk, set_clock, answer, how):
    dossier = late_one(house, set_clock)
    assert len(told(head_of_desk)) == 1
    answered = answer(house, dossier)
    assert told(head_of_desk) == []
    (reply,) = dossier.replies.all()
    assert (reply.how, minute(reply.ended_at)) == (how, minute(answered.moment))
    set_clock("2026-03-20T09:00")
    assert escalate_replies() == 0
    assert told(house.leader) == []


def test_while_papers_are_asked_for_the_clock_stands_and_begins_anew_with_them(house, head_of_desk, set_clock):
    set_clock(FILED)
    dossier = make.submitted(house)
    set_clock("2026-03-02T16:00")
    dossier = pausing.request_supplement(dossier, by=house.clerk, **ASKED)
    set_clock("2026-03-12T09:00")
    assert escalate_replies() == 0
    set_clock("2026-03-12T15:00")
    dossier = pausing.resume(dossier, by=house.clerk, **BROUGHT)
    first, second = dossier.replies.all()
    assert (first.how, minute(second.due_at)) == (Answered.ASKED, at("2026-03-13T15:00"))  # 2, 4.5 and 1.5
    set_clock("2026-03-13T15:30")
    assert escalate_replies() == 1
    assert len(told(head_of_desk)) == 1
    assert Reply.objects.late(clock.now()).count() == 1


def test_late_answers_can_be_counted(house, set_clock):
    set_clock(FILED)
    punctual, slow, open_one = (make.submitted(house) for _ in range(3))
    asked = make.submitted(house)
    set_clock("2026-03-02T10:00")
    intake.receive(punctual, by=house.clerk)
    set_clock("2026-03-03T09:00")
    intake.receive(slow, by=house.clerk)
    asked = pausing.request_supplement(asked, by=house.clerk, **ASKED)
    pausing.resume(asked, by=house.clerk, **BROUGHT)  # owed anew, in time so far: the first answer stays late
    late = Reply.objects.visible_to(house.clerk).late(clock.now())
    assert {reply.dossier_id for reply in late} == {slow.pk, asked.pk, open_one.pk}
    assert [reply.dossier_id for reply in late.waiting()] == [open_one.pk]
    assert Reply.objects.visible_to(house.registry).count() == 0


def test_what_did_not_come_online_owes_no_answer_by_an_hour(house, set_clock):
    set_clock(FILED)
    make.submitted(house, channel="counter")
    make.received(house)
    assert not Reply.objects.exists()


def test_the_database_keeps_one_answer_owed_and_every_ended_one_with_its_kind(house):
    (reply,) = make.submitted(house).replies.all()
    for wrong in (
        {"round": 2}, {"round": 2, "ended_at": reply.due_at}, {"round": 2, "how": Answered.RECEIVED},
        {"round": 2, "ended_at": reply.due_at, "how": Answered.RECEIVED, "due_at": reply.began_at},
    ):  # fmt: skip
        given = {"dossier": reply.dossier, "desk": reply.desk, "began_at": reply.began_at, "due_at": reply.due_at}
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.create(**given | wrong)


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_of_it_once_and_an_answer_at_the_same_moment_leaves_no_line(real_house, together, set_clock):
    head = make_post(Role.RECEPTIONIST, agency=real_house.centre, title="Trưởng bộ phận")
    set_clock(FILED)
    dossier = make.submitted(real_house)
    set_clock("2026-03-03T09:00")
    assert sorted(together(escalate_replies, escalate_replies)) == [0, 1]
    assert len(told(head)) == 1
    other = make.submitted(real_house)
    Reply.objects.filter(dossier=other).update(
        began_at=clock.now() - timedelta(hours=2), due_at=clock.now() - timedelta(hours=1)
    )
    together(escalate_replies, lambda: intake.receive(other, by=real_house.clerk))
    assert [line.url_key for line in told(head)] == [dossier.code]
