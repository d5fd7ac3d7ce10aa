"""What the source may not hold: read as a tree, so that another way of writing it is found as well."""

import ast
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import UUIDField

ROOT = Path(__file__).resolve().parents[2]

# Who opens a connection, and whereto: addresses of the settings, never one that somebody typed.
OUTGOING = {
    "motcua/files/buckets.py": {"boto3", "botocore"},  # MOTCUA_S3_ENDPOINT, https only
    "motcua/files/gateways/clamd.py": {"socket"},  # MOTCUA_ANTIVIRUS
    "motcua/citizens/openid/calls.py": {"http.client", "ssl"},  # who proves identities, https or this machine
    "motcua/notify/gateways/smtp.py": {"smtplib", "ssl"},  # MOTCUA_SMTP, with TLS or to this machine
    "motcua/notify/gateways/web.py": {"http.client", "ssl"},  # MOTCUA_SMS, MOTCUA_ZALO, https or this machine
    "motcua/files/nursery.py": {"socket"},  # pairs of ends within this machine, see below
    "motcua/files/child.py": {"socket"},  # the other ends of them
    "config/demo.py": {"socket"},  # looks whether a port is free
    "config/postgres.py": {"socket"},  # the embedded server of demo and tests
}
CONNECTING = {"socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "smtplib",
              "ftplib", "telnetlib", "xmlrpc.client", "boto3", "botocore", "paramiko"}  # fmt: skip
GUESSED = {"random"}  # its numbers can be foretold
RUNNING = {"pickle", "marshal", "shelve", "dill", "yaml"}


def imported(text: str) -> set[str]:
    """Every module that a source brings in, with the packages it lies in."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 2)}


def bringing_in(modules: set[str]) -> dict[str, set[str]]:
    found = {}
    for folder in ("motcua", "config"):
        for path in (ROOT / folder).rglob("*.py"):
            if names := imported(path.read_text("utf-8")) & modules:
                found[str(path.relative_to(ROOT))] = names
    return found


def test_only_these_open_connections_to_other_machines():
    assert bringing_in(CONNECTING) == OUTGOING


@pytest.mark.parametrize(("name", "way"), [("nursery", "socketpair"), ("child", "recv_fds")])
def test_who_examines_files_is_reached_by_a_pair_of_ends_and_not_by_an_address(name, way):
    text = (ROOT / f"motcua/files/{name}.py").read_text("utf-8")
    called = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    assert way in called
    assert called.isdisjoint({"connect", "connect_ex", "bind", "listen", "create_connection", "create_server"})


def test_no_number_of_ours_can_be_foretold_and_nothing_is_unpickled():
    assert bringing_in(GUESSED | RUNNING) == {}


def test_every_key_made_by_us_is_a_random_uuid():
    made = {
        f"{model._meta.label}.{field.name}": field.default
        for model in apps.get_models()
        if model.__module__.startswith("motcua.")
        for field in model._meta.local_fields
        if isinstance(field, UUIDField) and field.has_default()
    }
    assert len(made) > 10
    assert {default for default in made.values() if default is not None} == {uuid.uuid4}


def test_the_eye_sees_other_ways_of_writing_it():
    assert imported("from urllib import request as r") >= {"urllib.request"}
    assert imported("import http.client") >= {"http.client"}
    assert imported("def f():\n    from pickle import loads") >= {"pickle"}
