"""The office's own parts in a re-organisation: they pass where the new unit has none, and no printed paper changes."""

from datetime import date, timedelta

import pytest

from motcua.agencies.choices import Level
from motcua.agencies.models import ReorganisationItem
from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview
from motcua.core import clock
from motcua.core.rebuilding import differences
from motcua.correspondence.actions import publish_letterhead
from motcua.correspondence.models import Letterhead
from motcua.dossiers.actions.printing import rendered, sheet
from tests import dossier_factories as make
from tests.agencies.reorganising import ON, carried_out, make_office, move, planned
from tests.correspondence.test_letterheads import picture
from tests.dossiers.test_papers import text_of
from tests.factories import make_agency, make_ward, system

pytestmark = pytest.mark.django_db
PART = "correspondence.letterheads"


@pytest.fixture
def house(set_clock):
    set_clock("2026-06-22T08:00")
    return make.make_house()


@pytest.fixture
def new(house):
    return make_office("phường Mới")


def publish(agency, **parts):
    given = {"valid_from": clock.today(), "contact": "0234 3567 890"} | parts
    return publish_letterhead(by=system(), agency=agency, **given)


def printed(agency):
    return Letterhead.objects.printed_by(agency, clock.now())


def told(row):
    return dict(row.items.filter(part=PART).values_list("before", "message"))


def test_they_pass_whole_where_one_unit_takes_over_from_one(house, new, set_clock):
    parts = {
        "emblem": picture(), "lines": ["Vì nhân dân"], "hours": "Sáng thứ Bảy", "signing": "KT.", "place": "Huế",
        "notes": {"receipt": "Mang giấy này"},
    }  # fmt: skip
    old = publish(house.ward, **parts)
    row = planned(move(house.ward, new.ward))
    (seen,) = [part for part in preview(plan_of(row)) if part.key == PART]
    assert (seen.total, seen.counted_only, seen.examples) == (1, False, (str(house.ward),))
    assert seen.ways[0][0] == f"{house.ward.short_name} → {new.ward.short_name}"
    done = carried_out(row, set_clock)

    assert done.state == "done", told(done)
    given = printed(new.centre)
    assert (given.agency, given.valid_from) == (new.ward, ON)
    for name in ("lines", "hours", "signing", "place", "contact", "notes", "emblem_digest"):
        assert getattr(given, name) == getattr(old, name), name
    assert bytes(given.emblem) == bytes(old.emblem)
    assert given.events.get().note().startswith("Sắp xếp đơn vị")
    old.refresh_from_db()
    assert old.dropped_at is not None
    assert not [each for each in differences() if each.table.startswith("correspondence_")]


def test_a_paper_printed_before_keeps_the_old_part_even_when_its_pdf_is_made_after(house, new, set_clock):
    publish(house.ward, contact="Số-của-phường-cũ")
    dossier = make.in_progress(house)
    paper = dossier.printed_papers.get(form="receipt")
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    set_clock("2026-07-03T08:00")
    later = printed(new.ward)
    publish(new.ward, contact="Số-của-phường-mới")

    paper.refresh_from_db()
    assert paper.dossier.desk == new.centre
    assert "Số-của-phường-cũ" in text_of(rendered(paper))
    assert "Số-của-phường-mới" not in text_of(rendered(paper))
    assert "Số-của-phường-mới" in text_of(sheet(paper.dossier, "control", by=system()))
    assert printed(new.ward) != later


def test_a_place_named_like_the_old_unit_is_left_to_the_new_one(house, new, set_clock):
    publish(house.ward, place=house.ward.name.split()[-1])
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    given = printed(new.ward)
    assert (given.place, given.contact) == ("", "0234 3567 890")
    assert "hãy đặt lại địa danh" in told(done)[house.ward.pk]


def test_of_two_wards_that_merge_one_gives_and_no_telephone_of_one_place_is_printed_for_all(house, new, set_clock):
    other = make_ward()
    first = publish(house.ward, lines=["Phường thứ nhất"], hours="Sáng thứ Bảy")
    publish(other["ward"], lines=["Phường thứ hai"])
    moves = [move(unit, new.ward) for unit in (house.ward, other["ward"])]
    moves += [move(other["division"], new.division), move(other["centre"], new.centre)]
    done = carried_out(planned(*moves), set_clock)

    assert done.state == "done", list(done.items.filter(state="refused").values_list("label", "message"))
    given = printed(new.ward)
    assert (given.lines, given.contact, given.hours) == (first.lines, "", "")
    assert new.ward.letterheads.count() == 1
    assert "hãy đặt lại liên hệ, giờ làm việc" in told(done)[house.ward.pk]
    assert "đã có phần riêng" in told(done)[other["ward"].pk]
    assert ReorganisationItem.objects.get(part=PART, before=other["ward"]).state == "kept"
    assert printed(other["ward"]) is None


def test_a_unit_with_its_own_keeps_it(house, new, set_clock):
    publish(house.ward)
    own = publish(new.ward, valid_from=ON, contact="Của phường mới")
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert printed(new.ward) == own
    assert new.ward.letterheads.count() == 1


def test_one_for_days_to_come_passes_with_its_days_and_what_is_over_stays(house, new, set_clock):
    publish(house.ward, valid_to=ON - timedelta(days=1), contact="Tháng sáu")
    publish(house.ward, contact="Thường ngày")
    publish(house.ward, valid_from=date(2026, 8, 30), valid_to=date(2026, 9, 2), contact="Lễ")
    carried_out(planned(move(house.ward, new.ward)), set_clock)
    spans = new.ward.letterheads.order_by("valid_from").values_list("contact", "valid_from", "valid_to")
    assert list(spans) == [("Thường ngày", ON, None), ("Lễ", date(2026, 8, 30), date(2026, 9, 2))]


def test_what_only_says_where_a_place_is_does_not_pass_to_several(house, new, set_clock):
    """Nothing is left to print: no empty row is published, and it is said."""
    second = make_office("phường Hai")
    publish(house.ward)
    shares = [{"unit": new.ward.code, "records": True}, second.ward.code]
    done = carried_out(planned({"before": house.ward.code, "after": shares}), set_clock)
    assert printed(new.ward) is None
    assert printed(second.ward) is None
    assert "hãy đặt lại liên hệ" in told(done)[house.ward.pk]


def test_the_words_of_another_level_are_not_passed_on(house, new, set_clock):
    district = make_agency(name="Ủy ban nhân dân thị xã Thử", level=Level.DISTRICT)
    publish(district, lines=["Thị xã thử"])
    done = carried_out(planned(move(district, new.ward)), set_clock)
    assert printed(new.ward) is None
    assert printed(district) is None
    assert "khác cấp" in told(done)[district.pk]


def test_run_again_nothing_passes_twice(house, new, set_clock):
    publish(house.ward)
    row = planned(move(house.ward, new.ward))
    (part,) = [each for each in preview(plan_of(row)) if each.key == PART]
    assert part.total == 1
    carried_out(row, set_clock)
    assert PART not in {each.key for each in preview(plan_of(row))}
    assert new.ward.letterheads.count() == 1
