"""Dossiers for tests: a ward with a few procedures, and dossiers brought to a state by the people whose work it is."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.citizens.models import Account, Applicant
from motcua.core.clock import today
from motcua.dossiers.actions import closing, deciding, moving, pausing
from motcua.dossiers.actions.intake import Intake, abandon, draft, refuse, register, submit
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import edition_for, forget_contents
from motcua.worktime.importers import load_national
from motcua.worktime.stored import forget
from tests.factories import SINCE, make_agency, make_post, make_ward, system

PAPERS = [{"name": "Tờ khai", "originals": 1}, {"name": "Giấy tờ chứng minh", "copies": 2}]
STANDARD, AT_ONCE, PAYING, ASKING, CASES, RESTARTING, AT_ONCE_PAID, COUNCIL_SET, RUNNING_ON, HOURLY, LINKED = (
    "9.000001", "9.000002", "9.000003", "9.000004", "9.000005", "9.000006", "9.000007", "9.000008", "9.000009",
    "9.000010", "9.000011",
)  # fmt: skip


def _fact(code: str, name: str, **more: Any) -> dict[str, Any]:
    fact = {
        "code": code, "name": name, "field": "F1", "division": "culture", "papers": PAPERS, "results": ["Văn bản"],
        "limits": [{"unit": "working_day", "amount": 10}], "limit_from": "own", "route": {"base": "standard"},
    }  # fmt: skip
    return fact | more


FACTS: dict[str, Any] = {
    "decision": {"number": "1/QĐ-UBND", "date": "2025-07-02", "name": "Quyết định thử"},
    "divisions": {"culture": "Phòng"},
    "partners": {"police": "Công an"},
    "fields": {"F1": "Lĩnh vực thử", "F2": "Lĩnh vực hai"},
    "procedures": [
        _fact(STANDARD, "Cấp giấy phép thử"),
        _fact(AT_ONCE, "Chứng thực thử", limits=[{"unit": "same_day"}], route={"base": "at_desk"}, immediate=True),
        _fact(
            PAYING, "Đăng ký có nghĩa vụ tài chính", route={"base": "standard", "extras": ["payment"]},
            fees=[{"name": "Lệ phí thử", "kind": "charge", "amount": 50_000}],
        ),
        _fact(ASKING, "Thủ tục chưa có thời hạn", limits=[{"unit": "ask"}]),
        _fact(
            CASES, "Thủ tục có hai trường hợp", cases={"a": "Trường hợp một", "b": "Trường hợp hai"},
            limits=[{"unit": "working_day", "amount": 3}, {"unit": "day", "amount": 30, "case": "b"}],
        ),
        _fact(RESTARTING, "Thủ tục tính lại từ đầu", terms={"supplement_policy": "restart", "max_supplements": 2}),
        _fact(
            AT_ONCE_PAID, "Chứng thực có phí", limits=[{"unit": "same_day"}], route={"base": "at_desk"}, immediate=True,
            fees=[{"name": "Phí thử", "kind": "fee", "amount": 2_000}],
        ),
        _fact(
            COUNCIL_SET, "Lệ phí do hội đồng nhân dân quy định",
            fees=[{"name": "Lệ phí thử", "kind": "charge", "set_by_council": True}],
        ),
        _fact(
            RUNNING_ON, "Thủ tục vẫn tính giờ khi bổ sung", limits=[{"unit": "month", "amount": 1}],
            terms={"supplement_policy": "continue", "max_supplements": None, "cutoff": "15:00"},
        ),
        _fact(HOURLY, "Thủ tục tính theo giờ", limits=[{"unit": "hour", "amount": 20}]),
        _fact(LINKED, "Thủ tục phải hỏi công an", route={"base": "standard", "extras": ["ask:police"]}),
    ],
}  # fmt: skip


def make_house(
    *, since: date = SINCE, more: Sequence[dict[str, Any]] = (), parent: Agency | None = None
) -> SimpleNamespace:
    """A ward with calendar, procedures (and `more`) and people (`.clerk .specialist .head .leader …`), and police."""
    forget_contents()
    forget()
    load_national(by=system())
    ward = make_ward(parent)
    police = make_post(Role.SPECIALIST, agency=make_agency(kind=Kind.VERTICAL, name="Công an phường Thử"))
    partners = {"police": (police.agency.code, police.agency.name)}
    setting = Setting(office=ward["ward"].code, divisions={"culture": ward["division"].code}, partners=partners)
    facts = FACTS | {"procedures": [*FACTS["procedures"], *more]}
    adopt_all(facts, office=ward["ward"], setting=setting, valid_from=since, by=system())
    return SimpleNamespace(
        ward=ward["ward"], centre=ward["centre"], division=ward["division"], clerk=ward[Role.RECEPTIONIST],
        specialist=ward[Role.SPECIALIST], head=ward[Role.HEAD_OF_DIVISION], leader=ward[Role.LEADER],
        registry=ward[Role.REGISTRY_CLERK], cashier=ward[Role.CASHIER], reform=ward[Role.REFORM_OFFICER],
        inspector=ward[Role.INSPECTOR], administrator=ward[Role.ADMINISTRATOR],
        police=police,
    )  # fmt: skip


def applicant_of(by: Post, *, number: str = "046190000318", **more: Any) -> Any:
    given = {"name": "Trần Thị Mẫu", "phone": "0912345274", "address": "Tổ dân phố Mẫu", "kind": "person"} | more
    return declare(by=by, identity_number=number, **given)


def intake_of(house: SimpleNamespace, code: str = STANDARD, **more: Any) -> Intake:
    """What a clerk has before receiving."""
    edition = edition_for(code, house.centre, today())
    assert edition is not None
    given = {
        "applicant": more.pop("applicant", None) or applicant_of(house.clerk),
        "channel": "counter",
        "papers": PAPERS,
    }
    return Intake(edition=edition, **given | more)


def received(house: SimpleNamespace, code: str = STANDARD, **more: Any) -> Dossier:
    return register(by=house.clerk, intake=intake_of(house, code, **more))


def submitted(house: SimpleNamespace, code: str = STANDARD, **more: Any) -> Dossier:
    return submit(by=house.clerk, intake=intake_of(house, code, **{"channel": "online"} | more))


def in_progress(house: SimpleNamespace, code: str = STANDARD, **more: Any) -> Dossier:
    """At the specialist's."""
    return moving.hand_over(received(house, code, **more), by=house.clerk)


def waiting(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    """The citizen is asked for a paper."""
    dossier = in_progress(house, code)
    return pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Còn thiếu")


def to_sign(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    dossier = moving.propose(in_progress(house, code), by=house.specialist, note="Đủ điều kiện")
    return moving.approve(dossier, by=house.head)


def decided(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    """Signed; at the registry clerk's."""
    return deciding.sign(to_sign(house, code), by=house.leader, template="result")


def at_the_desk(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    """The result lies at the desk."""
    return moving.hand_over(decided(house, code), by=house.registry)


def returned(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    return closing.return_result(at_the_desk(house, code), by=house.clerk, receiver="Trần Thị Mẫu")


def drafted(house: SimpleNamespace, code: str = STANDARD, **more: Any) -> Dossier:
    return draft(by=house.clerk, intake=intake_of(house, code, **more))


def asked_before_receipt(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    """Submitted online, sent back to be completed."""
    asked = {"papers": ["Tờ khai có chữ ký"], "reason": "Chưa ký"}
    return pausing.request_supplement(submitted(house, code), by=house.clerk, **asked)


def suspended(house: SimpleNamespace, code: str = STANDARD) -> Dossier:
    return pausing.suspend(in_progress(house, code), by=house.head, basis="Quyết định số 5/QĐ-UBND")


def to_pay(house: SimpleNamespace) -> Dossier:
    """At the route's payment step: the head has approved, the money is owed."""
    return to_sign(house, PAYING)


def refused_one(house: SimpleNamespace) -> Dossier:
    return refuse(submitted(house), by=house.clerk, reason="Không thuộc thẩm quyền")


def withdrawn(house: SimpleNamespace) -> Dossier:
    return closing.withdraw(in_progress(house), by=house.clerk, reason="Đổi ý")


def stopped(house: SimpleNamespace) -> Dossier:
    return closing.stop(in_progress(house), by=house.head, reason="Chủ hồ sơ không còn tồn tại")


def abandoned(house: SimpleNamespace) -> Dossier:
    return abandon(drafted(house), by=house.clerk)


IN_STATE = {
    State.DRAFT: drafted,
    State.SUBMITTED: submitted,
    State.RECEIVED: received,
    State.IN_PROGRESS: in_progress,
    State.WAITING_SUPPLEMENT: waiting,
    State.WAITING_PAYMENT: to_pay,
    State.SUSPENDED: suspended,
    State.DECIDED: decided,
    State.RETURNED: returned,
    State.REFUSED: refused_one,
    State.WITHDRAWN: withdrawn,
    State.STOPPED: stopped,
}


def of_account(dossier: Dossier, account: Account) -> Dossier:
    """The dossier, as if its applicant had declared it through an account."""
    Applicant.objects.filter(pk=dossier.applicant_id).update(account=account)
    return Dossier.objects.get(pk=dossier.pk)
