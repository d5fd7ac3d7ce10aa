"""The permission matrix, walked through the real site: what is declared is what happens, and nothing is undeclared."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from config.matrix import listing
from config.matrix.expectations import FORBIDDEN, NO_METHOD, OVERSEERS, Row
from config.matrix.rules import ACROSS, ACTS, BUSY, BY_ROLE, PLACES, RELATIONS, SITUATIONS, sees
from motcua.agencies.choices import MACHINES, Role
from motcua.dossiers.choices import Action, State
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.offers import VERBS
from tests.permissions.office import Office
from tests.permissions.thinning import thinned
from tests.permissions.walking import walk


def chosen(pick) -> list[Row]:
    return thinned(row for row in listing.rows() if pick(row))


def test_every_address_is_open_to_whom_it_should_be(office: Office, db):
    wrong = walk(office, chosen(lambda row: not row.situation and row.expect != NO_METHOD))
    assert not wrong, "\n".join(wrong)


def test_other_methods_are_refused(office: Office, db):
    rows = [row for row in listing.rows() if row.expect == NO_METHOD]
    wrong = walk(office, [Row(row.route, row.method, "anonymous", NO_METHOD) for row in rows])
    assert not wrong, "\n".join(wrong)


def test_a_dossiers_content_is_read_by_whoever_should(office: Office, db):
    wrong = walk(office, chosen(lambda row: row.situation and not row.action))
    assert not wrong, "\n".join(wrong)


def test_every_action_over_the_api_is_done_by_whoever_should(office: Office, db):
    wrong = walk(office, chosen(lambda row: row.action and row.route.startswith("/api/")))
    assert not wrong, "\n".join(wrong)


def test_every_action_on_a_screen_is_offered_to_whoever_should(office: Office, db):
    wrong = walk(office, chosen(lambda row: row.action and not row.route.startswith("/api/")))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("relation", RELATIONS)
def test_lists_show_what_one_may_read_and_nothing_else(office: Office, db, relation):
    wanted = {office.dossiers[name].code for name in SITUATIONS if relation in sees(name)}
    headers = {"Authorization": f"Bearer {office.tokens[relation]}"}
    listed = Client(headers=headers).get("/api/v1/dossiers?limit=100").json()["items"]
    assert {row["code"] for row in listed} == wanted
    browser = office.browsers[relation]
    page = browser.get("/xu-ly/ho-so/").content.decode()
    assert {dossier.code for dossier in office.dossiers.values() if f"/{dossier.code}/" in page} == wanted
    for dossier in office.dossiers.values():
        leads_to = browser.get("/xu-ly/quet/", {"q": dossier.code}).headers["Location"]
        assert leads_to.endswith(f"/{dossier.code}/") == (dossier.code in wanted)


def test_other_agencies_list_a_dossier_in_legs_only_while_it_is_theirs_or_was(office: Office, db):
    listed = {
        relation: {row["code"] for row in Client(headers={"Authorization": f"Bearer {office.tokens[relation]}"})
                   .get("/api/v1/dossiers?limit=100").json()["items"]}
        for relation in ACROSS
    }  # fmt: skip
    code = office.dossiers["in_legs"].code
    assert listed == {relation: {code} if relation in sees("in_legs") else set() for relation in ACROSS}
    assert {place for place in PLACES if any(listed[f"{place}:{role}"] for role in BUSY)} == {"leg", "sister", "ended"}


def test_whoever_oversees_the_parent_counts_it_masked(office: Office, db):
    for role in OVERSEERS:
        page = office.browsers[f"above:{role}"].get("/xu-ly/toan-don-vi/").content.decode()
        assert page.count('<th scope="row">') == len(SITUATIONS)
        assert "Trần Thị Mẫu" not in page
        assert not any(f"/{dossier.code}/" in page for dossier in office.dossiers.values())


@pytest.mark.parametrize("relation", [name for name, role in RELATIONS.items() if role in OVERSEERS])
def test_overseers_see_their_own_tree_masked(office: Office, db, relation):
    page = office.browsers[relation].get("/xu-ly/toan-don-vi/").content.decode()
    shown = page.count('<th scope="row">')
    assert shown == (0 if relation == "leader_elsewhere" else len(SITUATIONS))
    assert "Trần Thị Mẫu" not in page
    links = sum(f"/{dossier.code}/" in page for dossier in office.dossiers.values())
    assert links == (len(SITUATIONS) if relation == "leader" else 0)


def test_a_draft_is_its_desks_alone(office: Office, db):
    key = office.values[""]["<int:key>"]
    for relation, shown in (("desk", True), ("desk_colleague", True), ("other_desk", False)):
        browser = office.browsers[relation]
        assert ("Trần Thị Mẫu" in browser.get("/tiep-nhan/ban-nhap/").content.decode()) == shown
        assert ("Trần Thị Mẫu" in browser.post("/tiep-nhan/", {"draft": key, "deed": "open"}).content.decode()) == shown
    assert office.browsers["other_desk"].post(f"/tiep-nhan/ban-nhap/{key}/bo/", {"version": 1}).status_code == 404


def test_no_address_is_unlisted_and_none_is_listed_in_vain():
    assert listing.unlisted() == set()
    assert listing.gone() == set()


def test_a_new_address_fails_until_it_is_listed(monkeypatch, settings):
    resolver = get_resolver()
    added = path("cua-sau/<int:key>/", lambda request, key: HttpResponse(""), name="back_door")
    monkeypatch.setitem(resolver.__dict__, "url_patterns", [*resolver.url_patterns, added])
    assert listing.unlisted() == {"/cua-sau/<int:key>/"}
    with pytest.raises(SystemExit, match="cua-sau"):
        listing.main(["permissions", "matrix", "--json"])


def test_every_action_role_and_state_is_in_the_matrix():
    assert {f"dossier.{action}" for action in ACTS} == {str(code) for code in VERBS}
    assert set(BY_ROLE) == set(Role) - set(MACHINES)
    assert set(RELATIONS.values()) == set(BY_ROLE)
    assert set(SITUATIONS.values()) == set(State) - {State.DRAFT}  # a draft has no code, and so no address
    assert all(RELATIONS[relation] == role for role, relation in BY_ROLE.items())


def test_the_situations_of_an_action_are_those_of_the_lifecycle():
    for action, situations in ACTS.items():
        allowed = set(LIFECYCLE.steps[Action(f"dossier.{action}")].sources)
        assert set(situations) == {name for name, state in SITUATIONS.items() if state in allowed}, action


def test_the_command_prints_the_matrix(capsys):
    assert listing.main(["permissions", "matrix", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {row["route"] for row in printed} == set(listing.ROUTES)
    assert {"route", "method", "role", "relation", "state", "expect"} <= set(printed[0])
    forbidden = next(row for row in printed if row["action"] == "sign" and row["expect"] == FORBIDDEN)
    assert forbidden["state"] == State.RECEIVED
