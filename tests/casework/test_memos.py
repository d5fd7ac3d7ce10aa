"""Notes among colleagues on the dossier's page."""

from django.urls import reverse

from motcua.dossiers.models import Memo
from tests import dossier_factories as make


def send(client, dossier, **sent):
    return client.post(f"/xu-ly/ho-so/{dossier.code}/trao-doi/", sent, follow=True)


def change(client, memo, do):
    return client.post(reverse("casework:memo", args=[memo.dossier.code, memo.pk]), {"do": do}, follow=True)


def test_a_note_is_read_on_the_page_seen_by_the_named_and_erased_by_the_writer(house, screen_of):
    dossier = make.in_progress(house)
    writer, reader = screen_of(house.specialist), screen_of(house.clerk)
    assert f'value="{house.clerk.person.username}"' in writer.get(f"/xu-ly/ho-so/{dossier.code}/").text
    page = send(writer, dossier, text="Bản vẽ <b>mờ</b>", to=house.clerk.person.username).text
    assert "Bản vẽ &lt;b&gt;mờ&lt;/b&gt;" in page
    assert "Đã xem" not in page
    assert "Xem trao đổi của" in reader.get("/xu-ly/").text
    memo = Memo.objects.get()
    assert "Đã xem</button>" in reader.get(f"/xu-ly/ho-so/{dossier.code}/?tab=").text
    assert "Đã xem trao đổi." in change(reader, memo, "see").text
    assert "Xem trao đổi của" not in reader.get("/xu-ly/").text
    assert change(reader, memo, "erase").status_code == 403
    assert change(reader, memo, "burn").status_code == 404
    assert "Người viết đã xóa." in change(writer, memo, "erase").text


def test_what_cannot_be_sent_is_said(house, screen_of):
    dossier, client = make.in_progress(house), screen_of(house.specialist)
    assert send(client, dossier, text="").status_code == 422
    assert send(client, dossier, text="A", to=house.inspector.person.username).status_code == 422
    assert send(screen_of(house.inspector), dossier, text="A").status_code == 404
    assert client.get(f"/xu-ly/ho-so/{dossier.code}/trao-doi/").status_code == 405


def test_notes_cost_one_query_however_many(house, screen_of, queries):
    dossier, client = make.in_progress(house), screen_of(house.specialist)
    send(client, dossier, text="Một")
    few = queries(client, f"/xu-ly/ho-so/{dossier.code}/?tab=")
    for _ in range(5):
        send(client, dossier, text="Nữa", to=house.clerk.person.username)
    assert queries(client, f"/xu-ly/ho-so/{dossier.code}/?tab=") == few <= 12
