import os
import subprocess
import sys
from pathlib import Path

import pytest

from motcua import cli

ROOT = Path(__file__).resolve().parents[2]


def motcua(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "motcua", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command():
    told = motcua("--help")
    assert told.returncode == 0
    assert [name for name in cli.COMMANDS if f"  {name}" not in told.stdout] == []


def test_the_clock_answers_without_django_and_without_a_database():
    code = (
        "import sys; from motcua import cli; cli.main(['limits', 'parse', '--json']);"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, input="15 ngày làm việc\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"working_day"' in done.stdout


def test_an_unknown_command_is_refused_in_words():
    told = motcua("no-such-command")
    assert told.returncode == 1
    assert "Unknown command" in told.stderr


def test_a_server_that_cannot_be_reached_is_told_without_a_traceback():
    told = motcua("journal", "verify", DATABASE_URL="postgresql:///x?host=/nowhere")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("name", [name for name, command in cli.COMMANDS.items() if command.pure is None])
def test_every_listed_command_exists(name):
    told = motcua(name, "--help")
    assert told.returncode == 0, told.stderr
