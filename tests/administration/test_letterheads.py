"""Mẫu in, phần riêng của đơn vị: written, tried, published, shown, used no more."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.agencies.choices import Role
from motcua.correspondence.letterheads import FORMS
from motcua.correspondence.models import Letterhead
from tests.dossiers.test_papers import text_of
from tests.factories import make_ward, signed_in
from tests.journeys.conftest import squeezed

HOME = "/quan-tri/mau-in/"
NEW, PREVIEW = f"{HOME}phan-rieng/moi/", f"{HOME}phan-rieng/xem-thu/"


def typed(house, **more):
    given = {"agency": house.ward.pk, "valid_from": "1/1/2099", "contact": "0234 3567 890", "note": "Theo QĐ 5"}
    return given | {"sample": "apology", "note_apology": "Mong ông bà thông cảm {ma_ho_so}"} | more


def emblem(name: str = "bieu-trung.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#b00000").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def published(house, keeper, **more) -> Letterhead:
    answer = keeper.post(NEW, typed(house, **more))
    assert answer.status_code == 303, answer.text[:2000]
    return Letterhead.objects.latest("pk")


def test_a_preview_shows_what_is_typed_and_keeps_nothing(house, keeper):
    answer = keeper.post(PREVIEW, typed(house, emblem=emblem(), note=""))  # a reason is asked for on publishing only
    assert answer["Content-Type"] == "application/pdf", answer.text[:3000]
    text = text_of(answer.content)
    assert squeezed("Mong ông bà thông cảm MAU-261120-0001") in text
    assert squeezed("0234 3567 890") in text
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize("address", [NEW, PREVIEW])
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"note_receipt": "Gọi {so_may}"}, "Không có chỗ điền “{so_may}”"),
        ({"contact": "x" * 10_000}, "200"),
        ({"note_stop": "x" * 10_000}, "600"),
        ({"valid_to": "31/12/2098"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"emblem": b"<html>"}, "nên không nhận"),
    ],
)
def test_bad_words_are_refused_in_words_and_what_was_typed_stays(house, keeper, address, bad, said):
    files = {name: SimpleUploadedFile("a.png", content) for name, content in bad.items() if name == "emblem"}
    answer = keeper.post(address, typed(house) | bad | files)
    assert answer.status_code == 422
    assert said.lower() in answer.text.lower()
    assert "Theo QĐ 5" in answer.text
    assert not Letterhead.objects.exists()


def test_signs_that_nobody_sees_do_not_reach_the_paper(house, keeper):
    assert published(house, keeper, contact="Gọi\x00 \u202e0234\u200b").contact == "Gọi 0234"


def test_what_is_published_has_a_page_with_every_form_and_its_history(house, keeper):
    row = published(house, keeper, emblem=emblem())
    page = keeper.get(f"{HOME}phan-rieng/{row.pk}/").text
    assert "Theo QĐ 5" in page
    for form in FORMS:
        assert keeper.get(f"{HOME}phan-rieng/{row.pk}/mau/{form}/").content.startswith(b"\x89PNG")
    assert keeper.get(f"{HOME}phan-rieng/{row.pk}/mau/apology/?pdf=1").content.startswith(b"%PDF")
    assert keeper.get(f"{HOME}phan-rieng/{row.pk}/mau/result/").status_code == 404
    assert "Sắp tới" in keeper.get(HOME).text
    assert "Ban hành phần riêng trên mẫu in" in keeper.get("/quan-tri/nhat-ky/", {"loai": "mau-in"}).text


def test_a_new_one_begins_with_the_old_and_its_picture_goes_on(house, keeper):
    row = published(house, keeper, emblem=emblem())
    page = keeper.get(NEW, {"tu": row.pk}).text
    assert "0234 3567 890" in page
    assert f'name="copied" value="{row.pk}"' in page
    assert published(house, keeper, copied=row.pk).emblem_digest == row.emblem_digest != ""
    assert published(house, keeper, copied=row.pk, emblem_off="on").emblem is None
    for nonsense in ("", "x", "9" * 40, "-1", "²"):
        assert keeper.get(NEW, {"tu": nonsense}).status_code == 200


def test_it_is_used_no_more_with_a_reason_and_a_fresh_page(house, keeper):
    row = published(house, keeper)
    address = f"{HOME}phan-rieng/{row.pk}/viec/thoi-dung/"
    assert keeper.post(address, {"version": row.version}).status_code == 422
    assert keeper.post(address, {"version": row.version + 7, "note": "Sai số"}).status_code == 409
    assert keeper.post(address, {"version": row.version, "note": "Sai số"}).status_code == 303
    assert "Thôi dùng" in keeper.get(HOME).text
    assert keeper.get(address).status_code == 404


def test_others_see_nothing_of_it(house, keeper):
    row = published(house, keeper)
    page = f"{HOME}phan-rieng/{row.pk}/"
    inspector = signed_in(Client(), house.inspector)
    assert inspector.get(page).status_code == 200
    assert "Soạn bản mới" not in inspector.get(page).text
    assert [inspector.get(NEW).status_code, inspector.post(PREVIEW, typed(house)).status_code] == [403, 403]
    stranger = signed_in(Client(), make_ward()[Role.ADMINISTRATOR])
    assert [stranger.get(page).status_code, stranger.get(f"{page}mau/receipt/").status_code] == [404, 404]
    assert stranger.post(NEW, typed(house)).status_code == 422  # not a unit of theirs
    assert f"phan-rieng/{row.pk}/" not in stranger.get(HOME).text
    assert published(house, keeper, copied=row.pk).agency == house.ward
    assert not stranger.get(NEW, {"tu": row.pk}).text.count("0234 3567 890")
