"""What a machine cannot test is said at the end of the run, by one process and by several."""

import subprocess
import sys

import house
import pytest

from tests import absent

FILE = """
import pytest

from tests import absent

@pytest.mark.program("no-such-program")
def test_asks_another_program():
    raise AssertionError

def test_leaves_a_part_out(request):
    absent.leave_out(request.config, "a part of it", "something is missing")
"""
CONFTEST = """
import pytest

from tests import absent

def pytest_configure(config):
    config.addinivalue_line("markers", "program(name): asks another program")
    config.pluginmanager.register(absent.Telling(config))

def pytest_collection_modifyitems(config, items):
    absent.take_out(config, items, lambda item: "gone" if item.get_closest_marker("program") else "")
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_what_is_not_tested_is_said(tmp_path, processes):
    (tmp_path / "test_it.py").write_text(FILE)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    asked = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        processes,
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    told = subprocess.run(
        asked, cwd=tmp_path, env={"PYTHONPATH": str(house.ROOT)}, capture_output=True, text=True, check=False
    ).stdout
    assert "1 passed" in told
    said = [line for line in told.splitlines() if line.startswith("NOT TESTED")]
    assert [line.rpartition("/")[2] for line in said] == [
        "NOT TESTED: a part of it (something is missing)",
        "NOT TESTED: test_it.py::test_asks_another_program (gone)",
    ]


def test_a_program_is_looked_for_where_machines_keep_them():
    assert absent.program("no-such-program") is None
    assert absent.program("sh")
