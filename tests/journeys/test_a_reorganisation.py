"""1 July 2025: the town of Hương Trà ends; its nine communes and wards become two wards and a commune.

Units, names and codes are those of the national tables; everything else is invented.
"""

import csv
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from demo import offices
from motcua.agencies.actions.reorganising import confirm_reorganisation, draft_reorganisation, run
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, AgencySuccession, Post
from motcua.agencies.plan_text import parse, write
from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview
from motcua.core import clock
from motcua.core.rebuilding import differences
from motcua.correspondence.actions import publish_letterhead
from motcua.correspondence.models import Letterhead, Register
from motcua.dossiers.actions import closing, deciding, moving
from motcua.dossiers.actions.intake import Intake, register
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import (
    CARRIED,
    FINISHED,
    OPEN,
    RECEIVED,
    countable_with_history,
    of_unit,
    rows_of,
    table,
)
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import edition_for, forget_contents
from motcua.tasks.models import Task
from motcua.worktime.importers import load_national
from motcua.worktime.stored import forget
from tests.agencies.reorganising import MOVED
from tests.dossier_factories import FACTS, PAPERS, STANDARD, applicant_of
from tests.dossiers.test_papers import text_of
from tests.factories import make_agency, make_post, system

pytestmark = [pytest.mark.django_db, pytest.mark.shared]

TOWN, PROVINCE = "480", "46"
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
ONE = {**FACTS, "procedures": FACTS["procedures"][:1]}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def successors() -> dict[str, str]:
    """Code of an old commune → code of the one that took over (facts of the sample office)."""
    told = json.loads(offices.FACTS.read_text(encoding="utf-8"))["huong_tra_town"]
    known = [*told["communes"], *(change["to"] for change in told["changes"] if "to" in change)]
    return {each["code"]: each["today"] for each in known if each["until"] == LAST.isoformat()}


def office(top: Agency, code: str, name: str, level: Level, *, since: date, staffed: bool = True) -> SimpleNamespace:
    """A committee with desk and division; with people, registers and a procedure when it works already."""
    span: dict[str, Any] = {"level": level, "valid_from": since}
    unit = make_agency(parent=top, code=f"{top.code}.{code}", name=f"UBND {name}", unit_code=code, **span)
    desk = make_agency(parent=unit, kind=Kind.ONE_STOP, name=f"Bộ phận một cửa {name}", **span)
    room = make_agency(parent=unit, kind=Kind.DIVISION, name=f"Phòng chuyên môn {name}", **span)
    made = SimpleNamespace(unit=unit, desk=desk, room=room)
    if staffed:
        for role, place in (
            (Role.RECEPTIONIST, desk), (Role.SPECIALIST, room), (Role.HEAD_OF_DIVISION, room),
            (Role.REGISTRY_CLERK, room), (Role.LEADER, unit),
        ):  # fmt: skip
            setattr(made, role, make_post(role, agency=place, valid_from=date(2025, 1, 2)))
        setting = Setting(office=unit.code, divisions={"culture": room.code}, partners={})
        adopt_all(ONE, office=unit, setting=setting, valid_from=date(2025, 1, 2), by=system())
    return made


def received(at: SimpleNamespace, number: int, address: str) -> Dossier:
    edition = edition_for(STANDARD, at.desk, clock.today())
    assert edition is not None
    applicant = applicant_of(at.receptionist, number=f"0461900{number:05}", address=address)
    intake = Intake(edition=edition, applicant=applicant, channel="counter", papers=PAPERS)
    return register(by=at.receptionist, intake=intake)


def settled(dossier: Dossier, by: Any) -> Dossier:
    dossier = moving.hand_over(dossier, by=by(Role.RECEPTIONIST))
    dossier = moving.propose(dossier, by=by(Role.SPECIALIST), note="Đủ điều kiện")
    dossier = moving.approve(dossier, by=by(Role.HEAD_OF_DIVISION))
    dossier = deciding.sign(dossier, by=by(Role.LEADER), template="result")
    dossier = moving.hand_over(dossier, by=by(Role.REGISTRY_CLERK))
    return closing.return_result(dossier, by=by(Role.RECEPTIONIST), receiver="Trần Thị Mẫu")


@pytest.fixture
def world(shared: Path, set_clock: Any) -> SimpleNamespace:
    """June 2025: the town and its nine communes at work, the three that follow set up and empty."""
    set_clock("2025-06-20T08:00")
    forget_contents()
    forget()
    load_national(by=system())
    tables = shared / "data" / "administrative-units"
    old = [row for row in rows(tables / "before-2025-07.csv") if row["district_code"] == TOWN]
    after = {row["commune_code"]: row["commune"] for row in rows(tables / "current.csv")}
    top = make_agency(code="H57", level=Level.PROVINCE, name=old[0]["province"], valid_from=date(2025, 1, 1))
    since = date(2011, 11, 15)
    town = office(top, TOWN, old[0]["district"].lower(), Level.DISTRICT, since=since)
    communes = {
        row["ward_code"]: office(town.unit, row["ward_code"], row["ward"], Level.COMMUNE, since=since) for row in old
    }
    new = {
        code: office(top, f"{code}-2025", after[code], Level.COMMUNE, since=FIRST, staffed=False)
        for code in sorted(set(successors().values()))
    }
    names = {code: after[code] for code in new}
    leader = make_post(Role.LEADER, agency=top, valid_from=date(2025, 1, 2))
    administrator = make_post(Role.ADMINISTRATOR, agency=top, valid_from=date(2025, 1, 2))
    return SimpleNamespace(
        top=top, town=town, communes=communes, new=new, leader=leader, administrator=administrator, names=names,
        old_names={row["ward_code"]: row["ward"] for row in old},
    )  # fmt: skip


def plan_for(world: SimpleNamespace) -> dict[str, Any]:
    """A line per commune; the town's work goes where the applicant lives."""
    lines = [
        f"{world.communes[before].unit.code} -> {world.new[after].unit.code}" for before, after in successors().items()
    ]
    places: dict[str, list[str]] = {code: [] for code in world.new}
    for before, after in successors().items():
        places[after].append(world.old_names[before].split(" ", 1)[1])
    first, *others = world.new
    shares = [f"{world.new[first].unit.code} *"]
    shares += [f"{world.new[code].unit.code} [địa bàn: {', '.join(places[code])}]" for code in others]
    plan = parse("\n".join([*lines, f"{world.town.unit.code} -> {'; '.join(shares)}"]))
    assert parse(write(plan)) == plan
    return plan


def test_the_town_and_its_communes_pass_over_and_no_promise_moves(world, set_clock):
    assert world.names == {"19996": "Phường Hương Trà", "20017": "Phường Kim Trà", "20035": "Xã Bình Điền"}
    assert set(world.communes) == set(successors())  # the nine of the table are the nine of the sample office
    of_one = letterheads_of_june(world)
    done, waiting = {}, {}
    for number, (code, at) in enumerate(world.communes.items(), start=1):
        name = world.old_names[code]
        done[code] = settled(received(at, number, name), lambda role, at=at: getattr(at, role))
        waiting[code] = moving.hand_over(received(at, 100 + number, name), by=at.receptionist)
    in_town = [
        (after, received(world.town, 200 + number, f"Tổ dân phố 1, {world.old_names[before]}"))
        for number, (before, after) in enumerate(successors().items())
    ]
    promised = dict(Dossier.objects.filter(closed_at=None).values_list("pk", "appointed_due"))
    codes = dict(Dossier.objects.values_list("pk", "code"))
    dues = dict(Task.objects.unfinished().values_list("pk", "due_at"))

    row = draft_reorganisation(
        by=world.administrator, office=world.top, name="Bỏ cấp huyện, sắp xếp cấp xã", on=FIRST,
        decision=offices.MERGER, plan=plan_for(world),
    )  # fmt: skip
    seen = {part.key: part.total for part in preview(plan_of(row))}
    assert seen["dossiers.open"] == len(promised) == 18
    assert (seen["agencies.posts"], seen["agencies.units"], seen["procedures.adoptions"]) == (50, 30, 10)
    assert seen["correspondence.letterheads"] == 4
    row = confirm_reorganisation(row, by=world.administrator, on=FIRST)
    set_clock("2025-07-01T00:10")
    row = run(row.pk)
    assert row.state == "done", list(row.items.filter(state="refused").values_list("label", "message"))

    # Nothing waits in the old units, nothing moved earlier or later, codes are what they were.
    assert dict(Dossier.objects.filter(closed_at=None).values_list("pk", "appointed_due")) == promised
    assert dict(Dossier.objects.values_list("pk", "code")) == codes
    assert dict(Task.objects.unfinished().values_list("pk", "due_at")) == dues
    for code, after in successors().items():
        dossier = Dossier.objects.get(pk=waiting[code].pk)
        new = world.new[after]
        assert (dossier.agency, dossier.desk) == (new.unit, new.desk)
        assert Task.objects.unfinished().get(url_key=dossier.code).agency == new.room
        assert Dossier.objects.get(pk=done[code].pk).agency == world.communes[code].unit
    for after, dossier in in_town:
        assert Dossier.objects.get(pk=dossier.pk).agency == world.new[after].unit
    assert set(Agency.objects.below(world.town.unit).values_list("valid_to", flat=True)) == {LAST}
    assert not Post.objects.held(FIRST).at(world.town.unit).exists()

    # Each old book is closed at its last number; the new wards number from 1.
    old_books = Register.objects.filter(agency__path__startswith=world.town.unit.path)
    assert {(book.closed_on, book.documents.count()) for book in old_books} == {(FIRST, 1)}
    new = world.new["20017"]

    def now(role: str) -> Post:
        return Post.objects.held(clock.today()).filter(agency__path__startswith=new.unit.path, role=role).first()

    set_clock("2025-07-02T08:00")
    for number, code in enumerate([code for code, after in successors().items() if after == "20017"], start=1):
        dossier = moving.propose(
            waiting[code],
            by=Post.objects.held(clock.today()).get(person=world.communes[code].specialist.person),
            note="Đủ điều kiện",
        )
        dossier = moving.approve(dossier, by=now(Role.HEAD_OF_DIVISION))
        dossier = deciding.sign(dossier, by=now(Role.LEADER), template="result")
        document = dossier.results.get().document
        assert (document.register.agency, document.number) == (new.unit, number)

    figures_agree(world)
    letterheads_passed(world, {code: waiting[code] for code in of_one})
    table_of_the_sample_office_agrees(world)
    assert not [each for each in differences() if each.table.startswith(MOVED)]


def letterheads_of_june(world: SimpleNamespace) -> list[str]:
    """The town and the three old communes of today's commune have parts of their own on their papers."""
    of_one = [code for code, after in successors().items() if after == "20035"]
    assert len(of_one) == 3
    for code in of_one:
        publish_letterhead(
            by=system(), agency=world.communes[code].unit, valid_from=clock.today(), contact=f"0234 3000 {code[-3:]}",
            lines=["Vì nhân dân phục vụ"], notes={"receipt": f"Trả tại {world.old_names[code]}"},
        )  # fmt: skip
    publish_letterhead(by=system(), agency=world.town.unit, valid_from=clock.today(), lines=["Thị xã của chúng ta"])
    return of_one


def letterheads_passed(world: SimpleNamespace, papers: dict[str, Dossier]) -> None:
    """A receipt of June bears June's parts, also when it is printed today; today's bear what passed."""
    for code, dossier in papers.items():
        paper = Dossier.objects.get(pk=dossier.pk).printed_papers.get(form="receipt")
        assert f"02343000{code[-3:]}" in text_of(rendered(paper))
    new = world.new["20035"]
    own = Letterhead.objects.printed_by(new.desk, clock.now())
    assert (own.agency, own.lines, own.contact) == (new.unit, ["Vì nhân dân phục vụ"], "")
    assert new.unit.letterheads.count() == 1  # of the three communes' one, not a mixture
    for other in ("19996", "20017"):  # these took over from the town as well, whose words are not a ward's
        assert Letterhead.objects.printed_by(world.new[other].desk, clock.now()) is None
    assert not Letterhead.objects.known_at(clock.now()).filter(agency__valid_to=LAST).exists()


def figures_agree(world: SimpleNamespace) -> None:
    """By the units of then and of now: the same sums, the identity holds, and the finished ones keep their unit."""
    counted = countable_with_history(world.leader)
    span = {"first": date(2025, 6, 1), "last": date(2025, 7, 31)}
    then, now = (table(counted, seen=seen, **span) for seen in ("then", "now"))
    for lines in (then, now):
        total = lines[-1]
        assert total[CARRIED] + total[RECEIVED] == total[FINISHED] + total[OPEN]
        assert (total[RECEIVED], total[FINISHED], total[OPEN]) == (27, 12, 15)
    received_then = {line["unit"].unit_code: line[RECEIVED] for line in then[:-1] if line[RECEIVED]}
    assert received_then == {**dict.fromkeys(world.communes, 2), TOWN: 9}
    received_now = {line["unit"].unit_code.removesuffix("-2025"): line[RECEIVED] for line in now[:-1]}
    assert received_now == dict.fromkeys(world.new, 9)
    for code, number in received_then.items():  # the lists choose in the same way
        unit = Agency.objects.valid(date(2025, 6, 30)).get(unit_code=code)
        assert of_unit(counted, unit, seen="then").count() == number
    for new in world.new.values():
        assert of_unit(counted, new.unit, seen="now").count() == 9
        assert of_unit(counted, new.unit, seen="then").count() == 0
    rows = rows_of(counted, FINISHED, seen="then", **span).filter(unit=world.communes["20005"].unit.pk)
    assert rows.count() == 1  # a number opens to exactly its rows: the one that 20005 had finished itself


def table_of_the_sample_office_agrees(world: SimpleNamespace) -> None:
    """What the run recorded of the nine is what the sample office tells of them as history."""
    units = {each.unit.pk: code for group in (world.communes, world.new) for code, each in group.items()}
    recorded = AgencySuccession.objects.filter(before__level=Level.COMMUNE, before__in=units, after__in=units)
    told = {(units[before], units[after]) for before, after in recorded.values_list("before", "after")}
    assert told == set(successors().items())


def test_the_sample_office_says_who_keeps_the_records_today(db):
    known = offices.make(by=system())
    for before, after in successors().items():
        code = f"{offices.TOWN}.{before}"
        unit = Agency.objects.get(pk=known.get(f"{code}-2020", known[code]).pk)
        assert (unit.valid_to, unit.heir.unit_code) == (LAST, after)
    assert Agency.objects.get(pk=known[offices.TOWN].pk).heir == known[offices.HT]
