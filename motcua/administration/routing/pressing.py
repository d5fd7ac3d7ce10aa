"""What the buttons of the route designer do at once: add, move, take out, open and close legs; each says what."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import QueryDict

from motcua.administration.routing.addresses import address
from motcua.administration.routing.places import flat, places_of
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, StaleVersion
from motcua.core.text import clean
from motcua.procedures.actions.routing import change_route, undo_route, undoable
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption
from motcua.procedures.redrawing import (
    WHO,
    NewLeg,
    NotPossible,
    add_legs,
    add_step,
    close_legs,
    new_step,
    open_old_legs,
    place_step,
    take_out,
)
from motcua.procedures.route_export import shortest_of
from motcua.procedures.routes import ALL, ANY, OPINION, STEP, Route
from motcua.procedures.shapes import allot_again

LEG_FIELDS = ("leg1", "leg2", "leg3", "leg4")
LONGEST = 200


def route_in(adoption: Adoption) -> Route:
    """Return the route of the draft with its ways drawn, as the designer works on it."""
    return content_from(adoption.draft).route.drawn()


class Pressed(NamedTuple):
    """The route as it becomes, what to say of it, and the step to go on with ("": none)."""

    route: Route
    said: str
    step: str = ""


class Press:
    """One press of a button: the route, and what the page sent."""

    def __init__(self, adoption: Adoption, posted: Mapping[str, str]) -> None:
        self.adoption, self.posted, self.route = adoption, posted, route_in(adoption)
        self.code = posted.get("code", "")

    def done(self) -> Pressed:
        """Do it. Raises BadInput: unknown_deed, not_possible, no_name, unknown_kind, unknown_place."""
        deed = DEEDS.get(self.posted.get("do", ""))
        if deed is None:
            raise BadInput("unknown_deed", "Nút này không có trên trang.")
        try:
            return deed(self)
        except NotPossible as wrong:
            raise BadInput("not_possible", str(wrong)) from wrong

    def _name(self) -> str:
        step = self.route.find(self.code)
        return step.name if step else self.code

    def add(self) -> Pressed:
        name, kind = clean(self.posted.get("name", "")), self.posted.get("kind", STEP)
        if not name or len(name) > LONGEST:
            raise BadInput("no_name", f"Hãy nhập tên bước, không quá {LONGEST} ký tự.", field="name")
        if kind not in WHO:
            raise BadInput("unknown_kind", "Chọn loại bước.", field="kind")
        step = new_step(self.route, name, kind)
        route = add_step(self.route, self.posted.get("after", ""), step)
        return Pressed(route, f"Đã thêm bước “{name}”.", step.key)

    def place(self) -> Pressed:
        after = self.posted.get("after", "")
        route = place_step(self.route, self.code, after)
        there = self.route.find(after)
        said = f"Bước “{self._name()}” nay đứng sau “{there.name}”." if there else f"“{self._name()}” nay là bước đầu."
        return Pressed(route, said, self.code)

    def remove(self) -> Pressed:
        return Pressed(take_out(self.route, self.code), f"Đã bỏ bước “{self._name()}”.")

    def legs(self) -> Pressed:
        kind, join = self.posted.get("kind", STEP), self.posted.get("join", ALL)
        if kind not in (STEP, OPINION) or join not in (ALL, ANY):
            raise BadInput("unknown_kind", "Chọn loại chặng và cách hợp.", field="kind")
        names = dict(flat(places_of(self.adoption, self.route)))
        chosen = [at for field in LEG_FIELDS if (at := self.posted.get(field, ""))]
        if strange := [at for at in chosen if at not in names]:
            raise BadInput("unknown_place", f"Không có nơi làm “{strange[0]}”.", field="leg1")
        words = "cho ý kiến" if kind == OPINION else "xử lý"
        made = [NewLeg(f"{names[at]} {words}"[:LONGEST], at) for at in chosen]
        route = add_legs(self.route, self.code, made, kind=kind, join=join)
        opened = route.step(self.code).split
        first = opened.to[-len(made)] if opened and made else self.code
        return Pressed(route, f"Đã mở {len(made)} chặng từ bước “{self._name()}”.", first)

    def unlegs(self) -> Pressed:
        return Pressed(close_legs(self.route, self.code), f"Đã bỏ các chặng của bước “{self._name()}”.", self.code)

    def open_old(self) -> Pressed:
        return Pressed(open_old_legs(self.route), "Đã đổi các bước hỏi nhiều nơi thành chặng song song.")

    def again(self) -> Pressed:
        limits = content_from(self.adoption.draft).limits
        return Pressed(allot_again(self.route, shortest_of(limits)), "Đã chia lại thời gian theo thời hạn ngắn nhất.")


DEEDS: dict[str, Callable[[Press], Pressed]] = {
    "add": Press.add, "place": Press.place, "remove": Press.remove, "legs": Press.legs, "unlegs": Press.unlegs,
    "open-old": Press.open_old, "again": Press.again,
}  # fmt: skip


def version_of(posted: Mapping[str, str]) -> int:
    """Return the version from which the page was made; one that lost it is stale by definition."""
    sent = posted.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def pressed(adoption: Adoption, posted: QueryDict, *, by: Post) -> tuple[str, str]:
    """Do what a button asks; return what to say, and the address to go on to. Raises Refused."""
    version = version_of(posted)
    if posted.get("do") == "undo":
        step = undoable(adoption)
        undo_route(adoption, by=by, version=version)
        return f"Đã hoàn tác: {step.said if step else ''}", address(adoption.pk)
    if version != adoption.version:
        raise StaleVersion
    done = Press(adoption, posted).done()
    change_route(adoption, by=by, version=version, route=done.route, note=done.said)
    return done.said, address(adoption.pk, done.step, toi=posted.get("do", ""))
