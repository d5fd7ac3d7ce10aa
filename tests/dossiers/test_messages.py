"""Citizen and office write to each other while the dossier runs."""

from functools import partial

import pytest
from django.db import connection

from motcua.agencies.actions import TooMany
from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.dossiers.actions import closing, intake, messages
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.choices import Side
from motcua.dossiers.models import Dossier, Message, MessageFile
from motcua.files.actions import store
from motcua.notify.models import Outgoing
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.crowd import together
from tests.dossier_factories import of_account
from tests.factories import make_account, make_post, system
from tests.files.samples import pdf

write = messages.write_message


@pytest.fixture
def account(house):
    return make_account()


@pytest.fixture
def dossier(house, account):
    return of_account(make.in_progress(house), account)


def inbox(post):
    return list(Task.objects.visible_to(post).unfinished().filter(kind=messages.KIND))


def test_what_a_citizen_writes_lies_before_whoever_has_the_dossier_in_hand_once(house, account, dossier):
    first = write(dossier, by=account.acting(), text=" Cho tôi hỏi\x00 ")
    write(dossier, by=account.acting(), text="Còn một việc nữa")
    assert (first.text, first.side, first.account) == ("Cho tôi hỏi", Side.CITIZEN, account)
    (task,) = inbox(house.specialist)
    assert (task.url_key, task.due_at) == (dossier.code, None)
    assert "Mẫu" not in task.about
    assert inbox(house.clerk) == []
    assert Dossier.objects.get().version == dossier.version


def test_before_receipt_and_at_the_desk_it_lies_before_the_desk(house, account):
    write(of_account(make.submitted(house, channel="online"), account), by=account.acting(), text="Đã nhận chưa?")
    assert len(inbox(house.clerk)) == 1


def test_an_answer_takes_it_out_and_so_does_saying_that_none_is_needed(house, account, dossier):
    write(dossier, by=account.acting(), text="Cho tôi hỏi")
    answer = write(dossier, by=house.specialist, text="Chào bà")
    assert (answer.side, answer.account) == (Side.OFFICE, None)
    assert inbox(house.specialist) == []
    write(dossier, by=account.acting(), text="Cảm ơn")
    assert messages.need_no_answer(dossier, by=house.specialist) == 1
    assert inbox(house.specialist) == []
    with pytest.raises(NotPermitted):
        messages.need_no_answer(dossier, by=account.acting())


def test_people_are_told_that_the_office_wrote_and_not_what(house, account, dossier):
    write(dossier, by=account.acting(), text="Cho tôi hỏi")
    before = Outgoing.objects.count()
    message = write(dossier, by=house.specialist, text="Bà Mẫu mang sổ đỏ đến")
    (told,) = Outgoing.objects.filter(kind="dossiers.message")
    assert Outgoing.objects.count() == before + 1
    assert str(message.pk) in told.key
    assert dossier.code in told.body
    assert "sổ đỏ" not in told.body


def test_seen_is_noted_once_and_only_by_the_other_side(house, account, dossier):
    message = write(dossier, by=account.acting(), text="Cho tôi hỏi")
    assert messages.see_messages(dossier, by=account.acting()) == 0
    assert messages.see_messages(dossier, by=house.specialist) == 1
    seen = Message.objects.get(pk=message.pk).seen_at
    assert seen is not None
    assert messages.see_messages(dossier, by=house.clerk) == 0
    assert Message.objects.get(pk=message.pk).seen_at == seen


def test_strangers_other_accounts_and_those_without_the_dossier_in_hand_do_not_write(house, account, dossier):
    for by in (make_account().acting(), house.police, house.registry, make_post(Role.RECEPTIONIST), system()):
        with pytest.raises(NotPermitted):
            write(dossier, by=by, text="Xin chào")
    assert not Message.objects.exists()


def test_the_office_writes_only_to_who_can_read_it(house):
    dossier = make.in_progress(house)
    with pytest.raises(BadInput) as found:
        write(dossier, by=house.specialist, text="Chào bà")
    assert found.value.code == "nobody_to_read"
    make_account(proven=True, name=dossier.applicant.name, identity_number=dossier.applicant.identity_number)
    assert write(dossier, by=house.specialist, text="Chào bà").pk


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_needed"), (" \n ", "text_needed"), ("x" * (messages.TEXT_LIMIT + 1), "text_too_long")]
)
def test_empty_and_endless_messages_are_refused(account, dossier, text, code):
    with pytest.raises(BadInput) as found:
        write(dossier, by=account.acting(), text=text)
    assert found.value.code == code


def test_files_come_along_and_not_without_end(account, dossier):
    file = store(by=account.acting(), name="anh.pdf", content=pdf())
    message = write(dossier, by=account.acting(), text="Gửi kèm", files=[file])
    assert [each.file for each in message.files.all()] == [file]
    with pytest.raises(BadInput):
        write(dossier, by=account.acting(), text="Gửi kèm", files=[file] * (messages.MOST_FILES + 1))
    assert MessageFile.objects.count() == 1


def test_an_account_does_not_write_without_end(account, dossier):
    for _ in range(messages.MOST_IN_AN_HOUR):
        write(dossier, by=account.acting(), text="A lô")
    with pytest.raises(TooMany):
        write(dossier, by=account.acting(), text="A lô")


def test_it_is_closed_with_the_dossier_and_nothing_is_left_in_an_inbox(house, account, dossier):
    write(dossier, by=account.acting(), text="Cho tôi hỏi")
    closing.withdraw(dossier, by=account.acting(), reason="Không cần nữa")
    assert inbox(house.specialist) == []
    for by in (account.acting(), house.clerk):
        with pytest.raises(StepRefused) as found:
            write(dossier, by=by, text="Còn đó không?")
        assert found.value.code == "closed"


def test_a_refusal_closes_it_too(house, account):
    dossier = of_account(make.submitted(house, channel="online"), account)
    write(dossier, by=account.acting(), text="Cho tôi hỏi")
    intake.refuse(dossier, by=house.clerk, reason="Không thuộc thẩm quyền")
    assert inbox(house.clerk) == []


def test_a_message_is_not_in_clear(account, dossier):
    write(dossier, by=account.acting(), text="Bà Mẫu đổi số điện thoại")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dossiers_message")
        assert "Mẫu".encode() not in bytes(cursor.fetchone()[0])


def test_erasing_the_dossier_empties_its_messages_and_removes_their_files(house, account, dossier):
    file = store(by=account.acting(), name="anh.pdf", content=pdf())
    message = write(dossier, by=account.acting(), text="Gửi kèm", files=[file])
    closed = closing.withdraw(dossier, by=account.acting(), reason="Không cần nữa")
    erase(closed, by=system(), cause="QĐ-01")
    message.refresh_from_db()
    file.refresh_from_db()
    assert (message.text, message.erased_at is None, file.removed_at is None) == ("", False, False)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_one_line(transactional_db):
    house, account = make.make_house(), make_account()
    dossier = of_account(make.in_progress(house), account)
    done = together(*[partial(write, dossier, by=account.acting(), text=f"Tin {number}") for number in range(4)])
    assert all(isinstance(each, Message) for each in done), done
    assert Message.objects.count() == 4
    assert len(inbox(house.specialist)) == 1
