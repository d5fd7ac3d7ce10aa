"""A ward with a procedure that is filed online, and two citizens."""

from types import SimpleNamespace

import pytest

from motcua.core.clock import today
from motcua.filing.actions.filling import begin
from motcua.procedures.models import edition_for
from tests import dossier_factories
from tests.dossier_factories import FACTS, STANDARD, make_house
from tests.factories import make_account
from tests.questions.forms_for_tests import ask

FORM = {
    "format": "motcua-form", "version": 1, "code": "permit", "title": "Tờ khai xin phép", "paper": "Tờ khai",
    "sections": [
        {"code": "can", "title": "Ai được nộp", "questions": [
            ask("adult", "yes_no", label="Đã đủ 18 tuổi", required=True, stop_if=[
                {"if": {"question": "adult", "is": False}, "reason": "Người chưa đủ 18 tuổi nhờ cha mẹ nộp thay."}]),
        ]},
        {"code": "who", "title": "Người nộp", "questions": [
            ask("name", label="Họ và tên", required=True, prefill={"account": "name"}),
            ask("number", "identity", label="Số định danh", required=True, prefill={"account": "identity_number"}),
            ask("phone", "phone", label="Điện thoại", prefill={"account": "phone"}),
        ]},
        {"code": "what", "title": "Việc xin phép", "questions": [
            ask("reason", "long_text", label="Lý do", required=True),
            ask("hall", label="Tên hội trường", required=True, show_if={"question": "reason", "is": "Hội nghị"}),
            ask("copies", "number", label="Số bản", limits={"min": 0, "max": 20}),
            ask("helpers", "group", label="Người cùng làm", row_label="Người", questions=[
                ask("helper", label="Tên người cùng làm", required=True),
                ask("helper_card", "file", label="Ảnh căn cước", limits={"types": ["png"]})]),
        ]},
        {"code": "papers", "title": "Giấy tờ", "questions": [
            ask("proof", "file", label="Ảnh giấy chứng minh", required=True, paper="Giấy tờ chứng minh",
                limits={"max_files": 3}),
        ]},
    ],
    "fees": [{"code": "f", "label": "Lệ phí", "basis": "Nghị quyết", "per_copy": {"count": "copies", "amount": 8000}}],
    "end": {"text": "Phường trả lời trong 8 giờ làm việc."},
}  # fmt: skip


def online_facts(**more):
    """The facts of the sample ward, its first procedure filed online."""
    first, *others = FACTS["procedures"]
    return FACTS | {"procedures": [first | {"form": FORM, "online_level": "full"} | more, *others]}


@pytest.fixture
def house(db, monkeypatch) -> SimpleNamespace:
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts())
    return make_house()


@pytest.fixture
def edition(house):
    return edition_for(STANDARD, house.centre, today())


@pytest.fixture
def mother():
    return make_account(proven=True, name="Trần Thị Mẹ", identity_number="046190000318")


@pytest.fixture
def stranger():
    return make_account(name="Lê Văn Người Khác")


@pytest.fixture
def filing(house, edition, mother):
    return begin(by=mother.acting(), edition=edition, desk=house.centre)
