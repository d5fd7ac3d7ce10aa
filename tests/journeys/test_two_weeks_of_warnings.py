"""Two weeks, day by day: at 70 % the owner is told, at 90 % the head, late the leader, on Monday the reform office;
then the office apologises once, and the list of late dossiers says so."""

from datetime import date, timedelta

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions.extending import apologise, draft_apology
from motcua.dossiers.actions.moving import assign, hand_over
from motcua.dossiers.lateness import overdue, with_story
from motcua.dossiers.models import Dossier
from motcua.escalation.jobs import tell
from motcua.escalation.models import Alarm, WeeklyList
from motcua.notify.models import Outgoing
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.escalation.conftest import ladder, warned
from tests.journeys.conftest import prove, says

LAST = date(2026, 3, 24)


def day_by_day(first: date, last: date, set_clock, worker_runs):
    """Let every day pass, weekends too: the worker looks in the morning, at noon and in the evening."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for hour in (7, 12, 18):
            set_clock(f"{day}T{hour:02}:30")
            tell(0)
            tell(0)
            worker_runs()
        yield day


def test_two_weeks_from_the_first_warning_to_the_apology(house, set_clock, worker_runs):
    # 1 March: the ward sets its ladder. The 4th, a Wednesday: received, ten working days; the specialist's step has
    # five, with a weekend between.
    set_clock("2026-03-01T08:00")
    ladder(house)
    set_clock("2026-03-04T09:00")
    dossier = hand_over(make.received(house), by=house.clerk)
    dossier = assign(dossier, by=house.head, person=house.specialist.person.username)
    assert clock.local(dossier.appointed_due).date() == date(2026, 3, 18)
    step = dossier.steps.get(state="open")
    assert clock.local(step.due_at).date() == date(2026, 3, 10)

    # Day by day over two weeks: who has a line on which day for the first time.
    people = {"owner": house.specialist, "head": house.head, "leader": house.leader}
    told: dict[str, date] = {}
    for day in day_by_day(date(2026, 3, 5), date(2026, 3, 19), set_clock, worker_runs):
        for name, post in people.items():
            if warned(post) and name not in told:
                told[name] = day
    assert told == {"owner": date(2026, 3, 9), "head": date(2026, 3, 10), "leader": date(2026, 3, 18)}
    assert [len(warned(post)) for post in people.values()] == [1, 1, 1]

    # Exactly that was told, each rung once, to nobody else, on no Saturday or Sunday.
    alarms = Alarm.objects.select_related("rung", "owner").order_by("told_at")
    assert [
        (row.rung.subject, row.rung.percent, row.rung.whom, clock.local(row.told_at).date(), row.agency, row.role)
        for row in alarms
    ] == [
        ("step", 70, "owner", date(2026, 3, 9), house.division, Role.SPECIALIST),
        ("step", 90, "head", date(2026, 3, 10), house.division, Role.HEAD_OF_DIVISION),
        ("dossier", None, "leader", date(2026, 3, 18), house.ward, Role.LEADER),
    ]
    assert [row.owner for row in alarms] == [house.specialist, None, None]
    others = (house.clerk, house.registry, house.reform, house.inspector, house.cashier, house.administrator)
    assert [warned(post) for post in others] == [[]] * len(others)

    # The reform officer has the list of each week; until then nothing was late on a Monday.
    lists = list(WeeklyList.objects.filter(agency=house.reform.agency).order_by("week"))
    assert [row.week for row in lists] == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert [row.overdue for row in lists] == [0, 0, 0]
    assert len(warned(house.reform, kind="escalation.weekly")) == 3

    # The 20th: the specialist drafts, the head mends the day and signs; a number, a paper, a message.
    set_clock("2026-03-20T09:00")
    dossier = draft_apology(
        dossier, by=house.specialist, due=date(2026, 3, 23), reason="Chờ kết quả xác minh", cause="verification"
    )
    assert len(warned(house.head, kind="dossier.apology")) == 1
    dossier = apologise(dossier, by=house.head, due=LAST, reason="Chờ kết quả xác minh thực địa")
    with refused("already_apologised"):
        apologise(dossier, by=house.leader, due=date(2026, 3, 25), reason="Lần nữa")
    worker_runs()
    apology = dossier.apologies.get()
    assert apology.document == OutgoingDocument.objects.get()
    says(apology.printed, "18 tháng 3 năm 2026", "24 tháng 3 năm 2026", "xác minh thực địa", apology.document.notation)
    assert Outgoing.objects.filter(kind="dossiers.delayed").exists()
    assert warned(house.head, kind="dossier.apology") == []

    # It stays late; the list tells that it was apologised for, why, and who had it.
    now = clock.now()
    row = with_story(Dossier.objects.filter(overdue(now))).get()
    assert (row.apologised, row.cause, row.holder) == (True, "verification", house.specialist.pk)

    # The 23rd, a Monday: the list of that week counts it, with its apology.
    for _ in day_by_day(date(2026, 3, 21), date(2026, 3, 23), set_clock, worker_runs):
        pass
    third = WeeklyList.objects.get(agency=house.reform.agency, week=date(2026, 3, 23))
    assert (third.overdue, third.finished, third.unapologised, third.dossiers) == (1, 0, 0, [dossier.pk])
    assert Alarm.objects.count() == 3  # an apology moves nothing, so nothing counts anew
    prove(dossier)
