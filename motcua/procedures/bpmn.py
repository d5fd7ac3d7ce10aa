"""A route as BPMN 2.0 XML, with its diagram: for the process tools of others. Pure.

One lane for each post at each place. A step that splits is followed by a parallel gateway, a joining step comes behind
one that waits for all (parallel) or for some of the legs (complex, the number as its condition). Where a holder may
choose, an exclusive gateway with the deeds as names; its first way is the default one, for another `deed` names the
flow that was chosen. Time, instructions and papers stand in the documentation of a task, time also as `motcua:limit`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from motcua.procedures.branches import branches_of
from motcua.procedures.layout import Layout
from motcua.procedures.route_wording import (
    DEED_WORDS,
    SILENCE_WORDS,
    join_words,
    place_words,
    role_words,
    time_words,
)
from motcua.procedures.routes import ALL, ANY, END, FINISH, OPINION, SPLIT, Route, Step, Way

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
POINTS = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "urn:motcua:route"
SPACES: Any = {None: MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": POINTS, "xsi": INSTANCE, "motcua": OWN}
TASK, GATE, COLUMN, LANE, HEAD = (150, 80), (50, 50), 320, 150, 60
SIZES = {"startEvent": (36, 36), "endEvent": (36, 36), "userTask": TASK}


@dataclass
class Node:
    """A thing that flows: what it is in BPMN, and where its middle stands."""

    id: str
    kind: str
    name: str
    x: int
    y: int
    lane: str
    step: Step | None = None
    join: str = ""

    @property
    def size(self) -> tuple[int, int]:
        return SIZES.get(self.kind, GATE)


@dataclass
class Flow:
    """An arrow between two nodes; `name` says what one does to go this way."""

    source: str
    target: str
    name: str = ""


@dataclass
class Process:
    """The nodes and flows of a route."""

    route: Route
    names: Mapping[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        layout = Layout(self.route)
        self.layers = {key: layout.spots[key].layer for key in (*layout.order, END)}
        steps = [self.route.step(key) for key in layout.order]
        self.lanes = list(dict.fromkeys(map(self._lane, steps)))
        self.ids = {key: f"step_{number}" for number, key in enumerate(layout.order, start=1)}
        self._rows = {key: layout.spots[key].row for key in layout.order}
        self._crowd(layout.order)
        for step in steps:
            self._add_step(step)
        self._add_ends(steps)
        for step in steps:
            self._add_ways(step)

    def _lane(self, step: Step) -> str:
        return f"{role_words(step.role)} – {place_words(step.at, self.names)}"

    def _crowd(self, order: list[str]) -> None:
        """Make room in a lane for steps that stand in one layer of it."""
        self.heights = dict.fromkeys(self.lanes, 1)
        self.floors: dict[str, int] = {}
        seen: dict[tuple[str, int], int] = {}
        for key in order:
            at = (self._lane(self.route.step(key)), self.layers[key])
            self.floors[key] = seen[at] = seen.get(at, -1) + 1
            self.heights[at[0]] = max(self.heights[at[0]], seen[at] + 1)

    def top(self, lane: str) -> int:
        """Where a lane begins."""
        return sum(self.heights[each] for each in self.lanes[: self.lanes.index(lane)]) * LANE

    def _spot(self, step: Step) -> tuple[int, int]:
        lane = self._lane(step)
        return HEAD + 140 + self.layers[step.key] * COLUMN, self.top(lane) + self.floors[step.key] * LANE + LANE // 2

    def _add(self, node: Node) -> str:
        self.nodes[node.id] = node
        return node.id

    def _add_step(self, step: Step) -> None:
        x, y = self._spot(step)
        at = self.ids[step.key]
        self._add(Node(at, "userTask", step.name, x, y, self._lane(step), step))
        if step.join:
            kind = "parallelGateway" if step.join == ALL else "complexGateway"
            self._add(Node(f"{at}_join", kind, join_words(step.join), x - 110, y, self._lane(step), join=step.join))
            self.flows.append(Flow(f"{at}_join", at))

    def _add_ends(self, steps: list[Step]) -> None:
        first = self.route.first
        x, y = self._spot(first)
        self._add(Node("start", "startEvent", "Nộp hồ sơ", HEAD + 30, y, self._lane(first)))
        self.flows.append(Flow("start", self._into(first.key)))
        last = next((step for step in reversed(steps) if any(END in way.to for way in step.ways)), steps[-1])
        x, y = self._spot(last)
        self._add(Node("end", "endEvent", "Kết thúc", x + 220, y, self._lane(last)))

    def _into(self, key: str) -> str:
        """Where one comes in at a step: a joining one through its gateway."""
        if key == END:
            return "end"
        at = self.ids[key]
        return f"{at}_join" if f"{at}_join" in self.nodes else at

    def _leads(self, way: Way) -> list[str]:
        return [to for to in way.to if to == END or to in self.ids]

    def _add_ways(self, step: Step) -> None:
        at, (x, y) = self.ids[step.key], self._spot(step)
        ways = [way for way in step.ways if self._leads(way)]
        source = at
        if len(ways) > 1:
            source = self._add(Node(f"{at}_choice", "exclusiveGateway", "", x + 110, y, self._lane(step)))
            self.flows.append(Flow(at, source))
        for number, way in enumerate(ways):
            self._add_way(step, source, way, number)

    def _add_way(self, step: Step, source: str, way: Way, number: int) -> None:
        name = DEED_WORDS[way.do] if source != self.ids[step.key] else ""
        if way.do != SPLIT:
            self.flows.append(Flow(source, self._target(way, way.to[0], step), name))
            return
        x, y = self._spot(step)
        at = f"{self.ids[step.key]}_split_{number}"
        self._add(Node(at, "parallelGateway", "", x + 165, y, self._lane(step)))
        self.flows.append(Flow(source, at, name))
        self.flows += [Flow(at, self._target(way, to, step)) for to in self._leads(way)]

    def _target(self, way: Way, to: str, step: Step) -> str:
        """Where a way comes in: at a join only from a leg, else at the step itself (going back, going on alone)."""
        if way.do == FINISH or to == END:
            return "end"
        branches = branches_of(self.route)
        open_legs = any(
            stack and branches.join_of(stack[-1][0]) == to for stack in branches.stacks.get(step.key, frozenset())
        )
        return self._into(to) if way.do == SPLIT or open_legs else self.ids[to]


def bpmn_of(route: Route, *, code: str, title: str, names: Mapping[str, str] | None = None) -> str:
    """Return the XML. Raises ValueError for a route without steps."""
    if not route.steps:
        raise ValueError("Quy trình không có bước nào.")
    process = Process(route.drawn(), names or {})
    root = etree.Element(
        _name(MODEL, "definitions"), nsmap=SPACES, attrib={"id": "definitions", "targetNamespace": OWN}
    )
    whole = _node(root, MODEL, "collaboration", id="collaboration")
    _node(whole, MODEL, "participant", id="pool", name=title, processRef="process")
    made = _node(root, MODEL, "process", id="process", name=title, isExecutable="true")
    _node(made, MODEL, "documentation").text = _plain(f"Thủ tục {code}")
    _write_lanes(made, process)
    flows = [(f"flow_{number}", flow) for number, flow in enumerate(process.flows)]
    incoming = {key: [name for name, flow in flows if flow.target == key] for key in process.nodes}
    outgoing = {key: [name for name, flow in flows if flow.source == key] for key in process.nodes}
    for node in process.nodes.values():
        _write_node(made, process, node, incoming[node.id], outgoing[node.id])
    for number, flow in enumerate(process.flows):
        named = {"name": flow.name} if flow.name else {}
        arrow = _node(
            made, MODEL, "sequenceFlow", id=f"flow_{number}", sourceRef=flow.source, targetRef=flow.target, **named
        )
        if flow.name and outgoing[flow.source][0] != f"flow_{number}":  # the first is the default, without a condition
            _condition(arrow, "conditionExpression", f'deed == "flow_{number}"')
    _write_diagram(root, process)
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _name(space: str, tag: str) -> str:
    return f"{{{space}}}{tag}"


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter in " \n\t")


def _node(parent: etree._Element, space: str, tag: str, **attributes: object) -> etree._Element:
    given = {name: _plain(str(value)) for name, value in attributes.items()}
    return etree.SubElement(parent, _name(space, tag), attrib=given)


def _write_lanes(made: etree._Element, process: Process) -> None:
    lanes = _node(made, MODEL, "laneSet", id="lanes")
    for number, lane in enumerate(process.lanes):
        mine = _node(lanes, MODEL, "lane", id=f"lane_{number}", name=lane)
        for node in process.nodes.values():
            if node.lane == lane:
                _node(mine, MODEL, "flowNodeRef").text = node.id


def _write_node(made: etree._Element, process: Process, node: Node, into: list[str], out: list[str]) -> None:
    more: dict[str, object] = {"name": node.name} if node.name else {}
    if node.kind.endswith("Gateway"):
        more["gatewayDirection"] = "Converging" if len(into) > 1 >= len(out) else "Diverging"
        more |= {"default": out[0]} if node.kind == "exclusiveGateway" else {}
    found = _node(made, MODEL, node.kind, id=node.id, **more)
    if node.step is not None:
        found.set(_name(OWN, "code"), _plain(node.step.key))
        found.set(_name(OWN, "limit"), _plain(time_words(node.step)))
        _node(found, MODEL, "documentation").text = _plain("\n".join(_told(node.step, process.names)))
    for each in into:
        _node(found, MODEL, "incoming").text = each
    for each in out:
        _node(found, MODEL, "outgoing").text = each
    if node.kind == "complexGateway":
        needed = "1" if node.join == ANY else node.join
        _condition(found, "activationCondition", f"activationCount >= {needed}")


def _condition(of: etree._Element, tag: str, text: str) -> None:
    condition = _node(of, MODEL, tag)
    condition.set(_name(INSTANCE, "type"), "tFormalExpression")
    condition.text = _plain(text)


def _told(step: Step, names: Mapping[str, str]) -> list[str]:
    silence = SILENCE_WORDS.get(step.silence, "") if step.kind == OPINION else ""
    told = {
        "Vị trí": role_words(step.role), "Nơi làm": place_words(step.at, names), "Thời gian": time_words(step),
        "Im lặng": silence, "Hướng dẫn": step.instructions, "Giấy tờ làm ra": "; ".join(step.papers),
    }  # fmt: skip
    return [f"{label}: {text}" for label, text in told.items() if text]


def _write_diagram(root: etree._Element, process: Process) -> None:
    diagram = _node(root, DIAGRAM, "BPMNDiagram", id="diagram")
    plane = _node(diagram, DIAGRAM, "BPMNPlane", id="plane", bpmnElement="collaboration")
    width = HEAD + max(node.x + node.size[0] for node in process.nodes.values()) + 40
    height = sum(process.heights.values()) * LANE
    _write_shape(plane, "pool", (0, 0, width, height), isHorizontal="true")
    for number, lane in enumerate(process.lanes):
        place = (30, process.top(lane), width - 30, process.heights[lane] * LANE)
        _write_shape(plane, f"lane_{number}", place, isHorizontal="true")
    for node in process.nodes.values():
        wide, tall = node.size
        _write_shape(plane, node.id, (node.x - wide // 2, node.y - tall // 2, wide, tall))
    for number, flow in enumerate(process.flows):
        edge = _node(plane, DIAGRAM, "BPMNEdge", id=f"edge_flow_{number}", bpmnElement=f"flow_{number}")
        for x, y in _corners(process.nodes[flow.source], process.nodes[flow.target]):
            _node(edge, POINTS, "waypoint", x=x, y=y)


def _write_shape(plane: etree._Element, of: str, place: tuple[int, int, int, int], **more: str) -> None:
    shape = _node(plane, DIAGRAM, "BPMNShape", id=f"shape_{of}", bpmnElement=of, **more)
    x, y, width, height = place
    _node(shape, BOUNDS, "Bounds", x=x, y=y, width=width, height=height)


def _corners(source: Node, target: Node) -> list[tuple[int, int]]:
    """From side to side going on; going back from the lower edge to the lower edge."""
    right, left = source.x + source.size[0] // 2, target.x - target.size[0] // 2
    if right <= left:
        half = (right + left) // 2
        return [(right, source.y), (half, source.y), (half, target.y), (left, target.y)]
    below = max(source.y, target.y) + LANE // 2 - 10
    return [
        (source.x, source.y + source.size[1] // 2), (source.x, below), (target.x, below),
        (target.x, target.y + target.size[1] // 2),
    ]  # fmt: skip
