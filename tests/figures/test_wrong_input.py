"""Pages of figures asked what nobody should ask: an answer in words, never an error of ours."""

import pytest
from django.test import Client

from tests import dossier_factories as make
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/so-lieu/", "/so-lieu/ho-so/", "/so-lieu/su-dung/", "/so-lieu/bao-cao/II.06a/", "/so-lieu/bao-cao/II.06a/o/3/",
    "/so-lieu/bao-cao/II.06a/sau-ky/", "/so-lieu/bao-cao/II.06a/chot/", "/so-lieu/danh-gia/", "/so-lieu/y-kien/",
    "/so-lieu/danh-gia/tieu-chi/1/", "/so-lieu/so-sanh/II.06a/", "/so-lieu/nhieu-nam/", "/so-lieu/chi-so-766/",
    "/so-lieu/chi-so-766/thu-tuc/", "/so-lieu/chi-so-766/dien-bien/", "/so-lieu/chi-so-766/thu-hang/",
    "/so-lieu/chi-so-766/2.1/met/", "/so-lieu/ghi-chu/moi/",
)  # fmt: skip
ASKED = (
    {"first": "23/11/2026", "last": "01/11/2026", "begin": "9999", "end": "9999"},
    {"first": "01/01/9999", "last": "31/12/9999", "periods": "01/01/9999-31/12/9999", "other_first": "31/12/9999"},
    {"first": "0001-01-01", "last": "0001-01-02", "periods": "0001-01-01-0001-12-31", "column": "zz", "more": "-5"},
    {"first": "31/12/2200", "last": "31/12/2200", "other_first": "01/01/1800", "other_last": "02/01/1800"},
    {"unit": "9" * 30, "periods": "31/12/2200-31/12/2200"},
    {"procedure": "9.999999", "field": "KHÔNG CÓ", "step": "x", "which": "late"},
    {"field": "9" * 40},
)  # fmt: skip


@pytest.fixture
def leader(house) -> Client:
    make.in_progress(house)
    return signed_in(Client(raise_request_exception=True), house.leader)


def test_no_page_of_figures_breaks_over_what_it_is_asked(leader):
    for path in PAGES:
        for asked in ASKED:
            assert leader.get(path, asked).status_code in (200, 403, 404, 422), (path, asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"last": "31/12/9999"}, "Ngày chưa đúng"), ({"procedure": "9.999999"}, "Không có thủ tục nào mang mã này"),
        ({"first": "02/01/2026", "last": "01/01/2026"}, "Ngày đầu phải trước ngày cuối"),
        ({"unit": "abc"}, "Đơn vị"), ({"field": "KHÔNG CÓ"}, "Lĩnh vực"),
    ],
)  # fmt: skip
def test_the_leaders_page_says_what_it_cannot_show(leader, asked, words):
    page = leader.get("/so-lieu/", asked)
    assert page.status_code == 422
    assert words in page.text


def test_a_procedure_of_the_catalogue_is_shown_alone(leader):
    assert leader.get("/so-lieu/", {"procedure": make.STANDARD}).status_code == 200
