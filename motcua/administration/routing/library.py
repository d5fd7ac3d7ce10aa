"""Routes that one can begin with: the usual ones, those of the office's other procedures, its own editions."""

from collections.abc import Iterator
from typing import Any

from django import forms

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.procedures.actions.routing import change_route
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption, Edition, content_of
from motcua.procedures.permissions import oversees
from motcua.procedures.route_export import shortest_of
from motcua.procedures.routes import Route
from motcua.procedures.shapes import AT_DESK, STANDARD, WITHOUT_HEAD, Shape, build
from motcua.ui.inputs import Form

MOST_OFFERED = 300
USUAL = {
    STANDARD: "Tiếp nhận, thẩm định, trưởng phòng, lãnh đạo ký, văn thư, trả",
    WITHOUT_HEAD: "Không qua trưởng phòng",
    AT_DESK: "Giải quyết tại quầy: tiếp nhận, xử lý, ký, trả",
    f"{STANDARD}+verify": "Có xác minh thông tin",
    f"{STANDARD}+site_check": "Có kiểm tra thực địa",
    f"{STANDARD}+posting": "Có niêm yết công khai",
    f"{STANDARD}+council": "Có họp hội đồng xét duyệt",
    f"{STANDARD}+payment": "Có nghĩa vụ tài chính trước khi ký",
}
SHAPE, EDITION = "shape:", "edition:"


class LibraryForm(Form):
    """Which route is taken; its time is shared out anew when it is a usual one."""

    source = forms.ChoiceField(label="Quy trình")

    def __init__(self, data: Any = None, files: Any = None, *, adoption: Adoption, by: Post, **more: Any) -> None:
        self.adoption = adoption
        super().__init__(data=data, **more)
        usual = [(f"{SHAPE}{key}", words) for key, words in USUAL.items()]
        own, others = list(_own(adoption)), list(_others(adoption, by))
        groups = [("Quy trình thường dùng", usual), ("Các bản đã ban hành của thủ tục này", own),
                  ("Thủ tục khác của đơn vị", others)]  # fmt: skip
        self.fields["source"].choices = [(title, rows) for title, rows in groups if rows]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        source = self.cleaned_data["source"]
        words = dict(each for _, rows in self.fields["source"].choices for each in rows)[source]  # type: ignore[attr-defined]
        return {"route": self._route(source), "note": f"Lấy quy trình: {words}"[:200]}

    def _route(self, source: str) -> Route:
        if source.startswith(EDITION):
            return content_of(int(source.removeprefix(EDITION))).route.drawn()
        base, *extras = source.removeprefix(SHAPE).split("+")
        limit = shortest_of(content_from(self.adoption.draft).limits)
        return build(Shape(base, tuple(extras)), limit).drawn()


def _own(adoption: Adoption) -> Iterator[tuple[str, str]]:
    for pk, number, day in adoption.editions.order_by("-number").values_list("pk", "number", "valid_from"):
        yield f"{EDITION}{pk}", f"Bản số {number}, từ {day:%d/%m/%Y}"


def _others(adoption: Adoption, by: Post) -> Iterator[tuple[str, str]]:
    if not oversees(by, adoption.office):
        return
    rows = Edition.objects.visible_to(by).in_force(today()).filter(office=adoption.office)
    rows = rows.exclude(adoption=adoption).order_by("code", "-number")
    for pk, code, name in rows.values_list("pk", "code", "name")[:MOST_OFFERED]:
        yield f"{EDITION}{pk}", f"{code} {name}"[:150]


class Taking:
    """Puts the chosen route in the draft."""

    def __init__(self, adoption: Adoption, *, by: Post) -> None:
        self.adoption, self.by = adoption, by

    def __call__(self, *, route: Route, note: str, version: int) -> Any:
        return change_route(self.adoption, by=self.by, version=version, route=route, note=note)
