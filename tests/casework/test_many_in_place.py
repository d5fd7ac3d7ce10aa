"""Many signed or handed on in somebody's place: the rights of one are the rights of many, told item by item."""

from motcua.agencies.actions import revoke_delegation
from motcua.agencies.choices import Role
from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.actions.in_bulk import VERBS
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.casework.test_many import MANY, go, picks
from tests.factories import make_person, make_post
from tests.standing import away, delegated


def fresh(*rows):
    return [Dossier.objects.get(pk=row.pk) for row in rows]


def paying_to_sign(house):
    dossier = moving.propose(make.in_progress(house, make.CASES, case="a"), by=house.specialist, note="Đủ")
    return moving.approve(dossier, by=house.head)


def test_by_a_delegation_many_are_signed_within_its_extent_and_the_others_are_told(house, screen_of):
    inside, outside = [make.to_sign(house) for _ in range(2)], paying_to_sign(house)
    delegated(house.leader, house.head, scope=[f"procedure:{make.STANDARD}"])
    client = screen_of(house.head)
    assert 'value="sign"' in client.get("/xu-ly/").text
    page = go(client, "sign", *inside, outside)
    assert "3 / 3, 1 không làm được" in page.text
    assert [row.state for row in fresh(*inside, outside)] == [State.DECIDED, State.DECIDED, State.IN_PROGRESS]
    documents = [row.results.get().document for row in inside]
    assert {document.signer_capacity for document in documents} == {"TUQ."}
    assert len({document.number for document in documents}) == 2
    for row in inside:
        event = row.events.get(action="dossier.sign")
        assert (event.by, event.data["in_place_of"]) == (house.head, house.leader.pk)


def test_what_the_delegation_does_not_reach_is_shown_before_and_not_offered(house, screen_of):
    inside = make.to_sign(house)
    delegated(house.leader, house.head, scope=[f"procedure:{make.PAYING}"])
    page = screen_of(house.head).post(MANY, {"action": "sign", "query": "?tab=", "pick": picks(inside)}).text
    assert "Ký 0 hồ sơ" in page or "Bước hiện tại của hồ sơ không phải việc này của bạn" in page


def test_without_a_delegation_nothing_is_signed(house, screen_of):
    row = make.to_sign(house)
    page = go(screen_of(house.head), "sign", row).text
    assert "1 / 1, 0" not in page
    assert fresh(row)[0].state == State.IN_PROGRESS


def test_a_delegation_that_ends_in_the_middle_stops_the_rest_in_words(house, screen_of, monkeypatch):
    first, second = make.to_sign(house), make.to_sign(house)
    paper, signed = delegated(house.leader, house.head), deciding.sign

    def then_revoke(dossier, **given):
        done = signed(dossier, **given)
        revoke_delegation(paper, by=house.leader, note="Thôi")
        return done

    monkeypatch.setitem(VERBS, "dossier.sign", then_revoke)
    then_revoke.permit = signed.permit
    page = go(screen_of(house.head), "sign", first, second).text
    assert "2 / 2, 1 không làm được" in page
    assert "đã chấm dứt ngày" in page
    assert sorted(row.state for row in fresh(first, second)) == [State.DECIDED, State.IN_PROGRESS]


def test_a_deputy_standing_in_signs_many_kt(house, screen_of):
    deputy = make_post(
        Role.LEADER, agency=house.ward, person=make_person(name="Lê Văn Phó"), capacity="KT.",
        title="Phó Chủ tịch", signs_for="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )  # fmt: skip
    rows = [make.to_sign(house) for _ in range(2)]
    for row in rows:
        row.steps.filter(state="open").update(owner=house.leader)
        Task.objects.filter(step__dossier=row, state="open").update(owner=house.leader)
    away(house.leader, deputy)
    page = go(screen_of(deputy), "sign", *rows).text
    assert "2 / 2, 0 không làm được" in page
    assert {row.results.get().document.signer_capacity for row in rows} == {"KT."}


def test_a_head_who_stands_in_for_a_specialist_hands_many_on(house, screen_of):
    rows = [make.in_progress(house) for _ in range(2)]
    assert 'value="hand-over"' not in screen_of(house.head).get("/xu-ly/").text
    away(house.specialist, house.head)
    assert 'value="hand-over"' in screen_of(house.head).get("/xu-ly/").text
    asked = screen_of(house.head).post(MANY, {"action": "hand-over", "query": "?tab=", "pick": picks(*rows)})
    assert "Chuyển bước kế tiếp" in asked.text
