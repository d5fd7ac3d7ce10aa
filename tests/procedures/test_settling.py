"""A person settles what an import left open: doubts of a record, ways of writing a name."""

import pytest

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.core.events import rebuild
from motcua.procedures.actions.settling import set_alias, settle_doubts
from motcua.procedures.choices import AliasKind, NationalAction
from motcua.procedures.models import Alias, NationalProcedure
from motcua.procedures.naming import unsettled_agencies, unsettled_fields
from tests.factories import make_agency
from tests.procedures.conftest import national


@pytest.fixture
def doubtful(imported):
    imported(national(doubts=("Phí: chưa rõ",)))
    return NationalProcedure.objects.get()


def test_settling_doubts_records_who_and_what(doubtful, office, post):
    by = post(office.division, Role.REFORM_OFFICER)
    done = settle_doubts(doubtful, by=by, finding="Miễn phí theo NQ 5")

    assert (done.finding, done.settled) == ("Miễn phí theo NQ 5", done.digest)
    assert (done.last_event.action, done.last_event.by) == (NationalAction.SETTLE_DOUBTS, by)
    assert rebuild(done)["settled"] == done.digest
    assert not NationalProcedure.objects.all().in_doubt().exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.INSPECTOR, Role.RECEPTIONIST])
def test_others_settle_no_doubts(doubtful, office, post, role):
    with pytest.raises(NotPermitted):
        settle_doubts(doubtful, by=post(office.ward, role), finding="x")


def test_doubts_need_a_finding_and_are_settled_once(doubtful, system):
    with pytest.raises(BadInput) as refused:
        settle_doubts(doubtful, by=system, finding=" ")
    assert refused.value.code == "finding_needed"
    settle_doubts(doubtful, by=system, version=1, finding="Đã xem")
    with pytest.raises(StaleVersion):
        settle_doubts(doubtful, by=system, version=1, finding="Lại")
    with pytest.raises(BadInput) as refused:
        settle_doubts(doubtful, by=system, finding="Lại")
    assert refused.value.code == "nothing_in_doubt"


def test_an_import_leaves_what_was_settled(doubtful, imported, system):
    settle_doubts(doubtful, by=system, finding="Đã xem")
    imported(national(name="Tên mới", updated="2026-05-01"))

    row = NationalProcedure.objects.get()
    assert (row.name, row.finding, row.version) == ("Tên mới", "Đã xem", 2)


def test_an_alias_renames_the_records_that_stand_and_those_to_come(imported, system):
    imported(national(agencies=("Sở Y Tế tỉnh Thử", "Sở Tư pháp")))
    alias = set_alias(by=system, kind=AliasKind.AGENCY, written="Sở Y Tế tỉnh Thử", canonical="Sở Y tế")
    imported(national(code="9.000002", agencies=("sở y tế tỉnh thử",)))

    assert [row.agencies for row in NationalProcedure.objects.order_by("code")] == [
        ["Sở Y tế", "Sở Tư pháp"],
        ["Sở Y tế"],
    ]
    assert alias.events.get().data["records"] == 1


def test_an_alias_is_set_once_by_who_may_import(system, office, post):
    given = {"kind": AliasKind.FIELD, "written": "THI-DUA", "canonical": "G09-NV08"}
    elsewhere = make_agency()
    for refused in (post(office.ward, Role.REFORM_OFFICER), post(elsewhere, Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            set_alias(by=refused, **given)
    set_alias(by=system, **given)
    for changes, code in (({}, "alias_taken"), ({"written": ""}, "name_needed"), ({"canonical": " "}, "name_needed")):
        with pytest.raises(BadInput) as refused:
            set_alias(by=system, **given | changes)
        assert refused.value.code == code
    assert Alias.objects.count() == 1


def test_names_nobody_settled_are_counted_with_what_is_near():
    table = {"so y te": "Sở Y tế", "uy ban nhan dan cap xa": "Ủy ban nhân dân cấp xã"}
    names = ["Sở Y tế", "Uỷ ban nhân dân cấp xã", "Sở Y tê.", "Cục Lạ", "Cục Lạ", "Ủy ban nhân dân câp xã a"]

    found = unsettled_agencies(names, table)
    assert [(name.written, name.count, name.near) for name in found] == [
        ("Cục Lạ", 2, ""), ("Ủy ban nhân dân câp xã a", 1, "Ủy ban nhân dân cấp xã"),
    ]  # fmt: skip


def test_fields_without_a_national_code_are_asked_about():
    pairs = [("G09-NV08", "Thi đua"), ("782", "Thi đua"), ("782", "Thi đua"), ("BTC", "Thuế"), ("DUNG", "Riêng")]

    found = unsettled_fields(pairs, {"dung": "DUNG"})
    assert [(name.source, name.count, name.meaning) for name in found] == [("782", 2, "G09-NV08"), ("BTC", 1, "BTC")]
