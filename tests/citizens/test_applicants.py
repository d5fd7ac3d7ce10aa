"""What people declare is kept as it was said, encrypted, and found again by exact number only."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.citizens import actions
from motcua.citizens.models import Applicant, IdentityLookup, Unmasking
from motcua.core.errors import NotPermitted, Refused
from tests.crowd import together
from tests.factories import make_post, system

pytestmark = pytest.mark.django_db
NUMBER, PHONE, EMAIL, ADDRESS = "001099012345", "0912345678", "an.thu@example.vn", "12 đường Thử Nghiệm, tổ 3"
SAID = {
    "kind": "person",
    "name": "Nguyễn Thị Thử",
    "identity_number": NUMBER,
    "phone": PHONE,
    "email": EMAIL,
    "address": ADDRESS,
}


@pytest.fixture
def clerk():
    return make_post()


def refused(code, call, *args, **inputs):
    with pytest.raises(Refused) as found:
        call(*args, **inputs)
    assert found.value.code == code


def test_a_declaration_is_kept_with_who_took_it_down(clerk):
    applicant = Applicant.objects.get(pk=actions.declare(by=clerk, **SAID | {"phone": "+84 912 345 678"}).pk)
    assert {name: getattr(applicant, name) for name in SAID} == SAID
    assert (applicant.by, applicant.folded) == (clerk, "nguyen thi thu")
    assert applicant.recorded_at is not None


def test_saying_the_same_makes_no_new_row(clerk):
    first = actions.declare(by=clerk, **SAID)
    with CaptureQueriesContext(connection) as queries:
        assert actions.declare(by=make_post(), **SAID | {"name": " Nguyễn  Thị Thử"}).pk == first.pk
    assert len([query for query in queries if "citizens_applicant" in query["sql"]]) == 1
    assert Applicant.objects.count() == 1


@pytest.mark.parametrize("name", ["name", "phone", "email", "address"])
def test_saying_something_else_makes_a_new_row_and_keeps_the_old(clerk, name):
    other = {"name": "Nguyễn Thị Thử Hai", "phone": "0987654321", "email": "b@example.vn", "address": ""}[name]
    first = actions.declare(by=clerk, **SAID)
    second = actions.declare(by=clerk, **SAID | {name: other})
    assert second.pk != first.pk
    first.refresh_from_db()
    assert getattr(first, name) == SAID[name]
    assert list(Applicant.objects.found_by_identity(NUMBER)) == [second, first]


def test_only_the_newest_declaration_counts_as_the_same(clerk):
    first = actions.declare(by=clerk, **SAID)
    actions.declare(by=clerk, **SAID | {"address": "Nơi khác"})
    third = actions.declare(by=clerk, **SAID)
    assert third.pk != first.pk
    assert Applicant.objects.count() == 3


def test_declaring_takes_at_most_two_queries(clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        actions.declare(by=clerk, **SAID)
    with django_assert_max_num_queries(1):
        actions.declare(by=clerk, **SAID)


def test_people_without_a_number_are_never_taken_for_each_other(clerk):
    bare = {"kind": "person", "name": "Nguyễn Thị Thử"}
    assert actions.declare(by=clerk, **bare).pk != actions.declare(by=clerk, **bare).pk
    assert not Applicant.objects.found_by_identity("").exists()
    assert not Applicant.objects.found_by_phone("").exists()


def test_organisations_have_tax_codes(clerk):
    made = actions.declare(by=clerk, kind="organisation", name="Công ty TNHH Thử", identity_number="0100109106")
    assert list(Applicant.objects.found_by_identity("0100109106")) == [made]
    refused(
        "bad_tax_code", actions.declare, by=clerk, kind="organisation", name="Công ty", identity_number="0100109107"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "robot"}, "unknown_kind"),
        ({"name": " "}, "name_needed"),
        ({"name": "12345"}, "name_needed"),
        ({"name": "N" * 201}, "name_too_long"),
        ({"identity_number": "12"}, "bad_identity_number"),
        ({"phone": "12"}, "bad_phone"),
        ({"email": "x"}, "bad_email"),
        ({"address": "x" * 501}, "address_too_long"),
    ],
)
def test_bad_values_are_refused(clerk, change, code):
    refused(code, actions.declare, by=clerk, **SAID | change)
    assert not Applicant.objects.exists()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.CASHIER])
def test_who_does_not_receive_takes_nothing_down(role):
    with pytest.raises(NotPermitted):
        actions.declare(by=make_post(role), **SAID)


def test_a_declaration_is_never_changed(clerk):
    applicant = actions.declare(by=clerk, **SAID)
    with pytest.raises(TypeError):
        applicant.save()
    with pytest.raises(TypeError):
        Applicant.objects.get(pk=applicant.pk).delete()
    for change in ({"name": "Người khác"}, {"phone_index": b"x" * 16}, {"by": system()}, {"email": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Applicant.objects.filter(pk=applicant.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM citizens_applicant")


def test_a_value_can_be_closed_again_with_another_key(clerk, settings):
    applicant = actions.declare(by=clerk, **SAID)
    settings.FIELD_KEYS = dict(settings.FIELD_KEYS) | {"new": b"n" * 32}
    sealed = (
        Applicant(pk=applicant.pk, identity_number=NUMBER)._meta.get_field("identity_number").pre_save(applicant, False)
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citizens_applicant SET identity_number = %s", [sealed])
    assert Applicant.objects.get(pk=applicant.pk).identity_number == NUMBER


def test_the_rows_hold_no_personal_number(clerk):
    actions.declare(by=clerk, **SAID)
    actions.look_up(clerk, NUMBER)
    actions.reveal(Applicant.objects.get(), by=clerk, why="Gọi điện")
    with connection.cursor() as cursor:
        text = ""
        for table in ("citizens_applicant", "citizens_identitylookup", "citizens_unmasking"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += "".join(row[0] for row in cursor.fetchall())
    secrets = [NUMBER, PHONE, EMAIL, ADDRESS, "Thử Nghiệm"]
    assert [each for each in secrets if each in text or each.encode().hex() in text] == []
    assert "Nguyễn Thị Thử" in text


def test_an_index_cannot_be_recomputed_without_the_key(clerk, settings):
    applicant = actions.declare(by=clerk, **SAID)
    settings.BLIND_KEYS = {2: b"another key of thirty-two bytes!"}
    assert not Applicant.objects.found_by_identity(NUMBER).exists()
    assert applicant.identity_index != applicant.phone_index


def test_a_look_up_is_on_record(clerk):
    first = actions.declare(by=clerk, **SAID)
    assert list(actions.look_up(clerk, "001 099 012 345")) == [first]
    assert list(actions.look_up_phone(clerk, "+84912345678")) == [first]
    assert list(actions.look_up(clerk, "001099000000")) == []
    rows = list(IdentityLookup.objects.order_by("pk").values_list("kind", "found", "by"))
    assert rows == [("identity", 1, clerk.pk), ("phone", 1, clerk.pk), ("identity", 0, clerk.pk)]


def test_an_organisation_is_looked_up_too(clerk):
    made = actions.declare(by=clerk, kind="organisation", name="Công ty Thử", identity_number="0100109106-001")
    assert list(actions.look_up(clerk, "0100109106001")) == [made]


def test_looking_up_needs_a_number_and_a_right(clerk):
    refused("number_needed", actions.look_up, clerk, " ")
    refused("number_needed", actions.look_up_phone, clerk, "")
    refused("bad_tax_code", actions.look_up, clerk, "12345")
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.CASHIER, Role.LEADER):
        with pytest.raises(NotPermitted):
            actions.look_up(make_post(role), NUMBER)
    assert not IdentityLookup.objects.exists()


def test_look_ups_are_limited_per_post(clerk, settings, set_clock):
    settings.IDENTITY_LOOKUPS = 3
    set_clock("2026-03-02T08:00")
    for _ in range(3):
        actions.look_up(clerk, NUMBER)
    refused("too_many_lookups", actions.look_up, clerk, NUMBER)
    refused("too_many_lookups", actions.look_up_phone, clerk, PHONE)
    actions.look_up(make_post(), NUMBER)
    set_clock("2026-03-02T08:11")
    actions.look_up(clerk, NUMBER)


def test_the_record_of_looks_only_grows(clerk):
    applicant = actions.declare(by=clerk, **SAID)
    actions.look_up(clerk, NUMBER)
    actions.reveal(applicant, by=clerk, why="Gọi điện")
    for rows in (IdentityLookup.objects.all(), Unmasking.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(by=system())
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_full_data_is_shown_on_record(clerk):
    applicant = actions.declare(by=clerk, **SAID)
    shown = actions.reveal(applicant, by=clerk, why=" Gọi điện hẹn  trả ")
    assert shown == {"identity_number": NUMBER, "phone": PHONE, "email": EMAIL, "address": ADDRESS}
    row = Unmasking.objects.get()
    assert (row.applicant, row.by, row.why) == (applicant, clerk, "Gọi điện hẹn trả")
    refused("reason_needed", actions.reveal, applicant, by=clerk, why=" ")
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.REFORM_OFFICER):
        refused("not_permitted", actions.reveal, applicant, by=make_post(role), why="Tò mò")
    assert Unmasking.objects.count() == 1


def test_each_post_sees_its_own_records(clerk):
    applicant = actions.declare(by=clerk, **SAID)
    actions.look_up(clerk, NUMBER)
    actions.reveal(applicant, by=clerk, why="Gọi điện")
    for model in (Applicant, IdentityLookup, Unmasking):
        assert model.objects.visible_to(clerk).count() == 1
        assert model.objects.visible_to(make_post()).count() == 0


def test_a_name_is_found_by_its_folded_beginning_with_an_index(clerk):
    actions.declare(by=clerk, **SAID)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM citizens_applicant WHERE folded LIKE 'nguyen thi%'")
        assert "applicant_folded" in "".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_many_look_up_at_once(settings):
    settings.IDENTITY_LOOKUPS = 5
    clerk = make_post()
    results = together(*[lambda: actions.look_up(clerk, NUMBER)] * 16)
    assert sum(isinstance(each, Refused) for each in results) == 11
    assert IdentityLookup.objects.count() == 5
