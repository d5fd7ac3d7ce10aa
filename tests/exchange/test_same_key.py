"""The same key gets the same answer, and makes one dossier."""

import pytest

from motcua.dossiers.models import Dossier
from motcua.exchange.models import IdempotencyKey
from tests.dossier_factories import ASKING
from tests.exchange.machines import Machine, body_of
from tests.factories import make_post


def test_the_same_key_gets_the_same_answer_and_one_dossier(house, desk):
    body = body_of(house, idempotency_key="may-a-1")
    first, second = desk.post_json("/dossiers", body), desk.post_json("/dossiers", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Dossier.objects.count() == 1


def test_members_in_another_order_and_defaults_written_out_are_the_same_body(house, desk):
    body = body_of(house, idempotency_key="may-a-1")
    first = desk.post_json("/dossiers", body).json()
    turned = dict(reversed(list(body.items()))) | {"case": "", "submitter": None}
    assert desk.post_json("/dossiers", turned).json() == first


def test_the_same_key_with_another_body_is_a_conflict(house, desk):
    desk.post_json("/dossiers", body_of(house, idempotency_key="may-a-1"))
    answer = desk.post_json("/dossiers", body_of(house, idempotency_key="may-a-1", subject="Khác"))
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert Dossier.objects.count() == 1


def test_a_key_belongs_to_its_post(house, desk):
    colleague = Machine(make_post("receptionist", agency=house.centre))
    body = body_of(house, idempotency_key="may-a-1")
    codes = {machine.post_json("/dossiers", body).json()["code"] for machine in (desk, colleague)}
    assert len(codes) == 2


def test_a_refused_request_leaves_its_key_free(house, desk):
    body = body_of(house, ASKING, idempotency_key="may-a-1")
    assert desk.post_json("/dossiers", body).status_code == 422
    assert desk.post_json("/dossiers", body | {"limit": "5 ngày"}).status_code == 201


@pytest.mark.parametrize("key", ["k" * 121, " k", "k\u0000", "k\u200b"])
def test_a_key_that_could_be_misread_is_refused(house, desk, key):
    answer = desk.post_json("/dossiers", body_of(house, idempotency_key=key))
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_key")


def test_nothing_of_the_applicant_can_be_read_from_the_kept_answer(house, desk):
    desk.post_json("/dossiers", body_of(house, idempotency_key="may-a-1"))
    kept = IdempotencyKey.objects.get()
    assert "Võ" not in str(kept.answer)
    assert "046090000318" not in str(kept.answer)
    assert len(bytes(kept.digest)) == 16  # keyed: without the key no list of numbers leads back
