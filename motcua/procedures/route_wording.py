"""A route in the words of an office: each step, who does it where, what is done there, where it leads. Pure."""

from collections.abc import Mapping

from motcua.agencies.choices import Role
from motcua.procedures.layout import Layout
from motcua.procedures.routes import (
    AGENCY,
    AGREE,
    ALL,
    ANSWER,
    ANY,
    COMMUNE,
    DESK,
    DIVISION,
    END,
    FINISH,
    FORWARD,
    GO_ON,
    LEGS,
    OFFICE,
    OPINION,
    PAYMENT,
    RETURN,
    SIGNING,
    SPLIT,
    STEP,
    Route,
    Step,
    Way,
)  # fmt: skip
from motcua.procedures.wording import STEP_ACTIONS, duration, unique

PLACE_WORDS = {
    DESK: "Bộ phận một cửa nơi nhận hồ sơ", DIVISION: "Bộ phận giải quyết", OFFICE: "Đơn vị (lãnh đạo, văn thư)",
    COMMUNE: "Xã, phường của người nộp",
}  # fmt: skip
SHORT_PLACES = {DESK: "Một cửa", DIVISION: "Bộ phận giải quyết", OFFICE: "Lãnh đạo, văn thư", COMMUNE: "Xã, phường"}
KIND_WORDS = {
    STEP: "Xử lý", OPINION: "Lấy ý kiến", PAYMENT: "Nộp tiền", SIGNING: "Ký", LEGS: "Hỏi nhiều nơi (kiểu cũ)",
}  # fmt: skip
SILENCE_WORDS = {
    "": "Bắt buộc có ý kiến, chờ đến khi trả lời", AGREE: "Hết hạn không trả lời là đồng ý",
    GO_ON: "Hết hạn không trả lời thì đi tiếp, không kể là đồng ý",
}  # fmt: skip
DEED_WORDS = {FORWARD: "Chuyển tới", SPLIT: "Gửi song song tới", RETURN: "Trả về", FINISH: "Kết thúc"}
ROLE_WORDS = {role: label for role, label in Role.choices if role not in (Role.CITIZEN, Role.SYSTEM)}
NO_TIME = "không giao thời gian riêng"
Names = Mapping[str, str]


def place_words(at: str, names: Names, *, short: bool = False) -> str:
    """Return where a step is done; `names` gives the names of units by their codes."""
    if at.startswith(ANSWER):
        return f"Theo câu trả lời “{at.removeprefix(ANSWER)}”"
    known = (SHORT_PLACES if short else PLACE_WORDS).get(at)
    code = at.removeprefix(AGENCY).removeprefix("?")
    return known or names.get(code, code) or "chưa chọn nơi làm"


def role_words(role: str) -> str:
    """Return the post, what nobody knows as it stands."""
    return ROLE_WORDS.get(role, role) or "chưa chọn vị trí"


def time_words(step: Step) -> str:
    """Return the allotment of a step."""
    if step.kind == PAYMENT:
        return "dừng đồng hồ đến khi nộp"
    return NO_TIME if step.unit == "none" else duration(step.amount, step.unit)


def join_words(join: str) -> str:
    """Return for which legs a step waits, "" for a step that joins none."""
    if not join:
        return ""
    return {ALL: "chờ đủ mọi chặng", ANY: "chờ một chặng bất kỳ"}.get(join, f"chờ {join} chặng")


def step_name(route: Route, key: str, titles: Names | None = None) -> str:
    """Return the name of a step (as `titles` have it), of END, or a code that leads nowhere."""
    step = route.find(key)
    return (titles or {}).get(key, step.name) if step else "kết thúc" if key == END else f"{key} (không có)"


def way_words(route: Route, way: Way, titles: Names | None = None) -> str:
    """Return a way in words: Chuyển tới “Thẩm định”."""
    if way.do == FINISH:
        return DEED_WORDS[FINISH]
    return f"{DEED_WORDS[way.do]} {', '.join(f'“{step_name(route, to, titles)}”' for to in way.to)}"


def step_lines(route: Route, step: Step, names: Names, titles: Names | None = None) -> dict[str, str]:
    """Return everything a step says, by what it is; what it does not say is left out."""
    acts = ", ".join(STEP_ACTIONS.get(each, each) for each in step.actions)
    lines = {
        "Tên": step.name, "Loại": KIND_WORDS.get(step.kind, step.kind), "Vị trí": role_words(step.role),
        "Nơi làm": place_words(step.at, names), "Thời gian": time_words(step), "Hợp nhánh": join_words(step.join),
        "Im lặng": SILENCE_WORDS.get(step.silence, step.silence) if step.kind == OPINION else "",
        "Việc được làm": acts, "Hướng dẫn": step.instructions, "Giấy tờ làm ra": "; ".join(step.papers),
    }  # fmt: skip
    lines |= {f"Nhánh {leg.key}": f"{leg.name} ({len(leg.steps)} bước)" for leg in step.legs}
    ways = unique((DEED_WORDS[way.do], way_words(route, way, titles)) for way in step.ways)
    return {label: text for label, text in (lines | ways).items() if text}


def titles_of(*routes: Route) -> dict[str, str]:
    """Return the names of the steps by their codes, of several routes as the last one has them."""
    return {step.key: step.name for route in routes for step in route.steps}


WHOLE_STEP = "Cả bước"


def route_parts(route: Route, names: Names, titles: Names | None = None) -> dict[str, dict[str, str]]:
    """Return each step by its code, in the order in which one comes to them, for `comparing.compare`.

    `titles` are what ways call the steps they lead to: a step that was only renamed changes no way.
    """
    drawn = route.drawn()
    known = titles or titles_of(drawn)
    whole = {"Cả quy trình": {"Bước bắt đầu": step_name(drawn, drawn.start, known)}} if drawn.steps else {}
    steps = (drawn.step(key) for key in Layout(drawn).order) if drawn.steps else ()
    return whole | {f"Bước {step.key}: {known[step.key]}": step_lines(drawn, step, names, known) for step in steps}


def only_here(parts: Mapping[str, Mapping[str, str]], others: Mapping[str, object]) -> dict[str, Mapping[str, str]]:
    """Return the parts, those of steps that the other route lacks in one line each."""

    def told(lines: Mapping[str, str]) -> Mapping[str, str]:
        return {WHOLE_STEP: "; ".join(lines[label] for label in ("Tên", "Vị trí", "Nơi làm", "Thời gian"))}

    return {title: lines if title in others else told(lines) for title, lines in parts.items()}
