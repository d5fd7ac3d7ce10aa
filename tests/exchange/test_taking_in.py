"""POST /dossiers: what a machine may bring, and what it is told."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.citizens.models import Applicant
from motcua.dossiers.models import Dossier
from tests.dossier_factories import ASKING, AT_ONCE, CASES
from tests.dossiers.crossing import CLOSED, OPENED, two_wards
from tests.exchange.machines import APPLICANT, Machine, body_of
from tests.factories import make_agency, make_post

MEMBERS = {
    "code", "state", "version", "received_at", "due_at", "answer_due_at", "tracking_url", "documents", "warnings"
}  # fmt: skip


def test_a_dossier_at_the_counter_is_received_and_promised(house, desk, set_clock):
    set_clock("2026-02-12T15:30+07:00")
    answer = desk.post_json("/dossiers", body_of(house))
    made = answer.json()
    assert answer.status_code == 201
    assert set(made) == MEMBERS
    assert (made["state"], made["version"], made["answer_due_at"], made["warnings"]) == ("received", 1, None, [])
    assert made["code"] == f"{house.centre.code}-260212-0001"
    assert made["received_at"].startswith("2026-02-12T15:30:")
    assert made["received_at"].endswith("+07:00")
    assert made["due_at"] == "2026-03-05T17:00:00+07:00"  # ten working days, five of them after Tết's nine days off
    assert made["documents"] == {"receipt": f"/api/v1/dossiers/{made['code']}/documents/receipt.pdf"}
    kept = Dossier.objects.get(code=made["code"])
    assert made["tracking_url"].endswith(f"/t/{kept.tracking_token}")
    assert kept.applicant.identity_number == APPLICANT["identity_number"]
    assert [paper.originals for paper in kept.papers.all()] == [1, 0]


def test_a_dossier_sent_online_waits_for_an_answer_within_eight_working_hours(house, desk, set_clock):
    set_clock("2026-03-02T09:00+07:00")  # a Monday
    made = desk.post_json("/dossiers", body_of(house, channel="online")).json()
    assert (made["state"], made["received_at"], made["due_at"], made["documents"]) == ("submitted", None, None, {})
    hours = 4.5 + 3.5  # one day of the national calendar
    assert hours == 8
    assert made["answer_due_at"].startswith("2026-03-03T09:00:")
    set_clock("2026-03-04T10:00+07:00")
    received = desk.act(made["code"], "receive").json()
    assert received["state"] == "received"
    assert received["received_at"].startswith("2026-03-04T10:00")
    assert received["due_at"] == "2026-03-18T17:00:00+07:00"


def test_what_the_post_brought_counts_from_the_desk_and_keeps_the_envelopes_date(house, desk, set_clock):
    set_clock("2026-03-04T10:00+07:00")
    answer = desk.post_json("/dossiers", body_of(house, channel="post", posted_on="2026-02-27"))
    assert answer.status_code == 201
    assert answer.json()["received_at"].startswith("2026-03-04T10:00")
    assert str(Dossier.objects.get(code=answer.json()["code"]).posted_on) == "2026-02-27"


def test_an_envelope_from_the_future_is_refused(house, desk, set_clock):
    set_clock("2026-03-04T10:00+07:00")
    answer = desk.post_json("/dossiers", body_of(house, channel="post", posted_on="2026-03-05"))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "in_the_future", "posted_on")


def test_missing_papers_and_the_same_request_still_open_warn_but_do_not_block(house, desk):
    first = desk.post_json("/dossiers", body_of(house)).json()
    again = desk.post_json("/dossiers", body_of(house, papers=[]))
    assert again.status_code == 201
    codes = [warning["code"] for warning in again.json()["warnings"]]
    assert codes.count("missing_paper") == 2
    assert codes.count("duplicate") == 1
    told = next(warning["message"] for warning in again.json()["warnings"] if warning["code"] == "duplicate")
    assert first["code"] in told


def test_a_procedure_without_a_limit_asks_for_one(house, desk):
    refused = desk.post_json("/dossiers", body_of(house, ASKING))
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.json()["code"], refused.json()["field"]) == ("limit_not_determined", "limit")
    assert not Dossier.objects.exists()
    assert not Applicant.objects.exists()
    made = desk.post_json("/dossiers", body_of(house, ASKING, limit="5 ngày làm việc"))
    assert made.status_code == 201
    assert made.json()["due_at"]


def test_a_procedure_with_cases_asks_which(house, desk):
    answer = desk.post_json("/dossiers", body_of(house, CASES))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "unknown_case", "case")
    assert desk.post_json("/dossiers", body_of(house, CASES, case="b")).status_code == 201


def test_the_office_may_be_named_instead_of_its_desk_but_no_other(house, desk):
    assert desk.post_json("/dossiers", body_of(house, agency=house.ward.code)).status_code == 201
    other = make_agency(name="Phường Khác")
    forbidden = desk.post_json("/dossiers", body_of(house, agency=other.code))
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "not_permitted")
    unknown = desk.post_json("/dossiers", body_of(house, agency="KHÔNG-CÓ"))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_agency")


@pytest.mark.parametrize("who", ["specialist", "head", "leader", "registry", "cashier", "inspector", "administrator"])
def test_only_receptionists_take_in(house, who):
    answer = Machine(getattr(house, who)).post_json("/dossiers", body_of(house))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
    assert not Dossier.objects.exists()


def test_an_unknown_procedure_is_refused(house, desk):
    answer = desk.post_json("/dossiers", body_of(house, "0.000000"))
    assert (answer.status_code, answer.json()["code"]) == (422, "procedure_not_receivable")


def test_a_true_receipt_before_needs_permission_and_reason(house, desk, set_clock):
    set_clock("2026-03-04T10:00+07:00")
    body = body_of(house, paper_received_at="2026-03-02T08:00")  # no offset: Vietnam's
    assert desk.post_json("/dossiers", body).json()["code"] == "backdating_not_permitted"
    chief = Machine(make_post("receptionist", agency=house.centre, title="Trưởng bộ phận"))
    assert chief.post_json("/dossiers", body).json()["code"] == "reason_needed"
    made = chief.post_json("/dossiers", body | {"note": "Mất điện, ghi sổ giấy"}).json()
    assert datetime.fromisoformat(made["received_at"]) == datetime.fromisoformat("2026-03-02T08:00+07:00")


def test_a_submitter_and_a_paper_with_a_file_are_kept(house, desk):
    file = desk.upload(SimpleUploadedFile("don.txt", "Kính gửi".encode())).json()["id"]
    submitter = APPLICANT | {"name": "Trần Văn Nộp", "identity_number": ""}
    papers = [{"name": "Tờ khai", "originals": 1, "file": file}]
    answer = desk.post_json("/dossiers", body_of(house, submitter=submitter, submitter_role="con", papers=papers))
    assert answer.status_code == 201
    kept = Dossier.objects.get()
    assert kept.submitter.name == "Trần Văn Nộp"
    assert str(kept.papers.get().file_id) == file


def test_a_file_of_somebody_else_is_none(house, desk):
    other = Machine(make_post("receptionist", agency=house.centre))
    file = other.upload(SimpleUploadedFile("don.txt", "Kính gửi".encode())).json()["id"]
    answer = desk.post_json("/dossiers", body_of(house, papers=[{"name": "Tờ khai", "originals": 1, "file": file}]))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_file")


def test_an_immediate_procedure_is_settled_at_once(house, desk):
    made = desk.post_json("/dossiers", body_of(house, AT_ONCE)).json()
    inputs = {"signer": house.leader.person.username, "receiver": "Võ Quốc Thắng", "template": "result"}
    done = desk.act(made["code"], "settle_at_once", **inputs)
    assert done.status_code == 200
    assert done.json()["state"] == "returned"


def test_a_machine_brings_what_another_agency_settles(db, set_clock):
    set_clock("2026-03-02T08:30+07:00")
    wards = two_wards()
    here, there = wards.here, wards.there
    desk = Machine(here.clerk)
    places = {"helped_at": there.centre.code, "return_desk": there.centre.code}
    body = body_of(here, procedure=OPENED, competent=there.ward.code, **places)
    made = desk.post_json("/dossiers", body)
    assert made.status_code == 201, made.json()
    shown = desk.get(f"/dossiers/{made.json()['code']}").json()
    assert (shown["agency"], shown["desk"]) == (there.ward.code, here.centre.code)
    assert {name: shown[name] for name in places} == places
    closed = desk.post_json("/dossiers", body_of(here, procedure=CLOSED, competent=there.ward.code))
    assert closed.json()["code"] == "procedure_not_receivable"
    nowhere = desk.post_json("/dossiers", body_of(here, helped_at="X.0"))
    assert nowhere.json()["code"] == "unknown_agency"
