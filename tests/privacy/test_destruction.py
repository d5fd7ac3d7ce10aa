"""What is destroyed when its time is over: proposed by one, signed by another, its trail kept for ever."""

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.models import ERASED
from motcua.core import seal
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted, Refused, StaleVersion, StepRefused
from motcua.core.reactions import carry_out
from motcua.core.rebuilding import differences
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.files.actions import store
from motcua.files.models import StoredFile
from motcua.notify.actions.delivering import deliver, forget
from motcua.notify.models import Outgoing
from motcua.privacy import actions
from motcua.privacy.actions import destroying
from motcua.privacy.choices import ItemOutcome, ListState
from motcua.privacy.models import DestructionItem, DestructionList, Hold, RetentionRule
from motcua.privacy.overdue import after, overdue
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.factories import make_post, make_ward, signed_in, system
from tests.files import samples
from tests.nonempty import some
from tests.privacy.conftest import OTHER
from tests.privacy.everything import opened

pytestmark = pytest.mark.django_db
LISTS = "/quyen-du-lieu/huy/"
LATER = "2032-03-05T09:00+07:00"


def refused(code: str, verb: Callable[..., Any], /, *given: Any, **inputs: Any) -> None:
    with pytest.raises(Refused) as error:
        verb(*given, **inputs)
    assert error.value.code == code


def rule(house: SimpleNamespace, years: int | None = 5, record: str = "dossier", code: str = "", **more: Any) -> Any:
    given = {"source": "QĐ 12/QĐ-UBND về thời hạn bảo quản", "valid_from": date(2026, 1, 1)} | more
    return actions.set_rule(by=house.inspector, record=record, code=code, years=years, **given)


@pytest.fixture
def old(house: SimpleNamespace, set_clock: Any) -> SimpleNamespace:
    """A ward with a dossier closed six years ago and a rule of five, on 5 March 2032."""
    set_clock("2026-03-02T09:10+07:00")
    given = {"name": "Trịnh Quỳnh Cũ", "phone": "0933777111", "address": "Ngõ Bí Mật số 99"}
    applicant = make.applicant_of(house.clerk, number="046190000999", **given)
    house.dossier = make.in_progress(house, applicant=applicant, subject="Việc riêng của chị Quỳnh Cũ")
    file = store(by=house.clerk, name="quynh-cu.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=house.dossier, order=1).update(file=file)
    house.dossier = make.closing.withdraw(house.dossier, by=house.clerk, reason="Chị Quỳnh Cũ đổi ý")
    for event in some(house.dossier.events.all()):
        assert carry_out(event) == []
    house.rule = rule(house)
    house.file = file
    set_clock(LATER)
    return house


def proposed(house: SimpleNamespace) -> DestructionList:
    found: DestructionList = actions.propose(by=house.registry, office=house.ward)
    return found


def signed(house: SimpleNamespace) -> DestructionList:
    found: DestructionList = actions.approve(proposed(house), by=house.leader)
    return found


def test_only_what_is_closed_and_over_is_due(old: SimpleNamespace) -> None:
    make.in_progress(old)
    make.returned(old)
    assert list(overdue(old.ward, today())) == [old.dossier]
    assert list(overdue(old.ward, date(2031, 3, 2))) == []
    assert list(overdue(old.ward, date(2031, 3, 3))) == [old.dossier]
    assert list(overdue(make_ward()["ward"], today())) == []


def test_without_a_rule_of_years_nothing_is_ever_due(house: SimpleNamespace, set_clock: Any) -> None:
    set_clock("2026-03-02T09:10+07:00")
    make.withdrawn(house)
    set_clock("2100-01-01T09:00+07:00")
    assert list(overdue(house.ward, today())) == []
    refused("nothing_due", actions.propose, by=house.registry, office=house.ward)


@pytest.mark.parametrize("code", [make.STANDARD, "F1"])
def test_the_nearest_rule_decides(old: SimpleNamespace, code: str) -> None:
    rule(old, None, code=code)
    assert list(overdue(old.ward, today())) == []
    if code == "F1":
        rule(old, 1, code=make.STANDARD)
        assert list(overdue(old.ward, today())) == [old.dossier]


def test_a_rule_holds_from_day_to_day(old: SimpleNamespace) -> None:
    rule(old, 20, valid_from=date(2032, 3, 1))
    assert list(overdue(old.ward, today())) == []
    assert list(overdue(old.ward, date(2032, 2, 29))) == [old.dossier]
    assert after(date(2028, 2, 29), 1) == date(2029, 2, 28)


def test_rules_are_set_at_the_top_by_a_source(house: SimpleNamespace) -> None:
    given = {"record": "dossier", "code": "", "years": 5, "source": "QĐ 1", "valid_from": date(2026, 1, 1)}
    with pytest.raises(NotPermitted):
        actions.set_rule(by=house.leader, **given)
    for change, code in (
        ({"record": "x"}, "unknown_record"), ({"years": 0}, "bad_years"), ({"source": " "}, "source_needed"),
        ({"record": "journal"}, "journal_stays"), ({"valid_from": date(2020, 1, 1)}, "overlaps"),
    ):  # fmt: skip
        refused(code, actions.set_rule, by=house.administrator, **given | change)
    made = actions.set_rule(by=house.administrator, **given)
    before = RetentionRule.objects.get(record="dossier", years=None)
    assert (before.valid_to, made.words) == (date(2025, 12, 31), "giữ 5 năm")
    assert list(differences()) == []


def test_a_registry_clerk_proposes_for_the_own_office(old: SimpleNamespace) -> None:
    for post in (old.leader, old.clerk, old.administrator, make_ward()[Role.REGISTRY_CLERK]):
        with pytest.raises(NotPermitted):
            actions.propose(by=post, office=old.ward)
    found = proposed(old)
    assert found.code == "DMH32-0001"
    line = found.items.get()
    assert (line.name, line.rule, line.due_on) == (old.dossier.code, old.rule, date(2031, 3, 2))
    assert found.task in Task.objects.visible_to(old.leader)
    refused("nothing_due", actions.propose, by=old.registry, office=old.ward)  # it is on a list already


def test_a_leader_signs_with_a_number_never_who_proposed(old: SimpleNamespace) -> None:
    found = proposed(old)
    also = make_post(Role.LEADER, agency=old.ward, person=old.registry.person)
    for post in (old.registry, old.inspector, also, make_ward()[Role.LEADER]):
        with pytest.raises(NotPermitted):
            actions.approve(found, by=post)
    with pytest.raises(StaleVersion):
        actions.approve(found, by=old.leader, version=9)
    found = actions.approve(found, by=old.leader)
    assert found.state == ListState.APPROVED
    assert found.document is not None
    assert found.document.signer == old.leader
    assert found.code in found.document.abstract
    assert Task.objects.get(pk=found.task_id).state == TaskState.DONE
    with pytest.raises(StepRefused):
        actions.reject(found, by=old.leader, note="Thôi")


def test_without_a_signature_nothing_is_destroyed(old: SimpleNamespace) -> None:
    found = proposed(old)
    with pytest.raises(StepRefused):
        actions.carry_out_list(found.pk, by=system())
    with pytest.raises(NotPermitted):
        actions.carry_out_list(found.pk, by=old.leader)
    with pytest.raises(StepRefused):
        actions.finish(actions.approve(found, by=old.leader), by=system())
    old.dossier.refresh_from_db()
    assert old.dossier.erased_at is None


def test_what_is_not_signed_stays_and_may_be_proposed_again(old: SimpleNamespace) -> None:
    found = proposed(old)
    refused("reason_needed", actions.reject, found, by=old.leader, note="")
    found = actions.reject(found, by=old.leader, note="Cần xem lại")
    assert (found.state, found.items.get().outcome) == (ListState.REJECTED, ItemOutcome.LEFT)
    assert proposed(old).items.get().dossier == old.dossier


def test_signed_and_done_the_people_are_gone_and_the_trail_stands(old: SimpleNamespace) -> None:
    """The whole database, opened with the keys, and the files: not one value of the person stays."""
    wanted = ["quỳnh cũ", "quynh cu", "0933777111", "046190000999", "bí mật số 99", "quynh-cu.pdf"]
    assert all(text in opened() for text in wanted)
    events = [(event.pk, event.action) for event in old.dossier.events.order_by("pk")]
    found = signed(old)
    assert carry_out(found.last_event) == []
    assert actions.carry_out_list(found.pk, by=system()) == 1
    for key in some(Outgoing.objects.values_list("pk", flat=True)):  # what was told then went out long ago
        deliver(key)
    assert forget() > 0  # the night's job, years before

    left = opened()
    assert [text for text in wanted if text in left] == []
    dossier = Dossier.objects.get(pk=old.dossier.pk)
    assert (dossier.state, dossier.code, dossier.closed_at) == ("withdrawn", old.dossier.code, old.dossier.closed_at)
    assert dossier.applicant.name == ERASED
    assert [(event.pk, event.action) for event in dossier.events.order_by("pk")][:-1] == events
    last = dossier.events.order_by("pk").last()
    assert last is not None
    assert (last.action, last.data["cause"]) == ("dossier.erase", found.code)
    assert last.data["went"]["files"] == StoredFile.objects.exclude(removed_at=None).count() >= 1
    found.refresh_from_db()
    assert (found.state, found.items.get().outcome) == (ListState.DONE, ItemOutcome.DESTROYED)
    assert found.events.order_by("pk").last().data["destroyed"] == 1
    assert list(differences()) == []
    assert seal.verify() == []
    assert list(seal.changed_notes()) == []
    assert actions.carry_out_list(found.pk, by=system()) == 0


def test_what_somebody_else_still_needs_stays(old: SimpleNamespace) -> None:
    running = make.in_progress(old, applicant=old.dossier.applicant)
    found = signed(old)
    actions.carry_out_list(found.pk, by=system())
    running.refresh_from_db()
    assert running.applicant.name == "Trịnh Quỳnh Cũ"


def test_a_receipt_is_kept_for_its_own_time(house: SimpleNamespace, set_clock: Any) -> None:
    set_clock("2026-03-02T09:10+07:00")
    dossier = make.received(house, make.AT_ONCE_PAID, applicant=make.applicant_of(house.clerk, number=OTHER))
    make.closing.withdraw(dossier, by=house.clerk, reason="Đổi ý")
    rule(house, 5)
    rule(house, 10, record="receipt")
    set_clock(LATER)
    actions.carry_out_list(signed(house).pk, by=system())
    dossier.refresh_from_db()
    assert dossier.erased_at is not None
    assert dossier.bill.payer_name == "Trần Thị Mẫu"


def test_a_disputed_dossier_is_neither_listed_nor_destroyed(old: SimpleNamespace) -> None:
    found = signed(old)
    held = actions.hold(by=old.inspector, office=old.ward, dossier_code=old.dossier.code, source="Đơn khiếu nại số 5")
    actions.carry_out_list(found.pk, by=system())
    line = found.items.get()
    assert (line.outcome, line.said) == (ItemOutcome.KEPT, "Đang giữ lại vì khiếu nại, tố tụng hoặc thanh tra.")
    old.dossier.refresh_from_db()
    assert old.dossier.erased_at is None
    refused("nothing_due", actions.propose, by=old.registry, office=old.ward)
    with pytest.raises(NotPermitted):
        actions.release(held, by=old.inspector, note="Đã giải quyết")
    refused("reason_needed", actions.release, held, by=old.leader, note="")
    held = actions.release(held, by=old.leader, note="Đã giải quyết")
    refused("already_released", actions.release, held, by=old.leader, note="Nữa")
    assert proposed(old).items.count() == 1


def test_what_cannot_be_held_is_refused(old: SimpleNamespace) -> None:
    given = {"office": old.ward, "dossier_code": old.dossier.code, "source": "Đơn"}
    with pytest.raises(NotPermitted):
        actions.hold(by=old.clerk, **given)
    refused("no_dossier", actions.hold, by=old.leader, **given | {"dossier_code": "KHONG-CO"})
    refused("source_needed", actions.hold, by=old.leader, **given | {"source": ""})
    actions.hold(by=old.leader, **given)
    refused("held", actions.hold, by=old.leader, **given)


def test_a_rule_made_longer_after_the_signature_keeps_the_dossier(old: SimpleNamespace) -> None:
    found = signed(old)
    rule(old, 50, valid_from=date(2032, 3, 1))
    actions.carry_out_list(found.pk, by=system())
    assert found.items.get().said.startswith("Chưa hết thời hạn")


def test_the_list_and_its_lines_stay_for_ever(old: SimpleNamespace) -> None:
    found = signed(old)
    actions.carry_out_list(found.pk, by=system())
    for rows in (DestructionItem.objects.all(), DestructionList.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionItem.objects.update(outcome=ItemOutcome.KEPT, said="x")


def test_a_failure_in_the_middle_loses_nothing(old: SimpleNamespace, monkeypatch: Any, set_clock: Any) -> None:
    set_clock("2026-03-02T09:10+07:00")
    make.withdrawn(old)
    set_clock(LATER)
    found = signed(old)
    real, seen = destroying.erase, []

    def fail_second(dossier: Dossier, **given: Any) -> Any:
        seen.append(dossier)
        if len(seen) == 2:
            raise RuntimeError("no more")
        return real(dossier, **given)

    monkeypatch.setattr(destroying, "erase", fail_second)
    with pytest.raises(RuntimeError):
        actions.carry_out_list(found.pk, by=system())
    assert sorted(found.items.values_list("outcome", flat=True)) == ["destroyed", "waiting"]
    assert actions.carry_out_list(found.pk, by=system()) == 1
    assert set(found.items.values_list("outcome", flat=True)) == {"destroyed"}


# ---- pages


def browser(post: Post) -> Client:
    return signed_in(Client(), post)


def test_it_is_previewed_proposed_signed_and_told_on_the_screen(old: SimpleNamespace) -> None:
    clerk, leader = browser(old.registry), browser(old.leader)
    page = clerk.get(f"{LISTS}den-han/").content.decode()
    assert old.dossier.code in page
    assert "giữ 5 năm: QĐ 12/QĐ-UBND" in page
    assert "Quỳnh" not in page
    assert "Lập danh mục chờ ký" not in leader.get(f"{LISTS}den-han/").content.decode()
    assert clerk.post(f"{LISTS}lap/").status_code == 303
    found = DestructionList.objects.get()
    url = f"{LISTS}{found.code}/"
    assert "Ký danh mục" in leader.get(url).content.decode()
    assert "ky/" not in clerk.get(url).content.decode()
    assert leader.post(f"{url}ky/", {"version": 1}).status_code == 422
    assert leader.post(f"{url}ky/", {"version": 1, "seen": "on"}).status_code == 303
    assert leader.post(f"{url}ky/", {"version": 1, "seen": "on"}).status_code == 409
    actions.carry_out_list(found.pk, by=system())
    found.refresh_from_db()
    assert found.document is not None
    assert found.document.notation in clerk.get(LISTS).content.decode()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(clerk.get(f"{url}danh-muc.xlsx").content)).get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    assert old.dossier.code in cells
    assert "Đã hủy" in cells


def test_a_list_is_refused_on_the_screen_with_a_reason(old: SimpleNamespace) -> None:
    found, leader = proposed(old), browser(old.leader)
    assert leader.post(f"{LISTS}{found.code}/khong-ky/", {"version": 1, "note": ""}).status_code == 422
    assert leader.post(f"{LISTS}{found.code}/khong-ky/", {"version": 1, "note": "Xem lại"}).status_code == 303


def test_another_office_sees_no_list(old: SimpleNamespace) -> None:
    found, elsewhere = proposed(old), make_ward()
    assert browser(elsewhere[Role.LEADER]).get(f"{LISTS}{found.code}/").status_code == 404
    assert found.code not in browser(elsewhere[Role.LEADER]).get(LISTS).content.decode()
    assert browser(old.clerk).get(LISTS).status_code == 403


def test_holds_are_written_and_let_go_on_the_screen(old: SimpleNamespace) -> None:
    clerk, leader = browser(old.registry), browser(old.leader)
    sent = {"dossier_code": old.dossier.code.lower(), "source": "Đơn khiếu nại số 5"}
    assert clerk.post(f"{LISTS}giu-lai/them/", sent | {"dossier_code": "x"}).status_code == 422
    assert clerk.post(f"{LISTS}giu-lai/them/", sent).status_code == 303
    page = leader.get(f"{LISTS}giu-lai/").content.decode()
    assert "Đơn khiếu nại số 5" in page
    key = Hold.objects.get().pk
    assert f"giu-lai/{key}/thoi/" in page
    assert leader.post(f"{LISTS}giu-lai/{key}/thoi/", {"version": 1, "note": "Đã giải quyết"}).status_code == 303


def test_rules_are_read_and_set_on_the_screen(old: SimpleNamespace) -> None:
    page = browser(old.leader).get("/quyen-du-lieu/luu-giu/").content.decode()
    assert "5 năm" in page
    assert "Vĩnh viễn" in page
    sent = {"record": "dossier", "code": "F1", "years": "", "source": "Luật Hộ tịch", "valid_from": "1/1/2032"}
    assert browser(old.inspector).post("/quyen-du-lieu/luu-giu/dat/", sent).status_code == 303
    made = RetentionRule.objects.get(code="F1")
    assert made.years is None
    with pytest.raises(BadInput):
        actions.set_rule(
            by=old.inspector, record="dossier", code="F1", years=1, source="x", valid_from=date(2032, 1, 1)
        )


def test_the_preview_costs_the_same_for_two_and_for_twelve(old: SimpleNamespace, set_clock: Any) -> None:
    clerk, counts = browser(old.registry), []
    for more in (1, 10):
        set_clock("2026-03-02T09:10+07:00")
        for _ in range(more):
            make.withdrawn(old)
        set_clock(LATER)
        clerk.get(f"{LISTS}den-han/")
        with CaptureQueriesContext(connection) as asked:
            clerk.get(f"{LISTS}den-han/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
