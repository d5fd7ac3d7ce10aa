"""What the page of the route designer shows: the steps as cards, one of them open, the drawing, what is wrong."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from motcua.administration.catalogue.meanwhile import changes_since
from motcua.administration.catalogue.trying import Proof, proof_of
from motcua.administration.routing.addresses import address, page_address
from motcua.administration.routing.places import places_of
from motcua.administration.routing.pressing import LEG_FIELDS, route_in
from motcua.administration.routing.step_form import StepForm
from motcua.agencies.models import Post
from motcua.core.errors import Refused, StaleVersion
from motcua.procedures.actions.routing import change_route, undoable
from motcua.procedures.drawing import drawing_of
from motcua.procedures.layout import Layout
from motcua.procedures.models import Adoption
from motcua.procedures.redrawing import WHO, has_old_legs
from motcua.procedures.route_export import FORMATS, names_in
from motcua.procedures.route_wording import (
    KIND_WORDS,
    SILENCE_WORDS,
    join_words,
    place_words,
    role_words,
    time_words,
    way_words,
)
from motcua.procedures.routes import ALL, ANY, OPINION, SPLIT, STEP, Route, Step
from motcua.procedures.validation import WHOLE

TITLE = "Thiết kế quy trình"
GONE = "Bước này không còn trong quy trình: có người đã bỏ hoặc đổi mã. Trang dưới đây là bản mới."
EMPTY = Proof("", [], [], [], {})
KINDS = [(kind, KIND_WORDS[kind]) for kind in WHO]
LEG_KINDS = [(kind, KIND_WORDS[kind]) for kind in (STEP, OPINION)]
LEG_JOINS = [(join, join_words(join).capitalize()) for join in (ALL, ANY)]


class Outline:
    """The route of a draft as its page tells it."""

    def __init__(self, adoption: Adoption, opened: str, focus: str = "") -> None:
        self.adoption, self.route = adoption, route_in(adoption)
        self.opened = opened if self.route.find(opened) else ""
        line = focus.removeprefix("buoc:")
        self.line = line if self.route.find(line) else ""
        self.names = names_in(self.route)
        self.order = [self.route.step(key) for key in Layout(self.route).order] if self.route.steps else []
        self.proof = proof_of(adoption, self.route) if self.route.steps else EMPTY

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [self._card(number, step) for number, step in enumerate(self.order, start=1)]

    def _card(self, number: int, step: Step) -> dict[str, Any]:
        who = f"{role_words(step.role)} · {place_words(step.at, self.names)} · {time_words(step)}"
        kind = KIND_WORDS.get(step.kind, step.kind) if step.kind != STEP else ""
        silence = SILENCE_WORDS.get(step.silence, "") if step.kind == OPINION else ""
        told = [kind, join_words(step.join).capitalize(), silence, step.instructions]
        told += [f"Làm ra: {'; '.join(step.papers)}"] * bool(step.papers)
        legs = [leg.name for leg in step.legs]
        told += [f"Hỏi cùng lúc: {', '.join(legs)}"] * bool(legs)
        beside = self.proof.beside.get(step.key, [])
        return {
            "number": number, "key": step.key, "name": step.name, "who": who, "told": [each for each in told if each],
            "ways": [way_words(self.route, way) for way in step.ways], "open": step.key == self.opened,
            "url": address(self.adoption.pk, step.key), "beside": beside,
            "wrong": any(tone == "late" for tone, _ in beside),
        }  # fmt: skip

    @property
    def whole(self) -> list[tuple[str, str]]:
        """What is said of the route as a whole."""
        return self.proof.beside.get(WHOLE, [])

    @property
    def drawing(self) -> SafeString:
        """The drawing for the page: made of elements by us, every text of the route escaped by lxml."""
        drawn = drawing_of(self.route, title=self.adoption.procedure.name, names=self.names) if self.order else ""
        return mark_safe(drawn)  # noqa: S308

    @property
    def is_shown(self) -> bool:
        """Whether the drawing is unfolded: beside an open card it would stand in the way."""
        return not self.opened

    @property
    def places(self) -> list[tuple[str, str]]:
        """Behind which step one may be put."""
        return [("", "Đầu quy trình"), *((each.key, f"{n}. {each.name}") for n, each in enumerate(self.order, start=1))]

    @property
    def after(self) -> str:
        """Behind which step one is added by itself: the open or last saved one, else the last before the end."""
        last = [step.key for step in self.order]
        return self.opened or self.line or next(reversed(last[:-1] or last), "")

    @property
    def splits(self) -> bool:
        """Whether the open step has legs."""
        return bool(self.opened and any(self.route.step(self.opened).leading(SPLIT)))


def page_of(adoption: Adoption, opened: str = "", *, focus: str = "") -> dict[str, Any]:
    """Return what every page of the designer shows."""
    outline = Outline(adoption, opened, focus)
    back = reverse("administration:catalogue_adoption", args=[adoption.pk])
    undo = undoable(adoption) if adoption.ended_on is None else None
    return {
        "outline": outline, "adoption": adoption, "title": TITLE, "lead": adoption.procedure.name, "undo": undo,
        "crumbs_items": [("Thủ tục của đơn vị", reverse("administration:catalogue")), (adoption.procedure.name, back),
                         (TITLE, "")],
        "version": adoption.version, "page_url": address(adoption.pk), "focus": focus, "refused": None, "stale": False,
        "changes": (), "sent": {}, "kinds": KINDS, "leg_kinds": LEG_KINDS, "leg_joins": LEG_JOINS,
        "leg_places": places_of(adoption, outline.route) if outline.opened else [], "leg_fields": LEG_FIELDS,
        "old_legs": has_old_legs(outline.route), "cancel_url": address(adoption.pk),
        "pages": {name: page_address(adoption.pk, name) for name in ("try", "compare", "library")},
        "files": [(form.upper(), reverse("administration:route_file", args=[adoption.pk, form])) for form in FORMATS],
    }  # fmt: skip


def card_options(adoption: Adoption, route: Route, key: str, focus: str = "") -> dict[str, Any]:
    """Return what the form of a step's card is made with."""
    return {"route": route, "key": key, "places": places_of(adoption, route), "focus": focus}


def opened_page(adoption: Adoption, key: str, *, focus: str = "") -> dict[str, Any]:
    """Return the page with a step's card open, or closed when the step is not there."""
    context = page_of(adoption, key, focus=focus)
    if context["outline"].opened:
        route = context["outline"].route
        context["form"] = StepForm(**card_options(adoption, route, key, "" if focus in ("", "add", "legs") else "up"))
    return context


class Saving:
    """Saves what a card says, and knows where to go on: the list, at the step's line."""

    def __init__(self, adoption: Adoption, *, by: Post) -> None:
        self.adoption, self.by, self.key = adoption, by, ""

    def __call__(self, *, route: Route, note: str, version: int, key: str) -> Any:
        self.key = key
        return change_route(self.adoption, by=self.by, version=version, route=route, note=note)

    def on(self, result: Any) -> str:
        return address(self.adoption.pk, toi=f"buoc:{self.key}")


def shown_again(adoption: Adoption, posted: Mapping[str, str], refused: Refused) -> dict[str, Any]:
    """Return the page of a button that was refused: why, what others did, the words as they were sent."""
    context = opened_page(adoption, posted.get("code", ""), focus="up") | {"refused": refused}
    context["sent"] = {name: posted.get(name, "") for name in ("do", "name", "kind", "after", "join", *LEG_FIELDS)}
    if isinstance(refused, StaleVersion):
        context |= {"stale": True, "changes": changes_since(posted.get("version"), adoption)}
    return context
