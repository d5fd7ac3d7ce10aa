"""Sending makes one dossier, whatever is clicked how often; the desk sees it like any other."""

import threading

import pytest
from django.db import connection, connections

from motcua.agencies.models import Post
from motcua.citizens.actions import declare
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.actions.intake import Intake, draft, receive, refuse, register, submit
from motcua.dossiers.choices import Channel, State
from motcua.dossiers.models import Dossier, FiledForm
from motcua.filing.actions.filling import abandon
from motcua.filing.actions.sending import send
from motcua.filing.choices import State as Filed
from motcua.filing.models import Filing
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db
HOW = {"delivery": "at_desk", "declared": True}


def test_it_becomes_a_dossier_that_waits_for_the_desks_answer(filing, house, mother):
    by = mother.acting()
    dossier = send(fill(filing, by=by), by=by, **HOW)
    assert (dossier.state, dossier.channel, dossier.desk, dossier.agency) == (
        State.SUBMITTED, Channel.ONLINE, house.centre, house.ward,
    )  # fmt: skip
    assert dossier.code
    assert dossier.answer_due_at
    assert dossier.applicant.account == mother
    assert (dossier.applicant.name, dossier.applicant.phone) == ("Trần Thị Mẹ", "0912345678")
    papers = [(each.name, each.copies, each.file and each.file.name) for each in dossier.papers.all()]
    assert papers == [("Tờ khai", 1, None), ("Giấy tờ chứng minh", 1, "giay.png")]
    assert dossier.filed_form.answers["reason"] == "Mở quán nước"
    assert dossier.filed_form.answers["copies"] == 2
    assert dossier.events.get().data["account"] == str(mother.pk)
    assert list(Dossier.objects.visible_to(by)) == [dossier]
    assert list(Dossier.objects.visible_to(house.clerk)) == [dossier]
    assert receive(dossier, by=house.clerk).state == State.RECEIVED


def test_what_was_said_is_with_the_dossier_and_nowhere_else(filing, mother):
    by = mother.acting()
    send(fill(filing, by=by), by=by, **HOW)
    filing.refresh_from_db()
    assert (filing.state, filing.answers, filing.touched, filing.files.count()) == (Filed.SENT, {}, {}, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM dossiers_filedform")
        assert "quán nước".encode() not in bytes(cursor.fetchone()[0])


def test_sent_twice_there_is_one_dossier(filing, mother):
    by = mother.acting()
    filing = fill(filing, by=by)
    assert send(filing, by=by, **HOW) == send(filing, by=by, **HOW)
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize(
    ("but", "how", "code"),
    [
        ({}, {"declared": False}, "not_declared"),
        ({}, {"delivery": "by_drone"}, "unknown_delivery"),
        ({"what": {"reason": ""}}, {}, "not_whole"),
        ({"can": {"adult": "false"}}, {}, "stopped"),
    ],
)
def test_what_is_not_whole_is_not_sent(filing, mother, but, how, code):
    by = mother.acting()
    with pytest.raises(BadInput) as refused:
        send(fill(filing, by=by, but=but), by=by, **HOW | how)
    assert refused.value.code == code
    assert not Dossier.objects.exists()
    assert Filing.objects.get().state == Filed.OPEN


def test_a_missing_paper_stops_it(filing, mother):
    with pytest.raises(BadInput) as refused:
        send(fill(filing, by=mother.acting(), proof=False), by=mother.acting(), **HOW)
    assert refused.value.code == "not_whole"


def test_nobody_else_sends_it(filing, mother, stranger, house):
    filing = fill(filing, by=mother.acting())
    for by in (stranger.acting(), house.clerk, Post.objects.portal()):
        with pytest.raises(NotPermitted):
            send(filing, by=by, **HOW)
    given_up = abandon(filing, by=mother.acting())
    with pytest.raises(StepRefused):
        send(given_up, by=mother.acting(), **HOW)


def test_a_citizen_takes_nothing_in_but_what_was_filled_in_for_the_own_account(house, edition, mother, stranger):
    by = mother.acting()
    mine, theirs = (
        declare(by=account.acting(), own=True, kind="person", name=account.name) for account in (mother, stranger)
    )
    whole = {"edition": edition, "applicant": mine, "channel": "online", "desk": house.centre, "answers": {}}
    for wrong in ({"channel": "counter"}, {"answers": None}, {"desk": None}, {"applicant": theirs}):
        with pytest.raises(NotPermitted):
            submit(by=by, intake=Intake(**whole | wrong))
    with pytest.raises(NotPermitted):
        submit(by=Post.objects.portal(), intake=Intake(**whole))
    with pytest.raises(BadInput) as refused:
        submit(by=by, intake=Intake(**whole | {"desk": house.division}))
    assert refused.value.code == "not_a_desk"
    for verb in (draft, register):
        with pytest.raises(NotPermitted):
            verb(by=by, intake=Intake(**whole))
    assert submit(by=by, intake=Intake(**whole)).desk == house.centre


def test_erasing_the_dossier_erases_the_answers(filing, mother, house):
    dossier = send(fill(filing, by=mother.acting()), by=mother.acting(), **HOW)
    erase(refuse(dossier, by=house.clerk, reason="Không thuộc thẩm quyền"), by=Post.objects.system(), cause="1/QĐ")
    assert FiledForm.objects.get().answers is None


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_make_one_dossier(filing, mother):
    by, found = mother.acting(), []
    filing = fill(filing, by=by)
    start = threading.Barrier(2)

    def press() -> None:
        try:
            start.wait(5)
            found.append(send(filing, by=by, **HOW).code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 2
    assert len(set(found)) == 1
    assert Dossier.objects.count() == 1
