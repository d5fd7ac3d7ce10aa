"""Open dossiers that still go by an older route: where each would stand in the new one, and moving those one ticks.

Codes, steps, units and holders are shown, nobody's name of the dossier: who looks answers for the route, not for the
dossier (docs/decisions/0055).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from motcua.administration.lines import Lines
from motcua.administration.routing.addresses import address, page_address
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput, StaleVersion
from motcua.core.health import look as health
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.places import place_on
from motcua.dossiers.rerouting import (
    OF_THE_DOSSIER,
    Landing,
    Target,
    Would,
    on_older_routes,
    pair_key,
    read_open,
    standing_in,
)
from motcua.procedures import routes
from motcua.procedures.editions import Content
from motcua.procedures.models import Adoption, Edition, contents_of
from motcua.tasks.actions import MOST_IN_A_BATCH, begin_batch
from motcua.tasks.choices import Outcome
from motcua.tasks.models import Batch
from motcua.ui.inputs import Form, LineField

TITLE = "Chuyển hồ sơ đang giải quyết sang quy trình mới"
LABEL = "Chuyển sang quy trình mới"
NONE_LEFT = "Không còn hồ sơ nào đi theo quy trình cũ"
SIZE = 50
FIELD = "b."  # in the address: b.EDITION.STEP=step of the new route
TONES = {Outcome.WAITING: "wait", Outcome.DONE: "ontime", Outcome.REFUSED: "late"}


class MoveForm(Form):
    """What is said once for all that are moved."""

    note = LineField(label="Lý do chuyển", max_length=500)
    every = forms.BooleanField(required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)
    listed = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Pair:
    """A step in which dossiers stand and which the new route does not have: which one is it there?"""

    name: str
    label: str
    count: int
    chosen: str


class Moving:
    """The dossiers of an adoption that may be moved to the route of its edition in force, as a post sees them.

    `asked` is the page's address: which old step is which new one; `ticked` what was ticked on it. Raises BadInput for
    what is not there.
    """

    def __init__(self, adoption: Adoption, by: Post, asked: Mapping[str, str], *, ticked: Sequence[str] = ()) -> None:
        self.adoption, self.by, self.at = adoption, by, now()
        self.edition = edition_in_force(adoption)
        mapping = {name.removeprefix(FIELD): step for name, step in asked.items() if name.startswith(FIELD) and step}
        self.mapping = mapping
        self.target = Target(self.edition, mapping, at=self.at, units=self._unit) if self.edition else None
        self.ticked = {*versions(ticked)}
        self._units: dict[Any, Agency | None] = {}

    @property
    def rows(self) -> DossierQuerySet:
        """All that still go by an older route."""
        return on_older_routes(self.edition, by=self.by) if self.edition else Dossier.objects.none()

    def _unit(self, dossier: Dossier, step: routes.Step, content: Content) -> Agency | None:
        """Where a step would be done, asked once for an office; what differs by applicant is found when it is moved."""
        if step.at == routes.DESK:
            return dossier.desk
        if step.at.startswith(OF_THE_DOSSIER):
            return None
        key = (step.role, step.at, dossier.agency_id)
        if key not in self._units:
            self._units[key] = place_on(dossier, step, content, on=local(self.at).date())
        return self._units[key]

    def pairs(self) -> list[Pair]:
        """Return the steps for which the officer says what they are in the new route; two questions."""
        if self.edition is None or self.target is None:
            return []
        counted = standing_in(self.rows)
        contents = contents_of({route for route, _, _ in counted})
        numbers = dict(self.adoption.editions.values_list("pk", "number"))
        return [
            Pair(
                f"{FIELD}{pair_key(route, key)}", f"“{_name(contents[route].route, key)}” (bản số {numbers[route]})",
                count, self.mapping.get(pair_key(route, key), ""),
            )
            for route, key, count in counted
            if not self._has(contents[route].route, key)
        ]  # fmt: skip

    def _has(self, old: routes.Route, key: str) -> bool:
        before, after = old.find(key), self.target.route.find(key) if self.target else None
        return before is not None and after is not None and before.kind == after.kind

    def choices(self) -> list[tuple[str, str]]:
        """Return the steps of the new route to which one may be mapped."""
        return [(step.key, step.name) for step in self.target.choices()] if self.target else []

    def look(self, dossiers: Sequence[Dossier]) -> list[dict[str, Any]]:
        """Return the rows of a page: where each dossier stands and would stand."""
        read_open(list(dossiers))
        contents_of({key for row in dossiers for key in (row.edition_id, row.route_edition_id) if key is not None})
        rows = [_row(self.target.outcome(dossier)) for dossier in dossiers] if self.target else []
        return [row | {"ticked": row["dossier"].pk in self.ticked} for row in rows]

    def whole(self) -> str:
        """Return key and version of all of the list, as many as fit into one go: what may be moved without ticking."""
        found = self.rows.order_by("pk").values_list("pk", "version")[:MOST_IN_A_BATCH]
        return ",".join(f"{pk}:{version}" for pk, version in found)

    def begin(self, picks: Sequence[str], *, note: str, edition: int, every: bool, listed: str) -> tuple[Batch, int]:
        """Begin to move what was ticked; returns how many of it are not there any more, too.

        Raises StaleVersion when another edition came into force meanwhile, BadInput for none.
        """
        if self.edition is None or edition != self.edition.pk:
            raise StaleVersion("Quy trình đang áp dụng đã đổi kể từ khi mở trang. Chưa chuyển hồ sơ nào; hãy xem lại.")
        seen = versions(listed.split(",") if every else picks)
        found = self.rows.filter(pk__in=seen).values_list("pk", "code")
        things = [(pk, str(code), seen[pk]) for pk, code in found]
        if not things:
            raise BadInput("nothing_picked", "Chưa chọn hồ sơ nào: tích vào ô đầu dòng rồi bấm lại.", field="note")
        inputs = {"edition": edition, "mapping": self.mapping, "note": note}
        return begin_batch(things, by=self.by, verb=Action.MOVE_ROUTE, inputs=inputs), len(seen) - len(things)

    def context(self, given: MoveForm | None, *, total: int) -> dict[str, Any]:
        """Return what the page shows beside the rows; a reason that was typed stays, what was seen is that of now."""
        adoption, kept = self.adoption, {"edition": self.edition.pk if self.edition else "", "listed": self.whole()}
        form = given or MoveForm(initial=kept)
        if given is not None:
            form.data = {"note": given.data.get("note", ""), "every": given.data.get("every", ""), **kept}
        return {
            "adoption": adoption, "edition": self.edition, "pairs": self.pairs(), "choices": self.choices(),
            "look": Lines(self.look), "form": form, "most": min(total, MOST_IN_A_BATCH),
            "compare_url": page_address(adoption.pk, "compare"),
            "crumbs_items": [*_crumbs(adoption), (TITLE, "")],
        }  # fmt: skip


def edition_in_force(adoption: Adoption) -> Edition | None:
    """Return the edition to whose route dossiers may be moved today."""
    rows = adoption.editions.in_force(today()).select_related("adoption__office").without_content()
    return rows.order_by("-number").first()


def to_move(adoption: Adoption, *, by: Post) -> int:
    """Return how many open dossiers still go by an older route, for who may move them."""
    edition = edition_in_force(adoption)
    return on_older_routes(edition, by=by).count() if edition is not None else 0


def versions(picks: Sequence[str]) -> dict[int, int]:
    """Return key → version seen of what was ticked; what is no such pair is left out."""
    pairs = (pick.partition(":") for pick in picks)
    return {
        int(key): int(version)
        for key, _, version in pairs
        if key.isdecimal() and version.isdecimal() and len(key) < 19 and len(version) < 10
    }


def _crumbs(adoption: Adoption) -> list[tuple[str, str]]:
    return [
        ("Thủ tục của đơn vị", reverse("administration:catalogue")),
        (adoption.procedure.name, reverse("administration:catalogue_adoption", args=[adoption.pk])),
        ("Thiết kế quy trình", address(adoption.pk)),
    ]


def _name(route: routes.Route, key: str) -> str:
    step = route.find(key)
    return step.name if step else key


def _row(would: Would) -> dict[str, Any]:
    dossier = would.dossier
    return {
        "dossier": dossier, "problem": would.problem, "ready": would.ready, "landings": list(_landings(would.landings)),
        "pick": "" if would.problem else f"{dossier.pk}:{dossier.version}",
        "now": [
            {"name": row.name, "who": _who(row.owner, row.agency, row.role), "leg": row.branch_id is not None}
            for row in dossier.open_steps_read
        ],
    }  # fmt: skip


def _landings(landings: Sequence[Landing]) -> Iterator[dict[str, Any]]:
    for landing in landings:
        who = _who(landing.owner, landing.unit, landing.step.role)
        yield {"name": landing.step.name, "who": who, "due": landing.due, "goes_on": landing.goes_on}


def _who(owner: Post | None, unit: Agency | None, role: str) -> str:
    """A person and the unit, or in whose common inbox it lies."""
    if owner is not None:
        return f"{owner.person.name}, {owner.agency.short_name}"
    return f"{Role(role).label}, {unit.short_name if unit else 'nơi theo hồ sơ, xác định khi chuyển'}"


def batches_of(by: Post) -> Any:
    """The goes that a post began with dossiers."""
    return Batch.objects.visible_to(by).filter(verb=Action.MOVE_ROUTE)


def progress_of(batch: Batch, adoption: Adoption) -> dict[str, Any]:
    """Return how far a go is, item by item; one query."""
    items = list(batch.items.order_by("key"))
    tally = Counter(item.outcome for item in items)
    refused, settled = tally[Outcome.REFUSED], len(items) - tally[Outcome.WAITING]
    running = settled < len(items)
    back = page_address(adoption.pk, "move")
    return {
        "asleep": running and not health()["worker"], "title": f"{LABEL}: {len(items)} hồ sơ", "settled": settled,
        "total": len(items), "refused": refused, "note": f"{settled} / {len(items)}, {refused} không chuyển được",
        "running": running, "refused_title": f"{refused} hồ sơ không chuyển được", "noun": "hồ sơ",
        "crumbs_items": [*_crumbs(adoption), (TITLE, back), ("Kết quả", "")], "heading": "Mã hồ sơ", "unlisted": "",
        "here": reverse("administration:route_moved", args=[adoption.pk, batch.pk]), "back": back,
        "lines": [
            {"name": item.name, "url": "", "about": "", "tone": TONES[Outcome(item.outcome)], "text": item.said,
             "word": item.get_outcome_display(), "calm": item.outcome == Outcome.WAITING}
            for item in items
        ],
    }  # fmt: skip
