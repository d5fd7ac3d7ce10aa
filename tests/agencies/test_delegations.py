"""Delegations to sign: who may give and be given one, for what, until when; ended with a reason; never passed on."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Delegation, Post
from motcua.agencies.standing_in import places_of
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from tests.factories import make_agency, make_person, make_post, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> dict[str, Any]:
    return make_ward()


def given(ward: dict[str, Any], *, first: int = 0, last: int = 30, dated: int = 0, **more: Any) -> Delegation:
    days = {"valid_from": today() + timedelta(days=first), "valid_to": today() + timedelta(days=last)}
    people = {"by": ward["leader"], "giver": ward["leader"], "taker": ward["head_of_division"]}
    return actions.delegate(**people | {"number": "12/QĐ-UBND", "date": today() + timedelta(days=dated)} | days | more)


def held(post: Post) -> list[Delegation]:
    return [place.delegation for place in places_of(post) if place.delegation]


class TestGiving:
    def test_a_leader_delegates_to_the_head_of_a_division_by_a_document(self, ward: Any) -> None:
        row = given(ward, scope=["field:HT", "procedure:1.001193"])
        assert held(ward["head_of_division"]) == [row]
        assert row.last_event.data["changed"] == {
            "giver": row.giver_id, "taker": row.taker_id, "number": "12/QĐ-UBND", "date": today().isoformat(),
            "scope": ["field:HT", "procedure:1.001193"], "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat(), "cancelled_at": None,
        }  # fmt: skip

    def test_the_administrator_records_the_document(self, ward: Any) -> None:
        assert given(ward, by=ward["administrator"]).pk

    def test_a_deputy_may_be_delegated_to(self, ward: Any) -> None:
        assert given(ward, taker=make_post(Role.LEADER, agency=ward["ward"], capacity="KT.")).pk

    @pytest.mark.parametrize("role", ["head_of_division", "inspector", "receptionist"])
    def test_nobody_else_delegates_the_leaders_signature(self, ward: Any, role: str) -> None:
        with pytest.raises(NotPermitted):
            given(ward, by=ward[role])

    def test_an_administrator_of_another_tree_does_not_record_it(self, ward: Any) -> None:
        with pytest.raises(NotPermitted):
            given(ward, by=make_post(Role.ADMINISTRATOR))

    def test_only_a_leader_has_a_signature_to_delegate(self, ward: Any) -> None:
        with pytest.raises(BadInput) as refused:
            given(ward, by=ward["head_of_division"], giver=ward["head_of_division"], taker=ward["leader"])
        assert refused.value.code == "giver_not_leader"

    @pytest.mark.parametrize("capacity", ["KT.", "TL."])
    def test_who_signs_in_anothers_right_passes_nothing_on(self, ward: Any, capacity: str) -> None:
        deputy = make_post(Role.LEADER, agency=ward["ward"], capacity=capacity)
        with pytest.raises(BadInput, match="không ủy quyền lại") as refused:
            given(ward, by=deputy, giver=deputy)
        assert refused.value.field == "giver"

    @pytest.mark.parametrize("role", ["specialist", "receptionist", "registry_clerk", "administrator"])
    def test_only_heads_and_deputies_are_delegated_to(self, ward: Any, role: str) -> None:
        with pytest.raises(BadInput) as refused:
            given(ward, taker=ward[role])
        assert refused.value.code == "taker_not_head"

    def test_the_deputy_of_a_division_is_not(self, ward: Any) -> None:
        deputy = make_post(Role.HEAD_OF_DIVISION, agency=ward["division"], capacity="KT.")
        with pytest.raises(BadInput, match="người đứng đầu đơn vị"):
            given(ward, taker=deputy)

    def test_nor_the_head_of_another_office(self, ward: Any) -> None:
        with pytest.raises(BadInput) as refused:
            given(ward, taker=make_ward()["head_of_division"])
        assert refused.value.code == "taker_elsewhere"

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"number": "  "}, "number_needed"), ({"number": "9" * 61}, "number_needed"),
            ({"first": -1}, "in_the_past"), ({"first": 3, "last": 2}, "ends_before"),
            ({"first": 2, "dated": 1}, "date_not_possible"), ({"scope": ["mọi việc"]}, "bad_scope"),
            ({"scope": ["procedure:a b"]}, "bad_scope"),
        ],
    )  # fmt: skip
    def test_a_document_that_cannot_be_is_refused(self, ward: Any, more: dict[str, Any], code: str) -> None:
        with pytest.raises(BadInput) as refused:
            given(ward, **more)
        assert refused.value.code == code

    def test_who_does_not_hold_the_post_on_the_first_day_is_refused(self, ward: Any) -> None:
        leaving = make_post(Role.HEAD_OF_DIVISION, agency=ward["division"], valid_to=today())
        with pytest.raises(BadInput) as refused:
            given(ward, taker=leaving, first=1)
        assert refused.value.code == "post_not_held"

    def test_the_same_matter_is_not_delegated_twice(self, ward: Any) -> None:
        given(ward, scope=["field:HT"])
        for scope in (["field:HT", "field:DD"], []):
            with pytest.raises(BadInput, match="12/QĐ-UBND") as refused:
                given(ward, scope=scope, number="13/QĐ-UBND", first=30, last=40)
            assert refused.value.code == "delegated_already"
        assert given(ward, scope=["field:DD"], number="13/QĐ-UBND").pk


class TestEnding:
    def test_revoked_with_a_reason_it_is_over_at_once(self, ward: Any) -> None:
        row = actions.revoke_delegation(given(ward), by=ward["leader"], note="Đã đi làm lại")
        assert held(ward["head_of_division"]) == []
        assert row.last_event.note() == "Đã đi làm lại"
        assert row.cancelled_at is not None

    def test_without_a_reason_it_is_not(self, ward: Any) -> None:
        with pytest.raises(BadInput, match="lý do"):
            actions.revoke_delegation(given(ward), by=ward["leader"])

    def test_it_is_revoked_once(self, ward: Any) -> None:
        row = actions.revoke_delegation(given(ward), by=ward["administrator"], note="Thôi")
        with pytest.raises(StepRefused):
            actions.revoke_delegation(row, by=ward["administrator"], note="Thôi")

    def test_who_was_delegated_to_does_not_revoke_it(self, ward: Any) -> None:
        with pytest.raises(NotPermitted):
            actions.revoke_delegation(given(ward), by=ward["head_of_division"], note="Không nhận")

    def test_a_stale_page_is_told(self, ward: Any) -> None:
        row = given(ward)
        with pytest.raises(StaleVersion):
            actions.revoke_delegation(row, by=ward["leader"], note="Thôi", version=row.version + 1)

    @pytest.mark.parametrize("side", ["leader", "head_of_division"])
    def test_it_falls_when_one_side_leaves_the_post(self, ward: Any, side: str) -> None:
        given(ward)
        actions.end_post(ward[side], by=ward["administrator"])
        assert held(ward["head_of_division"]) == []


class TestNeverPassedOn:
    def test_who_stands_in_for_the_one_delegated_to_does_not_sign_by_it(self, ward: Any) -> None:
        given(ward)
        other = make_post(
            Role.HEAD_OF_DIVISION, agency=make_agency(parent=ward["ward"], kind=Kind.DIVISION),
            person=make_person(name="Phạm Thị Thay"),
        )  # fmt: skip
        actions.record_absence(
            by=ward["administrator"], post=ward["head_of_division"], substitute=other, reason="leave",
            valid_from=today(), valid_to=today(),
        )  # fmt: skip
        assert [(place.post, place.delegation) for place in places_of(other)] == [(ward["head_of_division"], None)]


class TestSight:
    def test_both_sides_and_watchers_see_it(self, ward: Any) -> None:
        row = given(ward)
        for name in ("leader", "head_of_division", "administrator", "inspector"):
            assert row in Delegation.objects.visible_to(ward[name])
        for post in (ward["specialist"], make_ward()["leader"]):
            assert row not in Delegation.objects.visible_to(post)
