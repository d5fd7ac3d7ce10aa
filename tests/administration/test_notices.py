"""Messages out at the administration desk: where they stand, why some failed; words; hours."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from motcua.citizens.actions import digest
from motcua.citizens.choices import AlertState
from motcua.citizens.models import FailureDigest
from motcua.notify.choices import State
from motcua.notify.models import NoticeText, Outgoing, SendingRules
from motcua.notify.notices import all_notices
from tests.factories import make_agency, signed_in
from tests.notify.conftest import MAIL, MOBILE, VALUES, message

HOUSE_AT = "2026-11-23T12:00+07:00"
OUTBOX = "/quan-tri/thong-bao/"
TEXT = f"{OUTBOX}loi-van/dossiers.received/email/vi/"
RULES = f"{OUTBOX}cach-gui/"


def page(client: Client, address: str, **sent: Any) -> str:
    answer = client.post(address, sent, follow=True) if sent else client.get(address)
    return answer.content.decode()


def given_up(house: SimpleNamespace, key: str = "k1", **given: Any) -> Outgoing:
    sent = message(key=key, office=house.ward, **given)
    sent.said = f"550 5.1.1 <{sent.recipient}> no such mailbox"
    sent.trouble, sent.tries = "refused", [{"at": "2026-11-23T05:00:00+00:00", "trouble": "refused"}]
    sent.save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notify_outgoing SET state = 'given_up', ended_at = core_now() WHERE id = %s", [sent.pk])
    return Outgoing.objects.get(pk=sent.pk)


def test_what_did_not_arrive_is_listed_first_with_why_and_nobodys_address(house: Any, keeper: Client) -> None:
    given_up(house)
    message(key="k2", office=house.ward, channel="sms")
    told = page(keeper, OUTBOX)
    assert "Máy gửi từ chối địa chỉ hoặc nội dung" in told
    assert "n•••@example.vn" in told
    waiting = page(keeper, f"{OUTBOX}?nhom=cho")
    assert "•••••••274" in waiting
    for text in (told, waiting):
        assert MAIL not in text
        assert MOBILE not in text
        assert VALUES["code"] not in text


@pytest.mark.parametrize("group", ["khong-toi", "cho", "da-gui", "da-toi", "thoi", "la", "\x00"])
def test_every_group_opens(house: Any, keeper: Client, group: str) -> None:
    assert keeper.get(OUTBOX, {"nhom": group}).status_code == 200


def test_a_list_costs_the_same_for_many_rows(house: Any, keeper: Client, queries: Any) -> None:
    given_up(house)
    few = queries(keeper, OUTBOX)
    for number in range(20):
        given_up(house, key=f"n{number}")
    assert queries(keeper, OUTBOX) == few <= 8


def test_one_message_tells_why_without_the_address_and_goes_again(house: Any, keeper: Client) -> None:
    sent = given_up(house)
    told = page(keeper, f"{OUTBOX}tin/{sent.pk}/")
    assert "550 5.1.1 &lt;n•••@example.vn&gt; no such mailbox" in told
    assert MAIL not in told
    assert VALUES["code"] not in told
    deed = f"{OUTBOX}tin/{sent.pk}/viec/gui-lai/"
    assert keeper.get(deed).status_code == 200
    assert keeper.post(deed, {"version": sent.version}).status_code == 422, "a reason is asked for"
    assert keeper.post(deed, {"version": sent.version, "note": "Đã sửa hộp thư"}).status_code == 303
    assert Outgoing.objects.get(pk=sent.pk).state == State.WAITING
    assert keeper.get(deed).status_code == 404, "offered only where it can be done"
    assert "Đã sửa hộp thư" in page(keeper, f"{OUTBOX}tin/{sent.pk}/")


def test_a_message_of_another_tree_is_not_there(house: Any, keeper: Client) -> None:
    house.ward.__class__.objects.filter(pk=house.ward.pk).update(operates=False)
    other = message(key="x", office=make_agency())
    for address in (f"{OUTBOX}tin/{other.pk}/", f"{OUTBOX}tin/{other.pk}/viec/thoi-gui/"):
        assert keeper.get(address).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "specialist", "leader", "inspector", "reform"])
def test_only_administrators_open_it(house: Any, role: str) -> None:
    client = signed_in(Client(), getattr(house, role))
    for address in (OUTBOX, f"{OUTBOX}loi-van/", TEXT, RULES):
        assert client.get(address).status_code == 403


# Failures of a day


def test_a_days_failures_are_seen_and_closed(house: Any, keeper: Client, set_clock: Any) -> None:
    given_up(house)
    set_clock("2026-11-24T07:10+07:00")
    (made,) = digest()
    assert made.task.title in page(keeper, "/xu-ly/")
    address = f"{OUTBOX}khong-toi/{made.task.url_key}/"
    told = page(keeper, address)
    assert "Đã tiếp nhận" in told
    assert "Máy gửi từ chối" in told
    done = keeper.post(f"{address}viec/da-xem/", {"version": made.version, "note": "Đã gọi từng người"})
    assert done.status_code == 303
    assert FailureDigest.objects.get().state == AlertState.CLOSED
    assert "viec/da-xem" not in page(keeper, address)


@pytest.mark.parametrize("key", ["x", "1-2", "1-20261123", "99999999999999999999-20261123", "a-b"])
def test_a_day_that_there_is_not(house: Any, keeper: Client, key: str) -> None:
    assert keeper.get(f"{OUTBOX}khong-toi/{key}/").status_code == 404


# Words


def test_every_kind_channel_and_language_has_its_page(house: Any, keeper: Client, queries: Any) -> None:
    told = page(keeper, f"{OUTBOX}loi-van/")
    assert told.count(f"{OUTBOX}loi-van/") == len(all_notices()) * 6
    assert queries(keeper, f"{OUTBOX}loi-van/") <= 8
    assert "Ngày hẹn trả kết quả: {due}." in page(keeper, TEXT)


def test_words_are_set_changed_and_taken_back(house: Any, keeper: Client) -> None:
    one = {"heading": "Phường Thử đã nhận {code}", "body": "Hẹn {due}. {link}", "note": "Theo mẫu của phường"}
    assert keeper.post(TEXT, one).status_code == 303
    text = NoticeText.objects.get()
    assert (text.agency, text.subject) == (house.ward, "Phường Thử đã nhận {code}")
    assert message(key="a", office=house.ward).subject == "Phường Thử đã nhận H57.54-261123-0042"
    assert "Phường Thử đã nhận {code}" in page(keeper, TEXT)
    assert keeper.post(TEXT, one | {"heading": "Hai {code}", "version": 1}).status_code == 303
    assert keeper.post(TEXT, one | {"heading": "Ba {code}", "version": 1}).status_code == 409
    assert NoticeText.objects.get().subject == "Hai {code}"
    back = keeper.post(f"{TEXT}viec/tro-lai/", {"version": 2, "note": "Thôi"})
    assert back.status_code == 303
    assert message(key="b", office=house.ward).subject.startswith("Đã tiếp nhận")
    assert keeper.get(f"{TEXT}viec/tro-lai/").status_code == 404


@pytest.mark.parametrize("place", ["{x.__class__}", "{0}", "{{", "{name}"])
def test_a_foreign_place_is_refused_where_it_was_typed(house: Any, keeper: Client, place: str) -> None:
    bad = {"heading": "Mã {code}", "body": f"Xin chào {place}", "note": "x"}
    for address in (TEXT, f"{TEXT}xem-thu/"):
        answer = keeper.post(address, bad)
        assert answer.status_code == 422
        assert "Không dùng được" in answer.content.decode()
    assert not NoticeText.objects.exists()


def test_words_are_tried_with_invented_values_and_nothing_is_kept(house: Any, keeper: Client) -> None:
    told = page(keeper, f"{TEXT}xem-thu/", heading="Mã {code}", body="<b>Hẹn</b> {due} 100 %")
    assert "Mã H57.54-261123-0042" in told
    assert "&lt;b&gt;Hẹn&lt;/b&gt; 17:00 07/12/2026 100 %" in told
    short = page(keeper, TEXT.replace("email", "sms") + "xem-thu/", body="Hẹn trả {due}: " + "ơ" * 60)
    assert "86 ký tự, 2 tin" in short
    assert "86 ký tự, 1 tin" in short
    assert not NoticeText.objects.exists()
    assert keeper.post(f"{TEXT}xem-thu/", {"heading": "", "body": ""}).status_code == 422


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_is_tried_in_every_way_and_takes_no_place_of_another(
    house: Any, keeper: Client, language: str
) -> None:
    kinds = all_notices()
    assert len(kinds) > 10
    everywhere = {place for notice in kinds for place in notice.places}
    for notice in kinds:
        for channel in ("email", "sms", "zalo"):
            at = f"{OUTBOX}loi-van/{notice.key}/{channel}/{language}/"
            begun = keeper.get(at).context["form"].initial
            tried = keeper.post(f"{at}xem-thu/", begun)
            assert tried.status_code == 200, at
            shown = tried.context["tried"]
            assert not set("{}") & set(f"{shown.subject}{shown.body}"), at
            used = [name for name in notice.places if f"{{{name}}}" in begun["body"]]
            assert used, at
            assert all(notice.examples()[name] in shown.body for name in used), at
        foreign = sorted(everywhere - set(notice.places))[0]
        for wrong in (f"{{{foreign}}}", "{code.__class__}", "{0}", "{"):
            refused = keeper.post(f"{at}xem-thu/", {"heading": "x", "body": f"Tin {wrong}"})
            assert refused.status_code == 422, (at, wrong)
    assert not NoticeText.objects.exists()


@pytest.mark.parametrize("way", ["dossiers.nothing/email/vi", "dossiers.received/fax/vi", "dossiers.received/email/fr"])
def test_words_that_there_are_not(house: Any, keeper: Client, way: str) -> None:
    for address in (f"{OUTBOX}loi-van/{way}/", f"{OUTBOX}loi-van/{way}/viec/tro-lai/"):
        assert keeper.get(address).status_code == 404
    assert keeper.post(f"{OUTBOX}loi-van/{way}/xem-thu/").status_code == 404


# Hours


def test_hours_and_tries_are_changed(house: Any, keeper: Client) -> None:
    assert "21:00" in page(keeper, RULES)
    given = {"quiet_from": "22:00", "quiet_until": "6:30", "tries": 5, "kept_days": 60, "note": "Quyết định 5"}
    assert keeper.post(RULES, given | {"version": 1}).status_code == 303
    rules = SendingRules.objects.get()
    assert (f"{rules.quiet_from:%H:%M}", f"{rules.quiet_until:%H:%M}", rules.tries) == ("22:00", "06:30", 5)
    assert not rules.marked_sms
    assert keeper.post(RULES, given | {"version": 1}).status_code == 409
    assert keeper.post(RULES, given | {"quiet_from": "25:00", "version": 2}).status_code == 422
