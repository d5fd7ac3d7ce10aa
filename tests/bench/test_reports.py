"""What the bench writes: the table, the picture, the sizes, and the rounds from which they come."""

import json
import os
import xml.etree.ElementTree as ET

from bench import drawing, sizing
from bench.rounds import compared, rate, spent
from config.places import CHECKOUT

ROWS = [
    {
        "key": key,
        "label": f"việc <{key}>",
        "goal": "60 ms",
        "product_ms": 20.0,
        "p95_ms": 40.0,
        "rounds_ms": [18.0, 22.0],
    }
    | {"cpu_ms": 10.0, "raw_ms": 5.0, "ratio": 0.25, "ratio_spread": [0.2, 0.3]}
    for key in ("intake_1", "close", "show_page", "inbox", "list_desk_first", "names")
]
SLIPS = {"key": "slips", "label": "slips", "per_second": 10.0, "rounds": [9.0, 11.0], "cpu_ms": 100.0}
REPORT = {
    "command": "python -m bench --size 1000", "at": "2026-11-22", "cores": 2, "load_before": [1.0], "load_after": [1.0],
    "size": 1_000, "wards": 4, "made": {"dossiers": 2.0, "cpu": 1.0, "bytes": 11_000_000},
    "figures": [*ROWS, {"key": "q", "label": "queries of a page", "queries": 8}, SLIPS],
}  # fmt: skip


def test_the_picture_is_an_image_and_the_same_for_the_same_figures():
    drawn = drawing.svg(REPORT)
    assert drawn == drawing.svg(json.loads(json.dumps(REPORT)))
    bars = [each for each in ET.fromstring(drawn).iter() if each.tag.endswith("rect")]
    assert len(bars) == 2 * len(ROWS)
    assert {float(bar.get("width") or 0) > 0 for bar in bars} == {True}


def test_the_table_has_each_figure_and_its_command():
    told = drawing.table(REPORT)
    assert all(row["label"] in told for row in REPORT["figures"])  # type: ignore[attr-defined]
    assert told.startswith("`python -m bench --size 1000`")
    assert "0.25 (0.2–0.3)" in told


def test_sizes_follow_from_the_figures():
    cost = sizing.cost_of(REPORT, {})
    assert cost.database == 11_000
    dearer = json.loads(json.dumps(REPORT))
    for row in dearer["figures"]:
        if "cpu_ms" in row:
            row["cpu_ms"] *= 10
    assert round(sizing.cost_of(dearer, {}).seconds / cost.seconds, 3) == 10
    small, province, nation = (sizing.needs(place, cost) for place in sizing.PLACES)
    assert small["cores"] <= province["cores"] < nation["cores"]
    assert nation["database"] == 60_000_000 * sizing.ASSUMED["years kept"] * 11_000 / 1e9


def test_the_sizing_page_is_what_the_kept_figures_give():
    kept = sizing.page(*sizing.read(CHECKOUT / "docs" / "figures"))
    assert (CHECKOUT / "docs" / "sizing.md").read_text("utf-8") == kept


def test_product_and_raw_take_turns_after_a_warm_up():
    said: list[str] = []
    made = compared(lambda: said.append("product"), lambda: said.append("raw"), count=2)
    assert said[:6] == ["product"] * 3 + ["raw"] * 3
    assert said[6:] == (["product"] * 2 + ["raw"] * 2) * 5
    assert len(made["rounds_ms"]) == 5
    assert made["ratio_spread"][0] <= made["ratio"] <= made["ratio_spread"][1]


def test_a_process_that_ended_takes_its_count_along():
    assert spent({1: 10.0, 2: 5.0}, {1: 14.0, 2: 5.0, 3: 2.0}) == 6.0
    assert spent({1: 10.0, 2: 500.0}, {1: 14.0, 3: 2.0}) is None


def test_processor_time_is_told_of_processes_only():
    assert "cpu_ms" not in compared(lambda: None, None, count=1)
    assert compared(lambda: sum(range(1000)), None, count=1, pids=[os.getpid()])["cpu_ms"] >= 0


def test_a_rate_is_the_median_of_five_rounds():
    assert rate(lambda number: float(number * number)) == {"per_second": 4.0, "rounds": [0.0, 1.0, 4.0, 9.0, 16.0]}
