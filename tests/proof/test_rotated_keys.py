"""The key of a whole house is changed; the command is killed in the middle and begun again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import drills

READ_ALL = (
    "import sys, json, django; django.setup(); from motcua.core import rotation;"
    " values = [getattr(row, f.attname) for m, fields in rotation.tables() for row in m._default_manager.all()"
    " for f in fields]; json.dump([sum(1 for v in values if v), rotation.left()], sys.stdout)"
)


def keys_of(environment: dict[str, str]) -> Any:
    return json.loads((Path(environment["MOTCUA_VAR"]) / "keys.json").read_text())


def readable(environment: dict[str, str]) -> tuple[int, dict[str, int]]:
    """Open everything; returns how many values there are and which tables hold some under another key."""
    count, left = json.loads(drills.python("-c", READ_ALL, environment=environment))
    assert drills.motcua("files", "verify", environment=environment)["ok"]
    return count, left


def test_a_rotation_killed_in_the_middle_loses_nothing_and_is_finished_by_the_next(source: dict[str, str]) -> None:
    values, left = readable(source)
    assert values > 10
    assert left == {}
    first = keys_of(source)["field_keys"]["1"]
    command = [sys.executable, "-m", "motcua", "keys", "rotate"]
    with subprocess.Popen(command, env=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as rotation:
        assert rotation.stdout is not None
        assert rotation.stdout.readline()  # the first table is done
        rotation.kill()
    assert list(keys_of(source)["field_keys"]) == ["1", "2"]
    count, left = readable(source)
    assert count == values
    assert left != {}  # it was the middle
    told = drills.motcua("keys", "rotate", environment=source)
    assert told["key"] == "2"
    assert told["retired"] == [1]
    assert keys_of(source)["retired"] == {"1": first}
    assert list(keys_of(source)["field_keys"]) == ["2"]
    assert readable(source) == (values, {})
