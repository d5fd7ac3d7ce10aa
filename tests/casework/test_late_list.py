"""Late dossiers: open and finished told apart, with and without an apology; each count opens its rows."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.actions.extending import apologise
from tests import dossier_factories as make

LATE = "/xu-ly/tre-han/"
SAID = {"due": date(2026, 3, 27), "reason": "Chờ xác minh"}


def rows(html: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?<b>([^<]+)</b>', html)


def links(html: str) -> list[tuple[str, int]]:
    """The counts with their addresses."""
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    found = re.findall(r'<a href="(\?[^"]+)"[^>]*>(\d+)</a>', table)
    return [(url.replace("&amp;", "&"), int(number)) for url, number in found]


@pytest.fixture
def late(house: Any, set_clock: Any) -> dict[str, Any]:
    """Four late ones: open with and without an apology, finished with and without; and one in time."""
    set_clock("2026-03-02T09:00")
    taken = {name: make.in_progress(house) for name in ("open", "sorry", "done", "done_sorry")}
    person = {"person": house.specialist.person.username}
    taken["sorry"] = moving.assign(taken["sorry"], by=house.head, **person)
    set_clock("2026-03-20T09:00")
    taken["fresh"] = make.in_progress(house)
    for name in ("sorry", "done_sorry"):
        cause = "partner" if name == "sorry" else "other"
        taken[name] = apologise(taken[name], by=house.head, cause=cause, **SAID)
    for name in ("done", "done_sorry"):
        ready = moving.approve(moving.propose(taken[name], by=house.specialist, note="Đủ"), by=house.head)
        taken[name] = deciding.sign(ready, by=house.leader, template="result")
    return taken


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"open", "sorry", "done", "done_sorry"}),
        ("?state=open", {"open", "sorry"}),
        ("?state=finished", {"done", "done_sorry"}),
        ("?apology=without", {"open", "done"}),
        ("?apology=with&state=open", {"sorry"}),
        ("?cause=partner", {"sorry"}),
        ("?cause=none", {"open", "done"}),
        ("?field=F1", {"open", "sorry", "done", "done_sorry"}),
        ("?field=F2", set()),
        ("?first=21/03/2026", {"open", "sorry"}),
        ("?officer=none", {"open"}),
        ("?officer=abc", {"open"}),
        ("?week=999999", set()),
        ("?week=abc", set()),
    ],
)
def test_filters_show_exactly_their_rows(house, late, screen_of, query, names):
    html = screen_of(house.leader).get(f"{LATE}{query}").text
    assert set(rows(html)) == {late[name].code.partition("-")[2] for name in names}
    assert "Trần Thị Mẫu" not in html


@pytest.mark.parametrize("way", ["field", "unit", "officer", "cause"])
def test_every_count_opens_its_rows_and_they_add_up(house, late, screen_of, way):
    client = screen_of(house.leader)
    found = links(client.get(f"{LATE}?by={way}").text)
    assert found
    totals = [(url, number) for url, number in found if "state=" not in url]
    assert sum(number for _, number in totals) == 4
    for url, number in found:
        assert len(rows(client.get(f"{LATE}{url}").text)) == number, url


def test_overdue_open_and_finished_late_are_never_mixed(house, late, screen_of):
    html = screen_of(house.leader).get(f"{LATE}?by=cause").text
    assert "Đang quá hạn, chưa xin lỗi" in html
    assert "Xong trễ, chưa xin lỗi" in html
    assert screen_of(house.leader).get(f"{LATE}?state=finished").text.count("Xong trễ</span>") == 2


@pytest.mark.parametrize(
    ("who", "number"), [("reform", 4), ("inspector", 4), ("head", 4), ("specialist", 4), ("police", 0)]
)
def test_everybody_sees_what_they_oversee_or_may_read(house, late, screen_of, who, number):
    assert len(rows(screen_of(getattr(house, who)).get(LATE).text)) == number


def test_the_files_say_what_the_list_says_and_name_no_citizen(house, late, screen_of):
    client = screen_of(house.leader)
    text = b"".join(client.get(f"{LATE}tep.csv?state=open")).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert {line[0] for line in lines[1:]} == {late["open"].code, late["sorry"].code}
    assert "Cơ quan phối hợp chậm trả lời" in text
    assert "Mẫu" not in text
    content = b"".join(client.get(f"{LATE}tep.xlsx"))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sum(str(row[0]) in {dossier.code for dossier in late.values()} for row in cells) == 4
    assert client.get(f"{LATE}tep.pdf").status_code == 404


def test_the_list_and_its_counts_cost_the_same_for_two_and_for_twenty(house, screen_of, set_clock, queries):
    client, counted = screen_of(house.leader), []
    for more in (2, 18):
        set_clock("2026-03-02T09:00")
        for _ in range(more):
            make.in_progress(house)
        set_clock("2026-03-20T09:00")
        counted.append([queries(client, f"{LATE}{query}") for query in ("", "?by=officer", "?by=field")])
    assert counted[0] == counted[1]
    assert max(counted[1]) <= 14
