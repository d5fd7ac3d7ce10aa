"""Opinions in full: verdict, reminders, taken back, declined, passed on; mandatory, confidential, silence."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.clock import now
from motcua.core.errors import NotPermitted
from motcua.dossiers import opinions as rules
from motcua.dossiers.actions import chasing, deciding, moving, printing
from motcua.dossiers.actions.opinions import (
    REMINDED,
    agree_by_silence,
    answer,
    consult,
    decline_opinion,
    forward_opinion,
    remind_opinion,
    revoke_opinion,
    waive_opinion,
)
from motcua.dossiers.models import Consultation, Dossier, columns
from motcua.procedures.models import content_of
from motcua.procedures.routes import Step
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_person, make_post, signed_in, system
from tests.standing import again, away

REASON = "Đã có văn bản trả lời trước đó"


@pytest.fixture
def police(house):
    return make_post(Role.HEAD_OF_DIVISION)


def asked(house, police, **more):
    given = {"agency": police.agency.code, "question": "Thửa đất có tranh chấp không?"} | more
    return consult(make.in_progress(house), by=house.specialist, **given)


def row():
    return Consultation.objects.get()


def plain(pdf):
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def inbox(post):
    return Task.objects.visible_to(again(post)).unfinished()


class TestAnswering:
    @pytest.mark.parametrize("verdict", ["yes", "no", "none"])
    def test_an_answer_says_yes_no_or_nothing_against_it_and_why(self, house, police, verdict):
        dossier = answer(asked(house, police), by=police, verdict=verdict, text="Theo bản đồ địa chính")
        assert (row().verdict, row().answer) == (verdict, "Theo bản đồ địa chính")
        assert assert_recorded(dossier, "dossier.answer", by=police)["verdict"] == verdict

    def test_another_verdict_or_an_empty_text_is_refused(self, house, police):
        with refused("unknown_verdict"):
            answer(asked(house, police), by=police, verdict="maybe", text="?")
        with refused("reason_needed"):
            answer(row().dossier, by=police, verdict="yes", text=" ")

    def test_the_database_keeps_no_verdict_without_an_answer(self, house, police):
        asked(house, police)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.update(verdict="yes")


class TestPassingOn:
    def test_who_is_asked_lets_a_colleague_of_the_unit_answer(self, house, police):
        colleague = make_post(Role.SPECIALIST, agency=police.agency)
        dossier = forward_opinion(asked(house, police), by=police, person=colleague.person.username)
        assert inbox(colleague).count() == 1
        assert not inbox(police).exists()
        with pytest.raises(NotPermitted):
            answer(dossier, by=police, verdict="yes", text="Không")
        assert answer(dossier, by=colleague, verdict="yes", text="Không").last_event.by == colleague

    def test_their_head_gives_it_to_another_and_nobody_elsewhere_gets_it(self, house, police):
        one = make_post(Role.SPECIALIST, agency=police.agency)
        dossier = asked(house, police, agency="", person=one.person.username)
        for person in (house.head.person.username, "nobody", house.specialist.person.username):
            with refused("unknown_person"):
                forward_opinion(dossier, by=police, person=person)
        with refused("theirs_already"):
            forward_opinion(dossier, by=police, person=one.person.username)
        with pytest.raises(NotPermitted):
            forward_opinion(dossier, by=house.specialist, person=one.person.username)
        assert forward_opinion(dossier, by=police, person=police.person.username)
        assert row().asked_of == police

    def test_who_is_asked_declines_and_says_why(self, house, police):
        dossier = decline_opinion(asked(house, police), by=police, reason="Không thuộc thẩm quyền")
        assert (row().ending, row().ending_reason, row().ended_by) == ("declined", "Không thuộc thẩm quyền", police)
        assert not inbox(police).exists()
        assert "thẩm quyền" not in str(assert_recorded(dossier, "dossier.decline_opinion", by=police))
        with pytest.raises(NotPermitted):
            answer(dossier, by=police, verdict="yes", text="Thôi")


class TestTakingBack:
    def test_who_asked_takes_it_back_with_a_reason_and_it_leaves_the_inbox(self, house, police):
        dossier = asked(house, police)
        with refused("reason_needed"):
            revoke_opinion(dossier, by=house.specialist, reason="")
        dossier = revoke_opinion(dossier, by=house.specialist, reason=REASON)
        assert (row().ending, row().ending_reason) == ("revoked", REASON)
        assert not inbox(police).exists()
        assert not Dossier.objects.visible_to(police).exists()
        assert REASON not in str(assert_recorded(dossier, "dossier.revoke_opinion", by=house.specialist))
        with pytest.raises(NotPermitted):
            revoke_opinion(dossier, by=house.specialist, reason=REASON)

    def test_nobody_else_takes_it_back(self, house, police):
        dossier = asked(house, police)
        for post in (police, house.clerk, make_post(Role.SPECIALIST, agency=house.division)):
            with pytest.raises(NotPermitted):
                revoke_opinion(dossier, by=post, reason=REASON)

    def test_of_several_the_one_named_is_taken_back(self, house, police):
        dossier = asked(house, police)
        dossier = consult(dossier, by=house.specialist, agency=police.agency.code, question="Hai?")
        second = Consultation.objects.latest("asked_at")
        dossier = revoke_opinion(dossier, by=house.specialist, reason=REASON, opinion=str(second.pk))
        assert Consultation.objects.get(ending="revoked") == second
        with refused("unknown_opinion"):
            revoke_opinion(dossier, by=house.specialist, reason=REASON, opinion=str(second.pk))


class TestReminding:
    def test_by_hand_once(self, house, police):
        dossier = remind_opinion(asked(house, police), by=house.specialist)
        assert inbox(police).get().title == REMINDED
        with pytest.raises(NotPermitted):
            remind_opinion(dossier, by=house.specialist)
        assert "được nhắc" in signed_in_page(police)

    def test_by_the_clock_once_a_working_day_before_the_deadline(self, house, police, set_clock):
        set_clock("2026-03-02T09:00")
        dossier = asked(house, police, due=now() + timedelta(days=3))  # Thursday, nine o'clock
        assert chasing.remind_of_opinions() == 0
        set_clock("2026-03-04T10:00")
        version = Dossier.objects.get(pk=dossier.pk).version
        assert chasing.remind_of_opinions() == 1
        assert chasing.remind_of_opinions() == 0
        assert inbox(police).get().title == REMINDED
        assert Dossier.objects.get(pk=dossier.pk).version == version  # nobody's page grows stale

    def test_not_once_it_is_answered_or_too_late(self, house, police, set_clock):
        set_clock("2026-03-02T09:00")
        asked(house, police, due=now() + timedelta(days=1))
        answer(row().dossier, by=police, verdict="yes", text="Không")
        asked(house, police, due=now() + timedelta(hours=2))
        set_clock("2026-03-02T14:00")
        assert chasing.remind_of_opinions() == 0


class TestMandatory:
    def test_without_it_the_step_does_not_pass_on(self, house, police):
        dossier = asked(house, police, mandatory=True)
        with refused("opinion_missing"):
            moving.propose(dossier, by=house.specialist, note="Đủ")
        dossier = answer(dossier, by=police, verdict="no", text="Có tranh chấp")
        assert moving.propose(dossier, by=house.specialist, note="Đủ").step

    def test_an_optional_one_holds_nothing_back(self, house, police):
        assert moving.propose(asked(house, police), by=house.specialist, note="Đủ").step

    def test_approving_and_signing_wait_for_it_but_sending_back_does_not(self, house, police):
        mandatory = {"agency": police.agency.code, "question": "?", "mandatory": True}
        dossier = moving.propose(make.in_progress(house), by=house.specialist, note="Đủ")
        dossier = consult(dossier, by=house.head, **mandatory)
        with refused("opinion_missing"):
            moving.approve(dossier, by=house.head)
        before = dossier.steps.exclude(finished_at=None).latest("order")
        assert moving.hand_over(dossier, by=house.head, to=before.key).step == before.key
        signing = consult(make.to_sign(house), by=house.leader, **mandatory)
        with refused("opinion_missing"):
            deciding.sign(signing, by=house.leader, template="result")

    def test_declined_it_is_still_missing_and_only_the_head_takes_it_back(self, house, police):
        dossier = decline_opinion(asked(house, police, mandatory=True), by=police, reason="Không rõ")
        with refused("opinion_missing"):
            moving.propose(dossier, by=house.specialist, note="Đủ")
        again_asked = asked(house, police, mandatory=True)
        with pytest.raises(NotPermitted):
            revoke_opinion(again_asked, by=house.specialist, reason=REASON)
        assert revoke_opinion(again_asked, by=house.head, reason=REASON)

    def test_the_head_goes_on_without_it_and_the_reason_is_kept(self, house, police):
        dossier = asked(house, police, mandatory=True)
        for post in (house.specialist, police, house.clerk):
            with pytest.raises(NotPermitted):
                waive_opinion(dossier, by=post, reason=REASON)
        with refused("reason_needed"):
            waive_opinion(dossier, by=house.head, reason=" ")
        dossier = waive_opinion(dossier, by=house.head, reason=REASON)
        assert (row().ending, row().ended_by, row().ending_reason) == ("waived", house.head, REASON)
        assert not inbox(police).exists()
        assert moving.propose(dossier, by=house.specialist, note="Đủ").step
        page = signed_in_page(house.head, dossier)
        assert "Giải quyết tiếp không chờ" in page
        assert REASON in page

    def test_an_optional_one_needs_no_waiver(self, house, police):
        with pytest.raises(NotPermitted):
            waive_opinion(asked(house, police), by=house.head, reason=REASON)

    def test_the_page_says_whose_opinion_is_missing(self, house, police):
        page = signed_in_page(house.specialist, asked(house, police, mandatory=True))
        assert "Chưa có ý kiến bắt buộc" in page
        assert police.agency.short_name in page


def signed_in_page(post, dossier=None):
    return signed_in(Client(), post).get(f"/xu-ly/ho-so/{dossier.code}/" if dossier else "/xu-ly/").text


class TestConfidential:
    SECRET, TOLD = "Người nộp có đang bị điều tra không?", "Đang xác minh một đơn"

    @pytest.fixture
    def dossier(self, house, police):
        dossier = asked(house, police, question=self.SECRET, confidential=True)
        return answer(dossier, by=police, verdict="none", text=self.TOLD)

    def test_asker_asked_and_their_heads_read_it(self, house, police, dossier):
        for post in (house.specialist, house.head, house.leader, police):
            page = signed_in_page(post, dossier)
            assert self.SECRET in page
            assert self.TOLD in page

    def test_other_readers_see_that_one_was_asked_and_no_more(self, house, dossier):
        page = signed_in_page(house.clerk, dossier)
        assert "Nội dung kín" in page
        for text in (self.SECRET, self.TOLD, "Không có ý kiến khác"):
            assert text not in page

    def test_whoever_stands_in_for_the_asker_reads_it(self, house, dossier):
        colleague = make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))
        given = moving.assign(dossier, by=house.head, person=house.specialist.person.username)
        away(house.specialist, colleague)
        assert self.SECRET in signed_in_page(colleague, given)

    def test_its_event_tells_nothing_of_the_answer(self, police, dossier):
        assert "verdict" not in assert_recorded(dossier, "dossier.answer", by=police)


class TestSilence:
    def let_the_route_say(self, monkeypatch):
        """The edition as it would be, had its steps been drawn with this rule."""

        def told(*editions):
            content = content_of(*editions)
            steps = tuple(replace(step, silence="agree") for step in content.route.steps)
            return replace(content, route=replace(content.route, steps=steps))

        monkeypatch.setattr(columns, "content_of", told)

    def test_what_a_step_says_is_read_in_one_place(self):
        assert rules.silence_of(None) == ""
        step = Step("ask", "Hỏi ý kiến", "specialist", "division", None, "none", ())
        assert rules.silence_of(step) == ""
        assert rules.silence_of(replace(step, silence="agree")) == "agree"
        assert rules.silence_of(replace(step, silence="go_on")) == ""  # nobody has agreed

    def test_is_not_consent_as_a_rule(self, house, police, set_clock):
        set_clock("2026-03-02T09:00")
        asked(house, police, due=now() + timedelta(days=1), mandatory=True)
        set_clock("2026-03-09T09:00")
        assert chasing.count_silence() == 0
        assert row().ending == ""
        with refused("not_silent"):
            agree_by_silence(row().dossier, by=system(), opinion=str(row().pk))

    def test_counts_as_agreed_after_the_deadline_where_the_route_says_so(self, house, police, set_clock, monkeypatch):
        self.let_the_route_say(monkeypatch)
        set_clock("2026-03-02T09:00")
        dossier = asked(house, police, due=now() + timedelta(days=1), mandatory=True)
        assert chasing.count_silence() == 0
        set_clock("2026-03-04T09:00")
        assert chasing.count_silence() == 1
        assert chasing.count_silence() == 0
        assert row().ending == "silent"
        assert not inbox(police).exists()
        assert_recorded(dossier, "dossier.agree_by_silence", by=system())
        assert moving.propose(Dossier.objects.get(pk=dossier.pk), by=house.specialist, note="Đủ").step
        assert "Quá hạn không trả lời, coi như đồng ý" in signed_in_page(house.head, dossier)
        slip = " ".join(plain(printing.sheet(dossier, "control", by=house.clerk)).split())
        assert "quá hạn không trả lời, coi như đồng ý" in slip

    def test_nobody_but_the_machine_counts_it(self, house, police):
        dossier = asked(house, police)
        with pytest.raises(NotPermitted):
            agree_by_silence(dossier, by=house.head, opinion=str(row().pk))

    def test_the_database_refuses_silence_where_the_route_does_not_say(self, house, police):
        asked(house, police)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.update(ending="silent", ended_at=now())
