"""`motcua keys rotate-blind`: the old key rests only when nothing is left that was made with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config import keys
from motcua.agencies.choices import Role
from motcua.citizens import actions, finding
from motcua.citizens.models import Applicant, IdentityLookup
from motcua.core import rekeying, rotation
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NUMBER = "001099012345"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> keys.Ring:
    """The blind keys of a file of their own."""
    monkeypatch.setenv("MOTCUA_KEYS_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("MOTCUA_TEST", "0")
    monkeypatch.setattr(rotation, "SETTLE", 0)
    keys.make(keys.path())
    settings.BLIND_KEYS = keys.Ring(keys.load(), "blind_keys")
    settings.BLIND_KEYS_EVER = keys.Ring(keys.load(), "blind_keys_ever")
    return settings.BLIND_KEYS


@pytest.fixture
def person(ring: keys.Ring) -> Applicant:
    return actions.declare(
        by=make_post(), kind="person", name="Nguyễn Thị Thử", identity_number=NUMBER, phone="0912345678"
    )


def retired() -> list[str]:
    return list(json.loads(keys.path().read_text()).get("retired_blind", {}))


def test_one_run_makes_everything_again_and_lets_the_old_key_rest(ring: keys.Ring, person: Applicant) -> None:
    before = bytes(person.identity_index)
    call_command("keys", "rotate-blind", "--json")
    assert list(ring) == [2]
    assert retired() == ["1"]
    now = Applicant.objects.found_by_identity(NUMBER).get()
    assert (now.pk, now.phone) == (person.pk, person.phone)
    assert bytes(now.identity_index) != before
    call_command("keys", "rotate-blind", "--json")
    assert (list(ring), retired()) == ([3], ["1", "2"])


def test_the_old_key_is_not_dropped_while_an_older_transaction_runs(
    ring: keys.Ring, person: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "wait_for_older", lambda moment, seconds: False)
    with pytest.raises(CommandError, match="khóa cũ chưa nghỉ"):
        call_command("keys", "rotate-blind", "--wait", "0", "--json")
    assert (list(ring), retired()) == ([1, 2], [])
    assert Applicant.objects.found_by_identity(NUMBER).exists()


def test_the_old_key_is_not_dropped_while_somebody_still_writes_with_it(
    ring: keys.Ring, person: Applicant, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A web process that does not see the changed file (another machine, another file) goes on with the old key."""
    walks, by = rekeying.walks, make_post()

    def written_late() -> list[tuple[str, rekeying.Walk]]:
        kept, settings.BLIND_KEYS = settings.BLIND_KEYS, {1: ring[1]}
        actions.declare(by=by, kind="person", name="Trần Văn Muộn", identity_number="001099012346")
        settings.BLIND_KEYS = kept
        return walks()

    monkeypatch.setattr(rekeying, "walks", written_late)
    with pytest.raises(CommandError, match="vẫn còn 1 chỉ mục"):
        call_command("keys", "rotate-blind", "--json")
    assert (list(ring), retired()) == ([1, 2], [])
    monkeypatch.setattr(rekeying, "walks", walks)
    call_command("keys", "rotate-blind", "--json")  # goes on, with the same new key
    assert (list(ring), retired()) == ([2], ["1"])


def test_what_cannot_be_made_again_is_found_under_retired_keys(ring: keys.Ring, person: Applicant) -> None:
    """Who looked somebody up: the number is not in the record."""
    by = make_post(Role.INSPECTOR)
    actions.look_up(person.by, NUMBER)
    ring.add()
    found = finding.looked_up(person.by, NUMBER)  # during the change: kept under both
    assert finding.still_open(person.by, found) == found
    assert len(found) == 2
    call_command("keys", "rotate-blind", "--json")
    actions.look_up(person.by, NUMBER)
    digests = actions.who_looked(by, NUMBER, why="Kiểm tra")[1]
    looks = IdentityLookup.objects.of(digests).filter(by=person.by)
    assert looks.count() == 3  # before, during and after the change


@pytest.fixture(autouse=True)
def nothing_left(ring: keys.Ring) -> Iterator[None]:
    yield
    assert not list(keys.path().parent.glob("*.part"))
