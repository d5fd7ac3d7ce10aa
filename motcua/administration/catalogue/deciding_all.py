"""Every difference that a list's filters find, decided in one go: counted, confirmed once, done by a job, each told.

What was confirmed is what is done: the page carries a seal over the differences and the versions that it counted. When
something came, went or was decided in between, nothing is begun and the new count is shown.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from motcua.administration.catalogue.queues import APPROVE, REJECT, ChangeFilters, changes_of
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, StaleVersion
from motcua.core.health import look
from motcua.procedures.choices import ChangeKind, NationalAction
from motcua.procedures.models import Adoption, NationalChange
from motcua.tasks.actions import begin_batch
from motcua.tasks.choices import Outcome
from motcua.tasks.models import Batch, BatchItem
from motcua.ui.inputs import Form, LineField

MOST_AT_ONCE = 2_000
LISTED = 200  # lines of a page while it runs, and of those done when it is over: what was refused is all listed
NOUN = "khác biệt"
VERBS = {APPROVE: NationalAction.APPROVE, REJECT: NationalAction.REJECT}
TONES = {Outcome.WAITING: "wait", Outcome.DONE: "ontime", Outcome.REFUSED: "late"}


class DecideAllForm(Form):
    """What is decided of all of them."""

    verdict = forms.ChoiceField(
        label="Quyết định", choices=[(APPROVE, "Duyệt tất cả"), (REJECT, "Không lấy cái nào")], widget=forms.RadioSelect
    )
    finding = LineField(
        label="Kết luận", required=False, max_length=500,
        help_text="Ghi vào từng khác biệt. Không lấy thì phải ghi lý do; duyệt thì nên ghi.",
    )  # fmt: skip
    query = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)
    seal = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("verdict") == REJECT and not found.get("finding"):
            self.add_error("finding", "Hãy ghi vì sao không lấy.")
        return found


@dataclass
class Counted:
    """The differences that wait under some filters: those of one go, how many there are, and what they would do."""

    rows: Sequence[NationalChange]
    total: int
    offices: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    aspects: Counter[str] = field(default_factory=Counter)

    @property
    def seal(self) -> str:
        """A digest of what was counted, with the version of each."""
        told = ";".join(f"{row.pk}:{row.version}" for row in self.rows)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def abolished(self) -> int:
        """How many procedures of the catalogue would be abolished."""
        return sum(row.kind == ChangeKind.MISSING and row.procedure_id is not None for row in self.rows)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What they are and what approving them does: label, words."""
        kinds = [(str(kind.label), f"{self.kinds[kind]}") for kind in ChangeKind if self.kinds[kind]]
        aspects = ", ".join(f"{name} ({count})" for name, count in self.aspects.most_common(8))
        doubts = sum(bool(row.doubts) for row in self.rows)
        kept = sum(bool(row.is_adopted) for row in self.rows)  # type: ignore[attr-defined]  # annotated
        told = [
            ("Khác ở", aspects), ("Có điều nghi vấn", f"{doubts}" if doubts else ""),
            ("Thủ tục có đơn vị áp dụng", f"{kept}, ở {self.offices} đơn vị" if kept else ""),
        ]  # fmt: skip
        return [*kinds, *((label, words) for label, words in told if words)]


def counted(by: Post, query: str) -> Counted:
    """Return what waits under the filters of a list's address: at most MOST_AT_ONCE of it, by code."""
    asked = QueryDict(query.removeprefix("?"), mutable=True)
    asked.pop("state", None)  # only what waits can be decided
    found = ChangeFilters(asked).narrow(changes_of(by))
    rows = list(found.order_by("code", "pk")[:MOST_AT_ONCE])
    adopted = {row.procedure_id for row in rows if row.is_adopted}
    offices = Adoption.objects.standing().filter(procedure__in=adopted).values("office").distinct().count()
    return Counted(
        rows, found.count() if len(rows) == MOST_AT_ONCE else len(rows), offices, Counter(row.kind for row in rows),
        Counter(aspect for row in rows for aspect in row.aspects),
    )  # fmt: skip


def begin(*, by: Post, query: str, seal: str, verdict: str, finding: str) -> Batch:
    """Begin to decide all that a page counted. Raises StaleVersion when that is no longer what waits, BadInput for
    none."""
    found = counted(by, query)
    if seal != found.seal:
        raise StaleVersion(
            f"Hàng chờ đã đổi kể từ khi đếm: nay là {len(found.rows)} khác biệt. Chưa làm gì. Hãy xem lại rồi xác nhận."
        )
    if not found.rows:
        raise BadInput("nothing_waits", "Không còn khác biệt nào chờ duyệt trong phần đang lọc.")
    things = [(row.pk, row.code, row.version) for row in found.rows]
    inputs = {"finding": finding}
    return begin_batch(things, by=by, verb=VERBS[verdict], inputs=inputs, most=MOST_AT_ONCE, noun=NOUN)


def asking(found: Counted, *, query: str) -> dict[str, Any]:
    """Return the context of the page that asks once before all are decided."""
    back = reverse("administration:national_changes") + (f"?{query}" if query else "")
    over, count = found.total - len(found.rows), len(found.rows)
    return {
        "title": f"Quyết định {count} khác biệt", "save": f"Xác nhận cho {count} khác biệt", "version": None,
        "stale": False, "cancel_url": "",
        "lead": f"Đang lọc {found.total} khác biệt chờ duyệt.", "back": back, "lines": found.lines,
        "missing": found.abolished, "count": count,
        "over": f"Một lượt làm {MOST_AT_ONCE} cái đầu theo mã; {over} cái còn lại làm lượt sau." if over else "",
        "crumbs_items": [("Khác biệt của danh mục quốc gia", back), ("Quyết định tất cả", "")],
    }  # fmt: skip


def batches_of(by: Post) -> Any:
    """The goes that a post began with differences, newest first."""
    return Batch.objects.visible_to(by).filter(verb__in=VERBS.values()).order_by("-begun_at", "-pk")


def latest_of(by: Post) -> list[dict[str, Any]]:
    """Return the latest goes with how far each is; two queries."""
    found = list(batches_of(by)[:5])
    tally: dict[Any, Counter[str]] = {batch.pk: Counter() for batch in found}
    items = BatchItem.objects.filter(batch__in=tally).order_by().values_list("batch_id", "outcome")
    for batch, outcome, count in items.annotate(Count("pk")):
        tally[batch][outcome] = count
    return [
        {
            "label": NationalAction(batch.verb).label, "at": batch.begun_at, "total": tally[batch.pk].total(),
            "url": reverse("administration:national_batch", args=[batch.pk]),
            "done": tally[batch.pk][Outcome.DONE], "refused": tally[batch.pk][Outcome.REFUSED],
        }
        for batch in found
    ]  # fmt: skip


def progress_of(batch: Batch) -> dict[str, Any]:
    """Return how far a go is, counted in the database: every refusal, and at most LISTED others; four queries."""
    outcomes = dict(batch.items.values_list("outcome").annotate(Count("pk")).order_by())
    total, refused = sum(outcomes.values()), outcomes.get(Outcome.REFUSED, 0)
    settled = total - outcomes.get(Outcome.WAITING, 0)
    listed = _listed(batch)
    names = dict(NationalChange.objects.filter(pk__in=[item.key for item in listed]).values_list("pk", "name"))
    label, back = NationalAction(batch.verb).label, reverse("administration:national_changes")
    unlisted = total - len(listed)
    return {
        "title": f"{label}: {total} khác biệt", "settled": settled, "total": total,
        "refused": refused, "note": f"{settled} / {total}, {refused} không làm được",
        "running": settled < total,
        "asleep": settled < total and not look()["worker"], "refused_title": f"{refused} khác biệt không làm được",
        "crumbs_items": [("Khác biệt của danh mục quốc gia", back), (label, "")], "noun": NOUN, "heading": "Thủ tục",
        "here": reverse("administration:national_batch", args=[batch.pk]), "back": back,
        "unlisted": f"{unlisted} khác biệt nữa không liệt kê ở đây." if unlisted else "",
        "lines": [_line(item, names.get(item.key, "")) for item in listed],
    }  # fmt: skip


def _listed(batch: Batch) -> list[BatchItem]:
    """Return what was refused, then what was done, each by name; what still waits is only counted."""
    rows = batch.items.order_by("name", "key")
    return [*rows.filter(outcome=Outcome.REFUSED), *rows.filter(outcome=Outcome.DONE)[:LISTED]]


def _line(item: BatchItem, name: str) -> dict[str, Any]:
    return {
        "name": item.name, "url": reverse("administration:national_change", args=[item.key]), "about": name[:160],
        "tone": TONES[Outcome(item.outcome)], "word": Outcome(item.outcome).label, "text": item.said,
        "calm": item.outcome == Outcome.WAITING,
    }  # fmt: skip
