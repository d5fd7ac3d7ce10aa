"""`motcua routes check`: every fault by its code and step, sound routes without one, and files that are none."""

import json
from copy import deepcopy

import pytest

from motcua import cli
from motcua.procedures.route_files import read_route, write_route
from tests.dossiers.drawn import drawn, step


def line(*steps, limit="15 ngày làm việc", start="b1"):
    return {"limit": limit, "start": start, "steps": list(steps)}


def plain(*limits, **more):
    """Three steps in a row."""
    given = limits or ("1 ngày làm việc",) * 3
    return line(
        step("b1", "receptionist", "receiving", ("forward", "b2"), limit=given[0]),
        step("b2", "specialist", "division", ("forward", "b3"), ("return", "b1"), limit=given[1]),
        step("b3", "leader", "parent", ("finish", "end"), limit=given[2]),
        **more,
    )


def forked(*, join="all", legs=("b2", "b3"), to=("b4", "b4"), times=("5 ngày làm việc", "2 ngày làm việc"), **more):
    return line(
        step("b1", "specialist", "division", ("split", list(legs)), limit="1 ngày làm việc"),
        step("b2", "specialist", "named:H1", ("forward", to[0]), limit=times[0]),
        step("b3", "specialist", "commune", ("forward", to[1]), limit=times[1]),
        step(
            "b4",
            "leader",
            "parent",
            ("finish", "end"),
            limit="1 ngày làm việc",
            **({"join": join} if join is not None else {}),
        ),
        **more,
    )


@pytest.fixture
def checked(tmp_path, capsys):
    def run(data, *words):
        file = tmp_path / "route.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
        try:
            code = cli.main(["routes", "check", str(file), "--json", *words])
        except SystemExit as end:
            code = end.code
        told = capsys.readouterr()
        found = json.loads(told.out) if code != 2 else told.err
        return code, found

    return run


def codes_of(found):
    return {(each["step"], each["code"]) for each in found["problems"]}


def changed(data, key, **more):
    data = deepcopy(data)
    row = next(each for each in data["steps"] if each["code"] == key)
    for name, value in more.items():
        row.pop(name, None)
        if value is not None:
            row[name] = value
    return data


SOUND = {
    "a line": plain(),
    "exactly in time": plain(*(("5 ngày làm việc",) * 3)),
    "hours run on over days": plain(limit="2 ngày làm việc") | {
        "steps": [each | {"hours": hours} for each, hours in zip(plain()["steps"], (8, 8, 8), strict=True)]
    },
    "legs": forked(),
    "any": forked(join="any"),
    "so many": forked(join=1),
    "so many as text": forked(join="2"),
    "a leg of nothing": forked(legs=("b2", "b3", "b4")),
    "the ward's own": drawn(),
    "legs longest": forked(times=("13 ngày làm việc", "13 ngày làm việc")),
    "no limit by rule": plain(limit="Không quy định"),
    "within the day": changed(plain(), "b2", limit="trong ngày"),
    "by an answer": changed(plain(), "b2", agency="answer:unit"),
    "posts by their names": changed(changed(plain(), "b2", post="Chuyên viên"), "b3", post="LÃNH ĐẠO"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_route_has_no_fault(checked, name):
    assert checked(SOUND[name]) == (0, {"ok": True, "problems": []})


LOOP = line(
    step("b1", "receptionist", "receiving", ("forward", "b2"), ("finish", "end")),
    step("b2", "specialist", "division", ("forward", "b3")),
    step("b3", "specialist", "division", ("return", "b2")),
)
FAULTY = {
    "no post": (changed(plain(), "b2", post=None), {("b2", "no_assignee")}),
    "unknown post": (changed(plain(), "b2", post="thần đèn"), {("b2", "no_assignee")}),
    "an administrator settles nothing": (changed(plain(), "b2", post="administrator"), {("b2", "no_assignee")}),
    "unknown place": (changed(plain(), "b2", agency="named:"), {("b2", "no_assignee")}),
    "no way": (changed(plain(), "b3", actions=[]), {("b3", "no_way_out"), (None, "no_end")}),
    "a loop": (LOOP, {("b2", "loop_without_exit"), ("b3", "loop_without_exit")}),
    "leads nowhere": (changed(plain(), "b1", actions=[{"do": "forward", "to": "b9"}, {"do": "forward", "to": "b2"}]),
                      {("b1", "unknown_target")}),
    "begins nowhere": (plain(start="b9"), {(None, "unknown_target")}),
    "never reached": (changed(plain(), "b1", actions=[{"do": "forward", "to": "b3"}]), {("b2", "unreachable")}),
    "no time": (changed(plain(), "b2", limit=None), {("b2", "undefined_time")}),
    "doubtful time": (changed(plain(), "b2", limit="tùy trường hợp"), {("b2", "undefined_time")}),
    "time before zero": (changed(plain(), "b2", limit=None, hours=-1), {("b2", "undefined_time")}),
    "no limit": (plain(limit=None), {(None, "undefined_time")}),
    "a day too long": (plain("5 ngày làm việc", "5 ngày làm việc", "6 ngày làm việc"), {(None, "over_limit")}),
    "an hour too long": (changed(plain(*(("5 ngày làm việc",) * 3)), "b1", limit=None, hours=61),
                         {(None, "over_limit")}),
    "the longest leg": (forked(times=("14 ngày làm việc", "1 ngày làm việc")), {(None, "over_limit")}),
    "the longest leg, whatever the join": (forked(join="any", times=("14 ngày làm việc", "1 ngày làm việc")),
                                           {(None, "over_limit")}),
    "no join": (forked(join=None), {("b1", "split_without_join")}),
    "a leg that ends alone": (changed(forked(), "b3", actions=[{"do": "finish", "to": "end"}]),
                              {("b1", "split_without_join")}),
    "two joins": (changed(forked(to=("b4", "b5")), "b4", actions=[{"do": "forward", "to": "b5"}]) | {"steps": [
        *changed(forked(to=("b4", "b5")), "b4", actions=[{"do": "forward", "to": "b5"}])["steps"],
        step("b5", "leader", "parent", ("finish", "end"), join="all"),
    ]}, {("b1", "split_without_join")}),
    "a join of nothing": (changed(plain(), "b2", join="all"), {("b2", "join_without_split")}),
    "past the split to the join": (changed(forked(), "b1", actions=[
        {"do": "split", "to": ["b2", "b3"]}, {"do": "forward", "to": "b4"}]), {("b4", "join_without_split")}),
    "strange join": (forked(join="most"), {("b4", "bad_join")}),
    "more than there are": (forked(join=3), {("b4", "bad_join")}),
    "none": (forked(join=0), {("b4", "bad_join")}),
    "twice": (plain() | {"steps": [*plain()["steps"], plain()["steps"][1]]}, {("b2", "duplicate_code")}),
    "no end": (changed(plain(), "b3", actions=[{"do": "return", "to": "b1"}]),
               {(None, "no_end"), *((key, "loop_without_exit") for key in ("b1", "b2", "b3"))}),
    "no steps": (line(), {(None, "no_end")}),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_by_code_and_step(checked, name):
    route, codes = FAULTY[name]
    code, found = checked(route)
    assert (code, found["ok"], codes_of(found)) == (1, False, codes)
    assert all(each["message"].endswith(".") for each in found["problems"])


def test_the_longest_path_passes_each_step_once_and_leaves_the_way_back_aside(checked):
    circle = line(
        step("b1", "specialist", "division", ("forward", "b2"), limit="1 ngày làm việc"),
        step("b2", "specialist", "division", ("forward", "b3"), ("forward", "b4"), limit="3 ngày làm việc"),
        step("b3", "specialist", "division", ("forward", "b2"), ("forward", "b4"), limit="4 ngày làm việc"),
        step("b4", "leader", "parent", ("finish", "end"), ("return", "b1"), limit="2 ngày làm việc"),
        limit="10 ngày làm việc",
    )
    assert checked(circle)[0] == 0
    assert codes_of(checked(circle | {"limit": "9 ngày làm việc"})[1]) == {(None, "over_limit")}


NO_ROUTES = [
    "", "{", "[]", "{}", '{"start": "b1"}', '{"steps": []}', '{"start": 1, "steps": []}',
    '{"start": "b1", "steps": {}}',
    json.dumps(changed(plain(), "b1", actions=[{"do": "jump", "to": "b2"}])),
    json.dumps(changed(plain(), "b1", actions=[{"do": "forward"}])),
    json.dumps(changed(plain(), "b1", actions={"do": "forward", "to": "b2"})),
    json.dumps(changed(plain(), "b1", name=None)),
    json.dumps(changed(plain(), "b1", code=None)),
    json.dumps(changed(plain(), "b1", hours="4")),
    json.dumps(changed(plain(), "b1", kind="party")),
    json.dumps(changed(plain(), "b1", join=[1])),
    json.dumps(forked(legs=("b2", 3))),
]  # fmt: skip


@pytest.mark.parametrize("text", NO_ROUTES)
def test_what_is_no_route_ends_with_two_and_a_sentence(checked, text):
    code, told = checked(text)
    assert code == 2
    assert told.strip().endswith(".")
    assert "Traceback" not in told


def test_a_file_that_is_not_there(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["routes", "check", "/nowhere.json"])
    assert end.value.code == 2
    assert "không có tệp" in capsys.readouterr().err


def test_what_nothing_reads_is_named(checked):
    code, found = checked(changed(plain(), "b1", hour=4))
    assert (code, found["ignored"]) == (0, ["hour"])


@pytest.mark.parametrize("name", SOUND)
def test_a_route_survives_the_way_into_a_file_and_back(name):
    read = read_route(SOUND[name])
    assert read_route(write_route(read.route, read.limit)) == read


def test_the_full_form_loses_nothing():
    full = changed(
        forked(), "b2", kind="opinion", silence="agree", instructions="Xem kỹ ranh giới", papers=["Phiếu ý kiến"],
        allows=["propose", "consult"],
    )  # fmt: skip
    read = read_route(full)
    written = write_route(read.route, read.limit)
    row = next(each for each in written["steps"] if each["code"] == "b2")
    assert {key: row[key] for key in ("kind", "silence", "instructions", "papers", "allows")} == {
        "kind": "opinion", "silence": "agree", "instructions": "Xem kỹ ranh giới", "papers": ["Phiếu ý kiến"],
        "allows": ["propose", "consult"],
    }  # fmt: skip
    assert read_route(written) == read
