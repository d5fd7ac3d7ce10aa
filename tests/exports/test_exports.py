"""A file asked for is made once, in the background, survives what breaks, and is its owner's alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.exports import actions, jobs, making
from motcua.exports.choices import Action, State, Why
from motcua.exports.making import Exporter, Gone, Made
from motcua.exports.models import Export
from motcua.files.models import AccessLog
from tests.factories import make_post, signed_in, system
from tests.made_files import content_of, waiting_jobs, work

pytestmark = pytest.mark.django_db
KIND = "test.count"


class Killed(BaseException):
    """What ends a worker in the middle."""


@pytest.fixture
def kind(monkeypatch) -> Iterator[list]:
    """A kind of file that counts to `parameters["to"]`; `breaks` is what happens on the way, one a run."""
    breaks: list = []

    def make(given, by):
        for number in range(given["to"]):
            if number == 1 and breaks and (fault := breaks.pop(0)):
                raise fault if not callable(fault) else fault()
            yield number, given["to"]
        return Made("dem.csv", [f"{number}\n".encode() for number in range(given["to"])])

    def may(given, by):
        if given.get("gone"):
            raise Gone
        return by.role == Role.LEADER

    monkeypatch.setitem(making._exporters, KIND, Exporter(KIND, lambda given, by: f"Đếm đến {given['to']}", may, make))
    return breaks


@pytest.fixture
def leader(db, kind):
    return make_post(Role.LEADER)


def asked(by, to=3, **more) -> Export:
    return actions.request(by=by, kind=KIND, parameters={"to": to} | more)


def test_a_file_is_made_by_the_job_and_every_step_is_on_record(leader):
    export = asked(leader)
    assert (export.state, export.title, len(waiting_jobs())) == (State.WAITING, "Đếm đến 3", 1)
    jobs.make(waiting_jobs()[0]["export"])
    assert content_of(export) == b"0\n1\n2\n"
    assert (export.state, export.done, export.total, export.attempts) == (State.DONE, 3, 3, 1)
    assert export.kept_until - export.ended_at == timedelta(days=7)
    assert [event.action for event in export.events.all()] == [Action.REQUEST, Action.BEGIN, Action.FINISH]
    assert rebuild(export) == tracked(export)
    jobs.make(waiting_jobs()[0]["export"])  # run again: nothing
    assert export.events.count() == 3


def test_progress_is_told_on_the_way(leader, kind):
    export = asked(leader)
    kind.append(Killed())
    with pytest.raises(Killed):
        work()
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == (State.RUNNING, 0, 3)
    page = signed_in(Client(), leader).get(export.get_absolute_url()).text
    assert "<progress" in page
    assert 'hx-trigger="every 1s"' in page


def test_a_worker_killed_in_the_middle_loses_nothing_but_time(leader, kind):
    export = asked(leader)
    kind.append(Killed())
    with pytest.raises(Killed):
        work()
    work()
    assert content_of(export) == b"0\n1\n2\n"
    assert export.attempts == 2


def test_a_fault_is_tried_again_and_in_the_end_told(leader, kind):
    export = asked(leader)
    kind.extend([ZeroDivisionError()] * actions.MOST_ATTEMPTS)
    for _ in range(actions.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            work()
    export.refresh_from_db()
    assert (export.state, export.why) == (State.FAILED, Why.BROKEN)
    work()
    assert Export.objects.get().state == State.FAILED
    page = signed_in(Client(), leader).get("/tep-da-lap/").text
    assert Why.BROKEN.label in page.replace("&quot;", '"')


def test_a_file_that_kills_every_worker_is_given_up(leader, kind):
    export = asked(leader)
    kind.extend([Killed() for _ in range(actions.MOST_ATTEMPTS)])
    for _ in range(actions.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            work()
    work()
    export.refresh_from_db()
    assert (export.state, export.why) == (State.FAILED, Why.BROKEN)


def test_a_file_whose_job_is_gone_is_told_to_have_failed(leader, set_clock):
    set_clock("2026-03-02T09:00")
    export, other = asked(leader), asked(leader, to=4)
    with transaction.atomic():
        jobs_of = actions.ProcrastinateJob.objects.filter(args__export=str(export.pk))
        jobs_of._raw_delete(jobs_of.db)
    assert actions.fail_lost() == 0  # too early to tell
    set_clock("2026-03-02T10:30")
    assert actions.fail_lost() == 1
    export.refresh_from_db()
    other.refresh_from_db()
    assert (export.state, other.state) == (State.FAILED, State.WAITING)


def test_the_post_that_lost_its_rights_gets_no_file(leader, kind):
    export, gone = asked(leader), asked(leader, to=2)
    gone.parameters = {"to": 2, "gone": True}
    gone.save()
    leader.role = Role.SPECIALIST
    leader.save()
    jobs.make(str(export.pk))
    jobs.make(str(gone.pk))
    export.refresh_from_db()
    gone.refresh_from_db()
    assert (export.state, export.why) == (State.FAILED, Why.RIGHTS)
    assert (gone.state, gone.why) == (State.FAILED, Why.GONE)


def test_an_ended_post_gets_no_file(leader):
    export = asked(leader)
    end_post(leader, by=system())
    work()
    export.refresh_from_db()
    assert (export.state, export.why) == (State.FAILED, Why.RIGHTS)


def test_who_may_not_have_it_cannot_ask_for_it(kind):
    with pytest.raises(NotPermitted):
        asked(make_post(Role.SPECIALIST))
    with pytest.raises(KeyError):
        actions.request(by=make_post(Role.LEADER), kind="test.unknown", parameters={})
    assert waiting_jobs() == []


def test_the_same_asked_for_twice_is_one_file_until_it_is_made(leader):
    first = asked(leader)
    assert asked(leader) == first
    assert asked(leader, to=4) != first
    assert asked(make_post(Role.LEADER)) != first
    work()
    assert asked(leader) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(by=leader, kind=KIND, digest=asked(leader).digest, state=State.WAITING)


def test_nobody_fills_the_queue(leader):
    for number in range(actions.MOST_AT_ONCE):
        asked(leader, to=number + 1)
    with pytest.raises(BadInput, match="chưa lập xong"):
        asked(leader, to=99)
    answer = signed_in(Client(), leader).get("/tep-da-lap/")
    assert answer.text.count("Thôi lập") >= actions.MOST_AT_ONCE


def test_what_is_cancelled_is_not_made_also_in_the_middle(leader, kind):
    export, other = asked(leader), asked(leader, to=2)
    kind.append(lambda: (actions.cancel(Export.objects.get(pk=export.pk), by=leader) and None) or Killed())
    with pytest.raises(NotPermitted):
        actions.cancel(export, by=make_post(Role.LEADER))
    actions.cancel(other, by=leader)
    with pytest.raises(Killed):
        jobs.make(str(export.pk))
    jobs.make(str(other.pk))
    assert set(Export.objects.values_list("state", "file")) == {(State.CANCELLED, None)}
    with pytest.raises(StepRefused):
        actions.cancel(export, by=leader)


def test_a_maker_stops_at_the_next_piece_once_it_was_cancelled(leader, kind, monkeypatch):
    export, seen = asked(leader), []

    def make(given, by):
        for number in range(5):
            seen.append(number)
            if number == 2:
                actions.cancel(Export.objects.get(pk=export.pk), by=leader)
            yield number, 5
        return Made("dem.csv", [b"x"])

    monkeypatch.setitem(making._exporters, KIND, Exporter(KIND, lambda given, by: "x", lambda given, by: True, make))
    jobs.make(str(export.pk))
    assert seen == [0, 1, 2]
    assert Export.objects.get().state == State.CANCELLED


def test_files_are_removed_when_their_days_are_over(leader, set_clock):
    set_clock("2026-03-02T09:00")
    export = asked(leader)
    work()
    set_clock("2026-03-09T08:59")
    assert actions.expire_old() == 0
    set_clock("2026-03-09T09:30")
    jobs.keep_house(0)
    assert actions.expire_old() == 0
    export.refresh_from_db()
    assert export.state == State.EXPIRED
    assert export.file.removed_at is not None
    browser = signed_in(Client(), leader)
    assert browser.get(f"{export.get_absolute_url()}tai-ve/").status_code == 410
    made = browser.post(f"{export.get_absolute_url()}lap-lai/").headers["Location"]
    assert made != export.get_absolute_url()
    assert made.startswith("/tep-da-lap/")


def test_taking_a_file_is_on_record_and_the_owners_alone(leader):
    export = asked(leader)
    work()
    browser = signed_in(Client(), leader)
    taken = browser.get(f"{export.get_absolute_url()}tai-ve/")
    assert taken.content == b"0\n1\n2\n"
    assert 'attachment; filename="dem.csv"' in taken.headers["Content-Disposition"]
    assert AccessLog.objects.get().by == leader
    other = signed_in(Client(), make_post(Role.LEADER, agency=leader.agency))
    for url in ("", "tai-ve/"):
        assert other.get(f"{export.get_absolute_url()}{url}").status_code == 404
    for url in ("thoi/", "lap-lai/"):
        assert other.post(f"{export.get_absolute_url()}{url}").status_code == 404
    leader.role = Role.SPECIALIST
    leader.save()
    assert browser.get(f"{export.get_absolute_url()}tai-ve/").status_code == 403
    assert AccessLog.objects.count() == 1


def test_the_list_costs_the_same_with_many_files(leader, django_assert_num_queries, django_assert_max_num_queries):
    browser = signed_in(Client(), leader)
    assert "Bạn chưa lập tệp nào" in browser.get("/tep-da-lap/").text
    asked(leader, to=1), asked(leader, to=2)
    work()
    with django_assert_max_num_queries(12) as few:
        assert "hx-get" not in browser.get("/tep-da-lap/").text.split('id="files"')[1].split(">")[0]
    for number in range(3, 13):
        asked(leader, to=number)
    work()
    for number in range(13, 21):
        asked(leader, to=number)
    with django_assert_num_queries(len(few.captured_queries)):
        assert "hx-get" in browser.get("/tep-da-lap/").text.split('id="files"')[1].split(">")[0]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_file(together, kind):
    leader = make_post(Role.LEADER)
    first, second = together(lambda: asked(leader), lambda: asked(leader))
    assert first == second
    assert len(waiting_jobs()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_keep_one_file(together, kind):
    export = asked(make_post(Role.LEADER), to=30)
    together(lambda: actions.make(export.pk), lambda: actions.make(export.pk))
    actions.make(export.pk)
    export.refresh_from_db()
    assert (export.state, content_of(export).count(b"\n")) == (State.DONE, 30)
