"""Writing to who filed, on the dossier's page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.actions.messages import see_messages, write_message
from motcua.dossiers.models import Message
from motcua.files.actions import store
from tests import dossier_factories as make
from tests.dossier_factories import of_account
from tests.factories import make_account, signed_in
from tests.files.samples import pdf


@pytest.fixture
def account(house):
    return make_account()


@pytest.fixture
def dossier(house, account):
    return of_account(make.in_progress(house), account)


@pytest.fixture
def at_work(house):
    return signed_in(Client(), house.specialist)


def page(client, dossier):
    return client.get(f"/xu-ly/ho-so/{dossier.code}/").text


def send(client, dossier, **given):
    return client.post(f"/xu-ly/ho-so/{dossier.code}/tin/", given)


def test_what_was_written_is_read_with_its_files_and_noted_as_seen(house, account, dossier, at_work):
    file = store(by=account.acting(), name="anh-chup.pdf", content=pdf())
    message = write_message(dossier, by=account.acting(), text="Tôi gửi thêm ảnh", files=[file])
    shown = page(at_work, dossier)
    assert "Tôi gửi thêm ảnh" in shown
    assert "anh-chup.pdf" in shown
    assert at_work.get(f"/xu-ly/ho-so/{dossier.code}/tep/{file.pk}/").status_code == 200
    message.refresh_from_db()
    assert message.seen_at is not None


def test_who_only_reads_the_dossier_does_not_note_it_as_seen(house, account, dossier):
    message = write_message(dossier, by=account.acting(), text="Cho tôi hỏi")
    assert "Cho tôi hỏi" in page(signed_in(Client(), house.leader), dossier)
    message.refresh_from_db()
    assert message.seen_at is not None  # who leads the unit may answer
    other = write_message(dossier, by=account.acting(), text="Còn một việc")
    assert "Còn một việc" in page(signed_in(Client(), house.cashier), dossier)
    other.refresh_from_db()
    assert other.seen_at is None


def test_an_answer_goes_out_with_a_file_and_shows_whether_it_was_seen(account, dossier, at_work):
    write_message(dossier, by=account.acting(), text="Cho tôi hỏi")
    answer = send(at_work, dossier, text="Chào bà", files=[SimpleUploadedFile("huong-dan.pdf", pdf())])
    assert answer.status_code == 303
    message = Message.objects.get(side="office")
    assert (message.text, message.files.get().file.name) == ("Chào bà", "huong-dan.pdf")
    assert "Chưa xem" in page(at_work, dossier)
    see_messages(dossier, by=account.acting())
    assert "người nộp đã xem" in page(at_work, dossier)


def test_none_is_needed(house, account, dossier, at_work):
    write_message(dossier, by=account.acting(), text="Cảm ơn")
    assert "Không cần trả lời" in page(at_work, dossier)
    assert send(at_work, dossier, do="none").status_code == 303
    assert "Không cần trả lời" not in page(at_work, dossier)


def test_what_is_refused_is_said_and_nothing_is_written(house, account, dossier, at_work):
    assert send(at_work, dossier, text="").status_code == 422
    assert send(at_work, dossier, text="x", files=[SimpleUploadedFile("a.exe", b"MZ\x00")]).status_code == 422
    cashier = signed_in(Client(), house.cashier)
    assert "Viết cho người nộp" not in page(cashier, dossier)
    assert send(cashier, dossier, text="Xin chào").status_code == 403
    assert send(Client(), dossier, text="Xin chào").status_code == 302
    assert not Message.objects.exists()


def test_nobody_is_offered_to_write_to_who_has_no_account(house, at_work):
    dossier = make.in_progress(house)
    assert "Trao đổi với người nộp" not in page(at_work, dossier)
    assert send(at_work, dossier, text="Xin chào").status_code == 422
