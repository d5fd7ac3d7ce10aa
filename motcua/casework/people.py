"""The people of a unit and their work, as its head sees it: how much each has, what falls due while they are away.

And whose work is to be given to others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Absence, Post, PostQuerySet
from motcua.agencies.models.standing import away, away_words, called
from motcua.casework.lines import DOSSIER
from motcua.casework.many import seen_picks
from motcua.core.clock import LOCAL, local, today
from motcua.dossiers.actions.opinions import ANSWERING
from motcua.dossiers.actions.reassigning import UNFINISHED
from motcua.dossiers.choices import Action
from motcua.dossiers.choices import State as DossierState
from motcua.dossiers.models import Dossier
from motcua.tasks.actions import MOST_IN_A_BATCH
from motcua.tasks.choices import PERSONAL, Outcome, State
from motcua.tasks.falling import coming_absences, falling_into
from motcua.tasks.kinds import kind_of
from motcua.tasks.models import BatchItem, Task, TaskQuerySet, edges_at
from motcua.ui import formats
from motcua.ui.inputs import Form, ProseField

HEADS = (Role.HEAD_OF_DIVISION, Role.LEADER)
MOST_PEOPLE, MOST_NAMED = 300, 50
OPEN, LATE, WEEK, WAITING, FALLING, DONE = "open", "late", "week", "waiting", "falling", "done"
LABELS = {
    OPEN: "Đang làm", LATE: "Quá hạn", WEEK: "Đến hạn tuần này", WAITING: "Chờ người khác",
    FALLING: "Đến hạn khi vắng", DONE: "Xong trong tháng",
}  # fmt: skip
ORDER = ("due_at", "pk")


def headed_by(by: Post, *, on: date | None = None) -> PostQuerySet:
    """Return the posts whose work a head or leader looks after: held ones, and ended ones that still have some."""
    rows = Post.objects.visible_to(by).exclude(role__in=[*MACHINES, Role.LEADER]).exclude(person=by.person_id)
    if by.role == Role.HEAD_OF_DIVISION:
        rows = rows.filter(agency=by.agency_id)
    else:
        rows = rows.filter(agency__path__startswith=by.agency.path, agency__level=by.agency.level)
    held = Q(pk__in=Post.objects.held(on or today()).values("pk"))
    return rows.filter(held | Exists(Task.objects.unfinished().filter(owner=OuterRef("pk"))))


@dataclass(frozen=True)
class Load:
    """How much one person has: figure by tab, each with its address."""

    post: Post
    figures: list[dict[str, Any]]
    absent: str
    ended: bool


def month_of(now: datetime) -> datetime:
    """Return when the month in Vietnam began."""
    return datetime.combine(local(now).date().replace(day=1), time.min, tzinfo=LOCAL)


def in_tab(rows: TaskQuerySet, tab: str, *, now: datetime) -> TaskQuerySet:
    """Narrow somebody's tasks to a figure: exactly what it counts."""
    return rows.filter(_tabs(now)[tab])


def _tabs(now: datetime) -> dict[str, Q]:
    edges = edges_at(now)
    return {
        OPEN: Q(state=State.OPEN),
        LATE: Q(state=State.OPEN, due_at__lt=now),
        WEEK: Q(state=State.OPEN, due_at__gte=now, due_at__lte=edges.week),
        WAITING: Q(state=State.WAITING),
        DONE: Q(state=State.DONE, done_at__gte=month_of(now)),
    }


def loads(by: Post, *, now: datetime, tabs: Sequence[str] = tuple(LABELS)) -> list[Load]:
    """Return how much each person has, by unit and name: four queries, however many they are; two for what is in hand
    alone (`tabs` of OPEN, LATE, WEEK, WAITING)."""
    on = local(now).date()
    named = headed_by(by, on=on).select_related("person", "agency").annotate(**away("pk"))
    posts = list(named.order_by("agency__path", "person__name_key")[:MOST_PEOPLE])
    keys = [post.pk for post in posts]
    counted = {tab: Count("pk", filter=meant) for tab, meant in _tabs(now).items() if tab in tabs}
    done = _tabs(now)[DONE] if DONE in tabs else Q()
    states = Q(state__in=[State.OPEN, State.WAITING])
    mine = Task.objects.filter(states | done if done else states, owner__in=keys)
    rows: Any = mine.order_by().values("owner").annotate(**counted)
    found: dict[int, dict[str, int]] = {row["owner"]: row for row in rows}
    falling = _falling(keys) if FALLING in tabs else {}
    return [
        _load(post, found.get(post.pk, {}) | {FALLING: falling.get(post.pk, 0)}, tabs=tabs, on=on) for post in posts
    ]


def _falling(keys: Sequence[int]) -> dict[int, int]:
    rows = coming_absences(keys)
    counts = falling_into(rows).order_by().values("owner").annotate(n=Count("pk")) if rows else ()
    return {row["owner"]: row["n"] for row in counts}


def _load(post: Post, found: dict[str, int], *, tabs: Sequence[str], on: date) -> Load:
    at = reverse("casework:person", args=[post.pk])
    figures = [{"tab": tab, "label": LABELS[tab], "value": found.get(tab, 0), "url": f"{at}?tab={tab}"} for tab in tabs]
    return Load(post, figures, away_words(post), ended=not post.is_held(on))


def falling_of(by: Post) -> list[dict[str, Any]]:
    """Return what falls due while people of the unit are away, the most urgent first: three queries."""
    posts = {post.pk: post for post in headed_by(by).select_related("person")[:MOST_PEOPLE]}
    rows = coming_absences(posts)
    absences = _by_post(rows)
    tasks = falling_into(rows).exclude(marks__contains=[PERSONAL]).most_urgent_first()[:MOST_NAMED] if rows else ()
    return [
        {"task": task, "absence": absences[task.owner_id or 0], "post": posts[task.owner_id or 0]} for task in tasks
    ]


def _by_post(rows: Iterable[Absence]) -> dict[int, Absence]:
    """The nearest absence of each."""
    return {row.post_id: row for row in reversed([*rows])}


def warnings_of(by: Post) -> list[dict[str, Any]]:
    """Say over a head's inbox that work falls due while its holder is away; two queries, heads only."""
    if by.role not in HEADS:
        return []
    rows = coming_absences(headed_by(by).values_list("pk", flat=True))
    count = falling_into(rows).exclude(marks__contains=[PERSONAL]).count() if rows else 0
    if not count:
        return []
    text = f"{count} việc của đơn vị đến hạn khi người giữ vắng mặt hoặc ngay sau đó."
    return [{"text": text, "tone": "soon", "url": f"{reverse('casework:people')}#khi-vang", "way": "Xem và giao lại"}]


def tasks_of(post: Post, tab: str, *, now: datetime) -> TaskQuerySet:
    """Return the rows of one of a person's figures."""
    if tab == FALLING:
        return falling_into(coming_absences([post.pk]))
    return in_tab(Task.objects.filter(owner=post), tab, now=now)


def lines_of(tasks: Sequence[Task], *, by: Post, post: Post, tab: str) -> list[dict[str, Any]]:
    """Return the rows as the page draws them: what is personal says no more than that, what may be read is a link."""
    codes = [task.url_key for task in tasks if task.url_name == DOSSIER]
    rows = Dossier.objects.visible_to(by, named=True).filter(code__in=codes).values_list("code", "version")
    versions = dict(rows) if codes else {}
    return [_line(task, versions, tab=tab) for task in tasks]


def _line(task: Task, versions: dict[Any, int], *, tab: str) -> dict[str, Any]:
    personal = PERSONAL in task.marks
    code = "" if personal or task.url_key not in versions else task.url_key
    return {
        "task": task,
        "about": "" if personal else task.about,
        "url": reverse(DOSSIER, args=[code]) if code else "",
        "pick": f"{code}:{versions[code]}" if code and tab != DONE else "",
        "kind": kind_of(task.kind).label,
    }


def beside(post: Post) -> list[str]:
    """Say what else a person has begun that no list of tasks shows: drafts at the desk, batches that still run."""
    drafts = Dossier.objects.filter(state=DossierState.DRAFT, events__action=Action.DRAFT, events__by=post).distinct()
    count, waiting = drafts.count(), BatchItem.objects.filter(batch__post=post, outcome=Outcome.WAITING).count()
    said = [f"{count} hồ sơ đang soạn ở quầy: đồng nghiệp cùng bộ phận soạn tiếp được."] if count else []
    if waiting:
        said.append(f"{waiting} mục của một lượt làm nhiều hồ sơ chưa chạy: vị trí kết thúc thì không chạy nữa.")
    return said


class ReassignForm(Form):
    """To whom somebody's work is given: one, or several among whom it is spread by how much each has."""

    people = forms.MultipleChoiceField(
        label="Giao cho", widget=forms.CheckboxSelectMultiple,
        help_text="Chọn nhiều người: mỗi hồ sơ về người đang có ít việc nhất lúc giao.",
    )  # fmt: skip
    note = ProseField(
        label="Ghi chú", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi vào diễn biến của từng hồ sơ.",
    )  # fmt: skip

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.fields["people"].choices = takers_for(post)  # type: ignore[attr-defined]
        self.fields["people"].error_messages["required"] = "Chọn ít nhất một người."

    def inputs(self) -> dict[str, Any]:
        """Return the verb's keyword arguments."""
        note = {"note": self.cleaned_data["note"]} if self.cleaned_data["note"] else {}
        return {"post": self.post.pk, "people": self.cleaned_data["people"]} | note


def takers_for(post: Post) -> list[tuple[str, str]]:
    """Return who may be given a post's work: those of its unit and role (of a specialist's questions also the head),
    with how much each has and whether they are away."""
    roles = {post.role, *(ANSWERING if post.role in ANSWERING else ())}
    held = Post.objects.held(today()).filter(agency=post.agency_id, role__in=roles).exclude(person=post.person_id)
    rows = held.with_names().annotate(load=Count("tasks", filter=UNFINISHED), **away("pk"))
    found = rows.order_by("load", "person__name_key", "pk")
    return [(row.person.username, f"{called(row)}, đang có {formats.number(row.load)} việc") for row in found]


def picked(by: Post, post: Post, given: QueryDict) -> list[tuple[int, str, int]]:
    """Return what a batch is begun with: the ticked dossiers, or all in which the person has unfinished work."""
    if given.get("every"):
        mine = Task.objects.unfinished().filter(owner=post, url_name=DOSSIER).exclude(marks__contains=[PERSONAL])
        rows = Dossier.objects.visible_to(by).filter(code__in=mine.values("url_key"))
        found = rows.order_by("pk").values_list("pk", "code", "version")[:MOST_IN_A_BATCH]
        return [(key, str(code), version) for key, code, version in found]
    seen = seen_picks(given.getlist("pick"))
    ticked = Dossier.objects.visible_to(by).filter(code__in=seen).order_by("pk").values_list("pk", "code")
    return [(key, str(code), seen[str(code)]) for key, code in ticked]


def asking(post: Post, things: Sequence[tuple[int, str, int]]) -> dict[str, Any]:
    """Return the context of the page that asks to whom the work is given."""
    at = reverse("casework:person", args=[post.pk])
    crumbs = [("Người và việc", reverse("casework:people")), (post.person.name, at), ("Giao lại", "")]
    return {
        "title": f"Giao lại {len(things)} hồ sơ của {post.person.name}", "crumbs_items": crumbs, "back": at,
        "picks": [f"{code}:{version}" for _, code, version in things], "codes": [code for _, code, _ in things],
        "save": f"Giao lại {len(things)} hồ sơ",
    }  # fmt: skip
