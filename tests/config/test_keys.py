import base64
import json
import os
import stat

import pytest

from config import keys


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_KEYS_FILE", str(tmp_path / "var" / "keys.json"))
    return keys.path()


def test_new_keys_are_for_this_account_only(file):
    keys.make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = keys.load()
    assert made.complete
    assert [len(key) for key in made.field_keys.values()] == [32]
    assert [len(key) for key in made.blind_keys.values()] == [32]


def test_existing_keys_are_never_replaced(file):
    keys.make(file)
    before = file.read_text()
    keys.make(file)
    assert file.read_text() == before
    with pytest.raises(SystemExit, match="exists"):
        keys.main(["keys", str(file)])


def test_a_key_of_another_length_is_refused(file):
    keys.make(file)
    content = json.loads(file.read_text())
    content["field_keys"]["2"] = base64.b64encode(os.urandom(16)).decode()
    file.write_text(json.dumps(content))
    with pytest.raises(ValueError, match="32 bytes"):
        keys.load()


def test_the_last_field_key_encrypts(file):
    keys.make(file)
    content = json.loads(file.read_text())
    content["field_keys"]["2"] = base64.b64encode(bytes(range(32))).decode()
    file.write_text(json.dumps(content))
    assert list(keys.load().field_keys)[-1] == 2


def test_keys_may_come_from_the_environment(file, monkeypatch):
    key = base64.b64encode(bytes(32)).decode()
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "secret")
    monkeypatch.setenv("MOTCUA_FIELD_KEYS", json.dumps({"3": key}))
    monkeypatch.setenv("MOTCUA_BLIND_KEY", key)
    assert keys.load() == keys.Keys("secret", {3: bytes(32)}, {1: bytes(32)})


def test_without_any_key_the_settings_load_but_nothing_is_served(file):
    assert not keys.load().complete


def test_every_process_follows_a_rotation_without_a_restart(file, monkeypatch):
    monkeypatch.setenv("MOTCUA_TEST", "0")
    keys.make(file)
    web, command = keys.Ring(keys.load()), keys.Ring(keys.load())
    assert list(web) == [1]
    assert command.add() == 2
    assert next(reversed(web)) == 2
    assert web[1] == command[1]
    command.retire(1)
    assert list(web) == [2]
    assert [name for name, _ in web.items()] == [2]
    assert keys.load().oldest == base64.b64decode(json.loads(file.read_text())["retired"]["1"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert command.add() == 3


def test_the_key_in_use_and_unknown_ones_are_not_retired(file, monkeypatch):
    monkeypatch.setenv("MOTCUA_TEST", "0")
    keys.make(file)
    ring = keys.Ring(keys.load())
    for name in (1, 9):
        with pytest.raises(ValueError, match="in use, or unknown"):
            ring.retire(name)


def test_a_file_out_of_reach_leaves_the_known_keys(file, monkeypatch):
    monkeypatch.setenv("MOTCUA_TEST", "0")
    keys.make(file)
    ring = keys.Ring(keys.load())
    known = ring[1]
    file.unlink()
    assert ring[1] == known


def test_keys_of_the_environment_are_not_rotated_here(file):
    with pytest.raises(ValueError, match="MOTCUA_KEYS_FILE"):
        keys.Ring(keys.Keys("", {1: bytes(32)}, {1: bytes(32)})).add()
