"""The harness itself: what it forbids, and what it keeps."""

import os
import socket
import warnings

import pytest
from django.db import connection
from django.template import Context, Template

from config import testing


def test_a_test_cannot_reach_the_network():
    with pytest.raises(RuntimeError, match="no network"), socket.socket() as probe:
        probe.connect(("192.0.2.1", 80))


def test_a_test_may_talk_to_this_machine():
    with socket.socket() as server, socket.socket() as probe:
        server.bind(("127.0.0.1", 0))
        server.listen()
        probe.connect(server.getsockname())
        assert probe.getpeername() == server.getsockname()


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("careful", UserWarning, stacklevel=1)


def test_an_undefined_variable_in_a_template_fails():
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        Template("{{ nobody }}").render(Context())


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        counts = {}
        for name in (*names, *testing.UNMANAGED):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            counts[name] = cursor.fetchone()[0]
        return counts


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_transactional_test_begins_with_what_the_migrations_made(time):
    """The second time comes after a flush."""
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'migrated'")
        copied = {name for (name,) in cursor.fetchall()}
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert {name for name, count in before.items() if count} - set(testing.KEPT) == copied


def test_what_is_left_over_is_dropped_but_not_what_another_run_needs():
    alive, dead = f"run{os.getpid()}_gw0", "run99999999_gw1"
    names = [alive, dead, "run7", "template_own", "template_other"]
    assert testing.left_over(names, own="7", template="template_own") == [dead]
    assert testing.left_over([dead, "run7", *names[3:]], own="7", template="template_own") == [dead, "template_other"]
    assert testing.left_over(["run7", "template_own"], own="7", template="template_own") == []
