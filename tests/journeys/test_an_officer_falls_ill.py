"""A specialist with thirty open dossiers falls ill: somebody stands in, the head gives part of it away, they return."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Absence
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import moving
from motcua.tasks.models import Batch, Task
from tests import dossier_factories as make
from tests.factories import make_person, make_post, signed_in
from tests.journeys.conftest import prove
from tests.standing import again

THIRTY = 30


def owned(post):
    return Task.objects.unfinished().filter(owner=post).count()


def test_an_officer_falls_ill(house, set_clock, worker_runs, client):
    set_clock("2026-03-02T08:00")
    ill = house.specialist
    names = ("Hoàng Văn Thay", "Bùi Thị Ba")
    substitute, third = (make_post(Role.SPECIALIST, agency=house.division, person=make_person(name=n)) for n in names)
    mine = ill.person.username
    dossiers = [moving.assign(make.in_progress(house), by=house.head, person=mine) for _ in range(THIRTY)]
    head = signed_in(client, house.head)
    assert f"{ill.person.name}, Đang làm: 30" in head.get("/xu-ly/nguoi/").text

    # On Monday the head writes it down: nobody who is ill does that. What falls due meanwhile is said at once.
    page = {"valid_from": "02/03/2026", "valid_to": "20/03/2026", "reason": "leave", "substitute": substitute.pk}
    said = head.post(f"/vang-mat/cho/{ill.pk}/", page, follow=True).text
    assert "30 việc đến hạn khi vắng" in said
    shown = head.get("/xu-ly/nguoi/").text
    assert "Hoàng Văn Thay làm thay" in shown
    assert f"{ill.person.name}, Đến hạn khi vắng: 30" in shown
    assert "30 việc của đơn vị đến hạn khi người giữ vắng mặt" in head.get("/xu-ly/").text

    # The substitute sees the thirty, and does one; who stands in for nobody does not.
    assert "30 việc đang chờ" in signed_in(client, substitute).get("/xu-ly/").text
    with pytest.raises(NotPermitted):
        moving.propose(dossiers[0], by=again(third), note="Đủ")
    done = moving.propose(dossiers[0], by=again(substitute), note="Đủ điều kiện")
    assert done.last_event.data["in_place_of"] == ill.pk

    # The head gives ten of them to a third; sent twice, nothing happens twice.
    picks = [f"{dossier.code}:{dossier.version}" for dossier in dossiers[1:11]]
    sent = {"pick": picks, "go": "1", "people": [third.person.username]}
    for _ in range(2):
        assert signed_in(client, house.head).post(f"/xu-ly/nguoi/{ill.pk}/giao-lai/", sent).status_code == 303
    assert (owned(ill), owned(third)) == (19, 10)
    first, again_sent = Batch.objects.order_by("begun_at")
    assert {item.outcome for item in first.items.all()} == {"done"}
    assert {item.outcome for item in again_sent.items.all()} == {"refused"}

    # Back on Thursday of the second week: the rest is theirs, what was done is told, and comes back to them.
    set_clock("2026-03-12T08:00")
    actions.end_absence(Absence.objects.get(), by=again(house.head))
    assert "Bạn làm thay" not in signed_in(client, substitute).get("/xu-ly/").text
    assert "1 việc đã được làm thay bạn" in signed_in(client, ill).get("/xu-ly/").text
    key = done.steps.filter(role="specialist").latest("order").key
    returned = moving.hand_over(done, by=house.head, to=key)
    assert returned.steps.get(state="open").owner == ill
    assert owned(ill) == 20

    # In May they retire: what is left falls to the unit, where anybody takes it up.
    actions.end_post(ill, by=house.administrator, note="Quyết định nghỉ hưu")
    worker_runs()
    assert owned(ill) == 0
    last = moving.propose(dossiers[29], by=again(third), note="Đủ điều kiện")
    assert "in_place_of" not in last.last_event.data
    prove(last)
