import json
import os
import uuid

import psycopg
import pytest
from django.db import connection, connections
from django.db.utils import NotSupportedError
from psycopg import sql

from config import database, keys
from config.database import demo
from config.database.base import DatabaseFeatures, DatabaseWrapper


def test_a_url_names_a_real_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:s%40cret@db.example:5433/office?sslmode=require")
    monkeypatch.delenv("MOTCUA_TEST")
    monkeypatch.delenv("MOTCUA_DEMO", raising=False)
    described = database.from_environment()
    assert [described[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "office",
        "ann",
        "s@cret",
        "db.example",
        "5433",
    ]
    assert described["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("name", ["MOTCUA_DEMO", "MOTCUA_TEST"])
def test_only_the_demo_and_the_tests_may_set_the_clock(monkeypatch, name):
    for one in ("MOTCUA_DEMO", "MOTCUA_TEST"):
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/office?options=-c%20geqo%3Doff")
    assert database.from_environment()["OPTIONS"] == {"options": "-c geqo=off"}
    monkeypatch.setenv(name, "1")
    wanted = {"options": "-c geqo=off -c motcua.clock_may_be_set=on"}
    assert database.from_environment()["OPTIONS"] == wanted


@pytest.mark.django_db
def test_an_old_server_is_refused():
    assert connection.features.minimum_database_version == (16,)

    class Newer(DatabaseFeatures):
        minimum_database_version = (99,)

    class Wrapper(DatabaseWrapper):
        features_class = Newer

    old = Wrapper(connections["default"].settings_dict, alias="old")
    with pytest.raises(NotSupportedError, match="PostgreSQL 99 or later is required"):
        old.check_database_version_supported()
    old.close()


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A name for a demo database on the tests' server, and keys of its own."""
    name = f"run{os.environ['MOTCUA_TEST_RUN']}_{uuid.uuid4().hex[:8]}"
    monkeypatch.setenv("PGDATABASE", name)
    monkeypatch.setenv("MOTCUA_KEYS_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("MOTCUA_SEAL_FILE", str(tmp_path / "seals.jsonl"))
    monkeypatch.setenv("MOTCUA_DEMO", "0")
    yield name
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        for (made,) in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]):
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(made)))


def names(beginning):
    with psycopg.connect(dbname="postgres") as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [beginning])
        return [name for (name,) in rows]


def test_the_demo_makes_its_database_once(fresh):
    made = demo.prepare()
    demo.write_mark({"sample": "abc"})
    again = demo.prepare()
    assert names(fresh) == [fresh]
    assert made.get("sample") is None
    assert again["sample"] == "abc"


def test_the_demo_refuses_a_database_it_did_not_make(fresh):
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
    with pytest.raises(demo.NotOurs, match="not made by the demo"):
        demo.prepare()


def test_a_database_marked_by_others_is_refused(fresh):
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
        comment = sql.Literal(json.dumps({"sign": "theirs"}))
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(fresh), comment))
    with pytest.raises(demo.NotOurs):
        demo.prepare()


def test_data_whose_keys_are_gone_is_set_aside_not_dropped(fresh, capsys):
    demo.prepare()
    keys.path().unlink()
    demo.prepare()
    assert len(names(fresh)) == 2
    assert "keys" in capsys.readouterr().out


def test_a_rewritten_migration_sets_the_database_aside(fresh, monkeypatch):
    demo.prepare()
    known = demo.migrations()
    monkeypatch.setattr(demo, "migrations", lambda: {**known, sorted(known)[0]: "rewritten"})
    demo.prepare()
    assert len(names(fresh)) == 2


def test_the_seals_of_a_database_go_aside_with_it(fresh, tmp_path):
    demo.prepare()
    (tmp_path / "seals.jsonl").write_text("{}")
    demo.prepare()
    assert (tmp_path / "seals.jsonl").exists()
    keys.path().unlink()
    demo.prepare()
    (aside,) = names(fresh)[1:]
    assert (tmp_path / f"seals_{aside.removeprefix(f'{fresh}_')}.jsonl").exists()
    assert not (tmp_path / "seals.jsonl").exists()


def test_a_new_migration_does_not(fresh, monkeypatch):
    demo.prepare()
    known = demo.migrations()
    monkeypatch.setattr(demo, "migrations", lambda: {**known, "motcua/core/migrations/0099_new.py": "new"})
    demo.prepare()
    assert names(fresh) == [fresh]


def test_each_folder_has_a_demo_database_of_its_own(monkeypatch, tmp_path):
    """Another folder has other keys: on a shared database they would set the first one's data aside."""
    monkeypatch.setattr(demo.postgres, "start", lambda name: None)
    named = []
    for folder in (None, tmp_path / "a", tmp_path / "b", tmp_path / "a" / ".." / "a"):
        for variable in ("PGHOST", "DATABASE_URL", "MOTCUA_VAR"):
            monkeypatch.delenv(variable, raising=False)
        if folder is not None:
            monkeypatch.setenv("MOTCUA_VAR", str(folder))
        for variable in ("MOTCUA_DEMO", "MOTCUA_PG_PROGRAMS", "PGDATABASE"):
            monkeypatch.setenv(variable, "")
        monkeypatch.setattr(demo.postgres, "environment", lambda name: {"PGHOST": "/nowhere"})
        demo.attach()
        named.append(os.environ["PGDATABASE"])
    assert named[0] == "motcua"
    assert len(set(named)) == 3
    assert named[1] == named[3]
