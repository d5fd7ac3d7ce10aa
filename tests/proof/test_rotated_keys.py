"""The key of a whole house is changed; the command is killed in the middle and begun again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

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


SEARCHES = (
    "import sys, json, django; django.setup(); from django.conf import settings; from motcua.citizens.models import"
    " Applicant; from motcua.dossiers.models import Dossier; from motcua.core import rekeying\n"
    "people = [each for each in Applicant.objects.exclude(identity_index=None)]\n"
    "by = Applicant.objects\n"
    "lost = [each for each in people if not by.found_by_identity(each.identity_number).filter(pk=each.pk)"
    " or each.phone and not by.found_by_phone(each.phone).filter(pk=each.pk)]\n"
    "unfound = [row.pk for row in Dossier.objects.exclude(code=None).select_related('applicant')"
    " if row.applicant.address and not Dossier.objects.search(row.applicant.address).filter(pk=row.pk)]\n"
    "json.dump([len(people), len(lost), len(unfound)], sys.stdout)"
)
GOES_ON = (
    "import sys, json, django; django.setup(); from motcua.agencies.models import Post;"
    " from motcua.citizens import actions; from motcua.citizens.finding import looked_up, still_open;"
    " by = Post.objects.filter(role='receptionist', ended_at=None).first(); number = '0990990' + '12345';"
    " actions.declare(by=by, kind='person', name='Nguyễn Thị Giữa Chừng', identity_number=number, phone='0912000777',"
    " address='99 Đường Giữa Chừng'); found = looked_up(by, number);"
    " json.dump([len(found), len(still_open(by, found)), actions.look_up(by, number).count()], sys.stdout)"
)
LEFT = (
    "import sys, json, django; django.setup(); from motcua.core import rekeying;"
    " json.dump(sum(sum(walk()) for _, walk in rekeying.walks()), sys.stdout)"
)


def test_a_change_of_the_blind_key_killed_in_the_middle_is_searched_all_the_while(source: dict[str, str]) -> None:
    def run(code: str) -> Any:
        return json.loads(drills.python("-c", code, environment=source))

    people, lost, unfound = run(SEARCHES)
    assert people > 0
    assert (lost, unfound) == (0, 0)
    content = keys_of(source)
    first = content["blind_keys"]["1"] if "blind_keys" in content else content["blind_key"]
    server = {"host": source["PGHOST"], "port": source["PGPORT"], "user": source["PGUSER"]}
    with psycopg.connect(dbname=source["PGDATABASE"], **server) as other:
        other.execute("SELECT 1 FROM dossiers_dossier FOR UPDATE")  # stops the walk between the people and the terms
        command = [sys.executable, "-m", "motcua", "keys", "rotate-blind"]
        with subprocess.Popen(command, env=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as rotation:
            assert rotation.stdout is not None
            assert rotation.stdout.readline().startswith(b"citizens_applicant")
            rotation.kill()
    assert list(keys_of(source)["blind_keys"]) == ["1", "2"]
    assert run(SEARCHES) == [people, 0, 0]  # people under the new key, words of addresses still under the old one
    assert run(GOES_ON) == [2, 2, 1]  # the office works on, and sees what it has looked up under either key
    told = drills.motcua("keys", "rotate-blind", environment=source)
    assert (told["key"], told["retired"]) == ("2", [1])
    assert told["closed_again"] > 0  # it was the middle
    assert keys_of(source)["retired_blind"] == {"1": first}
    assert list(keys_of(source)["blind_keys"]) == ["2"]
    assert run(LEFT) == 0
    assert run(SEARCHES) == [people + 1, 0, 0]
