"""/api/v1/openapi.json: complete, and true: attacked by what it says of itself."""

import json
from typing import Any

import hypothesis
import jsonschema_rs
import schemathesis
from django.test.client import ClientHandler
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motcua.exchange.api import api
from tests import dossier_factories as make
from tests.exchange.machines import Machine, body_of

DESCRIPTION = "/api/v1/openapi.json"
OPERATIONS = {
    "create_dossier": ("post", "/api/v1/dossiers"),
    "list_dossiers": ("get", "/api/v1/dossiers"),
    "get_dossier": ("get", "/api/v1/dossiers/{code}"),
    "list_events": ("get", "/api/v1/dossiers/{code}/events"),
    "get_document": ("get", "/api/v1/dossiers/{code}/documents/{form}.pdf"),
    "act_on_dossier": ("post", "/api/v1/dossiers/{code}/actions/{action}"),
    "upload_file": ("post", "/api/v1/files"),
    "track": ("get", "/api/v1/tracking/{code}"),
    "list_procedures": ("get", "/api/v1/procedures"),
    "list_tasks": ("get", "/api/v1/tasks"),
    "list_absences": ("get", "/api/v1/absences"),
    "record_absence": ("post", "/api/v1/absences"),
    "end_absence": ("post", "/api/v1/absences/{key}/end"),
    "note_receipt": ("post", "/api/v1/notices/{channel}/receipts"),
    "set_demo_clock": ("put", "/api/v1/demo/clock"),
    "demo_outbox": ("get", "/api/v1/demo/outbox"),
}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


handler = ClientHandler(enforce_csrf_checks=False)


def on_this_connection(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The site as a WSGI application that keeps the test's own connection and transaction."""
    answer = handler(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


def described(client) -> dict[str, Any]:
    return client.get(DESCRIPTION).json()


def test_every_operation_is_described_with_its_answers_and_problems(client):
    schema = described(client)
    assert schema["openapi"].startswith("3.1")
    found = {
        operation["operationId"]: (method, path)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert found == OPERATIONS
    for name, (method, path) in OPERATIONS.items():
        operation = schema["paths"][path][method]
        good = [code for code in operation["responses"] if code.startswith("2")]
        assert len(good) == 1
        assert operation["responses"][good[0]]["content"]
        problems = {code: answer for code, answer in operation["responses"].items() if code not in good}
        assert problems
        assert all(answer["content"] == PROBLEM for answer in problems.values())
        assert ("401" in problems) == (name not in ("track", "demo_outbox")) == bool(operation.get("security"))
        assert operation["description"]


def test_the_description_of_bodies_and_answers_is_the_issues(client):
    parts = described(client)["components"]
    assert list(parts["securitySchemes"].values()) == [
        {"type": "http", "scheme": "bearer"}, {"type": "apiKey", "in": "header", "name": "X-Signature"},
    ]  # fmt: skip
    assert set(parts["schemas"]["DossierIn"]["required"]) == {"agency", "procedure", "applicant"}
    assert parts["schemas"]["DossierIn"]["additionalProperties"] is False
    assert set(parts["schemas"]["DossierMade"]["required"]) == {
        "code", "state", "version", "received_at", "due_at", "answer_due_at", "tracking_url", "documents", "warnings",
    }  # fmt: skip


def test_every_schema_in_it_is_a_json_schema(client):
    schemas = described(client)["components"]["schemas"]
    assert len(schemas) > 20
    for name, schema in schemas.items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema)
        assert schema["type"] == "object", name


def test_it_needs_no_token_and_says_nothing_of_this_office(client, house):
    text = client.get(DESCRIPTION).content.decode()
    assert house.ward.name not in text
    assert json.loads(text)["servers"] == api.servers


def case_values(house) -> dict[str, str]:
    dossier = make.in_progress(house)
    return {"code": str(dossier.code), "form": "receipt", "action": "propose"}


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = hypothesis.settings(
    max_examples=8, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate], derandomize=True,
)  # fmt: skip


def attack(cases: Any, *, known: dict[str, str], token: str) -> int:
    """Ask a few cases, two of three about what exists; return how many."""
    asked = 0

    @FEW
    @hypothesis.given(case=cases)
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if asked % 3:
            given = dict(case.path_parameters or {})
            case.path_parameters = given | {name: known[name] for name in given if name in known}
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=CHECKS)

    ask()
    return asked


def test_nothing_that_the_description_allows_or_forbids_breaks_the_api(house, settings):
    settings.FILE_SIZE_LIMIT = 100_000
    known, tokens = case_values(house), {"create_dossier": Machine(house.clerk).token}
    other = Machine(house.specialist).token
    schema, asked = schemathesis.openapi.from_wsgi(DESCRIPTION, on_this_connection), 0
    for result in schema.get_all_operations():
        operation = result.ok()
        token = tokens.get(operation.definition.raw["operationId"], other)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            asked += attack(operation.as_strategy(generation_mode=mode), known=known, token=token)
    assert asked > 100


def test_a_dossier_that_exists_is_answered_as_described(house, desk):
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, on_this_connection)
    code = desk.post_json("/dossiers", body_of(house)).json()["code"]
    asked = [
        ("GET", "/api/v1/dossiers"), ("GET", "/api/v1/dossiers/{code}"), ("GET", "/api/v1/dossiers/{code}/events"),
        ("GET", "/api/v1/tasks"), ("GET", "/api/v1/procedures"),
    ]  # fmt: skip
    for method, path in asked:
        case = schema[path][method].Case(path_parameters={"code": code} if "{code}" in path else {})
        response = case.call(headers={"Authorization": f"Bearer {desk.token}"})
        assert response.status_code == 200
        case.validate_response(response, checks=CHECKS)
