"""In somebody's place: what the substitute and the one delegated to may do, see and leave on record; and what not."""

import importlib
from datetime import timedelta

import pytest
from django.db import connection

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Role
from motcua.core.clock import today
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import deciding, memos, moving, opinions
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import offered
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.factories import make_agency, make_person, make_post
from tests.standing import again, away, delegated


@pytest.fixture
def colleague(house):
    """Another specialist of the division."""
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))


@pytest.fixture
def deputy(house):
    return make_post(
        Role.LEADER, agency=house.ward, person=make_person(name="Lê Văn Phó"), capacity="KT.",
        title="Phó Chủ tịch", signs_for="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )  # fmt: skip


def given_to(house, post):
    return moving.assign(make.in_progress(house), by=house.head, person=post.person.username)


def sees(post, dossier):
    return Dossier.objects.visible_to(again(post)).filter(pk=dossier.pk).exists()


class TestAbsence:
    def test_the_substitute_does_the_absent_ones_step_and_the_event_tells_both(self, house, colleague):
        dossier = given_to(house, house.specialist)
        row = away(house.specialist, colleague)
        dossier = moving.propose(dossier, by=colleague, note="Đủ điều kiện")
        event = dossier.last_event
        assert (event.by, event.data["in_place_of"], event.data["absence"]) == (colleague, house.specialist.pk, row.pk)
        step = dossier.steps.get(key=event.data["from_step"])
        assert (step.owner, step.finished_by) == (house.specialist, colleague)
        assert (step.task.done_by, step.task.owner, step.task.done_for) == (colleague, colleague, house.specialist)

    def test_without_an_absence_a_colleague_does_not(self, house, colleague):
        dossier = given_to(house, house.specialist)
        with pytest.raises(NotPermitted):
            moving.propose(dossier, by=colleague, note="Đủ")

    def test_what_one_may_do_oneself_is_done_in_ones_own_name(self, house, colleague):
        away(house.specialist, colleague)
        dossier = moving.propose(make.in_progress(house), by=colleague, note="Đủ")  # waits for anyone of the division
        assert "in_place_of" not in dossier.last_event.data

    def test_before_and_after_the_absence_the_refusal_says_why(self, house, colleague, set_clock):
        set_clock("2026-03-02T09:00")
        dossier = given_to(house, house.specialist)
        away(house.specialist, colleague, days=1)
        set_clock("2026-03-04T09:00")
        with pytest.raises(NotPermitted, match="đã hết hiệu lực từ hết ngày 03/03/2026") as told:
            moving.propose(dossier, by=colleague, note="Đủ")
        assert told.value.code == "absence_over"

    def test_the_absent_one_may_still_act(self, house, colleague):
        dossier = given_to(house, house.specialist)
        away(house.specialist, colleague)
        dossier = moving.propose(dossier, by=house.specialist, note="Đủ")
        assert "in_place_of" not in dossier.last_event.data

    def test_new_work_given_to_the_absent_one_is_offered_to_the_substitute(self, house, colleague):
        away(house.specialist, colleague)
        dossier = given_to(house, house.specialist)
        tasks = Task.objects.visible_to(again(colleague)).unfinished()
        assert [task.url_key for task in tasks] == [dossier.code]
        assert list(Task.objects.instead_of_others(again(colleague))) == list(tasks)
        assert not Task.objects.own_of(again(colleague)).exists()
        assert "dossier.propose" in offered(dossier, by=again(colleague))

    def test_the_substitute_reads_open_work_only_and_no_longer_than_the_absence(self, house, colleague):
        elsewhere = make_agency(parent=house.ward, kind=Kind.DIVISION)
        other = make_post(Role.SPECIALIST, agency=elsewhere)
        done = moving.propose(given_to(house, house.specialist), by=house.specialist, note="Đủ")
        open_one = given_to(house, house.specialist)
        row = away(house.specialist, other)
        assert sees(other, open_one)
        assert not sees(other, done)
        actions.end_absence(row, by=house.specialist)
        assert not sees(other, open_one)

    def test_who_stands_in_for_a_head_does_what_heads_do_there(self, house):
        away(house.head, house.leader)
        dossier = moving.approve(
            moving.propose(make.in_progress(house), by=house.specialist, note="Đủ"), by=again(house.leader)
        )
        assert dossier.last_event.data["in_place_of"] == house.head.pk

    def test_the_head_of_another_division_assigns_in_the_absent_heads_unit(self, house):
        other = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.ward, kind=Kind.DIVISION))
        dossier = make.in_progress(house)
        assert not sees(other, dossier)
        away(house.head, other)
        assert sees(other, dossier)
        dossier = moving.assign(dossier, by=again(other), person=house.specialist.person.username)
        assert dossier.steps.get(state="open").owner == house.specialist

    def test_an_opinion_asked_of_the_absent_one_is_answered(self, house, deputy):
        dossier = opinions.consult(
            make.in_progress(house), by=house.specialist, person=house.leader.person.username, question="Có nên?"
        )
        away(house.leader, deputy)
        dossier = opinions.answer(dossier, by=again(deputy), text="Nên")
        assert dossier.consultations.get().answered_by == deputy
        assert dossier.last_event.data["in_place_of"] == house.leader.pk

    def test_a_personal_note_stays_with_the_one_it_names(self, house, colleague):
        dossier = make.in_progress(house)
        memos.write_memo(dossier, by=house.head, text="Nhớ xem", to=house.specialist.person.username)
        away(house.specialist, colleague)
        assert not Task.objects.instead_of_others(again(colleague)).filter(kind=memos.KIND).exists()

    def test_finished_work_of_the_absent_one_is_not_shown_as_the_substitutes(self, house, colleague):
        moving.propose(given_to(house, house.specialist), by=house.specialist, note="Đủ")
        away(house.specialist, colleague)
        assert not Task.objects.visible_to(again(colleague)).filter(state=State.DONE).exists()

    def test_the_deputy_who_signs_for_the_absent_chair_signs_kt(self, house, deputy):
        dossier = make.to_sign(house)
        task = dossier.steps.get(state="open").task
        Task.objects.filter(pk=task.pk).update(owner=house.leader)
        dossier.steps.filter(state="open").update(owner=house.leader)
        away(house.leader, deputy)
        dossier = deciding.sign(Dossier.objects.get(pk=dossier.pk), by=again(deputy), template="result")
        document = dossier.results.get().document
        assert (document.signer, document.signer_capacity) == (deputy, "KT.")
        assert dossier.last_event.data["in_place_of"] == house.leader.pk


class TestDelegation:
    def test_the_head_signs_tuq_and_the_document_is_frozen_in_the_event(self, house):
        row = delegated(house.leader, house.head)
        dossier = deciding.sign(make.to_sign(house), by=again(house.head), template="result")
        event, document = dossier.last_event, dossier.results.get().document
        assert event.by == house.head
        assert event.data["in_place_of"] == house.leader.pk
        assert event.data["delegation"] == {"id": row.pk, "number": "15/QĐ-UBND", "date": row.date.isoformat()}
        assert (document.signer, document.signer_name) == (house.head, house.head.person.name)
        assert document.signer_capacity == "TUQ."
        assert document.signs_for == "TUQ. LÃNH ĐẠO\nTRƯỞNG PHÒNG"
        assert dossier.printed_papers.get(form="result").values["signer"]["lines"] == ["TUQ. LÃNH ĐẠO", "TRƯỞNG PHÒNG"]

    def test_without_a_delegation_the_head_does_not_sign(self, house):
        with pytest.raises(NotPermitted):
            deciding.sign(make.to_sign(house), by=house.head, template="result")

    @pytest.mark.parametrize(
        ("scope", "reaches"),
        [([f"procedure:{make.STANDARD}"], True), (["field:F1"], True), ([f"procedure:{make.PAYING}"], False),
         (["field:F2"], False), ([], True)],
    )  # fmt: skip
    def test_it_reaches_to_its_extent_and_no_further(self, house, scope, reaches):
        dossier = make.to_sign(house)
        delegated(house.leader, house.head, scope=scope)
        head = again(house.head)
        assert ("dossier.sign" in offered(Dossier.objects.get(pk=dossier.pk), by=head)) is reaches
        assert Task.objects.instead_of_others(head).filter(url_key=dossier.code).exists() is reaches
        if not reaches:
            with pytest.raises(NotPermitted):
                deciding.sign(dossier, by=head, template="result")

    def test_it_shows_only_what_waits_for_the_signature(self, house):
        other = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.ward, kind=Kind.DIVISION))
        working, to_sign = make.in_progress(house), make.to_sign(house)
        delegated(house.leader, other)
        assert sees(other, to_sign)
        assert not sees(other, working)
        with pytest.raises(NotPermitted):
            moving.assign(working, by=again(other), person=house.specialist.person.username)

    def test_it_opens_no_other_right_of_the_leader(self, house):
        delegated(house.leader, house.head)
        offers = offered(make.to_sign(house), by=again(house.head))
        assert "dossier.sign" in offers
        assert not {"dossier.stop", "dossier.suspend", "dossier.extend", "dossier.assign"} & set(offers)

    def test_what_is_signed_may_be_sent_back_instead(self, house):
        delegated(house.leader, house.head)
        dossier = make.to_sign(house)
        before = dossier.steps.exclude(state="open").last()
        dossier = moving.hand_over(dossier, by=again(house.head), to=before.key, note="Làm lại")
        assert dossier.step == before.key
        assert dossier.last_event.data["in_place_of"] == house.leader.pk

    def test_over_it_refuses_in_words(self, house, set_clock):
        set_clock("2026-03-02T09:00")
        dossier = make.to_sign(house)
        delegated(house.leader, house.head, days=1)
        set_clock("2026-03-04T09:00")
        with pytest.raises(NotPermitted, match=r"15/QĐ-UBND .* đã hết hiệu lực từ hết ngày 03/03/2026") as told:
            deciding.sign(dossier, by=again(house.head), template="result")
        assert told.value.code == "delegation_not_in_force"

    def test_revoked_it_refuses_in_words_also_an_open_page(self, house):
        dossier = make.to_sign(house)
        row = delegated(house.leader, house.head)
        head = again(house.head)
        assert head.places  # the page was read while it was in force
        actions.revoke_delegation(row, by=house.leader, note="Thôi")
        with pytest.raises(NotPermitted, match="đã chấm dứt ngày"):
            deciding.sign(dossier, by=head, template="result")

    def test_not_yet_begun_it_refuses_in_words(self, house):
        dossier = make.to_sign(house)
        delegated(house.leader, house.head, valid_from=today() + timedelta(days=2))
        with pytest.raises(NotPermitted, match="mới có hiệu lực"):
            deciding.sign(dossier, by=again(house.head), template="result")

    def test_what_waits_for_another_leader_by_name_is_not_signed(self, house, deputy):
        dossier = make.to_sign(house)
        dossier.steps.filter(state="open").update(owner=deputy)
        delegated(house.leader, house.head)
        with pytest.raises(NotPermitted):
            deciding.sign(Dossier.objects.get(pk=dossier.pk), by=again(house.head), template="result")

    def test_a_result_signed_tuq_is_corrected_only_while_the_delegation_lasts(self, house):
        row = delegated(house.leader, house.head)
        dossier = deciding.sign(make.to_sign(house), by=again(house.head), template="result")
        again_signed = deciding.correct_result(dossier, by=again(house.head), reason="Sai tên", template="result")
        assert again_signed.results.last().document.signer_capacity == "TUQ."
        actions.revoke_delegation(row, by=house.leader, note="Thôi")
        with pytest.raises(NotPermitted, match="đã chấm dứt ngày"):
            deciding.correct_result(dossier, by=again(house.head), reason="Sai tên", template="result")

    def test_settled_at_once_the_head_named_signs_tuq(self, house):
        delegated(house.leader, house.head, scope=[f"procedure:{make.AT_ONCE}"])
        dossier = deciding.settle_at_once(
            make.received(house, make.AT_ONCE), by=house.clerk, signer=house.head.person.username,
            receiver="Trần Thị Mẫu", template="result",
        )  # fmt: skip
        assert dossier.results.get().document.signer_capacity == "TUQ."
        assert dossier.last_event.data["signed"]["delegation"]["number"] == "15/QĐ-UBND"


def test_tasks_of_before_are_marked_by_the_migration(house):
    dossier = make.to_sign(house)
    task = dossier.steps.get(state="open").task
    wanted = sorted(task.marks)
    assert "sign" in wanted
    Task.objects.update(marks=[])
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("motcua.dossiers.migrations.0012_task_marks").MARK_OPEN_TASKS)
    task.refresh_from_db()
    assert sorted(task.marks) == wanted
