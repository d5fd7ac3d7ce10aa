"""What everybody may ask, and the demo's clock."""

import pytest

from motcua.core import clock
from tests import dossier_factories as make
from tests.exchange.machines import Machine

SHOWN = {
    "code", "procedure", "state", "label", "national_code", "step", "received_at", "due_at", "decided_at",
    "returned_at", "late", "asked", "office", "phone",
}  # fmt: skip


def test_code_and_four_digits_tell_where_a_dossier_stands(house, nobody):
    dossier = make.waiting(house)
    for check in ("5274", "0318"):  # of the phone, of the identity number
        answer = nobody.get(f"/tracking/{dossier.code}", check=check)
        assert answer.status_code == 200
        assert set(answer.json()) == SHOWN
        assert answer.json()["asked"] == ["Bản vẽ"]
    text = answer.content.decode()
    for secret in ("Trần Thị Mẫu", "Tổ dân phố", "0912345274", "046190000318", "pdf"):
        assert secret not in answer.json().values()
        assert secret not in text


def test_a_wrong_check_and_an_unknown_code_are_answered_alike(house, nobody):
    dossier = make.received(house)
    asked = [
        f"/tracking/{dossier.code}?check=0000", f"/tracking/{dossier.code}", f"/tracking/{dossier.code}?check=",
        "/tracking/KHONG-CO?check=5274", "/tracking/%00?check=%00", f"/tracking/{dossier.code}?check=912345274",
        "/tracking/" + "9" * 2_000 + "?check=5274",
    ]  # fmt: skip
    answers = {(answer.status_code, answer.content) for answer in map(nobody.get, asked)}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_too_many_questions_are_told_when_to_come_back(house, nobody):
    dossier = make.received(house)
    for _ in range(60):
        answer = nobody.get(f"/tracking/{dossier.code}", check="0001")
        if answer.status_code == 429:
            break
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert nobody.get(f"/tracking/{dossier.code}", check="5274").status_code == 429


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-02-12T15:30+07:00", "2026-02-12T15:30"), ("2026-02-12T15:30", "2026-02-12T15:30"),
        ("2026-02-12T08:30:00Z", "2026-02-12T15:30"), ("2026-02-12", "2026-02-12T00:00"),
    ],
)  # fmt: skip
def test_any_post_sets_the_demos_clock_and_it_ticks_on(house, desk, set_clock, given, instant):
    answer = desk.ask("PUT", "/demo/clock", {"now": given})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["now"].startswith(instant)
    assert answer.json()["now"].endswith("+07:00")
    assert clock.local(clock.now()).isoformat().startswith(instant)
    assert desk.ask("PUT", "/demo/clock", {"now": None}).status_code == 200


def test_strangers_do_not_set_the_clock(nobody):
    assert nobody.ask("PUT", "/demo/clock", {"now": "2026-02-12T15:30"}).status_code == 401


def test_the_clock_is_not_set_to_where_nobody_could_set_it_back(house, desk):
    for moment, code in (("2025-06-30T23:59", "post_not_held_then"), ("1000-01-01", "invalid_request")):
        answer = desk.ask("PUT", "/demo/clock", {"now": moment})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    for body in ({}, {"now": "bây giờ"}, {"now": 10**30}, {"time": None}, []):
        assert desk.ask("PUT", "/demo/clock", body).status_code == 422


def test_outside_the_demo_there_is_no_such_address(house, settings):
    machine = Machine(house.clerk)
    house.clerk.person.is_sample = False
    house.clerk.person.save()
    settings.MOTCUA_DEMO = settings.MOTCUA_TEST = False
    assert machine.ask("PUT", "/demo/clock", {"now": "2026-02-12T15:30"}).status_code == 404
