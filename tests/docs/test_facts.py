"""What the documents say of the project is what the project is: its version, its licence, its sample, its figures."""

import json
import re
import subprocess
import tomllib

import house
import pytest
import yaml

from bench import drawing
from demo.stories import STORIES
from motcua import __version__

FIGURES = house.ROOT / "docs" / "figures"
CATEGORIES = {  # of the standard's list, as far as they fit us
    "business-process-management", "customer-service-and-support", "digital-citizenship", "document-management",
    "task-management", "workflow-management",
}  # fmt: skip


def read(name):
    return (house.ROOT / name).read_text(encoding="utf-8")


def published():
    return yaml.safe_load(read("publiccode.yml"))


def versions():
    """The headings of the list of changes: (version or words, what stands under it), the newest first."""
    parts = re.split(r"^## (.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_one_version_everywhere():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert project["version"] == published()["softwareVersion"] == __version__
    numbered = [name for name, _ in versions() if name != "Chưa phát hành"]
    assert re.fullmatch(rf"{re.escape(__version__)} \(\d\d/\d\d/\d{{4}}\)", numbered[0])
    assert all(body.strip() for _, body in versions())


def test_a_version_that_is_tagged_is_the_one_that_is_told():
    """`git describe` of a checkout that stands at a version's tag; elsewhere there is nothing to compare."""
    asked = ["git", "describe", "--tags", "--exact-match", "--match", "v[0-9]*", "HEAD"]
    tag = subprocess.run(asked, cwd=house.ROOT, capture_output=True, text=True, check=False).stdout.strip()
    assert tag in ("", f"v{__version__}")
    assert not tag or versions()[0][0].startswith(__version__), "what was released is not under Chưa phát hành"


def test_one_licence_by_its_identifier_everywhere():
    assert tomllib.loads(read("pyproject.toml"))["project"]["license"] == "EUPL-1.2"
    assert published()["legal"]["license"] == "EUPL-1.2"
    assert "SPDX-License-Identifier: EUPL-1.2\n" in read("LICENSE")
    for page in ("README.md", "README.vi.md", "CONTRIBUTING.md"):
        assert "[EUPL-1.2](LICENSE)" in read(page)


def test_the_public_description_is_as_its_standard_asks():
    told = published()
    assert set(told["categories"]) <= CATEGORIES
    assert {"name", "platforms", "developmentStatus", "softwareType", "legal", "maintenance", "localisation"} <= set(
        told
    )
    assert set(told["description"]) == {"vi", "en"}
    for words in told["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in words["features"])
    assert "ký số" not in str(told), "signatures by certificate are not there yet"


@pytest.mark.parametrize("page", ["README.md", "README.vi.md", "docs/huong-dan/quan-tri.md", "docs/measurements.md"])
def test_the_sample_office_is_as_large_as_told(page):
    procedures = json.loads(read("demo/facts/procedures.json"))["procedures"]
    numbers = re.findall(r"\b\d+\b", read(page))
    assert str(len(procedures)) in numbers
    assert str(len(STORIES)) in numbers


def test_the_measured_table_is_what_was_kept_of_the_measurement():
    page = read("docs/measurements.md")
    kept = drawing.table(json.loads((FIGURES / "bench-100000.json").read_text(encoding="utf-8")))
    rows = [line for line in kept.splitlines() if line.startswith("|") and set(line) - set("|- ")]
    assert len(rows) > 20
    assert [row for row in rows if row not in page] == []


def test_what_the_soak_and_the_standby_saw_is_what_was_kept_of_them():
    page = read("docs/measurements.md").replace(",", "")
    soak, replica = (json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8")) for name in ("soak", "replica"))
    kills = soak["kills"]
    for told in (
        f"{kills['kills']} kills with -9", f"{kills['dossiers']} dossiers", f"{kills['requests']} requests",
        f"all {kills['codes_in_order']} codes", f"{kills['printed_once']} slips",
        f"{replica['reads_equal']} answers equal", f"{replica['lag_ms']['median']} ms after",
        f"most of 30: {replica['lag_ms']['most']} ms", f"promoted after {replica['promoted_s']} s",
        f"after {replica['working_s']} s: {replica['dossiers']} dossiers",
    ):  # fmt: skip
        assert told in page, told
    assert (kills["lost"], kills["twice"], replica["lost"]) == (0, 0, 0)
