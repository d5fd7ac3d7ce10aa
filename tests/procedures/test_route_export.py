"""A route exported as JSON, BPMN and SVG, and brought back: nothing is lost, and independent readers read it."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator, full_tag
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.actions.routing import MOST_KEPT, change_route, undo_route, undoable
from motcua.procedures.bpmn import DIAGRAM, MODEL, bpmn_of
from motcua.procedures.choices import Action
from motcua.procedures.drawing import SIX, drawing_of, wrapped
from motcua.procedures.layout import Layout
from motcua.procedures.models import Adoption, RouteStep
from motcua.procedures.route_files import read_route, write_route
from motcua.procedures.routes import Route, route_from
from motcua.procedures.shapes import Shape, build
from tests.procedures.routes_for_tests import step, twelve, way

ROUTE = read_route(twelve()).route


class Reader(BpmnParser):
    """SpiffWorkflow's own parser; of gateways it lacks the complex one."""

    OVERRIDE_PARSER_CLASSES = {full_tag("complexGateway"): (GatewayParser, ParallelGateway)}


def understood(route, **options):
    """Read the BPMN by another project's parser, against the schema of the standard; return who leads to whom."""
    parser = Reader(validator=BpmnValidator())
    parser.add_bpmn_io(io.BytesIO(bpmn_of(route, code="1.1", title="Cấp phép", **options).encode()))
    return {name: {each.name for each in spec.outputs} for name, spec in parser.get_spec("process").task_specs.items()}


def test_an_independent_parser_reads_the_route_from_its_bpmn():
    leads = understood(ROUTE)

    assert leads["start"] == {"step_1"}
    assert leads["step_3_split_0"] == {"step_4", "step_5", "step_7"}
    assert {name for name, targets in leads.items() if "step_8_join" in targets} == {
        "step_4",
        "step_6_choice",
        "step_7",
    }
    assert leads["step_9_choice"] == {"step_10", "step_8"}  # going back comes in behind the gateway of the join
    assert leads["step_12"] == {"end"}


@pytest.mark.parametrize(("join", "condition"), [("any", "activationCount >= 1"), (2, "activationCount >= 2")])
def test_a_join_of_some_legs_is_a_complex_gateway_with_their_number(join, condition):
    data = twelve()
    data["steps"][7]["join"] = join
    route = read_route(data).route
    assert "step_8" in understood(route)["step_8_join"]
    found = etree.fromstring(bpmn_of(route, code="1", title="x").encode()).find(f".//{{{MODEL}}}complexGateway")

    assert found.findtext(f"{{{MODEL}}}activationCondition") == condition


@pytest.mark.parametrize("route", [ROUTE, build(Shape(extras=("payment",)), None)], ids=["drawn", "of before"])
def test_every_arrow_of_the_bpmn_begins_and_ends_at_a_node_and_is_drawn(route):
    root = etree.fromstring(bpmn_of(route, code="1", title="<&>").encode())
    process = root.find(f"{{{MODEL}}}process")
    nodes = {each.get("id"): each for each in process if each.tag.endswith(("Task", "Gateway", "Event"))}
    flows = list(process.iter(f"{{{MODEL}}}sequenceFlow"))

    assert flows
    for flow in flows:
        for end_of, tag in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            told = [each.text for each in nodes[flow.get(end_of)].iter(f"{{{MODEL}}}{tag}")]
            assert flow.get("id") in told
    drawn = {each.get("bpmnElement") for each in root.iter(f"{{{DIAGRAM}}}BPMNShape", f"{{{DIAGRAM}}}BPMNEdge")}
    in_lanes = [each.text for each in root.iter(f"{{{MODEL}}}flowNodeRef")]
    assert drawn >= {*nodes, *(flow.get("id") for flow in flows)}
    assert sorted(in_lanes) == sorted(nodes)


def test_tasks_tell_who_how_long_and_what_is_to_be_done():
    root = etree.fromstring(bpmn_of(ROUTE, code="1", title="x", names={"P1.PC": "Công an tỉnh"}).encode())
    told = {each.get("name"): each.findtext(f"{{{MODEL}}}documentation") for each in root.iter(f"{{{MODEL}}}userTask")}

    assert "Công an tỉnh" in told["Công an có ý kiến"]
    assert "là đồng ý" in told["Công an có ý kiến"]
    assert "2 ngày làm việc" in told["Sở thẩm tra"]
    assert "Xem bản vẽ." in told["Ký giấy phép"]
    assert "Biên bản kiểm tra" in told["Xã kiểm tra thực địa"]


def test_the_drawing_stands_alone_and_shows_every_step():
    text = drawing_of(ROUTE, title="Cấp phép <xây dựng>", names={"P1.PC": "Công an tỉnh"})
    root = etree.fromstring(text.encode())
    words = " ".join(each.text or "" for each in root.iter("{*}text"))

    assert all(each in words for each in ("12. Trả kết quả", "Công an tỉnh", "Chờ đủ mọi chặng", "Trả về bước 3"))
    assert "href" not in text
    assert not list(root.iter("{*}script", "{*}style", "{*}image"))
    assert not [each for each in root.iter() if each.get("style") or any(name.startswith("on") for name in each.attrib)]


def test_legs_stand_side_by_side_and_their_join_in_the_row_of_the_split():
    layout = Layout(ROUTE)
    spots = layout.spots

    assert {spots[key].layer for key in ("b4", "b5", "b7")} == {3}
    assert len({spots[key].row for key in ("b4", "b5", "b7")}) == 3
    assert spots["b8"].row == spots["b3"].row
    assert layout.order == [f"b{number}" for number in range(1, 13)]


def test_no_two_cards_lie_on_one_another_also_in_a_route_that_cannot_be_walked():
    data = twelve()
    data["steps"][8]["actions"] = [way("b3"), way("b99")]  # a circle, and a way that leads nowhere
    data["steps"].append(step("z", "Không ai tới", "leader", "parent", way("b9")))
    layout = Layout(read_route(data).route)

    assert set(layout.spots) == {*(each["code"] for each in data["steps"]), "end"}
    assert len(set(layout.spots.values())) == len(layout.spots)
    drawing_of(read_route(data).route, title="Quy trình dở dang")
    bpmn_of(read_route(data).route, code="1", title="Quy trình dở dang")


def test_long_names_are_broken_into_lines():
    assert wrapped("Tiếp nhận hồ sơ của người dân", 12) == ["Tiếp nhận hồ", "sơ của người", "dân"]
    assert wrapped("x" * 50, 12, 2) == ["x" * 12, f"{'x' * 11}…"]
    assert SIX == 6


def test_a_file_read_and_written_and_read_is_the_same_route():
    again = read_route(json.loads(json.dumps(write_route(ROUTE, read_route(twelve()).limit))))

    assert again.route == ROUTE
    assert again.limit == read_route(twelve()).limit
    assert again.ignored == ()


def test_what_nobody_reads_is_named_wherever_it_stands():
    data = twelve() | {"colour": "red"}
    data["steps"][0] |= {"size": 1, "actions": [way("b2") | {"note": "x"}]}

    assert read_route(data).ignored == ("colour", "size", "actions.note")


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "route.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return str(path)

    return write


def ran(*argv):
    out = io.StringIO()
    code = 0
    try:
        call_command("routes", *argv, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue()


@pytest.mark.django_db
def test_a_route_is_imported_into_the_draft_and_exported_again_without_loss(adoption, file):
    data = twelve() | {"limit": "5 ngày làm việc"}
    ran("import", "9.000001", file(data))
    held = Adoption.objects.get(pk=adoption.pk)
    code, text = ran("export", "9.000001")

    assert route_from(held.draft["route"]) == read_route(data).route
    assert (code, json.loads(text)) == (0, write_route(read_route(data).route, read_route(data).limit))
    assert held.events.last().action == Action.CHANGE_ROUTE
    assert understood(route_from(held.draft["route"]))
    assert ran("export", "9.000001", "--format", "bpmn")[1].startswith("<?xml")
    assert ran("export", "9.000001", "--format", "svg")[1].startswith("<svg")


@pytest.mark.django_db
def test_a_faulty_route_lies_in_the_draft_with_nothing_lost_and_is_never_published(adoption, file, system):
    data = twelve()
    data["steps"][3]["actions"] = [way("b99")]
    code, text = ran("import", "9.000001", file(data))
    held = Adoption.objects.get(pk=adoption.pk)

    assert code == 1
    assert "unknown_target" in text
    assert route_from(held.draft["route"]) == read_route(data).route
    with pytest.raises(BadInput):
        publish(held, by=system)


@pytest.mark.django_db
def test_keys_that_nobody_reads_are_refused_by_name_and_nothing_changes(adoption, file, capsys):
    before = adoption.draft["route"]
    code, _ = ran("import", "9.000001", file(twelve() | {"colour": "red"}))

    assert code == 2
    assert "colour" in capsys.readouterr().err
    assert Adoption.objects.get(pk=adoption.pk).draft["route"] == before


@pytest.mark.django_db
def test_what_cannot_be_worked_on_is_said_with_exit_2(adoption, file, capsys, tmp_path):
    assert ran("export", "9.999999")[0] == 2
    assert ran("export", "9.000001", "--agency", "P9")[0] == 2
    assert ran("export", "9.000001", "--edition", "7")[0] == 2
    assert ran("import", "9.000001", str(tmp_path / "none.json"))[0] == 2
    assert ran("import", "9.000001", file({"steps": "x"}))[0] == 2
    told = capsys.readouterr().err
    assert all(each in told for each in ("9.999999", "P9", "số 7", "không có tệp", "steps"))


@pytest.mark.django_db
def test_a_published_route_of_before_is_exported_with_its_ways_drawn(published):
    data = json.loads(ran("export", "9.000001", "--edition", "1", "--agency", "P1.1")[1])

    assert data["start"] == "receive"
    assert data["steps"][0]["actions"] == [{"do": "forward", "to": "hand_over"}]


@pytest.mark.django_db
def test_a_change_of_the_route_is_recorded_and_taken_back(adoption, system, office, post):
    keeper = post(office.ward, Role.REFORM_OFFICER)
    before = adoption.draft["route"]
    found = change_route(adoption, by=keeper, route=ROUTE, note="Vẽ lại")
    assert (found.last_event.action, found.last_event.note()) == (Action.CHANGE_ROUTE, "Vẽ lại")
    assert undoable(found).said == "Vẽ lại"
    assert RouteStep.objects.visible_to(keeper).count() == 1

    found = undo_route(found, by=keeper)
    assert found.draft["route"] == before
    with pytest.raises(BadInput, match="Không còn bước nào"):
        undo_route(found, by=keeper)


@pytest.mark.django_db
def test_only_the_newest_changes_are_kept_and_a_stranger_is_refused(adoption, system, office, post):
    found = adoption
    for number in range(MOST_KEPT + 2):
        found = change_route(found, by=system, route=replace(ROUTE, key=str(number)))
    assert found.route_steps.count() == MOST_KEPT

    stranger = post(office.desk, Role.RECEPTIONIST)
    for act in (lambda by: change_route(found, by=by, route=ROUTE), lambda by: undo_route(found, by=by)):
        with pytest.raises(NotPermitted):
            act(stranger)
    with pytest.raises(StaleVersion):
        change_route(found, by=system, route=ROUTE, version=1)
    with pytest.raises(BadInput, match="quá 200 bước"):
        change_route(found, by=system, route=Route("x", ROUTE.steps * 20, "b1"))


@pytest.mark.django_db
def test_an_ended_adoption_is_not_changed(published, system):
    found = end(published, by=system, last_day=date(2026, 3, 31), document="1/QĐ-UBND", reason="Sáp nhập")
    with pytest.raises(BadInput, match="thôi áp dụng"):
        change_route(found, by=system, route=ROUTE)
