"""Proves a route before an office lives by it: somebody for each step, an end, and in time on the calendar. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from motcua.procedures.editions import ASK, LimitRule, Terms
from motcua.procedures.routes import AGENCY, DESK, DIVISION, LEGS, OFFICE, PAYMENT, Route, Step
from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import ICT, instant_of
from motcua.worktime.deadlines import DeadlineError, Limit, Rules, Unit, promise
from motcua.worktime.standing import working_minutes_between
from motcua.worktime.tables import DAY

ROLES = ("receptionist", "specialist", "head_of_division", "leader", "registry_clerk", "cashier")
SIGNERS = ("head_of_division", "leader")
PLACES = (DESK, DIVISION, OFFICE)
ENDINGS = ("receive", "hand_over", "propose", "approve", "sign", "return_result")  # what finishes a step
AT_COUNTER = {"receive": "tiếp nhận", "return_result": "trả kết quả"}  # only the desk's own people may do these
Staffed = Callable[[Step], bool]


def _limit(amount: Decimal | None, unit: str) -> Limit:
    return Limit(amount, Unit(unit))


def _nobody(step: Step) -> Iterator[str]:
    """What keeps a step without anybody to do it, or without a way on."""
    if step.kind == LEGS:
        if not step.legs:
            yield f"Bước “{step.name}” mở nhánh nhưng không có nhánh nào"
        return
    if step.role not in ROLES:
        yield f"Bước “{step.name}” không có người làm (vai trò {step.role or 'trống'})"
    if step.at not in PLACES and not (step.at.startswith(AGENCY) and step.at != AGENCY):
        yield f"Bước “{step.name}” không rõ nơi làm ({step.at or 'trống'})"
    if not set(ENDINGS) & set(step.actions):
        yield f"Bước “{step.name}” không có cách nào kết thúc"


def _wrong_hands(step: Step) -> Iterator[str]:
    """What the holder of a step may not do: only heads and leaders sign, only the desk receives and hands back."""
    if "sign" in step.actions and step.role not in SIGNERS:
        yield f"Bước “{step.name}” ký kết quả thì phải do lãnh đạo hoặc trưởng phòng làm"
    for action, words in AT_COUNTER.items():
        if action in step.actions and (step.role, step.at) != ("receptionist", DESK):
            yield f"Bước “{step.name}” có việc {words} thì phải do cán bộ một cửa làm tại bộ phận một cửa"


def _shape_problems(route: Route) -> Iterator[str]:
    keys = Counter(step.key for step in route.steps)
    yield from (f"Khóa bước “{key}” lặp lại" for key, times in keys.items() if times > 1)
    if not route.steps:
        yield "Quy trình không có bước nào"
        return
    if "receive" not in route.steps[0].actions:
        yield "Bước đầu không phải là tiếp nhận"
    if "return_result" not in route.steps[-1].actions:
        yield "Quy trình không kết thúc ở bước trả kết quả"
    if not route.first_with("sign"):
        yield "Không có bước nào ký kết quả"
    for step in route.steps:
        for leg in step.legs:
            if not leg.agency or not leg.steps:
                yield f"Nhánh “{leg.name}” không có cơ quan hoặc không có bước"


def _staff_problems(route: Route, staffed: Staffed | None) -> Iterator[str]:
    for step in route.all_steps():
        problems = [*_nobody(step), *_wrong_hands(step)]
        yield from problems
        if staffed and not problems and step.kind != LEGS and not staffed(step):
            yield f"Bước “{step.name}”: chưa có ai giữ vị trí này"


def run(route: Route, calendar: Calendar, received: datetime, cutoff: time | None = None) -> datetime:
    """Return when the last step is done if everybody takes all of their allotment; payment stops the clock.

    Only the receipt knows the cut-off hour. Raises DeadlineError for an allotment that is no limit.
    """
    rules = Rules(cutoff=cutoff)
    moment = promise(calendar, received=received, limit=Limit(None, Unit.NONE), rules=rules).effective
    for step in route.steps:
        moment = _through(step, calendar, moment)
    return moment


def _through(step: Step, calendar: Calendar, moment: datetime) -> datetime:
    if step.kind == PAYMENT:
        return moment
    if step.kind == LEGS:
        return max((_along(leg.steps, calendar, moment) for leg in step.legs), default=moment)
    due = promise(calendar, received=moment, limit=_limit(step.amount, step.unit)).due
    return moment if due is None else due


def _along(steps: Sequence[Step], calendar: Calendar, moment: datetime) -> datetime:
    for step in steps:
        moment = _through(step, calendar, moment)
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
    """

    limit: Limit
    received: datetime
    done: datetime
    due: datetime
    spare: int


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
        done = run(route, calendar, received, terms.cutoff)
        if due is not None:
            over = -(working_minutes_between(calendar, due, done) or 1) if done > due else 0
            yield Trial(limit, received, done, due, over or working_minutes_between(calendar, done, due))


def _time_problems(found: Sequence[Trial]) -> Iterator[str]:
    for trial in found:
        if trial.spare < 0:
            yield (
                f"Tổng thời gian các bước vượt thời hạn {trial.limit.words()}: tiếp nhận"
                f" {_local(trial.received)} thì xong {_local(trial.done)}, hạn {_local(trial.due)}"
            )


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
    problems = [*_shape_problems(route), *_staff_problems(route, staffed)]
    if problems:
        return problems
    try:
        problems += _time_problems(trials(route, calendar, limits, terms=terms, after=after))
    except (DeadlineError, ValueError) as wrong:
        problems.append(f"Thời gian của một bước không dùng được: {wrong}")
    return list(dict.fromkeys(problems))
