"""What was sent to somebody is told to them with their data, and emptied with it."""

from typing import Any

from motcua.core.reactions import carry_out
from motcua.notify.actions import deliver
from motcua.notify.models import Outgoing
from motcua.privacy.registry import Known, all_holdings
from tests import dossier_factories as make
from tests.factories import system

HOUSE_AT = "2026-03-02T09:00+07:00"


def test_messages_about_ones_own_dossiers_are_told_and_emptied_and_no_others(house: Any) -> None:
    mine = make.withdrawn(house)
    other = make.received(house, applicant=make.applicant_of(house.clerk, number="046085011227", name="Lê Văn Khác"))
    for dossier in (mine, other):
        assert carry_out(dossier.events.order_by("pk").last()) == []
    for message in list(Outgoing.objects.all()):
        deliver(message.pk)
    known = Known(office=house.ward, numbers=(), indexes=(), declarations=(mine.applicant,))
    (holding,) = [each for each in all_holdings() if each.key == "notify.messages"]
    assert holding.tell is not None
    assert holding.erase is not None
    (row,) = holding.tell(known)
    assert (row["Thông báo"], row["Tới"]) == ("Đã rút hồ sơ", "0912345274")
    assert mine.code in row["Nội dung"]
    assert [result.count for result in holding.erase(known, by=system(), cause="x")] == [1]
    assert [row["Nội dung"] for row in holding.tell(known)] == [""]
    assert Outgoing.objects.exclude(body=None).count() == 1, "the other person's stays"
