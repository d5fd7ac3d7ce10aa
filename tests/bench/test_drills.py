"""Which version the drill of an upgrade begins with, and what a drill of restoring does not let pass."""

import subprocess
from pathlib import Path

import pytest

from bench import drills

BEFORE = {
    "files": {"count": {"printed": 2}, "contents": "aa"},
    "closed_fields": {"count": 4, "contents": "bb"},
    "blind": {"citizens_applicant": {"kept": 3, "wrong": 0}},
    "addresses": {"kept": 2, "lost": 0},
    "seals": [[1, "cc"], [2, "dd"]],
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Thử", "-c", "user.email=thu@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "commit", "-q", "--allow-empty", "-m", "Change something")


def test_without_any_version_it_begins_with_the_stand_in(clone: Path) -> None:
    git(clone, "tag", "demo-of-october")  # no version
    assert drills.previous(clone) == drills.STAND_IN
    git(clone, "tag", "v0.1.0")  # the first version itself has none before it
    assert drills.previous(clone) == drills.STAND_IN


def test_after_a_version_it_begins_with_that_one_and_at_the_next_one_still(clone: Path) -> None:
    git(clone, "tag", "-a", "-m", "First", "v0.1.0")
    commit(clone)
    assert drills.previous(clone) == "v0.1.0"
    commit(clone)
    git(clone, "tag", "-a", "-m", "Second", "v0.2.0")
    assert drills.previous(clone) == "v0.1.0"
    commit(clone)
    assert drills.previous(clone) == "v0.2.0"


def test_a_clone_without_tags_and_sources_without_history_fall_back(clone: Path, tmp_path_factory) -> None:
    git(clone, "tag", "v0.1.0")
    commit(clone)
    copy = tmp_path_factory.mktemp("copy")
    git(copy, "clone", "-q", "--no-tags", "--depth", "1", f"file://{clone}", "there")
    assert drills.previous(copy / "there") == drills.STAND_IN
    (copy / "unpacked").mkdir()
    assert drills.previous(copy / "unpacked") == drills.STAND_IN


def test_a_version_that_is_not_in_the_clone_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(drills.Failed, match=r"v9\.9\.9 is not in this clone: git fetch --tags"):
        drills.upgrade("v9.9.9", tmp_path)
    assert list(tmp_path.iterdir()) == []


def after(**changes: object) -> dict[str, object]:
    return {**BEFORE, "seals": [*BEFORE["seals"], [3, "ee"]], **changes}


def test_what_is_held_alike_passes_with_one_seal_more() -> None:
    assert drills.equally_held(dict(BEFORE), after())["seals"] == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"files": {"count": {"printed": 2}, "contents": "other"}}, "what opens under the keys differs"),
        ({"closed_fields": {"count": 3, "contents": "bb"}}, "what opens under the keys differs"),
        ({"seals": [[1, "cc"], [2, "00"]]}, "the chain of seals"),
        ({"seals": [[1, "cc"]]}, "the chain of seals"),
    ],
    ids=["a file", "a field", "a seal changed", "a seal lost"],
)
def test_what_differs_fails_the_drill(changes: dict[str, object], told: str) -> None:
    with pytest.raises(drills.Failed, match=told):
        drills.equally_held(dict(BEFORE), after(**changes))


def test_what_was_lost_before_already_fails_it_too() -> None:
    """Two wrong houses may be equal."""
    wrong = {"blind": {"citizens_applicant": {"kept": 3, "wrong": 1}}}
    with pytest.raises(drills.Failed, match="looked for and not found"):
        drills.equally_held({**BEFORE, **wrong}, after(**wrong))
    lost = {"addresses": {"kept": 2, "lost": 1}}
    with pytest.raises(drills.Failed, match="looked for and not found"):
        drills.equally_held({**BEFORE, **lost}, after(**lost))
