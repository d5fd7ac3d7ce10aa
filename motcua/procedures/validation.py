"""Proves a route before an office lives by it: somebody for each step, an end, and in time on the calendar. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from motcua.procedures.branches import branches_of
from motcua.procedures.editions import ASK, LimitRule, Terms
from motcua.procedures.faults import ROLES, faults_of, is_place
from motcua.procedures.routes import AGENCY, DESK, END, LEGS, Route, Step
from motcua.procedures.timing import Run, done_by
from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import ICT, instant_of
from motcua.worktime.deadlines import DeadlineError, Limit, Rules, Unit, promise
from motcua.worktime.standing import working_minutes_between
from motcua.worktime.tables import DAY

SIGNERS = ("head_of_division", "leader")
ENDINGS = ("receive", "hand_over", "propose", "approve", "sign", "return_result")  # what finishes a step
AT_COUNTER = {"receive": "tiếp nhận", "return_result": "trả kết quả"}  # only the desk's own people may do these
ONLY_MAIN = {"receive": "tiếp nhận", "return_result": "trả kết quả"}  # never in a branch: one dossier, one desk
ONLY_OUTSIDE = ONLY_MAIN | {"sign": "ký kết quả"}  # of a drawn route: one dossier has one result
WHOLE = ""  # of the route as a whole
Staffed = Callable[[Step], bool]


@dataclass(frozen=True)
class Finding:
    """What is wrong, in Vietnamese, and where: "step", "step/leg" or "step/leg/step" by their keys, WHOLE for all."""

    text: str
    at: str = WHOLE


def _limit(amount: Decimal | None, unit: str) -> Limit:
    return Limit(amount, Unit(unit))


def _nobody(step: Step) -> Iterator[str]:
    """What keeps a step without anybody to do it, or without a way on."""
    if step.kind == LEGS and not step.legs:
        yield f"Bước “{step.name}” mở nhánh nhưng không có nhánh nào"
    if step.role not in ROLES:
        yield f"Bước “{step.name}” không có người làm (vai trò {step.role or 'trống'})"
    if not is_place(step.at):
        yield f"Bước “{step.name}” không rõ nơi làm ({step.at.removeprefix(AGENCY) or 'trống'})"
    if not set(ENDINGS) & set(step.actions):
        yield f"Bước “{step.name}” không có cách nào kết thúc"


def _wrong_hands(step: Step) -> Iterator[str]:
    """What the holder of a step may not do: only heads and leaders sign, only the desk receives and hands back."""
    if "sign" in step.actions and step.role not in SIGNERS:
        yield f"Bước “{step.name}” ký kết quả thì phải do lãnh đạo hoặc trưởng phòng làm"
    for action, words in AT_COUNTER.items():
        if action in step.actions and (step.role, step.at) != ("receptionist", DESK):
            yield f"Bước “{step.name}” có việc {words} thì phải do cán bộ một cửa làm tại bộ phận một cửa"


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


def _drawn_problems(route: Route) -> Iterator[Finding]:
    """What an office needs of a drawn route besides a way that can be walked."""
    yield from (Finding(fault.message, fault.step or WHOLE) for fault in faults_of(route))
    if route.find(route.start) is None:
        return
    if "receive" not in route.first.actions:
        yield Finding("Bước đầu không phải là tiếp nhận", route.first.key)
    if route.after(route.first.key) is None:
        yield Finding("Bước tiếp nhận phải chuyển tới một bước, rồi bước ấy mới tách nhánh", route.first.key)
    inside = {key for key, stacks in branches_of(route).stacks.items() if any(stacks)}
    for step in route.steps:
        if any(way.do == "finish" or END in way.to for way in step.ways) and "return_result" not in step.actions:
            yield Finding("Quy trình không kết thúc ở bước trả kết quả", step.key)
        for words in (words for action, words in ONLY_OUTSIDE.items() if action in step.actions and step.key in inside):
            yield Finding(f"Bước “{step.name}” nằm trong một chặng nên không {words} được", step.key)
    if not _is_signed(route):
        yield Finding("Có đường đi tới kết thúc mà không qua bước ký kết quả")


def _is_signed(route: Route) -> bool:
    """Whether every path to the end passes a step that signs."""
    ahead, seen = [route.first.key], set()
    while ahead:
        key = ahead.pop()
        if key == END:
            return False
        if key not in seen and "sign" not in route.step(key).actions:
            seen.add(key)
            ahead += [target for _, target in branches_of(route).onward(key)]
    return True


def _shape_problems(route: Route) -> Iterator[Finding]:
    if route.is_drawn:
        yield from _drawn_problems(route)
        return
    yield from (Finding(f"Khóa bước “{key}” lặp lại", key) for key in _repeated(step.key for step in route.steps))
    if not route.steps:
        yield Finding("Quy trình không có bước nào")
        return
    first, last = route.steps[0], route.steps[-1]
    if "receive" not in first.actions:
        yield Finding("Bước đầu không phải là tiếp nhận", first.key)
    if "return_result" not in last.actions:
        yield Finding("Quy trình không kết thúc ở bước trả kết quả", last.key)
    if not route.first_with("sign"):
        yield Finding("Không có bước nào ký kết quả")
    for step in route.steps:
        yield from _leg_problems(step)


def _leg_problems(step: Step) -> Iterator[Finding]:
    for key in _repeated(leg.key for leg in step.legs):
        yield Finding(f"Bước “{step.name}” có hai nhánh cùng khóa “{key}”", step.key)
    for leg in step.legs:
        at = f"{step.key}/{leg.key}"
        if not leg.agency or not leg.steps:
            yield Finding(f"Nhánh “{leg.name}” không có cơ quan hoặc không có bước", at)
        for key in _repeated(each.key for each in leg.steps):
            yield Finding(f"Nhánh “{leg.name}” có hai bước cùng khóa “{key}”", at)
        for each in leg.steps:
            for words in (words for action, words in ONLY_MAIN.items() if action in each.actions):
                told = f"Bước “{each.name}” của nhánh “{leg.name}” không {words} được: việc ấy ở quy trình chính"
                yield Finding(told, f"{at}/{each.key}")


def placed(route: Route) -> Iterator[tuple[str, Step]]:
    """Every step with where it stands: its key, in a leg "step/leg/key"."""
    for step in route.steps:
        yield step.key, step
        yield from ((f"{step.key}/{leg.key}/{each.key}", each) for leg in step.legs for each in leg.steps)


def _staff_problems(route: Route, staffed: Staffed | None) -> Iterator[Finding]:
    for at, step in placed(route):
        problems = [*_nobody(step), *_wrong_hands(step)]
        yield from (Finding(text, at) for text in problems)
        if staffed and not problems and step.kind != LEGS and not staffed(step):
            yield Finding(f"Bước “{step.name}”: chưa có ai giữ vị trí này", at)


def run(route: Route, calendar: Calendar, received: datetime, cutoff: time | None = None) -> datetime:
    """Return when the last step is done if everybody takes all of their allotment; payment stops the clock.

    Only the receipt knows the cut-off hour. Raises DeadlineError for an allotment that is no limit.
    """
    return _run(route, calendar, received, cutoff)[1]


def ends_of(
    route: Route, calendar: Calendar, received: datetime, cutoff: time | None = None
) -> Iterator[tuple[Step, datetime]]:
    """Each step with the latest moment at which it is done, in their order; of a drawn route those it comes to.

    Raises DeadlineError for an allotment that is no limit.
    """
    spans = _run(route, calendar, received, cutoff)[0].spans
    yield from ((step, spans[step.key].ended) for step in route.steps if step.key in spans)


def _run(route: Route, calendar: Calendar, received: datetime, cutoff: time | None) -> tuple[Run, datetime]:
    rules = Rules(cutoff=cutoff)
    moment = promise(calendar, received=received, limit=Limit(None, Unit.NONE), rules=rules).effective
    made = Run(route, calendar)
    return made, (made.until(route.first.key, moment) or moment) if route.steps else moment


def _along(steps: Sequence[Step], calendar: Calendar, moment: datetime) -> datetime:
    for step in steps:
        moment = done_by(step, calendar, moment)
    return moment


def ordinary_receipts(calendar: Calendar, after: date, *, late: bool, days: int = 7) -> list[datetime]:
    """Return the first minutes of work, and with `late` the last, in the first week without exceptions for long."""
    start = after.toordinal() + 1
    while any(day in calendar.exceptions for day in range(start, start + 45)):
        start += 1
        if start > after.toordinal() + 1_500:
            break
    found = []
    for ordinal in range(start, start + days):
        sessions = calendar.sessions_on(ordinal)
        minutes = [sessions[0].start, sessions[-1].end - 1][: 1 + late] if sessions else []
        found += [instant_of(ordinal * DAY + minute * 60) for minute in minutes]
    return found


@dataclass(frozen=True)
class Trial:
    """A route run on the calendar within a limit, for the receipt that leaves it the least time.

    `spare` is counted in working minutes between what is done and what is due; negative when it is done too late.
    `over` is the key of the step of the main line at whose end it is too late, "" when it never is.
    """

    limit: Limit
    received: datetime
    done: datetime
    due: datetime
    spare: int
    over: str = ""


def trials(
    route: Route, calendar: Calendar, limits: Sequence[LimitRule], *, terms: Terms | None = None, after: date
) -> list[Trial]:
    """Run a route within each limit that sets a time. Raises DeadlineError or ValueError for what is no limit."""
    timed = dict.fromkeys(_limit(r.amount, r.unit) for r in limits if r.unit not in (ASK, Unit.NONE, Unit.UNKNOWN))
    worst = (min(_runs(route, calendar, limit, terms or Terms(), after), key=_spare, default=None) for limit in timed)
    return [trial for trial in worst if trial is not None]


def _spare(trial: Trial) -> int:
    return trial.spare


def _runs(route: Route, calendar: Calendar, limit: Limit, terms: Terms, after: date) -> Iterator[Trial]:
    late = limit.unit != Unit.SAME_DAY  # nobody promises "within the day" for what comes in its last minute
    for received in ordinary_receipts(calendar, after, late=late):
        due = promise(calendar, received=received, limit=limit, rules=Rules(cutoff=terms.cutoff)).due
        made, done = _run(route, calendar, received, terms.cutoff)
        if due is not None:
            late_by = -(working_minutes_between(calendar, due, done) or 1) if done > due else 0
            after_due = (
                step.key for step in route.steps if step.key in made.spans and made.spans[step.key].ended > due
            )
            over = next(after_due, "") if late_by else ""
            yield Trial(limit, received, done, due, late_by or working_minutes_between(calendar, done, due), over)


def _time_problems(found: Sequence[Trial]) -> Iterator[Finding]:
    for trial in found:
        if trial.spare < 0:
            yield Finding(
                f"Tổng thời gian các bước vượt thời hạn {trial.limit.words()}: tiếp nhận"
                f" {_local(trial.received)} thì xong {_local(trial.done)}, hạn {_local(trial.due)}",
                trial.over,
            )


def _slow_legs(route: Route, calendar: Calendar, start: datetime) -> Iterator[Finding]:
    """Legs that need longer than the step that opens them has: the dossier's clock counts that step's time."""
    for step in (step for step in route.steps if step.legs):
        due = promise(calendar, received=start, limit=_limit(step.amount, step.unit)).due
        for leg in step.legs:
            if due is not None and _along(leg.steps, calendar, start) > due:
                told = f"Nhánh “{leg.name}” cần nhiều thời gian hơn bước “{step.name}” được giao"
                yield Finding(told, f"{step.key}/{leg.key}")


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ICT):%H:%M %d/%m/%Y}"


def validate(
    route: Route,
    calendar: Calendar,
    limits: Sequence[LimitRule],
    *,
    terms: Terms | None = None,
    after: date,
    staffed: Staffed | None = None,
) -> list[str]:
    """Return in Vietnamese what is wrong with a route; an empty list means that an office can live by it.

    `limits` are all limits of the edition: the route must fit the shortest. It is run on the calendar for receipts
    in the first ordinary week after `after`; `staffed` tells whether somebody holds the post that a step needs.
    """
    found = findings(route, calendar, limits, terms=terms, after=after, staffed=staffed)
    return list(dict.fromkeys(each.text for each in found))


def findings(
    route: Route,
    calendar: Calendar,
    limits: Sequence[LimitRule],
    *,
    terms: Terms | None = None,
    after: date,
    staffed: Staffed | None = None,
) -> list[Finding]:
    """Return what `validate` tells, each with the step or leg it speaks of."""
    problems = [*_shape_problems(route), *_staff_problems(route, staffed)]
    if problems:
        return list(dict.fromkeys(problems))
    start = next(iter(ordinary_receipts(calendar, after, late=False)), None)
    if start is None:
        return []
    wrong = [*_no_times(route, calendar, start)]
    if not wrong:
        wrong = [*_slow_legs(route, calendar, start)]
        try:
            wrong += _time_problems(trials(route, calendar, limits, terms=terms, after=after))
        except (DeadlineError, ValueError) as error:
            wrong.append(Finding(f"Thời hạn của thủ tục không dùng được: {error}"))
    return list(dict.fromkeys(wrong))


def _no_times(route: Route, calendar: Calendar, start: datetime) -> Iterator[Finding]:
    """Allotments that are no limit at all."""
    for at, step in placed(route):
        try:
            promise(calendar, received=start, limit=_limit(step.amount, step.unit))
        except (DeadlineError, ValueError) as wrong:
            yield Finding(f"Thời gian của bước “{step.name}” không dùng được: {wrong}", at)
