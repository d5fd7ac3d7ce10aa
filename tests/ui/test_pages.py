"""The list, form and detail page, over a model of core and actions that refuse."""

import re
from functools import partial

import pytest
from django import forms
from django.http import HttpResponse
from django.urls import path

from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.models import Counter
from motcua.ui import pages
from motcua.ui.inputs import Form, LineField

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
COLUMNS = [pages.Column("Phạm vi", "scope", full=True), pages.Column("Số", lambda row: row.last, num=True)]


class CounterFilters(pages.Filters):
    q = LineField(label="Tìm", required=False)
    above = forms.IntegerField(label="Lớn hơn", required=False)

    def filter_q(self, rows, value):
        return rows.filter(scope__contains=value)

    def filter_above(self, rows, value):
        return rows.filter(last__gt=value)


class NumberForm(Form):
    reason = LineField(label="Lý do")


class Thing:
    """What a form page needs of its subject."""

    pk, version = 1, 3

    def get_absolute_url(self):
        return "/thing/"


asked = []


def act(refusal=None, **inputs):
    asked.append(inputs)
    if refusal is not None:
        raise refusal
    return "xong"


REFUSALS = {
    "none": None,
    "field": BadInput("reason_short", "Lý do quá ngắn.", field="reason"),
    "other": BadInput("closed", "Hồ sơ đã khóa.", field="not_in_form"),
    "forbidden": NotPermitted(),
    "step": StepRefused(),
    "stale": StaleVersion(),
}


def numbers(request):
    return pages.list_page(
        request,
        Counter.objects.all(),
        title="Bộ đếm",
        order=("-last",),
        columns=COLUMNS,
        filters=CounterFilters,
        noun="bộ đếm",
        size=5,
        actions=[{"label": "Thêm", "url": "/new/", "key": "counter:intake"}],
        lead="Các số đã cấp",
    )


def change(request, how):
    return pages.form_page(
        request, NumberForm, subject=Thing(), act=partial(act, REFUSALS[how]), title="Đổi", done="/thing/", said=str
    )


@pages.one_click
def press(request, how):
    return pages.run(request, partial(act, REFUSALS[how]), subject=Thing(), done=lambda result: f"/{result}/")


def show(request):
    return pages.detail_page(
        request,
        Thing(),
        title="Một việc",
        template="ui/detail_page.html",
        crumbs=[("Danh sách", "/list/")],
        actions=[
            {"label": "Chuyển bước", "url": "/go/", "kind": "primary"},
            {"label": "Rút", "url": "/press/none/", "post": True},
        ],
        around=("/a/", "/b/"),
        place="2 / 3",
    )


urlpatterns = [
    path("list/", numbers),
    path("change/<how>/", change),
    path("press/<how>/", press),
    path("show/", show),
    path("thing/", lambda request: HttpResponse("đây")),
]


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


def fill(count):
    Counter.objects.bulk_create(Counter(scope=f"phòng {n:02}", period="2026", last=n * 1000) for n in range(count))


def test_a_list_shows_its_rows_in_order_with_figures_grouped(client):
    fill(4)
    body = client.get("/list/").content.decode()
    assert body.index("3.000") < body.index("2.000") < body.index("1.000")
    assert "<h1>Bộ đếm</h1>" in body
    assert "Các số đã cấp" in body
    assert 'data-key="N"' in body


def test_a_list_costs_the_same_for_2_rows_and_for_20(client, django_assert_num_queries):
    fill(2)
    with django_assert_num_queries(2):
        client.get("/list/")
    Counter.objects.all().delete()
    fill(20)
    with django_assert_num_queries(2):
        page = client.get("/list/").context["page"]
    with django_assert_num_queries(2):
        client.get("/list/", {"cursor": page.next})


def test_filters_narrow_and_what_cannot_be_read_filters_nothing(client):
    fill(4)
    assert [row.last for row in client.get("/list/?above=1000").context["page"].items] == [3000, 2000]
    answer = client.get("/list/?above=nhiều&q=phòng 03")
    assert [row.last for row in answer.context["page"].items] == [3000]
    assert answer.context["filters_form"].errors["above"]


def test_a_list_without_rows_says_so_and_what_to_do(client):
    body = client.get("/list/?q=không có").content.decode()
    assert "Không có bộ đếm nào" in body
    assert "Thử bỏ bớt điều kiện lọc." in body


def test_a_broken_cursor_shows_the_first_page(client):
    fill(7)
    answer = client.get("/list/?cursor=%00%ff")
    assert answer.status_code == 200
    assert answer.context["page"].first == 1


def test_a_form_calls_its_action_with_the_inputs_and_the_version(client):
    answer = client.post("/change/none/", {"reason": " Mưa  bão ", "version": "3"})
    assert asked == [{"reason": "Mưa bão", "version": 3}]
    assert (answer.status_code, answer.url) == (303, "/thing/")


def test_reading_a_form_does_nothing(client):
    answer = client.get("/change/none/")
    assert answer.status_code == 200
    assert asked == []
    assert b'name="version" value="3"' in answer.content


def test_an_unsound_form_does_nothing_and_keeps_what_was_typed(client):
    answer = client.post("/change/none/", {"reason": "", "version": "3"})
    assert (answer.status_code, asked) == (422, [])
    assert "Nhập lý do" in answer.content.decode()


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("field", 422, '<a href="#id_reason">Lý do quá ngắn.</a>'),
        ("other", 422, "<li>Hồ sơ đã khóa.</li>"),
        ("forbidden", 403, "không có quyền"),
        ("step", 409, "không thực hiện được ở trạng thái hiện tại"),
    ],
)
def test_a_refusal_stands_in_the_error_summary_with_the_input_kept(client, how, status, words):
    answer = client.post(f"/change/{how}/", {"reason": "Mưa bão", "version": "3"})
    body = answer.content.decode()
    assert answer.status_code == status
    assert words in body
    assert 'value="Mưa bão"' in body


def test_a_stale_page_is_explained_and_carries_the_new_version(client):
    answer = client.post("/change/stale/", {"reason": "Mưa bão", "version": "2"})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in body
    assert 'value="Mưa bão"' in body
    assert 'name="version" value="3"' in body
    assert 'href="/thing/"' in body


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 6000, "٣"])
def test_a_page_that_lost_its_version_is_never_taken_for_the_current_one(client, version):
    client.post("/change/none/", {"reason": "Mưa bão", "version": version})
    assert all(inputs["version"] != 3 or version == "٣" for inputs in asked)


def test_one_click_is_a_post_and_goes_where_the_result_says(client):
    assert client.get("/press/none/").status_code == 405
    answer = client.post("/press/none/", {"version": "3"})
    assert (answer.status_code, answer.url) == (303, "/xong/")


@pytest.mark.parametrize(("how", "status"), [("forbidden", 403), ("stale", 409), ("other", 422)])
def test_a_refused_click_says_why(client, how, status):
    answer = client.post(f"/press/{how}/", {"version": "3"}, headers={"referer": "http://testserver/thing/"})
    assert answer.status_code == status
    body = answer.content.decode()
    assert REFUSALS[how].message in body
    assert 'href="http://testserver/thing/"' in body


def test_the_way_back_never_leads_elsewhere(client):
    answer = client.post("/press/other/", headers={"referer": "http://evil.example/"})
    assert b"evil.example" not in answer.content


def test_a_detail_page_offers_what_is_allowed_and_its_neighbours(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        body = client.get("/show/").content.decode()
    assert 'href="/go/"' in body
    assert 'href="/a/"' in body
    assert 'href="/b/"' in body
    assert re.search(
        r'<form class="act" method="post" action="/press/none/".+name="version" value="3".+Rút', body, re.S
    )
    assert "2 / 3" in body


def test_many_are_done_one_by_one_and_each_has_its_line():
    lines = pages.each(
        [1, 2, 3], lambda item: act(REFUSALS["step"] if item == 2 else None), name=lambda item: f"HS {item}"
    )
    assert [(line["name"], line["tone"]) for line in lines] == [
        ("HS 1", "ontime"),
        ("HS 2", "late"),
        ("HS 3", "ontime"),
    ]
