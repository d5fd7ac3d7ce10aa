"""Actions over the API: what is offered, with which inputs; refused in the order in which a machine can mend it."""

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.actions import moving
from motcua.dossiers.models import Dossier, DossierEvent
from tests import dossier_factories as make
from tests.exchange.machines import Machine, body_of
from tests.factories import make_agency, make_post


def offers(machine: Machine, code: str) -> dict:
    shown = machine.get(f"/dossiers/{code}").json()
    return {offer["action"]: offer["inputs"] for offer in shown["actions"]}


def test_a_dossier_goes_from_the_counter_to_its_result(house, desk):
    code = desk.post_json("/dossiers", body_of(house)).json()["code"]
    everyone = {name: Machine(getattr(house, name)) for name in ("specialist", "head", "leader", "registry")}
    story = [
        (desk, "hand_over", {}, "in_progress"),
        (everyone["head"], "assign", {"person": house.specialist.person.username}, "in_progress"),
        (everyone["specialist"], "request_supplement", {"papers": ["Bản vẽ"], "reason": "Thiếu"}, "waiting_supplement"),
        (desk, "resume", {"papers": [{"name": "Bản vẽ", "originals": 2}]}, "in_progress"),
        (everyone["specialist"], "propose", {"text": "Đủ điều kiện"}, "in_progress"),
        (everyone["head"], "approve", {}, "in_progress"),
        (everyone["leader"], "sign", {"template": "result"}, "decided"),
        (everyone["registry"], "hand_over", {}, "decided"),
        (desk, "return_result", {"receiver": "Võ Quốc Thắng", "means": "at_desk"}, "returned"),
    ]
    for machine, action, inputs, state in story:
        schema = offers(machine, code)[action]
        assert jsonschema_rs.validator_for(schema).is_valid(inputs), (action, schema)
        answer = machine.act(code, action, **inputs)
        assert answer.status_code == 200, answer.json()
        assert answer.json()["state"] == state, action
    actions = [event["action"] for event in desk.get(f"/dossiers/{code}/events").json()["items"]]
    assert actions == ["register", *(action for _, action, _, _ in story)]


def to_approve(house):
    return moving.propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")


def situations(house):
    return {
        "submitted": make.submitted, "received": make.received, "in_progress": make.in_progress,
        "waiting": make.waiting, "to_approve": to_approve,
        "to_sign": make.to_sign, "decided": make.decided, "at_the_desk": make.at_the_desk,
        "returned": make.returned,
    }  # fmt: skip


def test_every_schema_offered_is_a_json_schema(house):
    posts = [getattr(house, name) for name in ("clerk", "specialist", "head", "leader", "registry", "cashier")]
    machines, seen = [Machine(post) for post in posts], set()
    for bring in situations(house).values():
        code = bring(house).code
        for machine in machines:
            if machine.get(f"/dossiers/{code}").status_code != 200:
                continue
            for action, schema in offers(machine, code).items():
                jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema)
                assert schema["type"] == "object"
                seen.add(action)
    assert seen >= {
        "receive", "refuse", "hand_over", "assign", "request_supplement", "resume", "consult", "propose", "approve",
        "sign", "extend", "return_result", "withdraw", "stop", "suspend", "correct_result",
    }  # fmt: skip


TAKEN = [  # (situation, who, action, inputs, state afterwards)
    ("submitted", "clerk", "refuse", {"reason": "Không thuộc thẩm quyền"}, "refused"),
    ("submitted", "clerk", "receive", {}, "received"),
    ("submitted", "clerk", "request_supplement", {"papers": ["Đơn"], "reason": "Thiếu"}, "waiting_supplement"),
    ("received", "clerk", "hand_over", {"to": "{specialist}"}, "in_progress"),
    ("received", "clerk", "withdraw", {"reason": "Đổi ý"}, "withdrawn"),
    ("received", "clerk", "stop", {"reason": "Trùng"}, "stopped"),
    ("in_progress", "specialist", "request_supplement", {"papers": [{"name": "Đơn"}], "reason": "x"}, None),
    ("in_progress", "specialist", "consult", {"person": "{leader}", "question": "Ý kiến?"}, "in_progress"),
    ("in_progress", "specialist", "consult", {"agency": "{ward}", "question": "?", "due": "2099-01-05"}, None),
    ("in_progress", "specialist", "consult", {"agency": "{ward}", "question": "?", "due": "2099-01-05T10:00Z"}, None),
    ("in_progress", "head", "suspend", {"basis": "Khoản 2 Điều 5"}, "suspended"),
    ("in_progress", "head", "extend", {"due": "2026-03-20", "reason": "Mưa lũ"}, "in_progress"),
    ("in_progress", "head", "extend", {"due": "2026-03-20T10:00:00+07:00", "reason": "Mưa lũ"}, "in_progress"),
    ("waiting", "clerk", "resume", {"papers": ["Bản vẽ; 2; 1"]}, "in_progress"),
    ("waiting", "clerk", "resume", {"papers": [{"name": "Bản vẽ"}]}, "in_progress"),
    ("to_sign", "leader", "sign", {"template": "result", "outcome": "negative", "abstract": "Không cấp"}, "decided"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "Mẫu", "means": "by_post"}, "returned"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "Mẫu", "means": "counter"}, "returned"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "Mẫu", "means": "post"}, "returned"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "Mẫu", "means": "online"}, "returned"),
    ("returned", "leader", "correct_result", {"reason": "Sai ngày", "template": "result"}, "returned"),
]  # fmt: skip


def filled(house, inputs: dict) -> dict:
    names = {"{specialist}": house.specialist.person.username, "{leader}": house.leader.person.username}
    names["{ward}"] = house.ward.code
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in inputs.items()}


def test_the_inputs_of_the_schemas_are_truly_taken(house, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    for situation, who, action, inputs, state in TAKEN:
        dossier, machine = situations(house)[situation](house), Machine(getattr(house, who))
        answer = machine.act(dossier.code, action, **filled(house, inputs))
        assert answer.status_code == 200, (action, inputs, answer.json())
        assert state is None or answer.json()["state"] == state
        assert answer.json()["version"] == dossier.version + 1


REFUSED = [  # (situation, who, action, inputs, code)
    ("in_progress", "head", "assign", {"person": "khong-co"}, "invalid_input"),
    ("in_progress", "head", "assign", {}, "invalid_input"),
    ("received", "clerk", "hand_over", {"to": "khong-co"}, "unknown_person"),
    ("received", "clerk", "hand_over", {"tp": "x"}, "unknown_input"),
    ("received", "clerk", "hand_over", {"to": 5}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": "Đơn", "reason": "x"}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": [], "reason": "x"}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": [5], "reason": "x"}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": ["\u200b"], "reason": "x"}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": ["Đơn"], "reason": " "}, "invalid_input"),
    ("in_progress", "specialist", "request_supplement", {"papers": ["Đơn"], "reason": ["x"]}, "invalid_input"),
    ("in_progress", "specialist", "consult", {"question": "?"}, "unknown_agency"),
    ("in_progress", "specialist", "consult", {"agency": "khong-co", "question": "?"}, "invalid_input"),
    ("in_progress", "specialist", "consult", {"person": "khong-co", "question": "?"}, "unknown_person"),
    (
        "in_progress",
        "specialist",
        "consult",
        {"person": "{leader}", "question": "?", "due": "2020-01-01"},
        "in_the_past",
    ),
    ("in_progress", "specialist", "propose", {"text": ""}, "invalid_input"),
    ("in_progress", "head", "extend", {"due": "hôm nào đó", "reason": "x"}, "invalid_input"),
    ("in_progress", "head", "extend", {"due": "0001-01-01T00:00+14:00", "reason": "x"}, "invalid_input"),
    ("in_progress", "head", "extend", {"due": "9999-12-31", "reason": "x"}, "invalid_input"),
    ("in_progress", "head", "extend", {"due": "2026-03-08", "reason": "x"}, "not_a_working_day"),
    ("in_progress", "head", "extend", {"due": "2026-03-03", "reason": "x"}, "not_later"),
    ("waiting", "clerk", "resume", {}, "papers_needed"),
    ("waiting", "clerk", "resume", {"papers": [{"originals": 1}]}, "invalid_input"),
    ("waiting", "clerk", "resume", {"papers": [{"name": "x", "originals": -1}]}, "bad_papers"),
    ("waiting", "clerk", "resume", {"papers": [{"name": "x", "originals": "1"}]}, "bad_papers"),
    ("waiting", "clerk", "resume", {"papers": [None]}, "invalid_input"),
    ("to_sign", "leader", "sign", {}, "result_needed"),
    ("to_sign", "leader", "sign", {"template": "khong-co"}, "invalid_input"),
    ("to_sign", "leader", "sign", {"file": "khong-co"}, "invalid_input"),
    ("to_sign", "leader", "sign", {"file": "7beb140a-7060-42e6-9ec5-40aa40aa40aa"}, "unknown_file"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "Mẫu", "means": "bồ câu"}, "invalid_input"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "", "means": "at_desk"}, "invalid_input"),
    ("at_the_desk", "clerk", "return_result", {"receiver": "x" * 300, "means": "at_desk"}, "invalid_input"),
]


def test_bad_inputs_are_refused_in_words_and_change_nothing(house, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    dossiers = {name: bring(house) for name, bring in situations(house).items()}
    machines = {name: Machine(getattr(house, name)) for name in ("clerk", "specialist", "head", "leader")}
    before = DossierEvent.objects.count()
    for situation, who, action, inputs, code in REFUSED:
        answer = machines[who].act(dossiers[situation].code, action, **filled(house, inputs))
        assert (answer.status_code, answer.json()["code"]) == (422, code), (action, inputs, answer.json())
        assert answer.json().get("detail")
    assert DossierEvent.objects.count() == before


def test_what_is_needed_stands_in_the_schema(house):
    needed = [
        ("waiting", "clerk", "resume", {}), ("to_sign", "leader", "sign", {"outcome": "positive"}),
        ("in_progress", "specialist", "consult", {"question": "?"}), ("in_progress", "specialist", "propose", {}),
        ("in_progress", "specialist", "propose", {"text": ""}), ("at_the_desk", "clerk", "return_result", {}),
    ]  # fmt: skip
    for situation, who, action, inputs in needed:
        dossier, machine = situations(house)[situation](house), Machine(getattr(house, who))
        assert not jsonschema_rs.validator_for(offers(machine, dossier.code)[action]).is_valid(inputs), action
        assert machine.act(dossier.code, action, **inputs).status_code == 422, action


def test_null_means_not_given(house):
    dossier = make.in_progress(house)
    inputs = {"person": house.leader.person.username, "agency": None, "question": "Ý kiến?", "due": None}
    assert Machine(house.specialist).act(dossier.code, "consult", **inputs).status_code == 200


def test_a_stale_version_is_a_conflict(house, desk):
    dossier = make.received(house)
    answer = desk.act(dossier.code, "hand_over", version=dossier.version + 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert desk.act(dossier.code, "hand_over", version=dossier.version).status_code == 200
    again = desk.act(dossier.code, "hand_over", version=dossier.version)
    assert again.status_code in (403, 409)


def test_the_version_is_asked_for(house, desk):
    dossier = make.received(house)
    for body in ({"inputs": {}}, {"version": "1", "inputs": {}}, {"version": None}, {"version": 1, "input": {}}):
        answer = desk.post_json(f"/dossiers/{dossier.code}/actions/hand_over", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_the_wrong_state_is_a_conflict_whoever_asks(house, desk):
    dossier = make.received(house)
    for action in ("return_result", "receive", "refuse", "resume", "correct_result"):
        answer = desk.act(dossier.code, action)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state"), action


def test_what_one_sees_but_may_not_do_is_forbidden(house):
    dossier = make.in_progress(house)
    for who, action in (("specialist", "assign"), ("clerk", "propose"), ("specialist", "sign"), ("head", "propose")):
        answer = Machine(getattr(house, who)).act(dossier.code, action)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), (who, action)


def test_what_one_does_not_see_does_not_exist(house):
    dossier = make.in_progress(house)
    stranger = Machine(make_post("receptionist", agency=make_agency(name="Phường Khác")))
    hidden = stranger.act(dossier.code, "hand_over", version=dossier.version)
    unknown = stranger.act("KHÔNG-CÓ", "hand_over", version=1)
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_an_unknown_action_does_not_exist(house, desk):
    dossier = make.received(house)
    for action in ("dance", "register", "draft", "attach", "__class__", "hand-over"):
        assert desk.act(dossier.code, action).status_code == 404


def test_a_note_is_kept_beside_the_event(house, desk):
    dossier = make.received(house)
    desk.act(dossier.code, "hand_over", note="Công dân cần gấp")
    assert desk.get(f"/dossiers/{dossier.code}/events").json()["items"][-1]["note"] == "Công dân cần gấp"


def test_a_result_may_be_a_file_brought_before(house):
    dossier, leader = make.to_sign(house), Machine(house.leader)
    text = "Quyết định".encode()
    kept = leader.upload(SimpleUploadedFile("quyet-dinh.txt", text), purpose="result").json()
    answer = leader.act(dossier.code, "sign", file=kept["id"], doc_type="decision")
    assert answer.status_code == 200, answer.json()
    assert str(Dossier.objects.get(pk=dossier.pk).results.get().file_id) == kept["id"]


@pytest.mark.parametrize("kind", ["agency", "person"])
def test_whoever_is_asked_reads_the_question_and_answers(house, kind):
    dossier = make.in_progress(house)
    elsewhere = make_agency(name="Phòng Kinh tế", parent=house.ward, kind="division")
    post = make_post("head_of_division", agency=elsewhere)
    asked = {"agency": elsewhere.code} if kind == "agency" else {"person": post.person.username}
    Machine(house.specialist).act(dossier.code, "consult", question="Đất có tranh chấp?", **asked)
    machine = Machine(post)
    assert machine.get(f"/dossiers/{dossier.code}").json()["consultations"][0]["question"] == "Đất có tranh chấp?"
    assert [task["dossier"] for task in machine.get("/tasks").json()["items"]] == [dossier.code]
    assert machine.act(dossier.code, "answer", text="Không").status_code == 200
    shown = Machine(house.specialist).get(f"/dossiers/{dossier.code}").json()["consultations"][0]
    assert shown["answer"] == "Không"


def test_a_confidential_opinion_is_in_no_answer_of_the_api(house):
    dossier = make.in_progress(house)
    asked = {"agency": house.division.code, "question": "Kín?", "confidential": True}
    assert Machine(house.specialist).act(dossier.code, "consult", **asked).status_code == 200
    assert Machine(house.specialist).get(f"/dossiers/{dossier.code}").json()["consultations"] == []
