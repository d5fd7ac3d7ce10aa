"""One-time codes: sent to whoever asks, kept as a digest, good once, for ten minutes and five tries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from motcua.agencies.actions.attempts import TooMany
from motcua.citizens import actions
from motcua.citizens.choices import CodePurpose
from motcua.citizens.jobs import forget_at_night
from motcua.citizens.models import Account, OneTimeCode
from motcua.core.errors import BadInput
from motcua.notify.models import Outgoing
from tests.crowd import together
from tests.factories import make_account

pytestmark = pytest.mark.django_db
PHONE, MAIL, HERE = "0912345678", "dan@example.vn", "203.0.113.7"
LOG_IN = CodePurpose.LOG_IN


def ask(contact=PHONE, *, purpose=LOG_IN, address=HERE, **more):
    return actions.ask_code(contact=contact, purpose=purpose, address=address, **more)


def digits(sent) -> str:
    """What came to the phone or the address."""
    body = Outgoing.objects.get(key=f"citizens.code:{sent.pk}").body
    return re.search(r"\b\d{6}\b", body)[0]


def use(sent, code, *, purpose=LOG_IN, address=HERE, **more):
    return actions.use_code(sent.pk, code=code, purpose=purpose, address=address, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(("contact", "channel"), [("+84 912.345.678", "sms"), ("Dan@Example.VN", "email")])
def test_a_code_is_sent_at_once_in_the_callers_transaction_and_kept_as_a_digest(contact, channel):
    sent = ask(contact)
    letter = Outgoing.objects.get()
    assert (letter.channel, letter.urgent) == (channel, True)
    assert letter.useful_until - letter.created_at == timedelta(minutes=10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, o::text FROM citizens_onetimecode c, notify_outgoing o")
        kept = " ".join(cursor.fetchone())
    for secret in (digits(sent), digits(sent).encode().hex(), "912345678", "xample"):
        assert secret not in kept
    assert use(sent, digits(sent)).contact in ("0912345678", "Dan@example.vn")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3} {:.3}"])
def test_spaces_in_what_is_typed_do_no_harm(typed):
    sent = ask()
    code = digits(sent)
    written = f"{code[:3]} {code[3:]}" if typed.startswith("{:") else typed.format(code)
    assert use(sent, written).contact == PHONE


def test_a_code_is_good_once():
    sent = ask()
    code = digits(sent)
    use(sent, code)
    with pytest.raises(actions.WrongCode):
        use(sent, code)


def test_a_code_is_good_for_ten_minutes():
    sent = ask()
    OneTimeCode.objects.update(expires_at=Now())
    with pytest.raises(actions.WrongCode):
        use(sent, digits(sent))
    sent = ask()
    left = OneTimeCode.objects.annotate(real=Now()).get(pk=sent.pk)
    assert timedelta(minutes=9) < left.expires_at - left.real <= timedelta(minutes=10)


def test_five_tries_and_no_more():
    sent = ask()
    code = digits(sent)
    for _ in range(5):
        with pytest.raises(actions.WrongCode):
            use(sent, wrong(code))
    with pytest.raises(actions.WrongCode):
        use(sent, code)


def test_the_fifth_try_may_be_right():
    sent = ask()
    for _ in range(4):
        with pytest.raises(actions.WrongCode):
            use(sent, wrong(digits(sent)))
    assert use(sent, digits(sent)).contact == PHONE


def test_a_new_code_ends_the_old():
    first = ask()
    code = digits(first)
    second = ask("0912 345 678")
    with pytest.raises(actions.WrongCode):
        use(first, code)
    assert use(second, digits(second)).contact == PHONE


@pytest.mark.parametrize("key", ["", "x", "0" * 500, "00000000-0000-0000-0000-000000000000", "\x00"])
def test_a_code_that_never_was_is_told_like_a_wrong_one(key):
    with pytest.raises(actions.WrongCode):
        actions.use_code(key, code="123456", purpose=LOG_IN, address=HERE)


@pytest.mark.parametrize("code", ["", "1", "１２３４５６", "abcdef", "9" * 400])
def test_what_is_no_code_is_wrong(code):
    with pytest.raises(actions.WrongCode):
        use(ask(), code)


def test_a_code_is_good_for_its_purpose_and_its_account_alone():
    mine, other = make_account(), make_account()
    sent = ask(purpose=CodePurpose.CONTACT, account=mine)
    code = digits(sent)
    for purpose, account in ((LOG_IN, None), (CodePurpose.PROVE, mine), (CodePurpose.CONTACT, other)):
        with pytest.raises(actions.WrongCode):
            use(sent, code, purpose=purpose, account=account)
    assert use(sent, code, purpose=CodePurpose.CONTACT, account=mine).contact == PHONE


@pytest.mark.parametrize(
    ("contact", "code"),
    [("", "contact_needed"), ("12", "bad_phone"), ("x@", "bad_email"), ("02363000111", "no_mobile"),
     ("đan@example.vn", "bad_email")],
)  # fmt: skip
def test_where_no_code_can_be_sent_is_refused(contact, code):
    with pytest.raises(BadInput) as found:
        ask(contact)
    assert (found.value.code, found.value.field) == (code, "contact")
    assert not Outgoing.objects.exists()


def test_codes_are_counted_by_contact_whoever_asks():
    for number in range(5):
        ask(address=f"203.0.{number}.1")
    with pytest.raises(TooMany):
        ask("+84912345678", address="198.51.100.1")
    assert ask(MAIL).contact == MAIL


def test_codes_are_counted_by_network_whatever_the_contact(settings):
    settings.CODES_PER_NETWORK = 3
    for number in range(3):
        ask(f"091234560{number}", address=f"203.0.113.{number}")
    with pytest.raises(TooMany):
        ask("0912345609")
    assert ask("0912345609", address="198.51.100.1").contact == "0912345609"


def test_tries_are_counted_by_network():
    for _ in range(60):
        with pytest.raises(actions.WrongCode):
            actions.use_code("x", code="1", purpose=LOG_IN, address=HERE)
    with pytest.raises(TooMany):
        actions.use_code("x", code="1", purpose=LOG_IN, address=HERE)


def test_a_code_opens_an_account_once_and_finds_it_afterwards():
    sent = ask(MAIL)
    opened = actions.enter_by_code(use(sent, digits(sent)), language="en")
    assert (opened.email, opened.language, opened.is_proven) == (MAIL, "en", False)
    assert opened.email_proved_at is not None
    sent = ask(MAIL)
    assert actions.enter_by_code(use(sent, digits(sent))) == opened


def test_a_phone_that_was_only_said_finds_nobody():
    said = make_account()
    Account.objects.filter(pk=said.pk).update(phone_proved_at=None)
    sent = ask(said.phone)
    assert actions.enter_by_code(use(sent, digits(sent))) != said


def test_a_contact_of_another_account_is_not_taken():
    make_account(phone=PHONE)
    mine = make_account()
    sent = ask(purpose=CodePurpose.CONTACT, account=mine)
    proven = use(sent, digits(sent), purpose=CodePurpose.CONTACT, account=mine)
    with pytest.raises(BadInput) as found:
        actions.change_contact(mine, by=mine.acting(), proven=proven)
    assert found.value.code == "contact_taken"


def test_codes_that_ran_out_are_forgotten_at_night():
    ask(MAIL)
    OneTimeCode.objects.update(expires_at=Now())
    left = ask()
    forget_at_night(timestamp=0)
    assert OneTimeCode.objects.get() == left


@pytest.mark.django_db(transaction=True)
def test_many_who_try_one_code_at_once_get_in_once():
    sent = ask()
    code = digits(sent)
    found = together(*[lambda: use(sent, code)] * 4)
    assert sum(isinstance(each, OneTimeCode) for each in found) == 1
    assert sum(isinstance(each, actions.WrongCode) for each in found) == 3


@pytest.mark.django_db(transaction=True)
def test_two_codes_asked_at_once_leave_one():
    together(ask, ask, ask)
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_phone_that_comes_in_twice_at_once_has_one_account():
    first = ask()
    second = OneTimeCode(purpose=LOG_IN, contact=PHONE)
    found = together(lambda: actions.enter_by_code(first), lambda: actions.enter_by_code(second))
    assert found[0] == found[1]
    assert Account.objects.count() == 1
