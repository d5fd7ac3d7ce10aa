"""One apology for each lateness: drafted, edited, numbered, signed, told, printed; the lateness stays.

National calendar; ten working days from Monday 2 March 2026: due on Monday the 16th.
"""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers import telling
from motcua.dossiers.actions import closing, deciding, moving
from motcua.dossiers.actions.extending import KIND, apologise, draft_apology
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.choices import Action
from motcua.dossiers.late_reasons import choices_on, label_of, reasons_from
from motcua.dossiers.lateness import finished_late, with_story
from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.offers import offered
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.test_papers import text_of
from tests.factories import signed_in

SAID = {"due": date(2026, 3, 20), "reason": "Chờ xác minh ranh giới"}


@pytest.fixture
def late(house: Any, set_clock: Any) -> Dossier:
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-18T09:00")
    return dossier


def to_sign(post: Any) -> list[Task]:
    return list(Task.objects.visible_to(post).filter(kind=KIND, state=State.OPEN))


def test_who_has_it_in_hand_drafts_and_the_head_finds_it_edits_and_signs(house, late):
    dossier = draft_apology(late, by=house.specialist, cause="verification", **SAID)
    (draft,) = dossier.apologies.all()
    assert (draft.at, draft.by, draft.document, dossier.announced_due) == (None, None, None, None)
    data = assert_recorded(dossier, Action.DRAFT_APOLOGY, by=house.specialist)
    assert "ranh giới" not in str(data)
    (line,) = to_sign(house.head)
    assert (line.url_key, to_sign(house.specialist)) == (dossier.code, [])
    assert "Mẫu" not in line.about

    dossier = draft_apology(dossier, by=house.head, due=date(2026, 3, 23), reason="Chờ trích đo", cause="partner")
    assert dossier.apologies.get().drafted_by == house.head
    assert to_sign(house.head) == [line]

    dossier = apologise(dossier, by=house.head)
    signed = dossier.apologies.get()
    assert (signed.pk, signed.by, signed.cause, signed.reason) == (draft.pk, house.head, "partner", "Chờ trích đo")
    assert signed.missed == dossier.appointed_due
    assert clock.local(dossier.announced_due).date() == date(2026, 3, 23)
    assert to_sign(house.head) == []
    assert dossier.is_late(clock.now())
    assert OutgoingDocument.objects.get() == signed.document
    assert (signed.document.number, signed.document.signer) == (1, house.head)
    assert "Mẫu" not in signed.document.abstract
    assert signed.printed.values["number"] == signed.document.notation
    assert signed.printed.values["reason"] == "Chờ trích đo"
    assert dossier.last_event.data["printed"] == str(signed.printed.pk)


def test_who_may_sign_apologises_in_one_step(house, late):
    dossier = apologise(late, by=house.leader, **SAID)
    assert dossier.apologies.get().drafted_by is None
    assert dossier.apologies.get().document.number == 1


def test_there_is_one_apology_for_a_lateness_the_database_too(house, late):
    dossier = apologise(late, by=house.head, **SAID)
    for verb, by in ((apologise, house.head), (draft_apology, house.specialist)):
        with refused("already_apologised"):
            verb(dossier, by=by, **SAID)
    assert not {Action.APOLOGISE, Action.DRAFT_APOLOGY} & set(offered(dossier, by=house.head))
    with pytest.raises(IntegrityError), transaction.atomic():
        Apology.objects.create(
            dossier=dossier, missed=dossier.appointed_due, at=clock.now(), by=house.head,
            announced=dossier.announced_due, reason="x",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Apology.objects.filter(dossier=dossier).update(by=None)


def test_a_draft_is_refused_when_it_is_not_late_wrong_or_not_ones_own(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    with refused("not_late"):
        draft_apology(dossier, by=house.specialist, **SAID)
    assert Action.DRAFT_APOLOGY not in offered(dossier, by=house.specialist)
    set_clock("2026-03-18T09:00")
    assert Action.DRAFT_APOLOGY in offered(dossier, by=house.specialist)
    for code, wrong in (
        ("in_the_past", {"due": date(2026, 3, 17)}), ("not_a_working_day", {"due": date(2026, 3, 21)}),
        ("reason_needed", {"reason": " "}), ("unknown_cause", {"cause": "weather"}),
    ):  # fmt: skip
        with refused(code):
            draft_apology(dossier, by=house.specialist, **SAID | wrong)
    with refused("not_permitted"):
        draft_apology(dossier, by=house.clerk, **SAID)
    with refused("not_permitted"):
        apologise(dossier, by=house.specialist, **SAID)
    with refused("due_needed"):
        apologise(dossier, by=house.head, reason="Chờ")
    assert not Apology.objects.exists()


def test_what_was_drafted_and_not_signed_leaves_the_inbox_with_the_lateness(house, late):
    dossier = draft_apology(late, by=house.specialist, **SAID)
    approved = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    assert len(to_sign(house.head)) == 1
    deciding.sign(approved, by=house.leader, template="result")
    assert to_sign(house.head) == []


def test_a_stopped_dossier_takes_the_draft_along(house, late):
    dossier = draft_apology(late, by=house.specialist, **SAID)
    closing.stop(dossier, by=house.head, reason="Chủ hồ sơ không còn")
    assert to_sign(house.head) == []


def test_a_unit_without_a_head_asks_the_leader_to_sign(house, late):
    house.head.valid_to = date(2026, 3, 10)
    house.head.save()
    draft_apology(late, by=house.specialist, **SAID)
    assert len(to_sign(house.leader)) == 1


def test_of_two_who_sign_at_once_one_apologises_and_one_number_is_taken(real_house, together, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    dossier = make.in_progress(real_house)
    set_clock("2026-03-18T09:00+07:00")
    results = together(partial(apologise, dossier, by=real_house.head, **SAID),
                       partial(apologise, dossier, by=real_house.leader, **SAID))  # fmt: skip
    assert [result.code for result in results if isinstance(result, Refused)] == ["already_apologised"]
    assert Apology.objects.count() == OutgoingDocument.objects.count() == 1


def test_reasons_are_data_with_days():
    rows = [
        {"code": "a", "label": "Một", "from": "2020-01-01", "to": "2025-12-31"},
        {"code": "b", "label": "Hai", "from": "2026-01-01"},
    ]
    first, second = reasons_from(rows)
    assert (first.holds_on(date(2025, 12, 31)), first.holds_on(date(2026, 1, 1))) == (True, False)
    assert second.holds_on(date(2026, 1, 1))
    for wrong in ([], [rows[0], rows[0]], [rows[0] | {"to": "2019-01-01"}], [rows[1] | {"label": ""}]):
        with pytest.raises(ValueError, match="reason"):
            reasons_from(wrong)
    assert dict(choices_on(date(2026, 3, 1)))["other"] == label_of("other") == "Lý do khác"
    assert label_of("") == "Chưa ghi lý do"


@pytest.fixture
def out(house: Any, late: Dossier) -> Dossier:
    """Its result came two days late, and nobody apologised."""
    ready = moving.approve(moving.propose(late, by=house.specialist, note="Đủ"), by=house.head)
    return deciding.sign(ready, by=house.leader, template="result")


def test_a_lateness_noticed_when_the_result_is_out_is_apologised_for_without_a_day(house, out):
    assert Action.APOLOGISE in offered(out, by=house.leader)
    dossier = apologise(out, by=house.leader, reason="Chờ xác minh ranh giới", cause="verification")
    (signed,) = dossier.apologies.all()
    assert (signed.announced, dossier.announced_due, signed.missed) == (None, None, dossier.appointed_due)
    assert signed.document.abstract.startswith("Xin lỗi về việc chậm có kết quả")
    values = signed.printed.values
    assert "new_due" not in values
    assert values["ready"]
    text = text_of(rendered(signed.printed))
    for words in ("VĂNBẢNXINLỖI", "Kếtquảgiảiquyếthồsơcóvào", "xácminhranhgiới", "xinlỗi"):
        assert words in text
    assert "gia hạn" not in text
    assert dossier.state == out.state
    data = assert_recorded(dossier, Action.APOLOGISE, by=house.leader)
    assert (data["after"], data["cause"]) == (None, "verification")
    with refused("already_apologised"):
        apologise(dossier, by=house.leader, reason="Lần nữa")
    assert Action.APOLOGISE not in offered(dossier, by=house.leader)


def test_also_when_it_was_handed_back_and_it_leaves_the_list_without_an_apology(house, out, set_clock):
    dossier = moving.hand_over(out, by=house.registry)
    dossier = closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    set_clock("2026-03-25T09:00")
    first, last = clock.now() - timedelta(days=30), clock.now()
    (row,) = with_story(Dossier.objects.filter(finished_late(first, last)))
    assert row.apologised is False
    dossier = apologise(dossier, by=house.leader, reason="Chờ xác minh")
    (row,) = with_story(Dossier.objects.filter(finished_late(first, last)))
    assert (row.apologised, row.state) == (True, "returned")
    event = dossier.events.get(action=Action.APOLOGISE)
    notice, told = telling._TOLD[Action.APOLOGISE](event, dossier)
    assert (notice.key, list(told)) == ("dossiers.sorry", ["before"])


def test_what_was_drafted_before_the_result_is_taken_up_without_its_day(house, late):
    dossier = draft_apology(late, by=house.specialist, cause="partner", **SAID)
    approved = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    dossier = deciding.sign(approved, by=house.leader, template="result")
    dossier = apologise(dossier, by=house.leader)
    (signed,) = dossier.apologies.all()
    assert (signed.cause, signed.reason, signed.announced) == ("partner", SAID["reason"], None)


def test_once_the_result_is_out_only_a_leader_signs_and_no_day_is_given(house, out):
    for by in (house.head, house.specialist, house.clerk, house.registry):
        with refused("not_permitted"):
            apologise(out, by=by, reason="Chờ")
    with refused("result_is_out"):
        apologise(out, by=house.leader, due=date(2026, 3, 20), reason="Chờ")
    with refused("reason_needed"):
        apologise(out, by=house.leader)
    with refused("wrong_state"):
        draft_apology(out, by=house.leader, reason="Chờ", due=date(2026, 3, 20))


def test_a_result_in_time_is_not_apologised_for(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.at_the_desk(house)
    set_clock("2026-04-20T09:00")  # it waits at the desk for weeks: the office was in time
    assert Action.APOLOGISE not in offered(dossier, by=house.leader)
    with refused("not_late"):
        apologise(dossier, by=house.leader, reason="Chờ")


def test_the_page_of_a_late_result_asks_for_the_reason_alone(house, out):
    browser = signed_in(Client(), house.leader)
    url = f"/xu-ly/ho-so/{out.code}/viec/apologise/"
    page = browser.get(url)
    assert page.status_code == 200
    assert "Hẹn lại ngày" not in page.text
    assert browser.post(url, {"version": out.version, "reason": "Chờ xác minh", "cause": "partner"}).status_code == 303
    assert out.apologies.get().announced is None
