"""A page of figures under a name: one's own or the unit's, and never an address of anywhere else."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Role
from motcua.bulletins.actions.keeping import remove, rename, save
from motcua.bulletins.actions.scheduling import schedule
from motcua.bulletins.choices import Action
from motcua.bulletins.models import SavedView
from motcua.bulletins.pages import checked
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild, tracked
from tests.factories import make_post, signed_in, system

pytestmark = pytest.mark.django_db
REPORT = "/so-lieu/bao-cao/II.06a/?first=01/03/2026&last=31/03/2026"
KEPT = "/so-lieu/bao-cao/II.06a/?first=01%2F03%2F2026&last=31%2F03%2F2026"
URL = "/so-lieu/da-luu/"


def with_address(post):
    post.person.email = f"ai{post.pk}@thu.example.vn"
    post.person.save()
    return post


def test_a_page_is_kept_under_a_name_and_opened_again(house):
    browser = signed_in(Client(), house.leader)
    assert "/so-lieu/da-luu/luu/?trang=/so-lieu/bao-cao/II.06a/%3Ffirst%3D" in browser.get(REPORT).text
    assert REPORT.replace("&", "&amp;") in browser.get(f"{URL}luu/", {"trang": REPORT}).text
    sent = browser.post(f"{URL}luu/", {"name": "Tháng  ba ", "address": REPORT})
    assert sent.headers["Location"] == URL
    view = SavedView.objects.get()
    assert (view.name, view.address, view.shared, view.unit) == ("Tháng ba", KEPT, False, house.ward)
    assert f'<a href="{KEPT.replace("&", "&amp;")}">Tháng ba</a>' in browser.get(URL).text
    assert browser.get(view.address).status_code == 200
    assert rebuild(view) == tracked(view)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address::text FROM bulletins_savedview")
        assert b"II.06a".hex() not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/so-lieu/bao-cao/", "//evil.example/so-lieu/bao-cao/", "javascript:alert(1)", "",
        "/\\evil.example/so-lieu/", "so-lieu/bao-cao/", "/so-lieu/bao-cao/../../dang-xuat/", "/xu-ly/", "/dang-xuat/",
        "/so-lieu/khong-co/", "/so-lieu/bao-cao/II.06a/tep.pdf", "/so-lieu/ghi-chu/moi/", "/so-lieu/da-luu/",
        "http:/so-lieu/bao-cao/", "/so-lieu/bao-cao/?" + "x" * 2000,
    ],
)  # fmt: skip
def test_nothing_but_pages_of_figures_is_kept(house, address):
    answer = signed_in(Client(), house.leader).post(f"{URL}luu/", {"name": "Lạ", "address": address})
    assert answer.status_code == 422
    assert "Chỉ lưu được địa chỉ của một trang số liệu" in answer.text
    assert not SavedView.objects.exists()


def test_what_leads_to_one_page_of_a_list_is_left_out():
    assert checked("/so-lieu/bao-cao/?cursor=abc") == "/so-lieu/bao-cao/"
    assert checked(f"{REPORT}&cursor=x#day") == KEPT
    assert checked("/so-lieu/?first=01/03/2026") == "/so-lieu/?first=01%2F03%2F2026"


def test_a_name_is_given_once_and_not_left_out(house):
    view = save(by=house.leader, name="Một", address=REPORT)
    other = save(by=house.leader, name="Hai", address=REPORT)
    save(by=house.inspector, name="Một", address=REPORT)
    for name in ("", "  ", "x" * 81):
        with pytest.raises(BadInput, match="Đặt tên"):
            save(by=house.leader, name=name, address=REPORT)
    with pytest.raises(BadInput, match="dưới tên này"):
        save(by=house.leader, name=" Một ", address=REPORT)
    with pytest.raises(BadInput, match="dưới tên này"):
        rename(other, by=house.leader, name="Một")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=other.pk).update(name="Một")
    remove(view, by=house.leader)
    assert save(by=house.leader, name="Một", address=REPORT).name == "Một"


def test_what_is_shared_is_read_by_the_units_overseers_and_changed_by_its_owner(house):
    own = save(by=house.leader, name="Riêng", address=REPORT)
    shared = save(by=house.leader, name="Chung", address=REPORT, shared=True)
    for post, names in (
        (house.leader, "Chung Riêng"), (house.inspector, "Chung"), (house.reform, "Chung"),
        (make_post(Role.LEADER), ""), (house.clerk, ""),
    ):  # fmt: skip
        assert [view.name for view in SavedView.objects.visible_to(post).order_by("name")] == names.split()
    browser = signed_in(Client(), house.inspector)
    assert browser.get(f"{URL}{own.pk}/doi-ten/").status_code == 404
    assert browser.get(f"{URL}{shared.pk}/doi-ten/").status_code == 403
    assert browser.post(f"{URL}{shared.pk}/bo/", {"version": 1}).status_code == 403
    with pytest.raises(NotPermitted):
        rename(shared, by=house.inspector, name="Khác")
    with pytest.raises(NotPermitted):
        save(by=house.clerk, name="x", address=REPORT)
    renamed = signed_in(Client(), house.leader).post(
        f"{URL}{shared.pk}/doi-ten/", {"name": "Cả phường", "shared": "on", "version": 1}
    )
    assert renamed.status_code == 303
    assert "Cả phường" in browser.get(URL).text
    end_post(house.leader, by=system())
    remove(SavedView.objects.get(pk=shared.pk), by=house.inspector)  # nobody else could
    assert not SavedView.objects.visible_to(house.inspector).exists()


def test_removing_a_page_ends_its_mails(house):
    view = save(by=house.leader, name="Một", address=REPORT)
    to = [with_address(house.leader)]
    row = schedule(by=house.leader, view=view, rhythm="daily", hour=7, recipients=to, form="")
    gone = remove(view, by=house.leader)
    row.refresh_from_db()
    assert row.ended_at is not None
    assert gone.last_event.data["schedules"] == [row.pk]
    assert [event.action for event in view.events.all()] == [Action.SAVE_VIEW, Action.REMOVE_VIEW]
    with pytest.raises(StepRefused):
        remove(view, by=house.leader)
    browser = signed_in(Client(), house.leader)
    assert browser.post(f"{URL}{view.pk}/bo/").status_code == 404
    assert browser.get(f"{URL}{uuid4()}/gui/").status_code == 404


def test_a_stale_page_does_not_rename(house):
    view = save(by=house.leader, name="Một", address=REPORT)
    rename(view, by=house.leader, name="Hai")
    answer = signed_in(Client(), house.leader).post(f"{URL}{view.pk}/doi-ten/", {"name": "Ba", "version": "1"})
    assert answer.status_code == 409
    assert SavedView.objects.get().name == "Hai"


def test_the_list_costs_the_same_with_many(house, django_assert_num_queries, django_assert_max_num_queries):
    browser = signed_in(Client(), house.leader)
    assert "Lưu trang này" in browser.get(URL).text  # the empty list says how
    for number in range(2):
        save(by=house.leader, name=f"Trang {number}", address=REPORT, shared=True)
    with django_assert_max_num_queries(12) as few:
        browser.get(URL)
    for number in range(2, 20):
        save(by=(house.leader, house.inspector)[number % 2], name=f"Trang {number}", address=REPORT, shared=True)
    with django_assert_num_queries(len(few.captured_queries)):
        assert browser.get(URL).text.count("/gui/") == 20
