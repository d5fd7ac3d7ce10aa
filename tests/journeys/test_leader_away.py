"""The chair is away for a week: the deputy stands in and signs KT., a head signs TUQ. what was delegated."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.deciding import sign
from tests import dossier_factories as make
from tests.factories import make_person, make_post, signed_in
from tests.journeys.conftest import prove, says, text_of
from tests.standing import again, away, delegated


def test_the_chair_is_away(house, set_clock, worker_runs, client):
    set_clock("2026-03-02T08:00")
    chair = make_post(
        Role.LEADER, agency=house.ward, person=make_person(name="Đỗ Văn Trưởng"), title="Chủ tịch", capacity="TM.",
        signs_for="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    )  # fmt: skip
    deputy = make_post(
        Role.LEADER, agency=house.ward, person=make_person(name="Lê Thị Phó"), title="Phó Chủ tịch", capacity="KT.",
        signs_for="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )  # fmt: skip
    first, third = make.to_sign(house), make.to_sign(house)
    second, fourth = make.to_sign(house, make.HOURLY), make.to_sign(house, make.HOURLY)

    # On Monday the chair writes down the absence on the own page, and delegates one procedure to the head.
    page = {"valid_from": "02/03/2026", "valid_to": "06/03/2026", "reason": "trip", "substitute": deputy.pk}
    assert signed_in(client, chair).post("/vang-mat/moi/", page).status_code == 303
    paper = delegated(chair, house.head, scope=[f"procedure:{make.HOURLY}"], days=4)

    # The deputy's inbox says for whom; the dossier's page, who holds what.
    inbox = signed_in(client, deputy).get("/xu-ly/").text
    assert "Bạn làm thay Đỗ Văn Trưởng, Chủ tịch" in inbox
    signed_kt = sign(first, by=again(deputy), template="result")
    worker_runs()
    says(signed_kt.results.get().printed, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Phó")

    # The head signs TUQ. what was delegated, and nothing else.
    assert (
        "được Đỗ Văn Trưởng, Chủ tịch ủy quyền ký (số 15/QĐ-UBND)" in signed_in(client, house.head).get("/xu-ly/").text
    )
    with pytest.raises(NotPermitted):
        sign(third, by=again(house.head), template="result")
    set_clock("2026-03-03T09:00")
    signed_tuq = sign(second, by=again(house.head), template="result")
    worker_runs()
    result = signed_tuq.results.get()
    says(result.printed, "TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG", house.head.person.name)
    assert "TM.ỦYBANNHÂNDÂN" not in text_of(result.printed)
    assert (result.document.signer, result.document.signer_capacity) == (house.head, "TUQ.")
    told = signed_in(client, house.head).get(f"/xu-ly/ho-so/{signed_tuq.code}/").text
    assert "theo ủy quyền số 15/QĐ-UBND của Đỗ Văn Trưởng, Chủ tịch" in told

    # Back on Thursday: the delegation is ended with the reason, the absence too.
    set_clock("2026-03-05T08:00")
    actions.revoke_delegation(paper, by=again(chair), note="Đã đi làm lại")
    actions.end_absence(chair.absences.get(), by=again(chair))
    with pytest.raises(NotPermitted, match=r"15/QĐ-UBND .* đã chấm dứt ngày 05/03/2026"):
        sign(fourth, by=again(house.head), template="result")
    assert "Bạn làm thay" not in signed_in(client, deputy).get("/xu-ly/").text
    says(result.printed, "TUQ. CHỦ TỊCH")  # what was signed stays as it was signed
    worker_runs()
    prove(signed_tuq)


def test_what_the_chairs_own_step_became_is_told_on_the_dossiers_page(house, set_clock, client):
    """A specialist is on leave: the step waits for somebody absent, the colleague does it, the story names both."""
    set_clock("2026-03-02T08:00")
    colleague = make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))
    dossier = make.moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    away(house.specialist, colleague)
    page = signed_in(client, house.head).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "(vắng đến hết 05/03, Hoàng Văn Thay làm thay)" in page

    inbox = signed_in(client, colleague).get("/xu-ly/").text
    assert f"Làm thay {house.specialist.person.name}" in inbox
    form = client.get(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    assert form.status_code == 200
    sent = client.post(
        f"/xu-ly/ho-so/{dossier.code}/viec/propose/", {"text": "Đủ điều kiện", "version": dossier.version}
    )
    assert sent.status_code == 303
    page = signed_in(client, house.head).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert f"Hoàng Văn Thay (Chuyên viên) thay {house.specialist.person.name}, Chuyên viên, đề xuất" in page
    assert f"Hoàng Văn Thay thay {house.specialist.person.name}, 02/03" in page
    done = signed_in(client, house.specialist).get("/xu-ly/?tab=done&whose=for_me").text
    assert dossier.code in done
    assert "Hoàng Văn Thay đã làm thay" in done
