"""What cannot be tested on a machine is taken out and said at the end: neither passed nor hidden."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest

PLACES = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin:/usr/local/sbin"
TAKEN_OUT = pytest.StashKey[dict[str, str]]()


def program(name: str) -> str | None:
    """Where a program of the machine is, or None."""
    return shutil.which(name, path=PLACES)


def take_out(config: pytest.Config, items: list[pytest.Item], missing: Callable[[pytest.Item], str]) -> None:
    """Take out the tests of which `missing` says in words why they cannot run here."""
    why = {item: missing(item) for item in items}
    absent = [item for item in items if why[item]]
    items[:] = [item for item in items if not why[item]]
    config.hook.pytest_deselected(items=absent)
    config.stash.setdefault(TAKEN_OUT, {}).update({item.nodeid: why[item] for item in absent})


def leave_out(config: pytest.Config, what: str, why: str) -> None:
    """Say that a part of a test did not run."""
    config.stash[TAKEN_OUT][what] = why


class Telling:
    """Says it at the end of the run, also of one that several processes share: these are the ones that collect."""

    def __init__(self, config: pytest.Config) -> None:
        self.found = config.stash.setdefault(TAKEN_OUT, {})

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["taken_out"] = self.found

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.found.update(getattr(node, "workeroutput", {}).get("taken_out", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name, why in sorted(self.found.items()):
            terminalreporter.write_line(f"NOT TESTED: {name} ({why})")
