"""The queue of damaged codes on the screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.procedures.importers.catalogue import import_file
from motcua.procedures.models import CodeAnswer, damaged
from tests.administration.catalogues import bring, make_house, record
from tests.factories import system

pytestmark = pytest.mark.django_db
LIST = reverse("administration:national_damaged")


@pytest.fixture
def house(tmp_path):
    house = make_house()
    bring(record(10, name="Đăng ký thử"), record(2, name="Đăng ký khác"))
    house.path = tmp_path / "tinh.csv"
    house.path.write_text("MA,TTHC_MA,NAME\n,9.00001,Đăng ký thử\n,1.00E+06,Lạ lùng\n", encoding="utf-8-sig")
    import_file(house.path, by=system())
    return house


def page_of(code):
    return reverse("administration:national_damaged_code", args=[damaged().get(code=code).pk])


def shown(client, **asked):
    return [row.code for row in client.get(LIST, asked).context["page"].items]


def test_the_queue_is_counted_listed_and_filtered(house):
    client = house.browser(Role.ADMINISTRATOR)
    overview = client.get(reverse("administration:national_queues"))
    assert {queue.label: queue.count for queue in overview.context["queues"]}["Mã thủ tục hỏng"] == 2
    assert shown(client) == ["1.00E+06", "9.00001"]
    assert shown(client, q="9.0") == ["9.00001"]
    assert shown(client, state="answered") == []


def test_the_right_procedure_is_offered_and_chosen(house):
    client = house.browser(Role.ADMINISTRATOR)
    page = client.get(page_of("9.00001"))
    offered = [value for value, _ in page.context["form"].fields["meant"].choices]
    assert offered == ["9.000010", "9.000002", "khac", "khong-nhan"]
    done = client.post(page_of("9.00001"), {"meant": "9.000010", "reason": "Mất số 0"})
    assert done.status_code == 303
    assert CodeAnswer.objects.get().procedure.code == "9.000010"
    assert shown(client) == ["1.00E+06"]
    assert shown(client, state="answered") == ["9.00001"]
    assert "9.000010" in [row.code for row in import_file(house.path, by=system()).rows]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Chọn thủ tục đúng"),
        ({"meant": "khong-nhan"}, "phải ghi lý do"),
        ({"meant": "khac"}, "Nhập mã thủ tục đúng"),
        ({"meant": "khac", "code": "7.777777"}, "Danh mục không có thủ tục mã 7.777777"),
    ],
)
def test_bad_answers_are_told_in_words(house, given, told):
    answer = house.browser(Role.ADMINISTRATOR).post(page_of("1.00E+06"), given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not CodeAnswer.objects.exists()


def test_a_wrong_answer_is_put_right_and_a_stale_page_refused(house):
    client, url = house.browser(Role.ADMINISTRATOR), page_of("9.00001")
    client.post(url, {"meant": "khong-nhan", "reason": "Nhầm"})
    page = client.get(url)
    assert "Không nhận: Nhầm" in page.content.decode()
    given = {"meant": "khac", "code": "9.000010", "version": page.context["version"]}
    assert client.post(url, given).status_code == 303
    assert client.post(url, given).status_code == 409
    assert CodeAnswer.objects.get().procedure.code == "9.000010"


def test_keepers_look_and_only_administrators_settle(house):
    for role, may in ((Role.REFORM_OFFICER, 200), (Role.LEADER, 200), (Role.RECEPTIONIST, 403)):
        client = house.browser(role)
        assert client.get(LIST).status_code == may
        assert client.get(page_of("9.00001")).status_code == 403
        assert client.post(page_of("9.00001"), {"meant": "khong-nhan", "reason": "x"}).status_code == 403


def test_the_list_costs_the_same_for_two_and_for_twenty(house):
    client = house.browser(Role.ADMINISTRATOR)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(LIST)
        return len(caught)

    few = queries()
    house.path.write_text("\n".join(["TTHC_MA,NAME", *(f"8.{n},Tên {n}" for n in range(18))]), encoding="utf-8-sig")
    import_file(house.path, by=system())
    assert queries() == few
