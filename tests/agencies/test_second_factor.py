"""The second proof beside the password: set up, shown, lost, taken away; administrators do not work without it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from motcua.agencies import actions, one_time
from motcua.agencies.choices import Role
from motcua.agencies.models import Authenticator, LoginFailure, Person, RecoveryCode, Session
from motcua.core.errors import BadInput, NotPermitted, Refused, StepRefused
from tests.factories import PASSWORD, code_now, give_authenticator, make_agency, make_post, signed_in, system

pytestmark = pytest.mark.django_db

LOG_IN, STEP, MINE = "/dang-nhap/", "/dang-nhap/buoc-hai/", "/tai-khoan/hai-lop/"


@pytest.fixture
def administrator():
    return make_post(Role.ADMINISTRATOR)


@pytest.fixture
def clerk():
    return make_post(Role.RECEPTIONIST)


def send(client, post, **given):
    return client.post(LOG_IN, {"username": post.person.username, "password": PASSWORD, **given})


def confirmed(post):
    """An app whose present code was not used yet."""
    secret = give_authenticator(post)
    Authenticator.objects.update(last_step=0)
    return secret


# ── setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_app_counts_from_its_first_right_code_and_both_steps_are_recorded(clerk):
    person = actions.add_authenticator(clerk.person, by=clerk)
    assert not actions.has_second_factor(person)
    secret = person.authenticator.secret
    person = actions.confirm_authenticator(person, by=clerk, code=code_now(secret))
    assert actions.has_second_factor(person)
    assert len(person.issued_codes) == 10
    recorded = person.events.order_by("pk").values_list("action", flat=True)
    assert list(recorded)[-2:] == ["person.add_authenticator", "person.confirm_authenticator"]
    assert secret not in str([event.data for event in person.events.all()])


def test_the_secret_and_the_codes_cannot_be_read_in_the_database(clerk):
    secret = give_authenticator(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM agencies_authenticator")
        kept = bytes(cursor.fetchone()[0])
    assert secret.encode() not in kept
    codes = actions.renew_recovery_codes(clerk.person, by=clerk).issued_codes
    digests = [bytes(each.digest) for each in RecoveryCode.objects.all()]
    assert len(digests) == len(codes) == 10
    assert not any(code.replace("-", "").encode() in digest for code in codes for digest in digests)


def test_a_second_app_is_refused_until_the_first_is_gone(clerk):
    give_authenticator(clerk)
    with pytest.raises(StepRefused):
        actions.add_authenticator(clerk.person, by=clerk)


def test_an_app_that_was_not_begun_cannot_be_confirmed(clerk):
    with pytest.raises(StepRefused):
        actions.confirm_authenticator(clerk.person, by=clerk, code="123456")


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "12345", "٣٣٣٣٣٣", "1" * 40])
def test_a_wrong_first_code_is_refused_in_words(clerk, code):
    actions.add_authenticator(clerk.person, by=clerk)
    Authenticator.objects.get()
    with pytest.raises(BadInput) as caught:
        actions.confirm_authenticator(clerk.person, by=clerk, code=code)
    assert (caught.value.code, caught.value.field) == ("wrong_code", "code")
    assert not actions.has_second_factor(clerk.person)


def test_nobody_sets_up_somebody_elses_proof(clerk, administrator):
    secret = give_authenticator(clerk)
    for act in (
        lambda by: actions.add_authenticator(administrator.person, by=by),
        lambda by: actions.confirm_authenticator(administrator.person, by=by, code=code_now(secret)),
        lambda by: actions.remove_authenticator(administrator.person, by=by),
        lambda by: actions.renew_recovery_codes(administrator.person, by=by),
    ):
        with pytest.raises(NotPermitted):
            act(clerk)
        with pytest.raises(NotPermitted):
            act(system())


def test_a_new_proof_ends_the_sessions_that_began_without_it(client, clerk):
    signed_in(client, clerk, factor="")
    other = signed_in(type(client)(), clerk, factor="").session.session_key
    actions.add_authenticator(clerk.person, by=clerk)
    code = code_now(clerk.person.authenticator.secret)
    actions.confirm_authenticator(clerk.person, by=clerk, code=code, keep_session=client.session.session_key)
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key] != [other]


# ── coming in with it ────────────────────────────────────────────────────────────────────────────────────────────────


def test_after_the_password_the_code_is_asked_and_lets_in(client, clerk):
    secret = confirmed(clerk)
    asked = send(client, clerk, next="/tai-khoan/")
    assert asked["Location"] == f"{STEP}?next=%2Ftai-khoan%2F"
    assert client.get("/tai-khoan/")["Location"].startswith(LOG_IN)  # the password alone opens nothing
    done = client.post(STEP, {"code": code_now(secret), "next": "/tai-khoan/"})
    assert done["Location"] == "/tai-khoan/"
    session = Session.objects.get()
    assert (session.person, session.post, session.factor) == (clerk.person, clerk, "totp")
    assert clerk.person.events.get(action="person.log_in").data["factor"] == "totp"


def test_the_password_step_leaves_no_session_of_the_person(client, clerk):
    confirmed(clerk)
    send(client, clerk)
    assert not Session.objects.filter(person=clerk.person).exists()
    assert not clerk.person.events.filter(action="person.log_in").exists()


def test_a_code_is_taken_once(client, clerk):
    secret = confirmed(clerk)
    code = code_now(secret)
    for expected in (302, 422):
        send(client, clerk)
        assert client.post(STEP, {"code": code}).status_code == expected
        client.logout()


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_lets_one_in(clerk):
    code, outcomes = code_now(confirmed(clerk)), []

    def try_it():
        try:
            outcomes.append(str(actions.prove_code(clerk.person, code=code)))
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("totp") == 1


def test_wrong_codes_make_the_next_wait_wherever_they_come_from(client, clerk):
    secret = confirmed(clerk)
    send(client, clerk)
    for last in range(1, 4):
        assert client.post(STEP, {"code": "000000"}, REMOTE_ADDR=f"198.51.{last}.7").status_code == 422
    answer = client.post(STEP, {"code": code_now(secret)}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 429
    assert "đợi 2 giây" in answer.content.decode()
    LoginFailure.objects.update(blocked_until=Now() - timedelta(seconds=1))
    assert client.post(STEP, {"code": code_now(secret)}).status_code == 302


def test_a_recovery_code_lets_in_once(client, clerk):
    confirmed(clerk)
    codes = actions.renew_recovery_codes(clerk.person, by=clerk).issued_codes
    for code, expected in ((codes[0].upper(), 302), (codes[0], 422), (codes[1].replace("-", " "), 302)):
        send(client, clerk)
        assert client.post(STEP, {"code": code}).status_code == expected, code
        client.logout()
    assert clerk.person.recovery_codes.filter(used_at=None).count() == 8
    assert "recovery" in {event.data.get("factor") for event in clerk.person.events.filter(action="person.log_in")}


def test_somebody_elses_codes_are_nothing(client, clerk, administrator):
    confirmed(clerk)
    theirs = confirmed(administrator)
    codes = actions.renew_recovery_codes(administrator.person, by=administrator).issued_codes
    send(client, clerk)
    for code in (code_now(theirs), codes[0]):
        assert client.post(STEP, {"code": code}).status_code == 422


def test_the_second_step_waits_ten_minutes_and_not_beyond_a_new_password(client, clerk):
    secret = confirmed(clerk)
    send(client, clerk)
    session = client.session
    session["waiting"] = {**session["waiting"], "until": 1}
    session.save()
    assert client.get(STEP)["Location"] == f"{LOG_IN}?reason=slow"
    send(client, clerk)
    actions.change_password(clerk.person, by=system(), password="Mùa-gặt-năm-nay")
    assert client.post(STEP, {"code": code_now(secret)})["Location"] == f"{LOG_IN}?reason=slow"


def test_a_blocked_person_does_not_pass_the_second_step(client, clerk):
    secret = confirmed(clerk)
    send(client, clerk)
    actions.block_person(clerk.person, by=system())
    answer = client.post(STEP, {"code": code_now(secret)})
    assert answer.status_code == 403
    assert "bị khóa" in answer.content.decode()


@pytest.mark.parametrize("given", [{}, {"code": ""}, {"code": "x" * 400}, {"credential": "{}"}, {"credential": "["}])
def test_an_empty_or_malformed_second_step_is_told_in_words(client, clerk, given):
    confirmed(clerk)
    send(client, clerk)
    answer = client.post(STEP, given)
    assert answer.status_code == 422
    assert "Chưa đăng nhập được" in answer.content.decode()


def test_who_has_no_second_proof_comes_in_by_password(client, clerk):
    assert send(client, clerk)["Location"] == "/tiep-nhan/"
    assert client.get(STEP)["Location"] == "/tiep-nhan/"


def test_strangers_have_no_second_step(client):
    assert client.get(STEP)["Location"] == f"{LOG_IN}?reason=slow"
    assert client.post(STEP, {"code": "123456"})["Location"] == f"{LOG_IN}?reason=slow"


# ── administrators ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_sets_it_up_at_the_first_log_in_and_then_works(client, administrator):
    send(client, administrator)
    assert client.get("/quan-tri/")["Location"] == f"{MINE}?next=%2Fquan-tri%2F"
    assert "phải có xác thực hai lớp" in client.get(MINE).content.decode()
    assert client.post(f"{MINE}ung-dung/", {"begin": "1"})["Location"] == f"{MINE}ung-dung/"
    secret = Authenticator.objects.get().secret
    page = client.get(f"{MINE}ung-dung/").content.decode()
    assert one_time.in_fours(secret) in page
    codes = client.post(f"{MINE}ung-dung/", {"code": code_now(secret)}).content.decode()
    assert "chỉ hiện <strong>một lần này" in codes
    assert client.get("/quan-tri/").status_code == 200
    assert Session.objects.get().factor == "totp"


@pytest.mark.parametrize("path", ["/quan-tri/", "/xu-ly/", "/tai-khoan/"])
def test_without_the_proof_an_administrator_reaches_nothing(client, administrator, path):
    signed_in(client, administrator, factor="")
    assert client.get(path)["Location"].startswith(MINE)


def test_another_post_of_the_same_person_needs_it_not_but_switching_does(client, administrator):
    clerk = make_post(Role.RECEPTIONIST, person=administrator.person, agency=administrator.agency)
    send(client, administrator)
    client.post("/chon-vi-tri/", {"post": clerk.pk})
    assert client.get("/tiep-nhan/").status_code == 200
    client.post("/chon-vi-tri/", {"post": administrator.pk})
    assert client.get("/quan-tri/")["Location"].startswith(MINE)


def test_tokens_work_on_without_it(client, administrator):
    token = actions.issue_token(administrator, by=administrator, name="máy").issued_token
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/tasks", headers=headers).status_code == 200


def test_an_administrator_cannot_take_the_last_proof_away(administrator):
    give_authenticator(administrator)
    with pytest.raises(BadInput) as caught:
        actions.remove_authenticator(administrator.person, by=administrator)
    assert caught.value.code == "factor_needed"


# ── taken away, renewed, lost ────────────────────────────────────────────────────────────────────────────────────────


def test_taking_the_app_away_takes_the_recovery_codes_too(clerk):
    give_authenticator(clerk)
    person = actions.remove_authenticator(clerk.person, by=clerk)
    assert person.last_event.action == "person.remove_authenticator"
    assert not actions.has_second_factor(person)
    assert not RecoveryCode.objects.exists()
    with pytest.raises(StepRefused):
        actions.remove_authenticator(clerk.person, by=clerk)


def test_new_recovery_codes_replace_the_old(clerk):
    give_authenticator(clerk)
    old = actions.renew_recovery_codes(clerk.person, by=clerk).issued_codes
    new = actions.renew_recovery_codes(clerk.person, by=clerk).issued_codes
    assert not set(old) & set(new)
    with pytest.raises(Refused):
        actions.prove_code(clerk.person, code=old[0])
    assert actions.prove_code(clerk.person, code=new[0]) == "recovery"


def test_codes_without_a_proof_are_refused(clerk):
    with pytest.raises(StepRefused):
        actions.renew_recovery_codes(clerk.person, by=clerk)


def test_an_administrator_takes_away_what_a_colleague_lost_and_ends_their_sessions(client, clerk):
    administrator = make_post(Role.ADMINISTRATOR, agency=clerk.agency)
    give_authenticator(clerk)
    signed_in(client, clerk)
    person = actions.reset_second_factors(clerk.person, by=administrator)
    assert person.last_event.action == "person.reset_second_factors"
    assert not actions.has_second_factor(person)
    assert not Session.objects.exists()
    assert not RecoveryCode.objects.exists()
    with pytest.raises(StepRefused):
        actions.reset_second_factors(clerk.person, by=administrator)


def test_nobody_resets_themself_nor_people_elsewhere(clerk):
    administrator = make_post(Role.ADMINISTRATOR, agency=clerk.agency)
    elsewhere = make_post(Role.ADMINISTRATOR, agency=make_agency())
    give_authenticator(clerk)
    give_authenticator(administrator)
    for person, by in ((administrator.person, administrator), (clerk.person, elsewhere), (clerk.person, clerk)):
        with pytest.raises(NotPermitted):
            actions.reset_second_factors(person, by=by)
    assert Person.objects.get(pk=clerk.person_id).authenticator


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["ung-dung/", "khoa/"])
def test_the_password_is_asked_again_before_keys_are_changed(client, clerk, path):
    signed_in(client, clerk, factor="")
    asked = client.get(f"{MINE}{path}")
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/?next=")
    wrong = client.post("/tai-khoan/xac-nhan/", {"password": "sai"})
    assert wrong.status_code == 422
    right = client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": f"{MINE}{path}"})
    assert right["Location"] == f"{MINE}{path}"
    assert client.get(f"{MINE}{path}")["Location" if path == "ung-dung/" else "Content-Type"]


def test_the_pages_of_keys_are_kept_nowhere(client, clerk):
    signed_in(client, clerk, proved=True)
    client.post(f"{MINE}ung-dung/", {"begin": "1"})
    assert "no-store" in client.get(f"{MINE}ung-dung/")["Cache-Control"]


def test_a_wrong_first_code_keeps_the_secret_on_the_page(client, clerk):
    signed_in(client, clerk, proved=True)
    client.post(f"{MINE}ung-dung/", {"begin": "1"})
    secret = Authenticator.objects.get().secret
    answer = client.post(f"{MINE}ung-dung/", {"code": "000000"})
    assert answer.status_code == 422
    assert one_time.in_fours(secret) in answer.content.decode()


def test_codes_are_renewed_and_the_app_removed_from_the_page(client, clerk):
    give_authenticator(clerk)
    signed_in(client, clerk, proved=True)
    assert client.post(f"{MINE}ma-du-phong/").content.decode().count("<code") == 10
    assert client.post(f"{MINE}ung-dung/bo/")["Location"] == MINE
    assert not actions.has_second_factor(clerk.person)
    assert client.post(f"{MINE}ma-du-phong/")["Location"] == MINE


def test_the_demo_reads_its_sample_codes_aloud_and_nobody_else_does(client, clerk, settings):
    secret = give_authenticator(clerk)
    send(client, clerk)
    upcoming = code_now(secret, later=1)
    assert upcoming not in client.get(STEP).content.decode()
    settings.MOTCUA_DEMO = True
    assert any(code_now(secret, later=later) in client.get(STEP).content.decode() for later in (0, 1))
    Person.objects.update(is_sample=False)
    assert not any(code_now(secret, later=later) in client.get(STEP).content.decode() for later in (0, 1, 2))
