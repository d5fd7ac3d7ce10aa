"""What a machine may read: lists with filters and cursor, one dossier, its events, procedures, tasks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.actions import moving
from tests import dossier_factories as make
from tests.exchange.machines import PAPERS, Machine, body_of
from tests.factories import make_agency, make_post

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


class Count(CaptureQueriesContext):
    """Statements asked of the database, without the transaction's own."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def number(self) -> int:
        return len([query for query in self.captured_queries if not query["sql"].startswith(CONTROL)])


def codes(answer) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [row["code"] for row in answer.json()["items"]]


def test_filters_narrow_the_list(house, desk, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    old, online = make.received(house), make.submitted(house)
    set_clock("2026-04-01T09:00+07:00")
    new = make.in_progress(house, make.CASES, case="a")
    everything = codes(desk.get("/dossiers"))
    assert everything == [new.code, online.code, old.code]
    assert codes(desk.get("/dossiers", state="submitted")) == [online.code]
    assert codes(desk.get("/dossiers", channel="online")) == [online.code]
    assert codes(desk.get("/dossiers", procedure=make.CASES)) == [new.code]
    assert codes(desk.get("/dossiers", received_from="2026-03-15")) == [new.code]
    assert codes(desk.get("/dossiers", received_to="2026-03-15")) == [old.code]
    assert codes(desk.get("/dossiers", agency=house.ward.code)) == everything
    assert codes(desk.get("/dossiers", agency="khac")) == []
    assert codes(desk.get("/dossiers", late="true")) == [old.code]
    assert codes(desk.get("/dossiers", late="false")) == [new.code, online.code]


def test_the_cursor_walks_through_all_of_it_once(house, desk):
    made = [make.received(house).code for _ in range(5)]
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        answer = desk.get("/dossiers", limit=2, cursor=cursor).json()
        seen += [row["code"] for row in answer["items"]]
        cursor, pages = answer["next"], pages + 1
    assert seen == list(reversed(made))
    assert pages == 3


def test_drafts_and_what_others_received_are_not_listed(house, desk):
    make.received(house)
    stranger = make_post("receptionist", agency=make_agency(name="Phường Khác"))
    assert codes(Machine(stranger).get("/dossiers")) == []
    assert codes(Machine(house.inspector).get("/dossiers")) == []
    assert len(codes(Machine(house.leader).get("/dossiers"))) == 1


def test_numbers_of_people_are_masked(house, desk):
    code = desk.post_json("/dossiers", body_of(house)).json()["code"]
    for path in (f"/dossiers/{code}", "/dossiers", f"/dossiers/{code}/events", "/tasks"):
        text = desk.get(path).content.decode()
        assert "046090000318" not in text
        assert "0912345274" not in text
        assert "Tổ dân phố 5" not in text


def test_events_tell_what_happened_with_two_times(house, desk):
    dossier = make.in_progress(house)
    events = desk.get(f"/dossiers/{dossier.code}/events").json()["items"]
    assert [(event["action"], event["state"], event["version"]) for event in events] == [
        ("register", "received", 1),
        ("hand_over", "in_progress", 2),
    ]
    assert all(event["happened_at"] and event["recorded_at"] and event["by"] and event["post"] for event in events)


def test_procedures_of_a_desk_and_of_another_unit(house, desk):
    listed = desk.get("/procedures", limit=500).json()
    assert [row["code"] for row in listed["items"]] == sorted(row["code"] for row in listed["items"])
    assert make.STANDARD in [row["code"] for row in listed["items"]]
    other = make_agency(name="Phường Khác")
    assert desk.get("/procedures", agency=other.code, receivable="true").json()["items"] == []
    assert len(desk.get("/procedures", agency=other.code, receivable="false").json()["items"]) == len(listed["items"])
    asking = next(row for row in listed["items"] if row["code"] == make.ASKING)
    assert asking["limits"] == [{"case": None, "channel": None, "amount": None, "unit": "ask"}]
    paying = next(row for row in listed["items"] if row["code"] == make.PAYING)
    assert paying["fees"][0]["amount"] == 50_000
    found = desk.get("/procedures", q="nghia vu tai chinh").json()["items"]
    assert [row["code"] for row in found] == [make.PAYING]


def test_procedures_come_page_by_page(house, desk):
    whole = [row["code"] for row in desk.get("/procedures", limit=500).json()["items"]]
    first = desk.get("/procedures", limit=2).json()
    second = desk.get("/procedures", limit=2, cursor=first["next"]).json()
    assert [row["code"] for row in first["items"] + second["items"]] == whole[:4]


def test_the_inbox_is_the_posts_own_the_most_urgent_first(house, desk, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    online = make.submitted(house)
    received = make.received(house)
    inbox = desk.get("/tasks").json()
    assert {task["dossier"] for task in inbox["items"]} == {online.code, received.code}
    dues = [task["due_at"] for task in inbox["items"]]
    assert dues == sorted(dues)
    assert sum(inbox["counts"].values()) == 2
    assert Machine(house.specialist).get("/tasks").json()["items"] == []
    set_clock("2026-03-30T09:00+07:00")
    assert [task["late"] for task in desk.get("/tasks", tab="late").json()["items"]] == [True, True]
    assert desk.get("/tasks").json()["counts"]["late"] == 2


@pytest.mark.parametrize("papers", [2, 60])
def test_taking_in_asks_the_database_as_often_for_sixty_papers_as_for_two(house, desk, papers):
    many = [{"name": f"Giấy tờ {number}", "originals": 1} for number in range(papers)]
    desk.post_json("/dossiers", body_of(house))  # the process now knows the edition
    body = body_of(house, papers=many, idempotency_key="k", applicant=body_of(house)["applicant"] | {"name": "Lê Mới"})
    with Count() as count:
        assert desk.post_json("/dossiers", body).status_code == 201
    assert count.number <= 16  # token, key, edition, applicant … to the job and the kept answer
    assert len(count) <= 20  # with what opens and closes the transaction


def test_taking_in_cold_stays_within_twenty(house, desk):
    make.forget_contents()
    make.forget()
    with Count() as count:
        assert desk.post_json("/dossiers", body_of(house, idempotency_key="k")).status_code == 201
    assert count.number <= 20


def test_a_dossier_is_shown_in_twelve_at_most(house):
    machines = [Machine(getattr(house, name)) for name in ("clerk", "specialist", "head", "leader")]
    worst: dict[int, str] = {}
    for bring in (make.submitted, make.received, make.in_progress, make.waiting, make.to_sign, make.returned):
        dossier = bring(house)
        for machine in machines:
            with Count() as count:
                machine.get(f"/dossiers/{dossier.code}")
            worst[count.number] = f"{dossier.state}: {machine.post.role}"
    assert max(worst) <= 12, worst


@pytest.mark.parametrize("path", ["/dossiers", "/tasks", "/procedures", "/dossiers/{code}/events"])
def test_two_rows_and_twenty_cost_the_same(house, desk, path):
    dossier = moving.hand_over(make.received(house), by=house.clerk, note="Chuyển")
    dossier = moving.hand_over(dossier, by=house.specialist, to="hand_over", note="Trả lại")
    make.received(house)
    path = path.format(code=dossier.code)
    desk.get(path)  # the process now knows the editions
    with Count() as two:
        assert desk.get(path).status_code == 200
    for _ in range(18):
        make.received(house)
    for _ in range(9):
        dossier = moving.hand_over(dossier, by=house.clerk, note="Chuyển")
        dossier = moving.hand_over(dossier, by=house.specialist, to="hand_over", note="Trả lại")
    with Count() as twenty:
        assert desk.get(path, **({} if "events" in path else {"limit": 50})).status_code == 200
    assert twenty.number == two.number


def test_papers_are_listed_as_they_were_brought(house, desk):
    code = desk.post_json("/dossiers", body_of(house)).json()["code"]
    shown = desk.get(f"/dossiers/{code}").json()["papers"]
    assert [{key: paper[key] for key in ("name", "originals", "copies")} for paper in shown] == PAPERS
