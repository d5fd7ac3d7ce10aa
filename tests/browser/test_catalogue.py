"""The catalogue's screens in a real browser: readable for everybody, on a phone and at the desk."""

import os
from datetime import date

import pytest

from motcua.agencies.choices import Role
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.models import ImportRow, ImportRun, NationalChange, NationalProcedure
from tests.administration.catalogues import MORNING, bring, give, make_house, record
from tests.factories import system
from tests.procedures.conftest import draft

PHONE, DESK = 390, 1440
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages oneself

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def places(set_clock):
    """The pages of the family, with something on each, and who may see them all."""
    set_clock(MORNING)
    house = make_house()
    long = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp khác nhau"
    found = give(
        house, record(1, name=long, field="Đất đai"), cases=[{"key": "c1", "name": "Cấp mới"}],
        fees=[{"name": "Lệ phí", "amount": 16_000, "case": "c1"}, {"name": "Phí", "set_by_council": True}],
        legal_bases=["15/2025/NĐ-CP"],
    )  # fmt: skip
    give(house, record(2), published=False)
    new = draft(papers=[{"name": "Đơn đề nghị", "originals": 1, "copies": 2}, {"name": "Ảnh", "copies": 1}])
    change_draft(found, by=system(), draft=found.draft | new)
    publish(found, by=system(), valid_from=date(2026, 5, 1))
    bring(record(1, name=f"{long}, sửa đổi", updated="2026-02-01"), record(3, agencies=("Sở Lạ",), doubts=("Phí: lạ",)))
    bring(record(3, name="Tên mới", updated="2026-02-02"), review=True)
    adoption, desk = f"/quan-tri/thu-tuc/{found.pk}/", "/quan-tri/danh-muc-quoc-gia/"
    doubtful = NationalProcedure.objects.get(code="9.000003")
    ImportRow.objects.create(
        run=ImportRun.objects.last(), place="dòng 7", code="9.00001", name=long, outcome="doubtful",
        reasons=["Mã 9.00001 mất số 0 ở cuối, có thể là 9.000010"],
    )  # fmt: skip
    paths = {
        "danh-sach": "/quan-tri/thu-tuc/", "thu-tuc": adoption, "so-sanh": f"{adoption}so-sanh/?trai=1&phai=2",
        "ban": f"{adoption}ban/2/", "ban-hanh": f"{adoption}ban-hanh/", "thoi": f"{adoption}thoi/",
        "huy": f"{adoption}ban/2/huy/", "ra-soat": f"{adoption}ra-soat/", "quoc-gia": desk,
        "ban-quoc-gia": f"{desk}{doubtful.pk}/", "ap-dung": f"{desk}{doubtful.pk}/ap-dung/",
        "nghi-van": f"{desk}{doubtful.pk}/nghi-van/", "cho-xem": f"{desk}cho-xem/", "so-tep": f"{desk}so-tep/",
        "khac-biet": f"{desk}khac-biet/", "mot-khac-biet": f"{desk}khac-biet/{NationalChange.objects.get().pk}/",
        "cach-viet": f"{desk}cach-viet/", "ma-hong": f"{desk}ma-hong/",
        "mot-ma-hong": f"{desk}ma-hong/{ImportRow.objects.last().pk}/",
    }  # fmt: skip
    parts = ("chung", "truong-hop", "thoi-han", "phi", "giay-to", "quy-trinh", "chi-so")
    paths |= {f"sua-{part}": f"{adoption}sua/{part}/" for part in parts}
    route = paths["sua-quy-trinh"]
    pages = ("?buoc=specialist", "thu/?viec=receive.0", "so-sanh/", "co-san/")
    paths |= {f"quy-trinh-{number}": f"{route}{page}" for number, page in enumerate(pages)}
    return vars(house)[Role.ADMINISTRATOR].person.username, paths


AT_DESK = (
    "danh-sach", "thu-tuc", "so-sanh", "sua-phi", "sua-quy-trinh", "quy-trinh-1", "khac-biet", "ma-hong", "mot-ma-hong",
)  # fmt: skip


def test_the_pages_of_the_catalogue_break_no_rule_of_accessibility(
    page_at, axe, unlabelled, overflowing, login, places
):
    username, paths = places
    wrong = []
    page = page_at(PHONE)
    login(page, username)
    for width, names in (
        (PHONE, paths),
        (
            DESK,
            (
                "danh-sach",
                "thu-tuc",
                "so-sanh",
                "sua-phi",
                "sua-quy-trinh",
                "quy-trinh-1",
                "khac-biet",
                "ma-hong",
                "mot-ma-hong",
            ),
        ),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        for name in names:
            page.goto(paths[name])
            wrong += [f"{name} {width}: {line}" for line in (*axe(page), *unlabelled(page), *overflowing(page))]
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    assert not wrong, "\n".join(wrong)


def test_an_edition_is_published_for_a_later_day_and_cancelled_by_keyboard_and_click(page_at, login, places):
    username, paths = places
    page = page_at(DESK)
    login(page, username)
    page.goto(paths["huy"])
    page.fill("input[name=reason]", "Nhầm ngày")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{paths['thu-tuc']}")
    assert "Đã hủy ngày 02/03/2026" in page.content()
    page.goto(paths["ban-hanh"])
    page.fill("input[name=valid_from]", "1/6/2026")
    page.get_by_role("button", name="Ban hành", exact=True).click()
    page.wait_for_url(f"**{paths['thu-tuc']}")
    assert "Đã ban hành bản số 3, có hiệu lực từ 01/06/2026" in page.content()


def test_a_route_is_edited_without_script(page_at, login, places):
    username, paths = places
    page = page_at(PHONE, script=False)
    login(page, username)
    page.goto(paths["sua-quy-trinh"])
    page.fill("input[name=name]", "Kiểm tra thực địa")
    page.get_by_role("button", name="Thêm bước").click()
    assert "Đã thêm bước “Kiểm tra thực địa”" in page.content()
    page.select_option("select[name=unit]", "hour")
    page.fill("input[name=amount]", "2")
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert "Bộ phận giải quyết · 2 giờ làm việc" in page.content()
