"""Values are closed again with the newest key, whatever happens beside it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from motcua.agencies.models import Post
from motcua.core import rotation
from motcua.core.fields import EncryptedText, key_name
from tests.core.things.models import Thing

pytestmark = pytest.mark.django_db


def fields() -> list[EncryptedText]:
    return next(found for model, found in rotation.tables() if model is Thing)


def keys_used() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM things_thing UNION ALL SELECT answers FROM things_thing")
        return {key_name(bytes(value)) for (value,) in cursor.fetchall() if value is not None}


@pytest.fixture
def things(by: Post, settings: Any) -> list[Thing]:
    """Five things whose values are under key 1, while key 2 encrypts from now on."""
    settings.FIELD_KEYS = {1: bytes(32)}
    made = [Thing.objects.create(phone=f"091234567{n}", answers={"n": n}) for n in range(5)]
    settings.FIELD_KEYS = {1: bytes(32), 2: bytes([7]) * 32}
    return made


def test_everything_is_closed_again_in_batches(things: list[Thing], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    assert rotation.left()["things_thing"] == 5
    assert list(rotation.close_again(Thing, fields())) == [4, 4, 2]
    assert keys_used() == {"2"}
    assert "things_thing" not in rotation.left()
    assert sorted(thing.phone for thing in Thing.objects.all()) == [f"091234567{n}" for n in range(5)]
    assert sorted(thing.answers["n"] for thing in Thing.objects.all()) == [0, 1, 2, 3, 4]


def test_what_is_done_is_passed_over(things: list[Thing], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    next(rotation.close_again(Thing, fields()))  # stopped after the first batch
    assert sum(rotation.close_again(Thing, fields())) == 6
    assert list(rotation.close_again(Thing, fields())) == []


def test_a_value_changed_meanwhile_is_not_written_over(things: list[Thing]) -> None:
    row = Thing.objects.defer("answers").get(pk=things[0].pk)
    other = Thing.objects.get(pk=things[0].pk)
    other.phone = "0987654321"
    other.save(update_fields=["phone"])
    phone = next(field for field in fields() if field.name == "phone")
    assert rotation._rewrite(Thing, row, phone) == 0
    assert Thing.objects.get(pk=things[0].pk).phone == "0987654321"


def test_values_without_their_key_stop_the_rotation(things: list[Thing], settings: Any) -> None:
    settings.FIELD_KEYS = {2: bytes([7]) * 32}
    with pytest.raises(LookupError, match="no key '1'"):
        list(rotation.close_again(Thing, fields()))
    assert keys_used() == {"1"}


def test_every_encrypted_field_of_the_house_is_walked() -> None:
    names = {model._meta.db_table for model, _ in rotation.tables()}
    assert {"citizens_applicant", "core_note", "files_storedfile", "things_thing"} <= names


def transaction_of_somebody_else() -> Any:
    """A connection with a transaction that has begun."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
    return other


def waited_elsewhere(began: datetime) -> bool:
    try:
        return rotation.wait_for_older(began, seconds=30)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_transactions_that_began_before() -> None:
    older = transaction_of_somebody_else()
    began = rotation.real_moment()
    try:
        assert not rotation.wait_for_older(began, seconds=0)
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(waited_elsewhere, began)
            assert not rotation.wait_for_older(began, seconds=0.3)
            assert not waiting.done()
            older.rollback()
            assert waiting.result(timeout=60)
    finally:
        older.close()


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_for_what_began_later() -> None:
    began = rotation.real_moment()
    younger = transaction_of_somebody_else()
    try:
        assert rotation.wait_for_older(began, seconds=0)
    finally:
        younger.close()
