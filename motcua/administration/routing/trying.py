"""A draft's route tried out: the run from a chosen moment on a timeline, a walk with sample deeds; nothing is kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from motcua.administration.routing.addresses import address, page_address
from motcua.administration.routing.pressing import route_in
from motcua.administration.routing.sampling import SampleForm, sample_form
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.procedures.editions import content_from
from motcua.procedures.faults import UNWALKABLE, Code, faults_of, next_morning
from motcua.procedures.layout import Layout
from motcua.procedures.models import Adoption
from motcua.procedures.redrawing import NotPossible
from motcua.procedures.rehearsal import MOST_DEEDS, Place, Rehearsal
from motcua.procedures.route_export import limit_of, names_in
from motcua.procedures.route_wording import place_words, role_words, way_words
from motcua.procedures.routes import AGENCY, DESK, DIVISION, OFFICE, Route, Step
from motcua.procedures.timing import Run, Span
from motcua.ui import formats
from motcua.worktime.calendars import Calendar, CalendarError
from motcua.worktime.deadlines import DeadlineError, Limit, Promise, Rules, Unit, promise
from motcua.worktime.standing import working_minutes_between
from motcua.worktime.stored import calendar_of

BROKEN = UNWALKABLE | {Code.UNKNOWN_TARGET, Code.NO_WAY_OUT, Code.UNDEFINED_TIME}
WIDE = 100


class Bar(NamedTuple):
    """A step on the timeline: where its bar begins and how long it is, of a hundred."""

    number: int
    step: Step
    who: str
    span: Span
    x: str
    width: str


def trial_of(adoption: Adoption, asked: QueryDict) -> dict[str, Any]:
    """Return what the page shows for a moment and the deeds done so far, both from its address."""
    route, on = route_in(adoption), today()
    context: dict[str, Any] = {
        "adoption": adoption, "title": "Chạy thử quy trình", "page_url": address(adoption.pk), "problem": "",
        "try_url": page_address(adoption.pk, "try"), "crumbs_items": [
            ("Thủ tục của đơn vị", reverse("administration:catalogue")),
            (adoption.procedure.name, reverse("administration:catalogue_adoption", args=[adoption.pk])),
            ("Thiết kế quy trình", address(adoption.pk)), ("Chạy thử", ""),
        ],
    }  # fmt: skip
    try:
        calendar = calendar_of(adoption.office, on)
    except CalendarError as error:
        return context | {"form": sample_form(adoption, route, {}), "problem": str(error)}
    usual = next_morning(calendar, on)
    form = sample_form(adoption, route, asked if "luc" in asked else {"luc": formats.moment(usual) if usual else ""})
    context["form"] = form
    if not form.is_valid() or not route.steps or any(fault.code in BROKEN for fault in faults_of(route)):
        told = "" if form.errors else "Quy trình còn lỗi nên chưa chạy thử được: sửa những chỗ báo lỗi trước."
        return context | {"problem": told}
    try:
        return context | _Trial(adoption, route, calendar, form).shown(asked.getlist("viec"))
    except (DeadlineError, CalendarError, ValueError) as error:
        return context | {"problem": f"Không tính được cho lúc này: {error}"}


class _Trial:
    def __init__(self, adoption: Adoption, route: Route, calendar: Calendar, form: SampleForm) -> None:
        self.adoption, self.route, self.calendar, self.form = adoption, route, calendar, form
        self.received: datetime = form.cleaned_data["luc"]
        self.samples = form.samples()
        content = content_from(adoption.draft)
        self.limit = limit_of(content.limits)
        limit, rules = self.limit or Limit(None, Unit.NONE), Rules(cutoff=content.terms.cutoff)
        self.promise: Promise = promise(calendar, received=self.received, limit=limit, rules=rules)
        self.names = names_in(route)
        self.numbers = {key: number for number, key in enumerate(Layout(route).order, start=1)}

    def shown(self, deeds: list[str]) -> dict[str, Any]:
        run = Run(self.route, self.calendar)
        done = run.until(self.route.first.key, self.promise.effective)
        due = self.promise.due
        return {
            "bars": list(self._bars(run)), "done": done, "due": due, "limit": self.limit, "received": self.received,
            "effective": self.promise.effective, "spare": self._spare(done, due), **self._walked(deeds),
        }  # fmt: skip

    def _spare(self, done: datetime | None, due: datetime | None) -> tuple[str, str]:
        """Return (tone, words) of how the longest way stands to the limit."""
        if done is None or due is None:
            return "wait", "Không có thời hạn để so."
        if done > due:
            return "late", f"Quá hạn {_time(working_minutes_between(self.calendar, due, done))}."
        return "ontime", f"Còn dư {_time(working_minutes_between(self.calendar, done, due))}."

    def _bars(self, run: Run) -> Iterator[Bar]:
        spans = sorted(run.spans.items(), key=lambda each: (each[1].begun, self.numbers[each[0]]))
        first, last = spans[0][1].begun, max(span.ended for _, span in spans)
        whole = (last - first).total_seconds() or 1
        for key, span in spans:
            step = self.route.step(key)
            x = (span.begun - first).total_seconds() * WIDE / whole
            width = max((span.ended - span.begun).total_seconds() * WIDE / whole, 0.8)
            yield Bar(self.numbers[key], step, self._who(step), span, f"{x:.2f}", f"{width:.2f}")

    def _who(self, step: Step) -> str:
        sample = self.samples.get(step.at)
        led = f": {sample.unit.short_name}" if sample and sample.unit else ""
        return f"{role_words(step.role)} · {place_words(step.at, self.names)}{led}"

    def _walked(self, deeds: list[str]) -> dict[str, Any]:
        walk, done = Rehearsal(self.route, self.calendar, self.promise.effective), []
        for deed in deeds[:MOST_DEEDS]:
            key, _, number = deed.rpartition(".")
            try:
                way = walk.act(key, int(number) if number.isdecimal() and len(number) < 4 else -1)
            except NotPossible:
                break
            done.append((deed, f"{self.route.step(key).name}: {way_words(self.route, way)}"))
        kept = [deed for deed, _ in done]
        return {
            "walk": walk, "deeds": [words for _, words in done], "again_url": self._url([]),
            "back_url": self._url(kept[:-1]) if kept else "", "here": [self._here(each, kept) for each in walk.places],
        }  # fmt: skip

    def _url(self, deeds: list[str]) -> str:
        told = [("luc", formats.moment(self.received)), *self.form.asked()]
        asked = [*told, *(("viec", deed) for deed in deeds)]
        return f"{page_address(self.adoption.pk, 'try')}?{urlencode(asked)}#di-thu"

    def _here(self, place: Place, kept: list[str]) -> dict[str, Any]:
        step = place.step
        ways = [
            (way_words(self.route, way), self._url([*kept, f"{step.key}.{number}"]))
            for number, way in enumerate(step.ways)
        ]
        return {"place": place, "who": self._who(step), "people": self._people(step), "ways": ways}

    def _people(self, step: Step) -> str:
        """Who would get it today."""
        rules = {
            DESK: self.adoption.office.code, OFFICE: self.adoption.office.code, DIVISION: self.adoption.division.code,
        }  # fmt: skip
        sample = self.samples.get(step.at)
        if sample and sample.unit is None:
            return f"không có cơ quan nào mang mã “{sample.answer}”"
        told = sample.unit.code if sample and sample.unit else ""
        code = rules.get(step.at) or told or (step.at.removeprefix(AGENCY) if step.at.startswith(AGENCY) else "")
        if not code:
            return "tùy câu trả lời: chọn ở trên để biết"
        unit = Agency.objects.with_holders(step.role, within=code, on=today())
        if unit is None:
            return "chưa có ai giữ vị trí này"
        posts = Post.objects.held(today()).filter(agency=unit, role=step.role).select_related("person")
        return f"{unit.short_name}: {', '.join(post.person.name for post in posts[:5])}"


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest or not hours)) + " làm việc"
