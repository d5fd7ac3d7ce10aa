"""Somebody away whose work falls to several: by kind of work, by field or procedure, the rest to one."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Absence, AbsenceShare
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions import moving, opinions
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.exchange.machines import Machine
from tests.factories import make_agency, make_person, make_post, signed_in
from tests.standing import again, away

OPINION, STEP = "dossier.opinion", "dossier.step"


@pytest.fixture
def people(house):
    """Four more specialists of the division."""
    names = ("Hoàng Văn Thay", "Bùi Thị Ý Kiến", "Cao Văn Xa", "Đinh Thị Cuối")
    return [make_post(Role.SPECIALIST, agency=house.division, person=make_person(name=name)) for name in names]


def given_to(house, post, code=make.STANDARD):
    return moving.assign(make.in_progress(house, code), by=house.head, person=post.person.username)


def asked_of(house, post):
    """A question to the post about a dossier that a colleague has."""
    dossier = given_to(house, make_post(Role.SPECIALIST, agency=house.division))
    asker = dossier.steps.get(state="open").owner
    return opinions.consult(dossier, by=asker, person=post.person.username, question="Ý kiến?")


def works(post):
    return {(task.kind, task.url_key) for task in Task.objects.visible_to(again(post)).unfinished() if task.owner_id}


def sees(post, dossier):
    return Dossier.objects.visible_to(again(post)).filter(pk=dossier.pk).exists()


class TestByKind:
    def test_each_gets_the_work_that_falls_to_them_and_no_more(self, house, people):
        rest, answers, *_ = people
        step, question = given_to(house, house.specialist), asked_of(house, house.specialist)
        away(house.specialist, rest, shares=[(OPINION, "", answers)])
        assert works(rest) == {(STEP, step.code)}
        assert works(answers) == {(OPINION, question.code)}
        assert (sees(answers, step), sees(rest, step)) == (False, True)
        with pytest.raises(NotPermitted):
            moving.propose(step, by=answers, note="Đủ")
        with pytest.raises(NotPermitted):
            opinions.answer(question, by=rest, text="Được")
        done = opinions.answer(question, by=answers, text="Được")
        assert done.last_event.data["in_place_of"] == house.specialist.pk
        assert moving.propose(step, by=rest, note="Đủ").last_event.data["in_place_of"] == house.specialist.pk

    def test_the_inbox_counts_only_that_work(self, house, people):
        rest, answers, *_ = people
        given_to(house, house.specialist)
        asked_of(house, house.specialist)
        away(house.specialist, rest, shares=[(OPINION, "", answers)])
        for post in (rest, answers):
            page = signed_in(Client(), post).get("/xu-ly/").text
            assert f"Bạn làm thay {house.specialist.person.name}" in page
            assert "1 việc đang chờ" in page

    def test_without_a_main_substitute_the_rest_falls_to_nobody(self, house, people):
        step = given_to(house, house.specialist)
        away(house.specialist, None, shares=[(OPINION, "", people[0])])
        assert works(people[0]) == set()
        with pytest.raises(NotPermitted):
            moving.propose(step, by=people[0], note="Đủ")


class TestByField:
    def test_a_procedure_falls_to_one_the_rest_to_another(self, house, people):
        rest, hourly, *_ = people
        one, other = given_to(house, house.specialist), given_to(house, house.specialist, make.HOURLY)
        away(house.specialist, rest, shares=[("", f"procedure:{make.HOURLY}", hourly)])
        assert works(rest) == {(STEP, one.code)}
        assert works(hourly) == {(STEP, other.code)}
        with pytest.raises(NotPermitted):
            moving.propose(one, by=hourly, note="Đủ")
        assert moving.propose(other, by=hourly, note="Đủ").step

    def test_the_first_share_that_fits_takes_it(self, house, people):
        rest, first, second, _ = people
        step = given_to(house, house.specialist)
        shares = [("", f"procedure:{make.STANDARD}", first), ("", "field:F1", second)]
        away(house.specialist, rest, shares=shares)
        assert (works(first), works(second), works(rest)) == ({(STEP, step.code)}, set(), set())
        question = asked_of(house, house.specialist)
        assert works(first) == {(STEP, step.code), (OPINION, question.code)}


class TestChains:
    def test_who_stands_in_for_a_substitute_gets_only_what_had_fallen_to_them(self, house, people):
        rest, answers, behind, _ = people
        step, question = given_to(house, house.specialist), asked_of(house, house.specialist)
        away(house.specialist, rest, shares=[(OPINION, "", answers)])
        away(answers, behind)
        assert works(behind) == {(OPINION, question.code)}
        with pytest.raises(NotPermitted):
            moving.propose(step, by=behind, note="Đủ")

    def test_one_who_is_reached_twice_gets_both(self, house, people):
        """Answers directly, the rest by standing in for the main substitute."""
        rest, answers, *_ = people
        step, question = given_to(house, house.specialist), asked_of(house, house.specialist)
        away(house.specialist, rest, shares=[(OPINION, "", answers)])
        away(rest, answers)
        assert works(answers) == {(OPINION, question.code), (STEP, step.code)}
        assert moving.propose(step, by=answers, note="Đủ").step

    def test_a_share_taker_who_is_away_alone_is_refused(self, house, people):
        away(people[1], None)
        with pytest.raises(BadInput, match="cũng vắng") as refused:
            away(house.specialist, people[0], shares=[(OPINION, "", people[1])])
        assert refused.value.code == "substitute_away"

    def test_who_has_taken_a_share_does_not_leave_it_alone(self, house, people):
        away(house.specialist, people[0], shares=[(OPINION, "", people[1])])
        with pytest.raises(BadInput) as refused:
            away(people[1], None)
        assert refused.value.code == "stands_in_for_others"


class TestRecording:
    @pytest.mark.parametrize(
        ("shares", "code"),
        [
            ([("", "")], "bad_share"), ([("Bậy Bạ", "")], "bad_share"), ([("", "room:1")], "bad_share"),
            ([(OPINION, ""), (OPINION, "")], "share_twice"),
        ],
    )  # fmt: skip
    def test_shares_of_nothing_or_twice_are_refused(self, house, people, shares, code):
        with pytest.raises(BadInput) as refused:
            away(house.specialist, people[0], shares=[(*share, people[1]) for share in shares])
        assert refused.value.code == code
        assert not Absence.objects.exists()

    def test_nobody_takes_a_share_whom_the_work_does_not_fit(self, house, people):
        for post in (house.clerk, house.specialist, make_post(Role.SPECIALIST, agency=make_agency())):
            with pytest.raises(BadInput) as refused:
                away(house.specialist, people[0], shares=[(OPINION, "", post)])
            assert refused.value.code == "cannot_stand_in"

    def test_the_event_tells_who_takes_what(self, house, people):
        row = away(house.specialist, people[0], shares=[(OPINION, "", people[1])])
        assert row.last_event.data["shares"] == [[OPINION, "", people[1].pk]]

    def test_an_absence_of_before_has_no_shares_and_all_falls_to_its_substitute(self, house, people):
        step, question = given_to(house, house.specialist), asked_of(house, house.specialist)
        away(house.specialist, people[0])
        assert not AbsenceShare.objects.exists()
        assert works(people[0]) == {(STEP, step.code), (OPINION, question.code)}

    def test_the_head_writes_it_down_for_who_fell_ill_and_ends_it(self, house, people, client):
        step = given_to(house, house.specialist)
        page = f"/vang-mat/cho/{house.specialist.pk}/"
        last = today() + timedelta(days=30)
        given = {
            "valid_from": f"{today():%d/%m/%Y}", "valid_to": f"{last:%d/%m/%Y}", "reason": "leave",
            "substitute": people[0].pk, "work_1": f"{OPINION}|", "taker_1": people[1].pk,
        }  # fmt: skip
        browser = signed_in(client, house.head)
        assert "Người làm thay theo loại việc" in browser.get(page).text
        half = browser.post(page, given | {"taker_1": ""})
        assert (half.status_code, "Chọn người làm thay phần việc này" in half.text) == (422, True)
        shown = browser.post(page, given, follow=True).text
        assert "việc đến hạn khi vắng" in shown
        assert step.code in shown
        assert f"Cho ý kiến: {people[1].person.name}" in shown
        row = Absence.objects.get()
        assert (row.post, row.events.get().by) == (house.specialist, house.head)
        back = browser.post(f"/vang-mat/{row.pk}/di-lam-lai/", {"back_on": f"{today():%d/%m/%Y}", "version": 1})
        assert back.status_code == 303
        assert Absence.objects.get().cancelled_at is not None

    def test_nobody_else_has_that_page(self, house, people, client):
        elsewhere = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.ward))
        for post, status in ((people[0], 403), (elsewhere, 404)):
            assert signed_in(client, post).get(f"/vang-mat/cho/{house.specialist.pk}/").status_code == status
        assert signed_in(client, house.head).get(f"/vang-mat/cho/{house.leader.pk}/").status_code == 404
        with pytest.raises(NotPermitted):
            away(house.specialist, people[0], by=elsewhere)

    def test_through_the_api_too(self, house, people):
        body = {
            "valid_from": str(today()), "valid_to": str(today()), "reason": "trip",
            "shares": [{"kind": OPINION, "substitute": people[1].person.username}],
        }  # fmt: skip
        made = Machine(house.specialist).post_json("/absences", body)
        assert made.status_code == 201, made.json()
        assert made.json()["shares"][0]["substitute"]["username"] == people[1].person.username
        body["shares"] = [{"kind": OPINION, "substitute": "nobody"}]
        assert Machine(people[0]).post_json("/absences", body).status_code == 422


def test_a_delegation_is_not_widened_by_heading_somebody(house):
    """Who heads may write down an absence, never a delegation to sign."""
    deputy = make_post(Role.LEADER, agency=house.ward, capacity="KT.")
    with pytest.raises(NotPermitted):
        actions.delegate(
            by=deputy, giver=house.leader, taker=house.head, number="1/QĐ", date=today(), valid_from=today(),
            valid_to=today(),
        )  # fmt: skip
