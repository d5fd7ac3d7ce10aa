"""Lists as one likes them: columns, named filters, where one begins, and one's place in the list."""

import re

import pytest

from motcua.agencies.models import ListView
from tests import dossier_factories as make
from tests.factories import make_post

INBOX, DOSSIERS, KEPT = "/xu-ly/", "/xu-ly/ho-so/", "/xu-ly/cach-xem/"


def keep(client, name="Trễ", query="?tab=late", list="inbox"):
    return client.post(f"{KEPT}luu/", {"list": list, "name": name, "query": query}, follow=True)


def change(client, view, do, **more):
    return client.post(f"{KEPT}{view.pk}/", {"do": do} | more, follow=True)


def test_a_filter_in_use_can_be_kept_and_is_one_press_away(house, screen_of):
    client = screen_of(house.specialist)
    assert 'id="keep-name"' not in client.get(INBOX).text
    assert 'id="keep-name"' in client.get(INBOX, {"tab": "late"}).text
    page = keep(client, query="?tab=late&q=cap+giay&cursor=abc&x=1")
    assert page.redirect_chain[-1][0] == "/xu-ly/?tab=late&q=cap+giay"
    assert 'href="/xu-ly/?tab=late&amp;q=cap+giay" aria-current="true">Trễ' in page.text
    keep(client, name="Đang làm", query="?ds=1&state=in_progress", list="dossiers")
    assert 'href="/xu-ly/ho-so/?state=in_progress"' in client.get(DOSSIERS).text


def test_a_list_opens_as_one_likes_to_begin_and_plainly_from_its_tab(house, screen_of):
    client = screen_of(house.specialist)
    keep(client)
    change(client, ListView.objects.get(), "start")
    assert client.get(INBOX).url == "/xu-ly/?tab=late"
    assert client.get(INBOX, {"tab": ""}).status_code == 200
    change(client, ListView.objects.get(), "plain")
    assert client.get(INBOX).status_code == 200


def test_columns_hidden_stay_hidden_for_this_person(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    response = client.post(f"{KEPT}cot/", {"list": "inbox", "show": ["due"], "query": "?tab="}, follow=True)
    assert response.redirect_chain[-1][0] == "/xu-ly/?tab="
    page = response.text
    assert ">Bước</th>" not in page
    assert ">Hẹn trả</th>" not in page
    assert ">Hạn của bước</th>" in page
    heads = len(re.findall(r'<th scope="col"', page))
    assert re.search(r'colspan="(\d+)"', page)[1] == str(heads)
    assert dossier.code in page
    make.received(house)
    assert ">Bước</th>" in screen_of(house.clerk).get(INBOX).text
    client.post(f"{KEPT}cot/", {"list": "dossiers", "show": []})
    assert ">Trạng thái</th>" not in client.get(DOSSIERS).text


def test_kept_filters_are_renamed_shared_and_removed_on_their_page(house, screen_of):
    client = screen_of(house.specialist)
    keep(client)
    view = ListView.objects.get()
    assert 'value="Gấp"' in change(client, view, "rename", name="Gấp").text
    change(client, view, "share")
    colleague = screen_of(make_post("specialist", agency=house.division))
    assert "Gấp" in colleague.get(INBOX).text
    assert "chia sẻ với đơn vị" in colleague.get(KEPT).text
    assert change(colleague, view, "remove").status_code == 403
    change(client, view, "unshare")
    assert "Gấp" not in colleague.get(INBOX).text
    change(client, view, "remove")
    assert not ListView.objects.exists()


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("luu/", {"list": "inbox", "name": "", "query": "?tab=late"}, 422),
        ("luu/", {"list": "khác", "name": "A"}, 404),
        ("cot/", {"list": "khác"}, 404),
        ("00000000-0000-4000-8000-000000000000/", {"do": "remove"}, 404),
    ],
)
def test_what_cannot_be_kept_is_refused(house, screen_of, address, sent, status):
    assert screen_of(house.specialist).post(f"{KEPT}{address}", sent).status_code == status
    assert not ListView.objects.exists()


def test_an_unknown_deed_changes_nothing(house, screen_of):
    client = screen_of(house.specialist)
    keep(client)
    assert change(client, ListView.objects.get(), "burn").status_code == 404
    assert ListView.objects.get().name == "Trễ"


def test_ones_place_in_the_filtered_list_is_told(house, screen_of):
    rows = [make.in_progress(house) for _ in range(3)]
    make.in_progress(house, make.CASES, case="a")
    client = screen_of(house.specialist)
    assert " / 4<" in client.get(f"{DOSSIERS}{rows[1].code}/?tab=").text
    assert ">2 / 3<" in client.get(f"{DOSSIERS}{rows[1].code}/?tab=&q=cap+giay").text
    assert ">1 / 3<" in client.get(f"{DOSSIERS}{rows[2].code}/?ds=1&procedure={make.STANDARD}").text


def test_what_waits_for_anyone_is_found_by_its_head(house, screen_of):
    free, given = make.in_progress(house), make.to_sign(house)
    page = screen_of(house.head).get(DOSSIERS, {"work": "unassigned"}).text
    assert free.code in page
    assert given.code not in page
    assert free.code not in screen_of(house.clerk).get(DOSSIERS, {"work": "owing"}).text
