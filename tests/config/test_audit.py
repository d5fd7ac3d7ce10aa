"""`make audit` finds what it should, and nothing here."""

import pytest

from config import audit
from config.places import CHECKOUT

PLANTED = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a forge's token": "ghp" + "_" + "a1" * 18,
    "a signed token": "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
    "an API token of ours": "mc" + "_" + "A1_-b" * 8 + "xyz",
    "an address with a password": "postgresql://motcua:" + "sesame-open@db.example/motcua",
    "a value that looks like a key": "SECRET_KEY = '" + "0123456789abcdef" * 2 + "'",
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_secret_is_found_and_not_repeated(tmp_path, what):
    (tmp_path / "settings.py").write_text(f"# harmless\n{PLANTED[what]}\n")
    assert list(audit.secrets(tmp_path.iterdir(), root=tmp_path)) == [f"settings.py:2: {what}"]
    assert set(PLANTED) == set(audit.SECRETS)


def test_no_secret_stands_in_the_tree():
    files = audit.tracked()
    assert len(files) > 500
    assert list(audit.secrets(files)) == []


def test_a_dangerous_call_is_found(tmp_path):
    (tmp_path / "bad.py").write_text("import pickle\n\ndef f(x):\n    return pickle.loads(x), eval(x)\n")
    found = list(audit.dangerous_calls(["."], root=tmp_path))
    assert len(found) == 3
    assert any("bad.py:4" in line and "B307" in line for line in found)


def test_a_file_that_cannot_be_read_is_no_clean_file(tmp_path):
    (tmp_path / "bad.py").write_text("def f(:\n")
    assert "bad.py" in "".join(audit.dangerous_calls(["."], root=tmp_path))


def test_what_is_accepted_is_still_there():
    assert [file for file, _ in audit.ACCEPTED if not (CHECKOUT / file).is_file()] == []
    assert [file for file in audit.INVENTED if not (CHECKOUT / file).is_file()] == []


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("BSD-3-Clause AND Apache-2.0", True),
        ("MIT AND AGPL-3.0-only", False),
        ("GPL-2.0-only", False),
        ("SSPL-1.0 OR MIT", True),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_licences_are_judged_part_by_part(expression, allowed):
    assert audit.is_allowed(expression) == allowed


def test_everything_we_run_on_may_be_part_of_a_work_under_the_eupl():
    assert list(audit.licences((CHECKOUT / "requirements" / "base.txt").read_text())) == []


def test_a_package_that_is_not_as_pinned_is_named():
    assert "is pinned" in next(iter(audit.licences("django==0.1")))
    assert "not installed" in next(iter(audit.licences("a-package-of-nobody==1.0 \\\n")))
