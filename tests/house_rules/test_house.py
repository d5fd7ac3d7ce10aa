import re
import subprocess
import sys

import house
import pytest

from config import stack
from tests.nonempty import some

ADDRESSES = re.compile(r"://|--(extra-)?index|--find-links|--trusted-host|^-i\b")
# Names of package registries, and paths of the machines the house is built on, written so that they do not match.
FOREIGN = re.compile(
    r"https?://[a-z0-9.-]*(?:py[p]i|pythonho[s]ted|np[m]js|deb[.]debia[n])"
    r"|(?:^|[^a-zA-Z0-9_.])/(?:wor[k]/|far[m]/|tmp[/][a-z0-9]|opt/py[p]i)",
    re.IGNORECASE,
)
UNTESTED = re.compile(r"pytest\.(?:mark\.)?(?:ski[p]|xfai[l])|assert Tru[e]\b|unittest[.]moc[k]|unittest import moc[k]")
UNFINISHED = re.compile(r"raise NotImplemente[d]|\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b")


def lines_with(pattern: re.Pattern[str], paths) -> list[str]:
    found = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        numbered = enumerate(text.splitlines(), start=1)
        found += [
            f"{path.relative_to(house.ROOT)}:{number}: {line[:120]}"
            for number, line in numbered
            if pattern.search(line)
        ]
    return found


def test_every_app_has_its_place_and_every_place_its_app():
    assert set(house.rows()) == set(house.apps())
    assert set(stack.APPS) == set(house.apps())


def test_the_settings_list_the_apps_in_the_order_of_the_stack():
    order = house.rows()
    assert sorted(stack.APPS, key=lambda app: order[app]) == list(stack.APPS)


def test_the_layers_inside_an_app_are_checked_for_every_app():
    containers = set(house.contract("inside")["containers"].split())
    assert containers == {f"motcua.{app}" for app in house.apps() if app not in house.BARE}


def test_every_app_says_what_it_is():
    assert [app for app in house.apps() if not (house.MOTCUA / app / "README.md").is_file()] == []


def test_requirements_name_no_address():
    assert lines_with(ADDRESSES, (house.ROOT / "requirements").iterdir()) == []


def test_every_requirement_is_pinned_with_a_hash():
    for path in some((house.ROOT / "requirements").glob("*.txt"), least=3):
        for block in re.split(r"\n(?=\S)", path.read_text()):
            assert re.match(r"[\w.-]+==\S+", block), block
            assert "--hash=sha256:" in block, block


def test_no_foreign_machine_is_named():
    assert lines_with(FOREIGN, house.tracked()) == []


def test_no_test_is_passed_over():
    assert lines_with(UNTESTED, house.python_files("tests")) == []


def test_nothing_is_left_unfinished():
    assert lines_with(UNFINISHED, house.python_files(*house.OURS, "tests")) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (ADDRESSES, "--extra-index-url x"),
        (ADDRESSES, "a @ https://x/a.whl"),
        (FOREIGN, "cd /wor" + "k/main"),
        (FOREIGN, "see https://py" + "pi.org/simple"),
        (UNTESTED, "@pytest.mark.ski" + "p"),
        (UNTESTED, "from unittest import moc" + "k"),
        (UNFINISHED, "# TOD" + "O"),
    ],
)
def test_the_patterns_catch(pattern, line):
    assert pattern.search(line)


def test_the_linter_refuses_an_app_without_a_place(tmp_path):
    """`exhaustive` is what makes a new app fail until it has a row."""
    (tmp_path / "motcua" / "lost").mkdir(parents=True)
    for folder in ("motcua", "motcua/core", "motcua/lost"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = motcua\n[importlinter:contract:apps]\nname = a\ntype = layers\n"
        f"containers = motcua\nexhaustive = {house.contract('apps')['exhaustive']}\nlayers =\n    core\n"
    )
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "lost" in done.stdout
