"""A described office, counted by the facts and the report, against the definition read dossier by dossier."""

import json
import random
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from motcua.agencies.models import Agency
from motcua.indicators.models import Fact, Line, Total
from tests.nonempty import some

pytestmark = pytest.mark.django_db
CELLS = [str(number) for number in range(3, 14)]


def replayed(tmp_path: Path, capsys: Any, office: dict[str, Any], first: str, last: str, code: int = 0) -> Any:
    path = tmp_path / "office.json"
    path.write_text(json.dumps(office, ensure_ascii=False), "utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("figures", "replay", str(path), "--report", "II.06a", "--from", first, "--to", last, "--json")
    out = capsys.readouterr()
    assert ended.value.code == code, out.err
    return json.loads(out.out)["rows"] if code < 2 else out.err


def by_hand(office: dict[str, Any], first: date, last: date) -> dict[str, Counter]:
    """The definition of II.06a, read for each dossier from its events; shares nothing with the product."""
    begin = datetime.combine(first, datetime.min.time())
    over = datetime.combine(last + timedelta(days=1), datetime.min.time())
    found: dict[str, Counter] = defaultdict(Counter)
    for dossier in office["dossiers"]:
        events = [(datetime.fromisoformat(each["at"]), each) for each in dossier["events"]]
        events = [pair for pair in sorted(events, key=lambda pair: pair[0]) if pair[0] < over]
        start = next((n for n, (_, each) in enumerate(events) if each["do"] == "receive"), None)
        if start is not None:
            count(found[dossier["field"]], events[start:], dossier["channel"] == "online", begin, over)
    for row in found.values():
        row["3"], row["7"] = row["4"] + row["5"] + row["6"], row["8"] + row["9"] + row["10"]
        row["11"] = row["12"] + row["13"]
    return {field: row for field, row in found.items() if row["3"]}


def count(row: Counter, events: list[Any], online: bool, begin: datetime, over: datetime) -> None:
    """One dossier, from its receipt on."""
    received, ended, due, waiting = events[0][0], None, None, False
    for at, each in events:
        due = datetime.fromisoformat(each["due"]) if each.get("due") else due
        waiting = each["do"] == "request_supplement" or (waiting and each["do"] != "resume")
        if each["do"] in ("finish", "withdraw", "stop"):
            ended = at
            break
    if ended is not None and ended < begin:
        return
    row[("4" if online else "5") if received >= begin else "6"] += 1
    if ended is None:
        row["13" if due is not None and not waiting and due < over else "12"] += 1
    elif due is not None and ended.date() < due.date():
        row["8"] += 1
    else:
        row["10" if due is not None and ended > due else "9"] += 1


def drawn(dice: random.Random, number: int) -> dict[str, Any]:
    """An office with every awkward case: edges of days and periods, waits over them, several dues, none, no receipt."""
    dossiers = [
        {
            "id": f"d{name}",
            "agency": dice.choice(["A", "B"]),
            "procedure": dice.choice(["1.000001", "1.000002"]),
            "field": dice.choice(["Đất đai", "Hộ tịch", "An ninh"]),
            "channel": dice.choice(["counter", "online", "post"]),
            "events": events_of(dice),
        }
        for name in range(number)
    ]
    return {"agencies": [{"code": "A", "name": "Phường A"}], "dossiers": dossiers}


def moment(dice: random.Random, low: int, high: int) -> datetime:
    day = datetime(2026, 1, 1) + timedelta(days=dice.randint(low, high))
    return day + timedelta(minutes=dice.choice([0, 0, 1, 510, 1020, 1020, 1439]))


def events_of(dice: random.Random) -> list[dict[str, str]]:
    at = moment(dice, -20, 50)
    events = [{"at": at.isoformat(), "do": "receive"}]
    if dice.random() < 0.9:
        events[0]["due"] = (at + timedelta(days=dice.randint(0, 15))).isoformat()
    for _ in range(dice.randint(0, 5)):
        at += timedelta(days=dice.choice([0, 0, 1, 4]), minutes=dice.choice([0, 0, 30]))
        event = {"at": at.isoformat(), "do": dice.choice(["request_supplement", "resume", "extend", "return"])}
        events.append(event | ({"due": moment(dice, -10, 60).isoformat()} if dice.random() < 0.5 else {}))
    if dice.random() < 0.7:
        at += timedelta(days=dice.randint(0, 12))
        events.append({"at": at.isoformat(), "do": dice.choice(["finish", "finish", "withdraw", "stop"])})
    for _ in range(dice.randint(0, 2)):  # what happens after the ending ends nothing and moves nothing
        at += timedelta(days=dice.randint(0, 9))
        later = {"at": at.isoformat(), "do": dice.choice(["return", "finish", "extend", "stop", "resume"])}
        events.append(later | {"due": moment(dice, 0, 60).isoformat()})
    if dice.random() < 0.1:
        events = [each for each in events if each["do"] != "receive"]
    if dice.random() < 0.2:
        dice.shuffle(events)  # the file need not be in order
    return events


@pytest.mark.parametrize("seed", range(6))
def test_any_office_is_counted_as_the_definition_says(tmp_path, capsys, seed):
    dice = random.Random(seed)
    office = drawn(dice, 120)
    for first, last in ((date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 1, 15), date(2026, 1, 15)),
                        (date(2025, 12, 15), date(2026, 3, 14))):  # fmt: skip
        rows = replayed(tmp_path, capsys, office, first.isoformat(), last.isoformat())
        expected = by_hand(office, first, last)
        assert [row["field"] for row in rows] == [
            name for name in ("An ninh", "Đất đai", "Hộ tịch") if name in expected
        ]
        for row in some(rows):
            assert list(row["cells"]) == CELLS
            assert row["cells"] == {key: expected[row["field"]][key] for key in CELLS}, (seed, first, row["field"])


def test_nothing_of_it_stays(tmp_path, capsys):
    units = Agency.objects.count()
    assert replayed(tmp_path, capsys, drawn(random.Random(1), 20), "2026-01-01", "2026-01-31")
    assert (Fact.objects.count(), Total.objects.count(), Line.objects.count(), Agency.objects.count()) == (
        0,
        0,
        0,
        units,
    )


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ([], "phải là một đối tượng"),
        ({"agencies": []}, "“dossiers” phải là một danh sách"),
        ({"agencies": [], "dossiers": [{"id": "x", "agency": "A"}]}, "hồ sơ x: thiếu “channel”"),
        ({"agencies": [], "dossiers": [{"id": "x", "channel": "fax"}]}, "không phải “fax”"),
        ({"agencies": [], "dossiers": [{"id": "x", "agency": "A", "procedure": "1", "field": "F", "channel": "post",
                                        "events": [{"at": "hôm qua", "do": "receive"}]}]}, "thời điểm không đúng dạng"),
        ({"agencies": [], "dossiers": [{"id": "x", "agency": "A", "procedure": "1", "field": "F", "channel": "post",
                                        "events": [{"at": "2026-01-01", "do": "nhận"}]}]}, "không có việc “nhận”"),
    ],
)  # fmt: skip
def test_what_is_no_office_is_refused_with_where(tmp_path, capsys, office, said):
    assert said in replayed(tmp_path, capsys, office, "2026-01-01", "2026-01-31", code=2)


def test_a_period_that_ends_before_it_begins_and_an_unknown_report_are_refused(tmp_path, capsys):
    assert "Ngày cuối" in replayed(tmp_path, capsys, drawn(random.Random(1), 2), "2026-02-01", "2026-01-31", code=2)
    with pytest.raises(SystemExit) as ended:
        call_command("figures", "replay", "x.json", "--report", "II.99", "--from", "2026-01-01", "--to", "2026-01-31")
    assert (ended.value.code, "II.99" in capsys.readouterr().err) == (2, True)
