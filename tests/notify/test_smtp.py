"""E-mail over real sockets: in clear to this machine, with STARTTLS, with TLS, refused, cut off."""

import email
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bench.product import free_port
from motcua.notify.choices import Trouble
from motcua.notify.gateways import gateway, offered
from motcua.notify.gateways.base import Attached, CutOff, Letter, NotSent
from motcua.notify.gateways.smtp import Smtp
from tests.notify.servers import PASSWORD, SENDER, USER, PostOffice, authenticate, certificate, hang_up

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
KEY = "0b9c3f6e-5a53-4f7c-9e5e-3f3f6f6f0001"


def letter(**given: Any) -> Letter:
    one = {"key": KEY, "channel": "email", "to": "nguoi-dan@example.vn", "subject": "Đã tiếp nhận hồ sơ", "at": AT,
           "body": "Dòng một.\n.Dòng bắt đầu bằng chấm\n..\n" + "Dài " * 300 + "\n<b>không phải HTML</b>"}  # fmt: skip
    return Letter(**one | given)


def mail_to(office: PostOffice, scheme: str = "smtp", **more: str) -> Smtp:
    given = "&".join(f"{name}={value}" for name, value in more.items()) or "tls=none"
    return Smtp(f"{scheme}://127.0.0.1:{office.port}?{given}", sender=SENDER)


def read(envelope: Any) -> Any:
    return email.message_from_bytes(envelope.content, policy=default)


def not_sent(way: Smtp, one: Letter | None = None) -> NotSent:
    with pytest.raises(NotSent) as caught:
        way.send(one or letter())
    return caught.value


def test_a_letter_arrives_word_for_word():
    with PostOffice() as office:
        name = mail_to(office).send(letter())
    (envelope,) = office.letters
    got = read(envelope)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("mot-cua@example.vn", ["nguoi-dan@example.vn"])
    assert (got["From"], got["To"], got["Subject"]) == (SENDER, "nguoi-dan@example.vn", "Đã tiếp nhận hồ sơ")
    assert name == got["Message-ID"] == f"<{KEY}@example.vn>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"].datetime == AT
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n").rstrip("\n") == letter().body


def test_a_file_goes_along_with_a_letter():
    file = Attached(
        "báo-cáo.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04\r\n.\r\n"
    )
    with PostOffice() as office:
        mail_to(office).send(letter(attached=file))
    (got,) = (read(envelope) for envelope in office.letters)
    (part,) = got.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == (file.name, file.media_type)
    assert part.get_content() == file.content
    assert got.get_body().get_content().replace("\r\n", "\n").rstrip("\n") == letter().body


def test_the_same_letter_has_the_same_name_in_every_attempt():
    with PostOffice() as office:
        names = {mail_to(office).send(letter()) for _ in range(2)}
    assert len(names) == 1


@pytest.mark.parametrize("subject", ["Mã\r\nBcc: ke-gian@example.vn", "Mã\nX: y", "Mã\r\n\r\nthân thư khác"])
def test_a_subject_of_two_lines_never_leaves(subject):
    with PostOffice() as office:
        error = not_sent(mail_to(office), letter(subject=subject))
    assert (error.trouble, error.for_good) == (Trouble.REFUSED, True)
    assert office.letters == []


@pytest.mark.parametrize("to", ["a@example.vn\r\nBcc: b@example.vn", "a@example.vn, b@example.vn", "không phải", ""])
def test_an_address_that_is_more_than_one_address_never_leaves(to):
    with PostOffice() as office:
        assert not_sent(mail_to(office), letter(to=to)).for_good
    assert office.letters == []


def test_an_address_with_marks_never_leaves():
    with PostOffice() as office:
        assert not_sent(mail_to(office), letter(to="nguyễn@example.vn")).for_good
    assert office.letters == []


# TLS


def test_starttls_with_a_trusted_certificate_and_a_password(tmp_path: Path):
    context, trusted = certificate(tmp_path)
    with PostOffice(
        tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate
    ) as office:
        user, password = quote(USER, safe=""), quote(PASSWORD, safe="")
        way = Smtp(f"smtp://{user}:{password}@127.0.0.1:{office.port}?ca={trusted}", sender=SENDER)
        way.send(letter())
        assert len(office.letters) == 1
        wrong = Smtp(f"smtp://{user}:sai@127.0.0.1:{office.port}?ca={trusted}", sender=SENDER)
        error = not_sent(wrong)
        assert (error.trouble, error.for_good) == (Trouble.NOT_LET_IN, False)
    assert len(office.letters) == 1


def test_tls_from_the_first_byte(tmp_path: Path):
    context, trusted = certificate(tmp_path)
    with PostOffice(ssl_context=context) as office:
        mail_to(office, "smtps", ca=str(trusted)).send(letter())
    assert len(office.letters) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_nobody_trusts_gets_no_letter(tmp_path: Path, scheme: str):
    context, _ = certificate(tmp_path)
    given: dict[str, Any] = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    (tmp_path / "other").mkdir()
    _, other = certificate(tmp_path / "other")
    with PostOffice(**given) as office:
        assert not_sent(mail_to(office, scheme, ca=str(other))).trouble == Trouble.UNREACHABLE
    assert office.letters == []


def test_without_starttls_nothing_is_said_in_clear(tmp_path: Path):
    _, trusted = certificate(tmp_path)
    with PostOffice() as office:
        way = Smtp(f"smtp://u:p@127.0.0.1:{office.port}?ca={trusted}", sender=SENDER)
        assert not_sent(way).trouble == Trouble.NOT_LET_IN
    assert office.letters == []


# Refused, away, cut off


@pytest.mark.parametrize(
    ("rcpt", "data", "trouble", "for_good"),
    [
        ("550 5.1.1 no such mailbox", "250 OK", Trouble.REFUSED, True),
        ("451 4.7.1 greylisted", "250 OK", Trouble.NOT_NOW, False),
        ("250 OK", "554 5.7.1 spam", Trouble.REFUSED, True),
        ("250 OK", "452 4.3.1 disk full", Trouble.NOT_NOW, False),
    ],
)
def test_what_the_server_refuses_is_for_good_or_for_now(rcpt, data, trouble, for_good):
    with PostOffice() as office:
        office.rcpt, office.data = rcpt, data
        error = not_sent(mail_to(office))
    assert (error.trouble, error.for_good) == (trouble, for_good)
    assert office.letters == []
    assert str(error) == str(trouble), "what the server says may name the address: it is kept apart"


def test_nobody_at_the_port():
    error = not_sent(Smtp(f"smtp://127.0.0.1:{free_port()}?tls=none", sender=SENDER))
    assert (error.trouble, error.for_good) == (Trouble.UNREACHABLE, False)


def test_a_line_that_breaks_before_the_letter_has_left_nothing():
    with PostOffice() as office:
        office.on_rcpt = hang_up
        error = not_sent(mail_to(office))
    assert (error.trouble, error.for_good) == (Trouble.UNREACHABLE, False)


def test_a_line_that_breaks_before_the_answer_leaves_one_not_knowing():
    with PostOffice() as office:
        office.on_data = hang_up
        with pytest.raises(CutOff):
            mail_to(office).send(letter())
    assert len(office.letters) == 1, "it was taken: sent again it would be there twice"


def test_a_mail_server_cannot_be_asked():
    assert not Smtp.knows_keys
    with pytest.raises(NotSent):
        Smtp("smtps://mail.example.vn", sender=SENDER).ask(KEY)


# Settings


@pytest.mark.parametrize(
    "address",
    ["smtp://mail.example.vn?tls=none", "smtp://10.0.0.5:25?tls=none", "http://mail.example.vn", "smtp://", "smtp",
     "smtp://mail.example.vn?verify=no", "smtps://u:m" + "%E1%BA%ADt@mail.example.vn"],
)  # fmt: skip
def test_an_address_that_would_send_in_clear_or_is_none_is_refused(address):
    with pytest.raises(ValueError, match="MOTCUA_SMTP"):
        Smtp(address, sender=SENDER)


def test_a_sender_is_needed():
    with pytest.raises(ValueError, match="MOTCUA_MAIL_FROM"):
        Smtp("smtps://mail.example.vn", sender="Phường Mẫu")


def test_a_channel_without_a_setting_is_not_offered(settings: Any):
    settings.SMTP = settings.ZALO = ""
    assert offered() == ("sms",)
    assert gateway("email") is None
    settings.SMTP, settings.MAIL_FROM = "smtps://mail.example.vn", SENDER
    assert isinstance(gateway("email"), Smtp)
    assert offered() == ("email", "sms")
