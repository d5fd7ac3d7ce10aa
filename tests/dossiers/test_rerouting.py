"""An open dossier is moved to the route of a later edition: what comes along, what stays, and what keeps it where it is
(docs/decisions/0055)."""

import re

import pytest

from motcua.casework.telling import timeline
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.core.events import rebuild, tracked
from motcua.core.rebuilding import differences
from motcua.dossiers import tracking, values
from motcua.dossiers.actions import deciding, linking, moving, opinions, pausing
from motcua.dossiers.actions.rerouting import move_route
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.owners import fetchable
from motcua.dossiers.reading import read_children, read_whole
from motcua.dossiers.rerouting import Target, on_older_routes
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.models import content_of
from motcua.procedures.redrawing import take_out
from motcua.procedures.routes import route_json
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.drawn import DRAWN, NESTED, NESTED_LEG, TAX, drawn, open_keys, split, step
from tests.dossiers.rerouted import PLAIN, REASON, adoption_of, moved, new_route, paired, plain, plain_house, renamed
from tests.factories import make_ward
from tests.house_rules.house import ROOT

MONDAY, TUESDAY = "2026-03-02T08:00", "2026-03-03T09:00"


@pytest.fixture
def house(db, set_clock):
    set_clock(MONDAY)
    return plain_house()


def open_row(dossier):
    return Dossier.objects.get(pk=dossier.pk).steps.get(state="open")


def in_the_inbox(dossier):
    return Task.objects.filter(url_key=dossier.code, kind="dossier.step").unfinished()


def test_a_dossier_keeps_its_route_until_somebody_moves_it(house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    new_route(house, renamed())
    assert Dossier.objects.get(pk=dossier.pk).content.route.find("xem") is not None
    moving.hand_over(dossier, by=house.specialist)
    assert open_keys(dossier) == {"duyet"}


def test_it_goes_on_by_the_new_route_in_the_same_hands_and_what_was_done_stays(house, set_clock):
    dossier = make.received(house, PLAIN)
    dossier = moving.assign(dossier, by=house.head, person=house.specialist.person.username)
    promised, before = dossier.appointed_due, open_row(dossier)
    moment = set_clock(TUESDAY)
    edition = new_route(house, renamed())
    done = moved(dossier, edition, house, xem="tham_dinh")
    old, new = done.steps.get(pk=before.pk), open_row(done)
    assert (old.state, old.finished_by, old.owner, old.task.state) == ("moved", None, house.specialist, "cancelled")
    assert old.finished_at == new.started_at >= moment
    assert (new.key, new.owner, new.agency) == ("tham_dinh", house.specialist, house.division)
    assert new.due_at.astimezone(clock.LOCAL).day == 6  # three working days of the new step, from Tuesday on
    assert (done.step, done.state, done.appointed_due) == ("tham_dinh", State.RECEIVED, promised)
    assert [task.owner for task in in_the_inbox(done)] == [house.specialist]
    data = assert_recorded(done, Action.MOVE_ROUTE, by=house.reform)
    assert data["numbers"] == [1, 2]
    assert data["editions"] == [dossier.edition_id, edition.pk]
    assert data["steps"][0] | {"due": ""} == {
        "from": "xem", "to": "tham_dinh", "agency": house.division.pk, "owner": house.specialist.pk, "order": new.order,
        "due": "",
    }  # fmt: skip
    assert rebuild(done) == tracked(done)
    assert list(differences()) == []


def test_from_then_on_it_is_walked_by_the_new_route_to_its_end(house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    done = moved(dossier, new_route(house, renamed()), house, xem="tham_dinh")
    done = moving.hand_over(done, by=house.specialist)
    assert done.step == "ky"  # without the head, whom the old route asked
    done = deciding.sign(done, by=house.leader, template="result")
    assert (done.state, done.step) == (State.DECIDED, "tra")
    assert [row.pk for row in fetchable(Dossier.objects.filter(pk=done.pk))] == [done.pk]


def test_only_the_route_moves_papers_fees_limit_and_form_stay_those_of_its_receipt(house, set_clock):
    dossier = make.received(house, PLAIN)
    own = content_of(dossier.edition_id)
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    content = moved(dossier, edition, house, xem="tham_dinh").content
    assert content.route == content_of(edition.pk).route
    assert (content.papers, content.fees, content.limits, content.terms, content.form) == (
        own.papers, own.fees, own.limits, own.terms, own.form,
    )  # fmt: skip


def test_a_step_that_is_the_same_in_the_same_hands_goes_on_and_is_never_due_earlier(house, set_clock):
    shorter = plain(xem=step("xem", "specialist", "division", ("forward", "ky"), hours=1), duyet=None,
                    ky=step("ky", "leader", "parent", ("forward", "tra"), kind="signing"))  # fmt: skip
    dossier = make.received(house, PLAIN)
    before = open_row(dossier)
    set_clock(TUESDAY)
    done = moved(dossier, new_route(house, shorter), house)
    after = open_row(done)
    assert (after.pk, after.started_at, after.due_at) == (before.pk, before.started_at, before.due_at)
    assert done.content.route.find("duyet") is None
    assert done.steps.count() == 2
    pausing.request_supplement(done, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    done = pausing.resume(done, by=house.clerk, papers=[{"name": "Bản vẽ"}])
    assert open_row(done).due_at >= before.due_at  # a pause does not shorten it either
    set_clock("2026-03-04T09:00")
    longer = plain(xem=step("xem", "specialist", "division", ("forward", "duyet"), limit="5 ngày làm việc"))
    again = moved(done, new_route(house, longer), house)
    assert open_row(again).due_at > before.due_at
    assert in_the_inbox(again).get().due_at == open_row(again).due_at


def test_work_that_comes_to_another_office_is_to_be_confirmed_there(house, set_clock):
    far = plain(xem=step("xem", "specialist", f"named:{TAX}", ("forward", "duyet")))
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    done = moved(dossier, new_route(house, far), house)
    row = open_row(done)
    assert (row.agency, row.owner, row.handed_by) == (house.tax.agency, None, house.reform)
    assert row.take_by is not None
    assert row.taken_at is None
    assert linking.take_over(done, by=house.tax).steps.get(state="open").taken_at is not None


def test_history_control_slip_and_tracking_tell_it(house, set_clock):
    dossier = moving.assign(make.received(house, PLAIN), by=house.head, person=house.specialist.person.username)
    dossier = moving.hand_over(moving.hand_over(dossier, by=house.specialist), by=house.head, to="xem")
    set_clock(TUESDAY)
    done = moved(dossier, new_route(house, renamed()), house, xem="tham_dinh")
    whole = read_whole(Dossier.objects.get(pk=done.pk))
    read_children(whole, "events")
    told = timeline(whole, whole.content)
    assert "chuyển sang quy trình mới (từ bản số 1 sang bản số 2), đứng ở bước “Bước tham_dinh”" in told[0]["text"]
    assert told[0]["quote"] == REASON
    assert "trả lại bước “Bước xem”" in told[1]["text"]  # what was before is told by the route of then
    rows = values.of("control", done, by=house.clerk, at=clock.now(), number=1)["rows"]
    assert rows[-2]["from_person"] == house.specialist.person.name
    assert rows[-2]["note"] == "Chuyển sang quy trình mới"
    assert rows[-2]["result"] == ""  # nobody finished it, and it was not late
    assert rows[-1]["note"] == "Theo quy trình bản số 2 từ 09:00 03/03/2026"
    shown = [(each.name, each.state) for each in tracking.of_owner(done).steps]
    assert shown == [("Bước nhan", "done"), ("Bước xem", "done"), ("Bước duyet", "done"), ("Bước tham_dinh", "now"),
                     ("Bước ky", ""),
                     ("Bước tra", "")]  # fmt: skip


def test_who_moves_a_route_does_not_come_to_read_the_dossier(house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    moved(dossier, new_route(house, renamed()), house, xem="tham_dinh")
    assert not Dossier.objects.visible_to(house.reform).filter(pk=dossier.pk).exists()


@pytest.mark.parametrize("who", ["clerk", "specialist", "head", "registry", "inspector", "police"])
def test_nobody_moves_it_who_may_not_publish_the_route(house, set_clock, who):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    with pytest.raises(NotPermitted):
        move_route(dossier, by=getattr(house, who), note=REASON, **paired(dossier, edition, xem="tham_dinh"))


def test_a_reform_officer_of_another_office_does_not_move_it(house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    elsewhere = make_ward()
    for role in ("reform_officer", "administrator", "leader"):
        with pytest.raises(NotPermitted):
            move_route(dossier, by=elsewhere[role], note=REASON, **paired(dossier, edition, xem="tham_dinh"))


def test_what_is_given_wrongly_is_refused_in_words(house, set_clock):
    dossier = make.received(house, PLAIN)
    first = dossier.edition_id
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    given = {"by": house.reform, "note": REASON, "edition": edition.pk}
    with refused("reason_needed"):
        move_route(dossier, **given | {"note": "  "})
    with refused("no_counterpart"):
        move_route(dossier, **given)
    for mapping in (["xem"], {"xem": 1}, {1: "ky"}, "xem", {"x" * 99: "ky"}, {str(n): "ky" for n in range(300)}):
        with refused("bad_mapping"):
            move_route(dossier, **given, mapping=mapping)
    with refused("unknown_step"):
        move_route(dossier, **given, mapping={f"{first}.xem": "khong_co"})
    for code, to in (("wrong_step", "nhan"), ("wrong_step", "tra")):  # received again; never signed
        with refused(code):
            move_route(dossier, **given, mapping={f"{first}.xem": to})
    for other in (first, 0, "1", None):
        with refused("not_in_force"):
            move_route(dossier, **given | {"edition": other})
    assert open_keys(dossier) == {"xem"}
    assert Dossier.objects.get(pk=dossier.pk).version == dossier.version
    done = moved(dossier, edition, house, xem="tham_dinh")
    with refused("already_there"):
        moved(done, edition, house)


def test_an_edition_that_is_not_in_force_yet_moves_nothing(house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    set_clock("2026-03-02T16:00")
    with refused("not_in_force"):
        moved(dossier, edition, house, xem="tham_dinh")


def kept_by(name, house):
    """A dossier that must come to some end before it may be moved."""
    dossier = make.received(house, PLAIN)
    if name == "paused":
        return pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    if name == "open_opinion":
        return opinions.consult(dossier, by=house.specialist, agency=house.police.agency.code, question="?")
    return moving.approve(moving.hand_over(dossier, by=house.specialist), by=house.head)


@pytest.mark.parametrize("name", ["paused", "open_opinion", "waits_for_signature"])
def test_what_waits_for_others_keeps_its_route(house, set_clock, name):
    dossier = kept_by(name, house)
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    with refused("wrong_state" if name == "paused" else name):
        moved(dossier, edition, house, xem="tham_dinh")
    mapping = paired(dossier, edition, xem="tham_dinh")["mapping"]
    told = Target(edition, mapping, at=clock.now()).outcome(Dossier.objects.get(pk=dossier.pk))
    words = {"paused": "Chờ bổ sung giấy tờ", "open_opinion": "Đang chờ ý kiến", "waits_for_signature": "chờ ký"}
    assert words[name] in told.problem  # the page says so before


def test_what_waits_for_money_is_shown_with_its_reason(db, set_clock):
    set_clock(MONDAY)
    house = plain_house()
    dossier = make.to_pay(house)
    adoption = change_draft(adoption_of(house, make.PAYING), by=house.reform, draft=without_the_head(house))
    set_clock(TUESDAY)
    edition = publish(adoption, by=house.reform).edition
    assert list(on_older_routes(edition, by=house.reform)) == [dossier]
    told = Target(edition, {}, at=clock.now()).outcome(dossier)
    assert "Chờ nộp nghĩa vụ tài chính" in told.problem


def without_the_head(house):
    draft = adoption_of(house, make.PAYING).draft
    route = content_of(make.edition_for(make.PAYING, house.centre, clock.today()).pk).route.drawn()
    return draft | {"route": route_json(take_out(route, "head"))}


def test_nobody_asks_for_the_route_but_in_one_place():
    """A dossier that was moved would be walked by two routes."""
    asked = [
        path for path in (ROOT / "motcua").rglob("*.py")
        if re.search(r"content_of\((self\.)?dossier\.edition_id\)", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert asked == []


def test_what_another_office_has_not_confirmed_yet_keeps_its_route(db, set_clock):
    set_clock(MONDAY)
    house = plain_house()
    dossier = split(house)
    set_clock(TUESDAY)
    with refused("not_taken_over"):
        moved(dossier, new_route(house, drawn("any"), DRAWN), house)


def in_legs(house):
    """In three legs, each confirmed by who has it."""
    return in_legs_of(house, DRAWN)


def in_legs_of(house, code):
    dossier = split(house, code)
    for post in (house.tax, house.land, house.senior):
        dossier = linking.take_over(dossier, by=post)
    return dossier


def test_legs_that_the_new_route_has_as_well_go_on_and_come_together_there(db, set_clock):
    set_clock(MONDAY)
    house = plain_house()
    dossier = in_legs(house)
    dues = {leg.key: leg.due_at for leg in dossier.legs.all()}
    set_clock(TUESDAY)
    changed = drawn(
        dat=step("dat", "specialist", "named:A.8", ("forward", "dat3")), dat2=None,
        dat3=step("dat3", "head", "named:A.8", ("forward", "hop"), limit="4 ngày làm việc"),
    )  # fmt: skip
    done = moved(dossier, new_route(house, changed, DRAWN), house)
    assert open_keys(done) == {"thue", "dat", "hoi"}
    assert done.step == "chia"
    after = {leg.key: leg.due_at for leg in done.legs.all()}
    assert after["dat"] > dues["dat"]
    assert (after["thue"], after["hoi"]) == (dues["thue"], dues["hoi"])
    done = moving.hand_over(done, by=house.land)
    assert open_keys(done) == {"thue", "dat3", "hoi"}
    done = moving.approve(done, by=house.land_head)
    done = moving.propose(moving.hand_over(done, by=house.tax), by=house.senior, note="Đồng ý")
    assert open_keys(done) == {"hop"}
    assert set(done.legs.values_list("end", flat=True)) == {"joined"}


def test_a_step_within_a_leg_is_mapped_to_another_of_the_same_leg_only(db, set_clock):
    set_clock(MONDAY)
    house = plain_house()
    dossier = moving.hand_over(in_legs(house), by=house.land)
    set_clock(TUESDAY)
    changed = drawn(
        dat=step("dat", "specialist", "named:A.8", ("forward", "dat3")), dat2=None,
        dat3=step("dat3", "head", "named:A.8", ("forward", "hop")),
    )  # fmt: skip
    edition = new_route(house, changed, DRAWN)
    for elsewhere in ("hop", "thue", "thuong"):
        with refused("wrong_step"):
            moved(dossier, edition, house, dat2=elsewhere)
    done = moved(dossier, edition, house, dat2="dat3")
    assert open_keys(done) == {"thue", "dat3", "hoi"}
    assert done.steps.get(key="dat3").branch == done.legs.get(key="dat")


@pytest.mark.parametrize(
    "changed",
    [
        {"chia": step("chia", "specialist", "division", ("split", ["thue", "dat"]), ("forward", "thuong")),
         "hoi": None},
        {"chia": step("chia", "specialist", "division", ("forward", "thuong")),
         **dict.fromkeys(("thue", "dat", "dat2", "hoi")),
         "hop": step("hop", "head", "division", ("forward", "ky"), ("return", "chia")),
         "thuong": step("thuong", "specialist", "division", ("forward", "hop"))},
        {"hop": step("hop", "head", "division", ("forward", "ky"), ("return", "chia"), join="any")},
    ],
    ids=["one leg less", "no split", "another join"],
)  # fmt: skip
def test_legs_that_the_new_route_does_not_open_so_keep_the_dossier_on_its_route(db, set_clock, changed):
    set_clock(MONDAY)
    house = plain_house()
    dossier = in_legs(house)
    set_clock(TUESDAY)
    with refused("other_legs"):
        moved(dossier, new_route(house, drawn(**changed), DRAWN), house)


def test_legs_within_legs_are_moved_with_both(db, set_clock):
    set_clock(MONDAY)
    house = plain_house()
    dossier = moving.hand_over(in_legs_of(house, NESTED), by=house.land)
    for post in (house.tax, house.senior):
        dossier = linking.take_over(dossier, by=post)
    set_clock(TUESDAY)
    inner = NESTED_LEG | {
        "d1": step("d1", "specialist", f"named:{TAX}", ("forward", "d3"), ("return", "chia")),
        "d3": step("d3", "specialist", f"named:{TAX}", ("forward", "dat2")),
    }
    done = moved(dossier, new_route(house, drawn(**inner), NESTED), house)
    assert open_keys(done) == {"thue", "d1", "d2", "hoi"}
    done = moving.hand_over(done, by=house.tax, at="d1")
    assert open_keys(done) == {"thue", "d3", "d2", "hoi"}
    done = moving.hand_over(moving.hand_over(done, by=house.tax, at="d3"), by=house.senior, at="d2")
    assert open_keys(done) == {"thue", "dat2", "hoi"}
    assert done.steps.get(key="dat2").branch == done.legs.get(key="dat")
