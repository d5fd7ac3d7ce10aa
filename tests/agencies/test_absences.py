"""Absences: recorded by oneself or the administrator, never overlapping, never in a circle, ended early."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Absence, Post
from motcua.agencies.standing_in import places_of
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from tests.factories import make_agency, make_person, make_post, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> dict[str, Any]:
    return make_ward()


@pytest.fixture
def deputy(ward: dict[str, Any]) -> Post:
    return make_post(Role.LEADER, agency=ward["ward"], person=make_person(name="Lê Văn Phó"))


def absent(post: Post, substitute: Post | None = None, *, first: int = 0, last: int = 4, **more: Any) -> Absence:
    days = {"valid_from": today() + timedelta(days=first), "valid_to": today() + timedelta(days=last)}
    return actions.record_absence(
        **{"by": post, "post": post, "substitute": substitute, "reason": "trip"} | days | more
    )


def whom(post: Post) -> set[int]:
    return {place.post.pk for place in places_of(post)}


class TestRecording:
    def test_the_substitute_stands_in_from_the_first_day_to_the_last(self, ward: Any, deputy: Post) -> None:
        row = absent(ward["leader"], deputy)
        assert whom(deputy) == {ward["leader"].pk}
        assert row.last_event.action == "absence.record"
        assert row.last_event.data["changed"]["substitute"] == deputy.pk

    def test_before_the_first_day_nobody_stands_in(self, ward: Any, deputy: Post) -> None:
        absent(ward["leader"], deputy, first=1)
        assert whom(deputy) == set()

    def test_the_administrator_of_the_unit_records_it_for_others(self, ward: Any, deputy: Post) -> None:
        assert absent(ward["leader"], deputy, by=ward["administrator"]).pk

    def test_without_anybody_to_stand_in_the_absence_is_still_known(self, ward: Any) -> None:
        assert absent(ward["leader"]).substitute is None

    @pytest.mark.parametrize("role", ["head_of_division", "inspector", "reform_officer", "receptionist"])
    def test_nobody_else_records_it(self, ward: Any, deputy: Post, role: str) -> None:
        with pytest.raises(NotPermitted):
            absent(ward["leader"], deputy, by=ward[role])

    def test_an_administrator_of_another_tree_does_not_record_it(self, ward: Any) -> None:
        with pytest.raises(NotPermitted):
            absent(ward["leader"], by=make_post(Role.ADMINISTRATOR))


class TestWhoMayStandIn:
    @pytest.mark.parametrize(
        ("away", "substitute"),
        [
            ("leader", "receptionist"), ("leader", "head_of_division"), ("head_of_division", "specialist"),
            ("specialist", "receptionist"), ("administrator", "leader"), ("inspector", "leader"),
            ("receptionist", "specialist"), ("registry_clerk", "specialist"), ("cashier", "receptionist"),
        ],
    )  # fmt: skip
    def test_nobody_gains_a_right_their_role_could_never_have(self, ward: Any, away: str, substitute: str) -> None:
        with pytest.raises(BadInput, match="không làm thay được") as refused:
            absent(ward[away], ward[substitute])
        assert refused.value.code == "cannot_stand_in"
        assert refused.value.field == "substitute"

    @pytest.mark.parametrize(
        ("away", "substitute"), [("specialist", "head_of_division"), ("head_of_division", "leader")]
    )
    def test_who_is_above_the_work_may_do_it(self, ward: Any, away: str, substitute: str) -> None:
        absent(ward[away], ward[substitute])
        assert whom(ward[substitute]) == {ward[away].pk}

    def test_a_colleague_of_another_office_may_not(self, ward: Any) -> None:
        with pytest.raises(BadInput, match="cùng cơ quan"):
            absent(ward["leader"], make_ward()["leader"])

    def test_a_colleague_of_another_division_of_the_same_office_may(self, ward: Any) -> None:
        other = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=ward["ward"], kind=Kind.DIVISION))
        assert absent(ward["head_of_division"], other).pk

    def test_nobody_stands_in_for_themself_in_another_post(self, ward: Any) -> None:
        second = make_post(Role.LEADER, agency=ward["ward"], person=ward["leader"].person)
        with pytest.raises(BadInput, match="không làm thay được"):
            absent(ward["leader"], second)

    def test_who_leaves_the_post_before_the_end_may_not(self, ward: Any) -> None:
        leaving = make_post(Role.LEADER, agency=ward["ward"], valid_to=today() + timedelta(days=1))
        with pytest.raises(BadInput) as refused:
            absent(ward["leader"], leaving)
        assert refused.value.code == "substitute_not_held"


class TestDays:
    @pytest.mark.parametrize(("first", "last", "code"), [
        (-1, 3, "in_the_past"), (3, 2, "ends_before"), (0, 400, "too_long"),
    ])  # fmt: skip
    def test_days_that_cannot_be_are_refused(self, ward: Any, first: int, last: int, code: str) -> None:
        with pytest.raises(BadInput) as refused:
            absent(ward["leader"], first=first, last=last)
        assert refused.value.code == code

    def test_an_unknown_reason_is_refused(self, ward: Any) -> None:
        with pytest.raises(BadInput, match="lý do"):
            absent(ward["leader"], reason="ill")

    def test_two_absences_do_not_share_a_day(self, ward: Any) -> None:
        absent(ward["leader"], first=0, last=4)
        with pytest.raises(BadInput) as refused:
            absent(ward["leader"], first=4, last=6)
        assert refused.value.code == "absence_overlaps"
        assert absent(ward["leader"], first=5, last=6).pk

    def test_the_database_refuses_the_overlap_too(self, ward: Any) -> None:
        row = absent(ward["leader"])
        twin = Absence(post=row.post, reason="leave", valid_from=row.valid_to, valid_to=row.valid_to)
        with pytest.raises(IntegrityError, match="one_absence_at_a_time"), transaction.atomic():
            twin.save()

    def test_a_post_that_is_not_held_then_is_nobodys_absence(self, ward: Any) -> None:
        post = make_post(Role.LEADER, agency=ward["ward"], valid_to=today())
        with pytest.raises(BadInput) as refused:
            absent(post, first=1)
        assert refused.value.code == "post_not_held"


class TestChains:
    def test_a_substitute_who_goes_away_is_followed_to_who_stands_in_for_them(self, ward: Any, deputy: Post) -> None:
        third = make_post(Role.LEADER, agency=ward["ward"])
        absent(ward["leader"], deputy)
        absent(deputy, third)
        assert whom(third) == {ward["leader"].pk, deputy.pk}

    def test_a_substitute_already_away_is_followed_too(self, ward: Any, deputy: Post) -> None:
        third = make_post(Role.LEADER, agency=ward["ward"])
        absent(deputy, third)
        absent(ward["leader"], deputy)
        assert whom(third) == {ward["leader"].pk, deputy.pk}

    def test_a_substitute_away_with_nobody_behind_is_refused_with_the_reason(self, ward: Any, deputy: Post) -> None:
        absent(deputy)
        with pytest.raises(BadInput, match="Lê Văn Phó cũng vắng") as refused:
            absent(ward["leader"], deputy)
        assert refused.value.code == "substitute_away"

    def test_a_circle_is_refused(self, ward: Any, deputy: Post) -> None:
        absent(deputy, ward["leader"])
        with pytest.raises(BadInput) as refused:
            absent(ward["leader"], deputy)
        assert refused.value.code in ("circle", "stands_in_for_others")

    def test_who_stands_in_does_not_leave_the_other_alone(self, ward: Any, deputy: Post) -> None:
        absent(ward["leader"], deputy)
        with pytest.raises(BadInput, match="đang nhận làm thay") as refused:
            absent(deputy)
        assert refused.value.code == "stands_in_for_others"

    def test_a_chain_does_not_lead_past_a_role(self, ward: Any) -> None:
        """The leader stands in for the head; the specialist for whom the head stood in is the leader's no more."""
        absent(ward["specialist"], ward["head_of_division"])
        with pytest.raises(BadInput) as refused:
            absent(ward["head_of_division"], ward["leader"])
        assert refused.value.code == "stands_in_for_others"


class TestComingBack:
    def test_back_today_the_substitute_stands_in_no_more(self, ward: Any, deputy: Post) -> None:
        row = actions.end_absence(absent(ward["leader"], deputy), by=ward["leader"], note="Về sớm")
        assert row.cancelled_at is not None
        assert whom(deputy) == set()
        assert row.last_event.note() == "Về sớm"

    def test_back_on_a_later_day_the_absence_ends_the_day_before(self, ward: Any, deputy: Post) -> None:
        back = today() + timedelta(days=2)
        row = actions.end_absence(absent(ward["leader"], deputy), by=ward["administrator"], back_on=back)
        assert row.valid_to == back - timedelta(days=1)
        assert row.cancelled_at is None

    def test_the_days_after_may_be_written_down_anew(self, ward: Any, deputy: Post) -> None:
        actions.end_absence(absent(ward["leader"], deputy), by=ward["leader"])
        assert absent(ward["leader"], deputy).pk

    @pytest.mark.parametrize("days", [-1, 5])
    def test_a_day_outside_is_refused(self, ward: Any, days: int) -> None:
        row = absent(ward["leader"])
        with pytest.raises(BadInput, match="Ngày đi làm lại"):
            actions.end_absence(row, by=ward["leader"], back_on=today() + timedelta(days=days))

    def test_an_absence_ends_once(self, ward: Any) -> None:
        row = actions.end_absence(absent(ward["leader"]), by=ward["leader"])
        with pytest.raises(StepRefused):
            actions.end_absence(row, by=ward["leader"])

    def test_the_substitute_does_not_end_it(self, ward: Any, deputy: Post) -> None:
        with pytest.raises(NotPermitted):
            actions.end_absence(absent(ward["leader"], deputy), by=deputy)

    def test_a_stale_page_is_told(self, ward: Any) -> None:
        row = absent(ward["leader"])
        with pytest.raises(StaleVersion):
            actions.end_absence(row, by=ward["leader"], version=row.version + 1)


class TestSight:
    def test_one_sees_ones_own_the_substitute_it_too_and_watchers_their_tree(self, ward: Any, deputy: Post) -> None:
        row = absent(ward["leader"], deputy)
        for post in (ward["leader"], deputy, ward["administrator"], ward["inspector"]):
            assert row in Absence.objects.visible_to(post)
        for post in (ward["receptionist"], make_ward()["administrator"]):
            assert row not in Absence.objects.visible_to(post)

    def test_an_ended_post_has_no_work_to_stand_in_for(self, ward: Any, deputy: Post) -> None:
        absent(ward["leader"], deputy)
        actions.end_post(ward["leader"], by=ward["administrator"])
        assert whom(deputy) == set()


class TestWhatIsPersonal:
    def test_standing_in_opens_no_account(self, ward: Any, deputy: Post) -> None:
        absent(ward["leader"], deputy)
        with pytest.raises(NotPermitted):
            actions.change_password(ward["leader"].person, by=deputy, password="Một-mật-khẩu-khác-2026")
        with pytest.raises(NotPermitted):
            actions.issue_token(ward["leader"], by=deputy, name="máy")
