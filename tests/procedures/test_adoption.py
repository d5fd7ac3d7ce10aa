"""An office adopts a national procedure, works on the draft, publishes editions, and one day ends it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.core.events import rebuild, tracked
from motcua.procedures.actions.adopt import adopt, change_draft
from motcua.procedures.actions.publish import cancel_edition, confirm_reviewed, end, publish, undo_end
from motcua.procedures.choices import Action
from motcua.procedures.models import Edition, NationalProcedure, content_of, edition_for
from tests.procedures.conftest import draft, national

FIRST = date(2026, 1, 1)
WHY = {"reason": "Luật mới bãi bỏ thủ tục", "document": "45/QĐ-UBND ngày 20/4/2026"}


def test_adopting_records_who_and_where(adoption, office, system):
    event = adoption.events.get()

    assert (event.action, event.by) == (Action.ADOPT, system)
    assert adoption.draft["division"] == office.division.code
    assert adoption.draft["name"] == "Cấp giấy thử nghiệm"
    assert rebuild(adoption) == tracked(adoption)


def test_reform_officers_of_the_office_and_above_may_adopt(office, procedure, post):
    by = post(office.province, Role.REFORM_OFFICER)

    assert adopt(by=by, office=office.ward, procedure=procedure, division=office.division, draft=draft()).pk


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SPECIALIST, Role.LEADER, Role.INSPECTOR])
def test_others_may_not_adopt(office, procedure, post, role):
    with pytest.raises(NotPermitted):
        adopt(
            by=post(office.ward, role), office=office.ward, procedure=procedure, division=office.division, draft=draft()
        )


def test_the_reform_officer_sits_in_a_division_of_the_office(office, procedure, post):
    by = post(office.division, Role.REFORM_OFFICER)

    assert adopt(by=by, office=office.ward, procedure=procedure, division=office.division, draft=draft()).pk


def test_a_reform_officer_of_another_office_may_not(office, procedure, post, system):
    with pytest.raises(NotPermitted):
        adopt(
            by=post(office.division, Role.REFORM_OFFICER), office=office.province, procedure=procedure,
            division=office.province, draft=draft(),
        )  # fmt: skip


def test_the_same_procedure_is_adopted_once(adoption, office, procedure, system):
    with pytest.raises(BadInput) as refused:
        adopt(by=system, office=office.ward, procedure=procedure, division=office.division, draft=draft())
    assert refused.value.code == "already_adopted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"draft": {"limits": []}}, "draft_shape"),
        ({"draft": draft(limits=[{"amount": "5"}])}, "draft_shape"),
        ({"draft": draft(fees=[{"unknown": 1}])}, "draft_shape"),
        ({"serves": ["village"]}, "unknown_kind"),
    ],
)
def test_bad_drafts_are_refused(office, procedure, system, changes, code):
    values = {"draft": draft(), **changes}
    with pytest.raises(BadInput) as refused:
        adopt(by=system, office=office.ward, procedure=procedure, division=office.division, **values)
    assert refused.value.code == code


def test_the_division_lies_within_the_office(office, procedure, system):
    with pytest.raises(BadInput) as refused:
        adopt(by=system, office=office.ward, procedure=procedure, division=office.province, draft=draft())
    assert refused.value.code == "division_outside"


def test_changing_the_draft_leaves_the_edition_as_it_is(published, system):
    edition = Edition.objects.get()
    change_draft(published, by=system, draft=draft(limits=[{"unit": "working_day", "amount": "3"}]))

    assert content_of(edition.pk).limits[0].amount == 5
    assert published.events.order_by("-pk").first().action == Action.CHANGE_DRAFT


def test_a_stale_page_does_not_change_the_draft(adoption, system):
    change_draft(adoption, by=system, version=1, decision="12/QĐ-UBND")
    with pytest.raises(StaleVersion):
        change_draft(adoption, by=system, version=1, decision="13/QĐ-UBND")


def test_others_may_not_change_the_draft(adoption, office, post):
    with pytest.raises(NotPermitted):
        change_draft(adoption, by=post(office.ward, Role.SPECIALIST), decision="1")


def test_publishing_freezes_the_draft_as_a_numbered_edition(published, office):
    edition = Edition.objects.get()

    assert (edition.number, edition.valid_from, edition.valid_to) == (1, FIRST, None)
    assert (edition.code, edition.office, edition.field_code) == ("9.000001", office.ward, "Z01")
    assert edition.snapshot().route.steps[0].key == "receive"
    assert rebuild(published)["published"] == 1


def test_the_next_edition_ends_the_one_before(published, system):
    publish(published, by=system, valid_from=date(2026, 3, 1))
    first, second = Edition.objects.order_by("number")

    assert (first.valid_to, second.valid_from, second.number) == (date(2026, 2, 28), date(2026, 3, 1), 2)
    assert list(Edition.objects.in_force(date(2026, 2, 28))) == [first]
    assert list(Edition.objects.in_force(date(2026, 3, 1))) == [second]


def test_an_edition_may_not_begin_before_the_one_in_force(published, system):
    with pytest.raises(BadInput) as refused:
        publish(published, by=system, valid_from=FIRST)
    assert refused.value.code == "too_early"


def test_leaders_publish_and_clerks_do_not(adoption, office, post):
    with pytest.raises(NotPermitted):
        publish(adoption, by=post(office.ward, Role.REGISTRY_CLERK))
    assert publish(adoption, by=post(office.ward, Role.LEADER), valid_from=FIRST).published == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"limits": []}, "limit_missing"),
        ({"limits": [{"unit": "working_day", "amount": "5", "channel": "online"}]}, "limit_missing"),
        ({"limits": [{"unit": "unknown"}]}, "limit_not_usable"),
        ({"limits": [{"unit": "month", "amount": "1.5", "basis": "1/QĐ"}]}, "limit_not_usable"),
        ({"limits": [{"unit": "working_day", "amount": "7"}]}, "limit_not_confirmed"),
        ({"papers": [{"name": "Đơn", "case": "c9"}]}, "case_unknown"),
        ({"papers": [{"name": "  "}]}, "paper_invalid"),
        ({"papers": [{"name": "Đơn", "valid_months": 0, "valid_basis": "Luật"}]}, "paper_validity"),
        ({"papers": [{"name": "Đơn", "valid_months": 6}]}, "paper_validity_basis"),
        ({"fees": [{"name": "Phí", "amount": -1}]}, "fee_invalid"),
        ({"terms": {"supplement_policy": "forget"}}, "policy_unknown"),
        ({"cases": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}, "case_repeated"),
        ({"limits": [{"unit": "working_day", "amount": "1", "basis": "1/QĐ"}]}, "route_invalid"),
    ],
)
def test_an_unfinished_draft_is_not_published(adoption, system, changes, code):
    change_draft(adoption, by=system, draft=draft(**changes))
    with pytest.raises(BadInput) as refused:
        publish(adoption, by=system)
    assert refused.value.code == code
    assert not Edition.objects.exists()


def test_a_confirmed_limit_or_asking_the_desk_makes_up_for_the_national_one(adoption, system):
    own = [{"unit": "working_day", "amount": "6", "basis": "12/QĐ-UBND"}, {"unit": "ask", "channel": "post"}]
    change_draft(adoption, by=system, draft=draft(limits=own))
    publish(adoption, by=system, valid_from=FIRST)

    content = Edition.objects.get().snapshot()
    assert content.limit_for(case=None, channel="counter").amount == 6
    assert content.limit_for(case=None, channel="post").unit == "ask"


def test_a_newer_national_record_marks_the_edition_for_review(published, imported, system):
    imported(national(name="Cấp giấy thử nghiệm mới", updated="2026-02-01"))
    edition = Edition.objects.get()
    assert "tên" in edition.review
    assert list(Edition.objects.all().to_review()) == [edition]

    confirm_reviewed(published, by=system, finding="Đã so với bản mới: không ảnh hưởng")
    assert not Edition.objects.all().to_review().exists()
    published.refresh_from_db()
    assert published.finding == "Đã so với bản mới: không ảnh hưởng"
    assert published.events.order_by("-pk").first().action == Action.REVIEW


def test_reviewing_needs_a_reason_a_mark_and_a_permission(published, office, system, post):
    for finding, code in (("", "finding_needed"), ("Đã xem", "nothing_to_review")):
        with pytest.raises(BadInput) as refused:
            confirm_reviewed(published, by=system, finding=finding)
        assert refused.value.code == code
    with pytest.raises(NotPermitted):
        confirm_reviewed(published, by=post(office.ward, Role.INSPECTOR), finding="Đã xem")


def test_ending_stops_receipt_and_keeps_the_edition(published, office, system):
    end(published, by=system, last_day=date(2026, 4, 30), **WHY)

    assert Edition.objects.receivable_at(office.desk, date(2026, 4, 30)).exists()
    assert not Edition.objects.receivable_at(office.desk, date(2026, 5, 1)).exists()
    for act in (publish, change_draft):
        with pytest.raises(BadInput):
            act(published, by=system)


def test_ending_is_refused_before_the_edition_began_and_to_others(published, office, system, post):
    with pytest.raises(BadInput):
        end(published, by=system, last_day=date(2025, 12, 31), **WHY)
    with pytest.raises(NotPermitted):
        end(published, by=post(office.ward, Role.SPECIALIST), last_day=date(2026, 4, 30), **WHY)


def test_ending_tells_why_and_by_which_document(published, system):
    ended = end(published, by=system, last_day=date(2026, 4, 30), **WHY)

    assert (ended.end_reason, ended.end_document) == (WHY["reason"], WHY["document"])
    assert ended.last_event.data["last_day"] == "2026-04-30"
    assert rebuild(ended)["end_document"] == WHY["document"]


@pytest.mark.parametrize(("absent", "code"), [("reason", "reason_needed"), ("document", "document_needed")])
def test_ending_needs_a_reason_and_a_document(published, system, absent, code):
    with pytest.raises(BadInput) as refused:
        end(published, by=system, last_day=date(2026, 4, 30), **WHY | {absent: "  "})
    assert (refused.value.code, refused.value.field) == (code, absent)


@pytest.fixture
def scheduled(published, system, set_clock):
    set_clock("2026-03-02T09:00")
    change_draft(published, by=system, draft=draft(limits=[{"unit": "working_day", "amount": "4", "basis": "9/QĐ"}]))
    return publish(published, by=system, valid_from=date(2026, 4, 1))


def test_a_scheduled_edition_waits_for_its_day(scheduled, office):
    assert edition_for("9.000001", office.desk, date(2026, 3, 31)).number == 1
    assert edition_for("9.000001", office.desk, date(2026, 4, 1)).number == 2
    assert [edition.number for edition in Edition.objects.scheduled(date(2026, 3, 2))] == [2]


def test_a_scheduled_edition_is_cancelled_and_the_one_before_goes_on(scheduled, office, system):
    done = cancel_edition(scheduled, by=system, number=2, reason="Hội đồng chưa thông qua")
    first, second = Edition.objects.order_by("number")

    assert (first.valid_to, second.cancelled_on) == (None, date(2026, 3, 2))
    assert edition_for("9.000001", office.desk, date(2026, 4, 2)).number == 1
    assert done.last_event.action == Action.CANCEL
    assert done.last_event.data["reopened"] == 1


def test_the_place_of_a_cancelled_edition_may_be_taken(scheduled, system):
    cancel_edition(scheduled, by=system, number=2, reason="Nhầm ngày")
    publish(scheduled, by=system, valid_from=date(2026, 3, 20))

    assert list(Edition.objects.order_by("number").values_list("number", "valid_to")) == [
        (1, date(2026, 3, 19)), (2, None), (3, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "reason", "code"),
    [(2, "", "reason_needed"), (9, "Nhầm", "edition_unknown"), (1, "Nhầm", "already_begun")],
)
def test_what_may_not_be_cancelled(scheduled, system, number, reason, code):
    with pytest.raises(BadInput) as refused:
        cancel_edition(scheduled, by=system, number=number, reason=reason)
    assert refused.value.code == code


def test_on_its_day_an_edition_is_not_cancelled_any_more(scheduled, system, set_clock):
    set_clock("2026-04-01T07:00")
    with pytest.raises(BadInput) as refused:
        cancel_edition(scheduled, by=system, number=2, reason="Nhầm")
    assert refused.value.code == "already_begun"


def test_clerks_cancel_nothing(scheduled, office, post):
    with pytest.raises(NotPermitted):
        cancel_edition(scheduled, by=post(office.desk, Role.RECEPTIONIST), number=2, reason="Nhầm")


def test_the_database_keeps_a_cancelled_edition_cancelled(scheduled, system):
    cancel_edition(scheduled, by=system, number=2, reason="Nhầm")
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=2).update(cancelled_on=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(cancelled_on=date(2026, 3, 2))


def test_ending_before_a_scheduled_edition_asks_to_cancel_it_first(scheduled, system):
    with pytest.raises(BadInput) as refused:
        end(scheduled, by=system, last_day=date(2026, 3, 20), **WHY)
    assert refused.value.code == "scheduled_edition"


def test_a_new_edition_settles_the_review_of_the_one_before(published, imported, system):
    imported(national(name="Cấp giấy thử nghiệm mới", updated="2026-02-01"))
    published.refresh_from_db()
    publish(published, by=system, valid_from=date(2026, 3, 1))

    assert not Edition.objects.all().to_review().exists()
    assert Edition.objects.get(number=2).national_number == 2


def test_after_the_end_it_may_be_adopted_again(published, office, procedure, system):
    end(published, by=system, last_day=date(2026, 4, 30), **WHY)

    assert adopt(by=system, office=office.ward, procedure=procedure, division=office.division, draft=draft()).pk


def test_the_nearest_adoption_wins(published, office, imported, system):
    imported(national(code="9.000002", name="Chỉ cấp trên áp dụng"))
    for code in ("9.000001", "9.000002"):
        above = adopt(
            by=system, office=office.province, procedure=NationalProcedure.objects.get(code=code),
            division=office.province, draft=draft(), serves=[Kind.PEOPLES_COMMITTEE],
        )  # fmt: skip
        publish(above, by=system, valid_from=FIRST)

    found = Edition.objects.receivable_at(office.desk, FIRST).order_by("code")
    assert [edition.office for edition in found] == [office.ward, office.province]


def test_an_adoption_above_that_serves_nobody_below_is_not_received_there(office, procedure, system):
    above = adopt(by=system, office=office.province, procedure=procedure, division=office.province, draft=draft())
    publish(above, by=system, valid_from=FIRST)

    assert not Edition.objects.receivable_at(office.desk, FIRST).exists()
    assert Edition.objects.receivable_at(office.province, FIRST).exists()


@pytest.fixture
def ended(published, system, set_clock):
    set_clock("2026-04-20T09:00")
    return end(published, by=system, last_day=date(2026, 4, 30), **WHY)


def test_a_withdrawal_is_undone_before_its_day_and_the_edition_goes_on(ended, office, system, set_clock):
    set_clock("2026-04-30T16:00")  # still the last day
    done = undo_end(ended, by=system, version=ended.version, reason="Ghi nhầm thủ tục")
    assert (done.ended_on, done.end_reason, done.end_document) == (None, "", "")
    assert (done.last_event.action, done.last_event.by) == (Action.UNDO_END, system)
    assert (done.last_event.data["reason"], done.last_event.data["reopened"]) == ("Ghi nhầm thủ tục", 1)
    assert rebuild(done)["ended_on"] is None
    assert edition_for("9.000001", office.desk, date(2026, 5, 2)).number == 1
    publish(done, by=system, valid_from=date(2026, 6, 1))
    assert edition_for("9.000001", office.desk, date(2026, 6, 1)).number == 2


def test_undone_after_its_day_a_new_edition_is_needed_and_the_days_between_stay(ended, office, system, set_clock):
    set_clock("2026-05-01T08:00")
    done = undo_end(ended, by=system, reason="Văn bản bị hủy")
    assert done.last_event.data["reopened"] is None
    assert edition_for("9.000001", office.desk, date(2026, 5, 1)) is None
    with pytest.raises(BadInput) as refused:
        publish(done, by=system, valid_from=date(2026, 4, 30))
    assert refused.value.code == "too_early"
    publish(done, by=system, valid_from=date(2026, 5, 4))
    assert edition_for("9.000001", office.desk, date(2026, 5, 3)) is None
    assert edition_for("9.000001", office.desk, date(2026, 5, 4)).number == 2


def test_an_edition_that_goes_on_is_marked_where_the_national_record_moved_on(ended, imported, system):
    imported(national(name="Tên mới", updated="2026-04-25"))
    undo_end(ended, by=system, reason="Nhầm")
    assert Edition.objects.get().review


def test_what_is_not_undone(published, office, system, post, ended):
    with pytest.raises(BadInput) as refused:
        undo_end(ended, by=system, reason="  ")
    assert (refused.value.code, refused.value.field) == ("reason_needed", "reason")
    with pytest.raises(StaleVersion):
        undo_end(ended, by=system, version=1, reason="Nhầm")
    for role in (Role.SPECIALIST, Role.RECEPTIONIST, Role.INSPECTOR):
        with pytest.raises(NotPermitted):
            undo_end(ended, by=post(office.ward, role), reason="Nhầm")
    again = adopt(by=system, office=office.ward, procedure=ended.procedure, division=office.division, draft=draft())
    with pytest.raises(BadInput) as refused:
        undo_end(ended, by=system, reason="Nhầm")
    assert refused.value.code == "adopted_again"
    with pytest.raises(BadInput) as refused:
        undo_end(again, by=system, reason="Nhầm")
    assert refused.value.code == "not_ended"


def test_the_adoption_of_an_office_that_ended_stays_ended(ended, office, system):
    Agency.objects.filter(pk=office.ward.pk).update(valid_to=date(2026, 4, 30))
    ended.office.refresh_from_db()
    with pytest.raises(BadInput) as refused:
        undo_end(ended, by=system, reason="Nhầm")
    assert refused.value.code == "office_ended"
