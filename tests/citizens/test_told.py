"""People are told as they chose, at addresses they have proven; what did not arrive becomes somebody's task."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens import actions
from motcua.citizens.actions import choose_notices, close_digest, digest
from motcua.citizens.actions.digesting import raise_digest
from motcua.citizens.choices import AlertState
from motcua.citizens.models import Account, Applicant, FailureDigest, NoticeChoice
from motcua.core import rebuilding
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.notify.models import Outgoing
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests.factories import make_account, make_agency, make_post, system
from tests.nonempty import some

pytestmark = pytest.mark.django_db
KIND = "dossiers.received"
VALUES = {"code": "H57-0042", "procedure": "Đăng ký khai sinh", "contact": "x", "link": "x", "due": "17:00 07/12/2026"}
NAME, NUMBER = "Trần Thị Dân", "001188000123"


@pytest.fixture
def account(set_clock: Any) -> Account:
    """Somebody with a proven phone and a proven e-mail address."""
    set_clock("2026-11-23T12:00+07:00")
    return make_account(phone="0912345678", email="dan@example.vn")


def declared(by: Post, **given: Any) -> Applicant:
    one = {"kind": "person", "name": NAME, "phone": "0987654321", "email": "khai@example.vn"}
    return actions.declare(by=by, **one | given)


def told(*people: Applicant | None, key: str = "k", **given: Any) -> set[tuple[str, str, str]]:
    """(channel, address, language) of what is written."""
    roles = dict(zip(("applicant", "submitter"), people, strict=False))
    one = {"by": system(), "kind": KIND, "values": VALUES, "key": key, "office": None}
    return {(each.channel, each.recipient, each.language) for each in actions.tell(roles, **one | given)}


def own(account: Account) -> Applicant:
    """What the holder declared through the account."""
    return declared(account.acting(), own=True)


# Where


def test_without_an_account_one_is_told_at_what_one_declared(account: Account) -> None:
    found = told(declared(make_post()))
    assert found == {("email", "khai@example.vn", "vi"), ("sms", "0987654321", "vi")}


def test_with_an_account_one_is_told_at_what_one_proved(account: Account) -> None:
    assert told(own(account)) == {("email", "dan@example.vn", "vi"), ("sms", "0912345678", "vi")}


def test_what_an_account_only_says_is_no_address(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(phone_proved_at=None)
    assert told(own(Account.objects.get(pk=account.pk))) == {("email", "dan@example.vn", "vi")}


def test_one_reads_it_in_the_language_of_the_account(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(language="en")
    person = Applicant.objects.get(pk=own(account).pk)
    assert {language for _, _, language in told(person)} == {"en"}
    assert {each.subject for each in Outgoing.objects.filter(channel="email")} == {
        "Your application was accepted: H57-0042"
    }


def test_whom_a_desk_took_down_is_told_through_the_account_that_proved_the_same_identity(account: Account) -> None:
    proven = make_account(proven=True, identity_number=NUMBER, name=NAME, email="that@example.vn")
    at_desk = declared(make_post(), identity_number=NUMBER)
    assert {address for _, address, _ in told(at_desk)} == {proven.email, proven.phone}


def test_a_closed_account_is_told_nothing(account: Account) -> None:
    person = own(account)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citizens_account SET state = 'closed', closed_at = core_now()")
    found = told(Applicant.objects.get(pk=person.pk))
    assert all(address not in ("dan@example.vn", "0912345678") for _, address, _ in found)


def test_a_channel_the_house_does_not_have_is_left_out(account: Account, settings: Any) -> None:
    settings.SMS = ""
    assert told(own(account)) == {("email", "dan@example.vn", "vi")}
    settings.SMTP = ""
    assert told(own(account), key="k2") == set()


def test_the_same_cause_tells_once(account: Account) -> None:
    person = own(account)
    assert told(person) == told(person)
    assert Outgoing.objects.count() == 2


def test_two_people_with_one_address_are_told_once(account: Account) -> None:
    person = own(account)
    assert len(told(person, declared(account.acting(), own=True, name="Lê Văn Khác"))) == 2
    assert Outgoing.objects.count() == 2


# Choices


def test_one_is_told_by_the_channels_one_chose_and_for_that_kind_only(account: Account) -> None:
    choose_notices(account, by=account.acting(), kind=KIND, channels=["zalo"])
    person = own(account)
    assert told(person) == {("zalo", "0912345678", "vi")}
    others = told(person, kind="dossiers.refused", values={name: VALUES[name] for name in VALUES if name != "due"})
    assert {channel for channel, _, _ in others} == {"email", "sms"}


def test_no_channel_is_a_choice_too_and_can_be_changed(account: Account) -> None:
    choose_notices(account, by=account.acting(), kind=KIND, channels=[])
    assert told(own(account)) == set()
    choose_notices(account, by=account.acting(), kind=KIND, channels=["email"])
    assert NoticeChoice.objects.get().channels == ["email"]
    assert told(own(account), key="k2") == {("email", "dan@example.vn", "vi")}


def test_a_choice_is_an_event_of_the_account_without_addresses(account: Account) -> None:
    changed = choose_notices(account, by=account.acting(), kind=KIND, channels=["sms"], version=account.version)
    event = changed.events.order_by("pk").last()
    assert (event.action, event.data["kind"], event.data["channels"]) == ("account.choose_notices", KIND, ["sms"])
    assert "0912345678" not in str(event.data)
    with pytest.raises(StaleVersion):
        choose_notices(account, by=account.acting(), kind=KIND, channels=[], version=account.version)
    assert list(rebuilding.differences()) == []


@pytest.mark.parametrize(
    ("kind", "channels", "code"),
    [
        ("dossiers.nothing", [], "unknown_kind"), ("citizens.failures", [], "unknown_kind"),
        (KIND, ["fax"], "unknown_channel"), (KIND, ["sms", "email", "x"], "unknown_channel"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen(account: Account, kind: str, channels: list[str], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        choose_notices(account, by=account.acting(), kind=kind, channels=channels)
    assert caught.value.code == code
    assert not NoticeChoice.objects.exists()


def test_a_channel_without_a_proven_address_is_not_chosen(settings: Any) -> None:
    account = make_account(phone="", email="chi-thu@example.vn")
    for channel in ("sms", "zalo"):
        with pytest.raises(BadInput) as caught:
            choose_notices(account, by=account.acting(), kind=KIND, channels=[channel])
        assert caught.value.code == "not_reachable"


def test_nobody_chooses_for_another_nor_sees_it(account: Account) -> None:
    choose_notices(account, by=account.acting(), kind=KIND, channels=["sms"])
    stranger = make_account(email="khac@example.vn")
    for by in (stranger.acting(), make_post(Role.ADMINISTRATOR), make_post(), system()):
        with pytest.raises(NotPermitted):
            choose_notices(account, by=by, kind=KIND, channels=[])
        assert not NoticeChoice.objects.visible_to(by).exists()
    assert NoticeChoice.objects.visible_to(account.acting()).count() == 1


def test_choices_go_over_with_a_joined_account_and_go_with_a_closed_one(account: Account) -> None:
    proven = make_account(proven=True)
    choose_notices(proven, by=proven.acting(), kind="dossiers.refused", channels=["sms"])
    for kind in (KIND, "dossiers.refused"):
        choose_notices(account, by=account.acting(), kind=kind, channels=[])
    actions.join_account(account, by=account.acting(), into=proven)
    kept = {(each.account_id, each.kind): each.channels for each in NoticeChoice.objects.all()}
    assert kept == {(proven.pk, KIND): [], (proven.pk, "dossiers.refused"): ["sms"]}
    actions.close_account(Account.objects.get(pk=proven.pk), by=proven.acting())
    assert not NoticeChoice.objects.exists()
    with pytest.raises(StepRefused):
        choose_notices(proven, by=proven.acting(), kind=KIND, channels=[])


def test_two_choices_of_one_kind_cannot_be(account: Account) -> None:
    choose_notices(account, by=account.acting(), kind=KIND, channels=["sms"])
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice(account=account, kind=KIND).save()


# Failures


@pytest.fixture
def administrator(set_clock: Any) -> Post:
    set_clock("2026-11-23T12:00+07:00")
    post = make_post(Role.ADMINISTRATOR)
    post.person.email = "quan-tri@example.vn"
    post.person.save(update_fields=["email"])
    return post


def fail(office: Any, key: str, state: str = "given_up", trouble: str = "refused") -> None:
    """A message that did not arrive, now."""
    told(declared(make_post(), phone=""), key=key, office=office)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notify_outgoing SET state = %s, trouble = %s, ended_at = core_now() WHERE key LIKE %s",
            [state, trouble, f"{key}:%"],
        )


def test_a_days_failures_become_one_task_and_one_letter(administrator: Post, set_clock: Any) -> None:
    division = make_agency(parent=administrator.agency)
    fail(division, "a")
    fail(administrator.agency, "b")
    fail(division, "c", "unclear", "cut_off")
    assert digest() == [], "the day is not over"
    set_clock("2026-11-24T07:05+07:00")
    (made,) = digest()
    assert (made.agency, made.failed, made.unclear) == (administrator.agency, 2, 1)
    assert {(each["trouble"], each["count"]) for each in made.causes} == {("refused", 2), ("cut_off", 1)}
    assert made.task in Task.objects.visible_to(administrator)
    assert "2 không gửi được, 1 không rõ" in made.task.about
    (letter,) = Outgoing.objects.filter(kind="citizens.failures")
    assert letter.recipient == "quan-tri@example.vn"
    assert f"/quan-tri/thong-bao/khong-toi/{made.task.url_key}/" in letter.body
    assert digest() == [], "once"
    assert Outgoing.objects.filter(kind="citizens.failures").count() == 1


def test_a_stopped_worker_catches_up_with_each_day(administrator: Post, set_clock: Any) -> None:
    fail(administrator.agency, "a")
    set_clock("2026-11-24T12:00+07:00")
    fail(administrator.agency, "b")
    set_clock("2026-11-27T07:05+07:00")
    assert sorted(each.day.day for each in digest()) == [23, 24]


def test_who_has_no_address_gets_the_task_alone(administrator: Post, set_clock: Any) -> None:
    administrator.person.email = ""
    administrator.person.save(update_fields=["email"])
    fail(administrator.agency, "a")
    set_clock("2026-11-24T07:05+07:00")
    assert len(digest()) == 1
    assert not Outgoing.objects.filter(kind="citizens.failures").exists()


def test_what_nobody_near_sees_to_goes_to_who_operates(administrator: Post, set_clock: Any) -> None:
    assert administrator.agency.operates
    fail(make_agency(), "a")
    set_clock("2026-11-24T07:05+07:00")
    (made,) = digest()
    assert made.agency == administrator.agency


def test_a_day_without_failures_is_nobodys_task(administrator: Post, set_clock: Any) -> None:
    told(declared(make_post(), phone=""), office=administrator.agency)
    set_clock("2026-11-24T07:05+07:00")
    assert digest() == []


def test_it_is_closed_by_an_administrator_over_the_unit_once(administrator: Post, set_clock: Any) -> None:
    fail(administrator.agency, "a")
    set_clock("2026-11-24T07:05+07:00")
    (made,) = digest()
    others = [make_post(Role.ADMINISTRATOR), make_post(Role.LEADER, agency=administrator.agency)]
    for other in some(others):
        assert made not in FailureDigest.objects.visible_to(other)
        with pytest.raises(NotPermitted):
            close_digest(made, by=other)
    closed = close_digest(made, by=administrator, note="Đã sửa mật khẩu máy chủ thư", version=made.version)
    assert closed.state == AlertState.CLOSED
    assert Task.objects.get(pk=made.task_id).state == State.DONE
    with pytest.raises(StepRefused):
        close_digest(made, by=administrator)
    assert list(rebuilding.differences()) == []


def test_only_the_machine_counts_failures_and_a_day_once(administrator: Post) -> None:
    one = {"agency": administrator.agency, "day": today(), "causes": []}
    with pytest.raises(NotPermitted):
        raise_digest(by=administrator, **one)
    raise_digest(by=system(), **one)
    with pytest.raises(IntegrityError), transaction.atomic():
        raise_digest(by=system(), **one)
