"""The people of a dossier are told of each change, once, at what they declared; nobody else is named."""

from datetime import date
from typing import Any

import pytest

from motcua.core.clock import now
from motcua.core.reactions import carry_out
from motcua.dossiers.actions import billing, closing, deciding, extending, intake, moving, pausing
from motcua.dossiers.models import Dossier
from motcua.dossiers.reactions import tell_the_people
from motcua.dossiers.telling import messages_about
from motcua.notify.actions import deliver, empty
from motcua.notify.models import Outgoing
from motcua.notify.notices import all_notices
from motcua.ui import formats
from tests import dossier_factories as make
from tests.factories import make_post

HOUSE_AT = "2026-03-02T09:00+07:00"
LATER_DAY = {"due": date(2026, 6, 1), "reason": "Chờ xác minh"}


@pytest.fixture
def both(house: Any) -> Any:
    """An applicant with an e-mail address and a mobile."""
    return make.applicant_of(house.clerk, email="mau@example.vn")


def follow(dossier: Dossier) -> list[Outgoing]:
    """What is written for the last event of a dossier."""
    before = set(Outgoing.objects.values_list("pk", flat=True))
    assert carry_out(dossier.events.order_by("pk").last()) == []
    return list(Outgoing.objects.exclude(pk__in=before).order_by("channel"))


def told(dossier: Dossier) -> str:
    """The one kind of notice that the last event gave; "" for none."""
    kinds = {each.kind.removeprefix("dossiers.") for each in follow(dossier)}
    assert len(kinds) <= 1
    return next(iter(kinds), "")


def test_who_has_a_phone_is_told_by_sms(house: Any) -> None:
    (sent,) = follow(make.received(house))
    assert (sent.kind, sent.channel, sent.recipient) == ("dossiers.received", "sms", "0912345274")
    assert sent.office == house.ward


def test_who_gave_both_is_told_by_both(house: Any, both: Any) -> None:
    mail, sms = follow(make.received(house, applicant=both))
    assert (mail.channel, mail.recipient, sms.channel) == ("email", "mau@example.vn", "sms")


def test_who_gave_nothing_is_told_nothing(house: Any) -> None:
    silent = make.applicant_of(house.clerk, number="046190000319", phone="", name="Lê Văn Vắng")
    assert follow(make.received(house, applicant=silent)) == []


def test_a_landline_gets_no_sms(house: Any) -> None:
    at_home = make.applicant_of(house.clerk, number="046190000319", phone="02363000111")
    assert follow(make.received(house, applicant=at_home)) == []


def test_whoever_brought_the_papers_is_told_too_and_one_phone_once(house: Any) -> None:
    brought = make.applicant_of(house.clerk, number="046085011227", phone="0987654321", name="Lê Văn Nộp")
    same = make.applicant_of(house.clerk, number="046085011228", name="Lê Văn Chung")
    two = follow(make.received(house, submitter=brought, submitter_role="người được ủy quyền"))
    assert {each.recipient for each in two} == {"0912345274", "0987654321"}
    assert len(follow(make.received(house, submitter=same, submitter_role="người được ủy quyền"))) == 1


def test_a_reaction_that_runs_again_tells_nothing_again(house: Any) -> None:
    dossier = make.received(house)
    event = dossier.events.order_by("pk").last()
    follow(dossier)
    tell_the_people(event)
    tell_the_people(event)
    assert Outgoing.objects.count() == 1


def test_no_notice_names_anybody_or_holds_a_number_of_theirs(house: Any, both: Any) -> None:
    dossier = make.returned(house)
    assert [carry_out(event) for event in dossier.events.all()] == [[]] * dossier.events.count()
    texts = [f"{each.subject}\n{each.body}" for each in Outgoing.objects.all()]
    assert len(texts) >= 3
    for text in texts:
        for word in ("Trần", "Mẫu,", "Tran Thi", "046190000318", "0912345274", "Tổ dân phố"):
            assert word not in text
        assert dossier.tracking_token in text


def test_the_whole_way_of_a_dossier_is_told_step_by_step(house: Any) -> None:
    dossier = make.received(house)
    assert told(dossier) == "received"
    dossier = moving.hand_over(dossier, by=house.clerk)
    assert told(dossier) == "", "what passes inside the house is nobody's news"
    dossier = moving.propose(dossier, by=house.specialist, note="Đủ")
    assert told(dossier) == ""
    dossier = deciding.sign(moving.approve(dossier, by=house.head), by=house.leader, template="result")
    assert told(dossier) == "", "the result is not at the desk yet"
    dossier = moving.hand_over(dossier, by=house.registry)
    assert told(dossier) == "ready"
    dossier = closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert told(dossier) == "returned"


def test_what_is_filed_online_is_acknowledged_with_the_hour_of_the_answer(house: Any) -> None:
    dossier = make.submitted(house)
    (sent,) = follow(dossier)
    assert sent.kind == "dossiers.submitted"
    assert dossier.code in sent.body
    assert formats.moment(dossier.answer_due_at) in sent.body
    assert told(intake.receive(dossier, by=house.clerk)) == "received"


def test_what_stands_at_a_desk_is_not_acknowledged(house: Any) -> None:
    assert told(make.submitted(house, channel="post")) == ""


def test_a_refusal_says_where_the_reason_is_and_not_the_reason(house: Any) -> None:
    (sent,) = follow(make.refused_one(house))
    assert sent.kind == "dossiers.refused"
    assert "tham quyen" not in sent.body


def test_the_papers_that_are_asked_for_are_named(house: Any) -> None:
    (sent,) = follow(make.waiting(house))
    assert sent.kind == "dossiers.supplement"
    assert "Ban ve" in sent.body
    assert "Con thieu" not in sent.body, "reasons are free text: they stay on the paper"


def test_going_on_tells_the_new_day(house: Any) -> None:
    dossier = make.waiting(house)
    resumed = pausing.resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ"}])
    (sent,) = follow(resumed)
    assert sent.kind == "dossiers.resumed"
    assert formats.moment(resumed.appointed_due) in sent.body


def test_a_later_day_is_told_with_an_apology(house: Any, set_clock: Any) -> None:
    dossier = extending.extend(make.in_progress(house), by=house.head, **LATER_DAY)
    (sent,) = follow(dossier)
    assert sent.kind == "dossiers.delayed"
    assert "01/06/2026" in sent.body
    late = make.in_progress(house)
    set_clock("2026-04-01T09:00+07:00")
    apologised = extending.apologise(late, by=house.head, **LATER_DAY)
    assert told(apologised) == "delayed"


def test_money_is_asked_for_with_the_sum(house: Any) -> None:
    dossier = make.to_pay(house)
    (sent,) = follow(dossier)
    assert sent.kind == "dossiers.payment"
    assert "50.000 dong" in sent.body
    assert told(billing.collect_fee(dossier, by=house.cashier, method="cash")) == ""


def test_withdrawn_and_stopped_are_told(house: Any) -> None:
    assert told(make.withdrawn(house)) == "withdrawn"
    assert told(make.stopped(house)) == "stopped"


def test_settled_at_once_is_told_as_handed_over(house: Any) -> None:
    dossier = make.received(house, make.AT_ONCE)
    given = {"signer": house.leader.person.username, "receiver": "Trần Thị Mẫu", "template": "result"}
    assert told(deciding.settle_at_once(dossier, by=house.clerk, **given)) == "returned"


def test_what_a_paper_register_told_long_ago_is_no_news(house: Any, set_clock: Any) -> None:
    chief = make_post("receptionist", agency=house.centre, title="Trưởng bộ phận")
    dossier = make.at_the_desk(house)
    then = now()
    set_clock("2026-03-09T09:00+07:00")
    given = {"receiver": "Trần Thị Mẫu", "happened_at": then, "note": "Ghi bù theo sổ giấy"}
    assert told(closing.return_result(dossier, by=chief, **given)) == ""


def test_an_erased_dossier_has_nobody_to_tell(house: Any) -> None:
    dossier = make.refused_one(house)
    event = dossier.events.order_by("pk").last()
    event.subject.erased_at = event.recorded_at
    tell_the_people(event)
    assert not Outgoing.objects.exists()


def test_every_kind_of_notice_of_dossiers_is_given_by_some_event() -> None:
    known = {notice.key for notice in all_notices() if notice.key.startswith("dossiers.")}
    assert known == {f"dossiers.{name}" for name in (
        "submitted", "received", "refused", "supplement", "resumed", "delayed", "payment", "ready", "returned",
        "withdrawn", "stopped", "message", "sorry",
    )}  # fmt: skip


def test_messages_about_a_dossier_are_found_and_emptied_when_it_is_closed(house: Any) -> None:
    dossier, other = make.withdrawn(house), make.received(house)
    assert told(dossier) == "withdrawn"
    follow(other)
    (about,) = messages_about([dossier])
    assert about.kind == "dossiers.withdrawn"
    assert not messages_about([]).exists()
    deliver(about.pk)
    assert empty(messages_about([dossier, other])) == 1, "what waits still goes"
    assert messages_about([dossier]).get().body == ""
    assert messages_about([other]).get().body != ""
