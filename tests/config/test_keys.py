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
    assert len(made.blind_key) == 32


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
    assert keys.load() == keys.Keys("secret", {3: bytes(32)}, bytes(32))


def test_without_any_key_the_settings_load_but_nothing_is_served(file):
    assert not keys.load().complete
