"""Blind indexes are made again with the newest key, whatever happens beside it, and are found all the while."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.agencies.models import Post
from motcua.core import rekeying
from motcua.core.fields import BlindIndex, blind, blinds
from tests.core.things.models import Thing

pytestmark = pytest.mark.django_db
OLD, NEW = bytes(32), bytes([7]) * 32
PHONES = [f"091234567{n}" for n in range(5)]
WALK = (
    "from django.conf import settings; settings.BLIND_KEYS = {1: bytes(32), 2: bytes([7]) * 32};"
    " from motcua.core import rekeying; rekeying.BATCH = 2; from tests.core.things.models import Thing\n"
    "for count in rekeying.make_again(Thing, [Thing._meta.get_field('phone_index')]): print(count, flush=True)\n"
    "print('done', flush=True)"
)


def make(phone: str) -> Thing:
    return Thing.objects.create(phone=phone, phone_index=blind("phone", phone))


def walk() -> list[int]:
    return list(dict(rekeying.walks())["things_thing"]())


def found(phone: str) -> int:
    """How many things a search finds, as searches are made: under every key in use."""
    return Thing.objects.filter(phone_index__in=blinds("phone", phone)).count()


def under(key: bytes, settings: Any) -> list[str]:
    """The phones whose index lies under a key."""
    kept, settings.BLIND_KEYS = settings.BLIND_KEYS, {1: key}
    known = [phone for phone in PHONES if Thing.objects.filter(phone_index=blind("phone", phone)).exists()]
    settings.BLIND_KEYS = kept
    return known


@pytest.fixture
def things(by: Post, settings: Any) -> list[Thing]:
    """Five things whose indexes are under key 1, while key 2 makes them from now on."""
    settings.BLIND_KEYS = {1: OLD}
    made = [make(phone) for phone in PHONES]
    settings.BLIND_KEYS = {1: OLD, 2: NEW}
    return sorted(made, key=lambda thing: thing.pk)


def test_everything_is_made_again_in_batches_and_is_found_all_the_while(
    things: list[Thing], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "BATCH", 2)
    seen = []
    assert [found(phone) for phone in PHONES] == [1] * 5
    for count in dict(rekeying.walks())["things_thing"]():
        seen.append((count, len(under(NEW, settings)), [found(phone) for phone in PHONES]))
    assert seen == [(2, 2, [1] * 5), (2, 4, [1] * 5), (1, 5, [1] * 5)]
    settings.BLIND_KEYS = {2: NEW}
    assert [found(phone) for phone in PHONES] == [1] * 5


def test_what_is_done_is_passed_over(things: list[Thing], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "BATCH", 2)
    next(dict(rekeying.walks())["things_thing"]())  # stopped after the first batch
    assert walk() == [0, 2, 1]
    assert walk() == [0, 0, 0]


def test_a_value_changed_or_erased_meanwhile_is_not_written_over(things: list[Thing]) -> None:
    field = Thing._meta.get_field("phone_index")
    assert isinstance(field, BlindIndex)
    read = [Thing.objects.get(pk=thing.pk) for thing in things[:2]]
    Thing.objects.filter(pk=read[0].pk).update(phone_index=blind("phone", "0987654321"))
    Thing.objects.filter(pk=read[1].pk).update(phone_index=None)
    assert [rekeying._write(row, field) for row in read] == [0, 0]
    assert Thing.objects.get(pk=read[0].pk).phone_index == blind("phone", "0987654321")
    assert Thing.objects.get(pk=read[1].pk).phone_index is None


def test_every_blind_index_of_the_house_and_the_terms_of_searches_are_walked() -> None:
    names = [name for name, _ in rekeying.walks()]
    assert names == [
        "citizens_account",
        "citizens_applicant",
        "citizens_onetimecode",
        "counter_sheetrow",
        "dossiers_dossier",
        "notify_outgoing",
        "privacy_rightsrequest",
        "things_thing",
    ]


def test_an_index_that_could_not_be_made_again_is_refused() -> None:
    for given in ({}, {"kind": "phone"}, {"kind": "phone", "of": "title"}, {"of": "phone"}):
        stray = BlindIndex(**given)
        stray.set_attributes_from_name("stray")
        stray.model = Thing
        assert [error.id for error in stray.check()] == ["core.E002"]


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_beside_a_writer_nothing_is_lost_and_the_next_run_finishes(
    things: list[Thing], settings: Any, python: Callable[..., subprocess.Popen[str]]
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM things_thing WHERE id = %s FOR UPDATE", [things[3].pk])  # stops the second batch
        walking = python(WALK)
        assert walking.stdout is not None
        assert walking.stdout.readline() == "2\n"
        make("0987654321")  # somebody writes meanwhile
        walking.kill()
        walking.wait()
    done = {thing.phone for thing in things[:2]}
    assert set(under(NEW, settings)) == done  # the first batch whole, the second not at all
    assert set(under(OLD, settings)) == set(PHONES) - done
    assert [found(phone) for phone in [*PHONES, "0987654321"]] == [1] * 6
    assert python(WALK).communicate(timeout=60)[0].split()[-1] == "done"
    assert set(under(NEW, settings)) == set(PHONES)
    settings.BLIND_KEYS = {2: NEW}
    assert [found(phone) for phone in [*PHONES, "0987654321"]] == [1] * 6
