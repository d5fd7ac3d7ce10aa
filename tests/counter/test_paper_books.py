"""Paper books: opened by the head of the desk, printed with their numbers, their sheets sent and typed on pages."""

import io
from types import SimpleNamespace

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from motcua.core.errors import BadInput, NotPermitted
from motcua.counter import columns
from motcua.counter.models import Sheet
from motcua.dossiers.actions.paper_books import open_book, spoil
from motcua.dossiers.models import Dossier
from tests.counter.sheets import WHY, book_of, entered, head_of_desk, line, sent
from tests.dossier_factories import STANDARD
from tests.factories import signed_in

URL = "/tiep-nhan/so-giay/"


@pytest.fixture
def head(house: SimpleNamespace, set_clock):
    set_clock("2026-11-02T09:00")
    return head_of_desk(house)


@pytest.fixture
def book(head):
    return book_of(head, last=30)


@pytest.fixture
def browser(client: Client, head):
    return signed_in(client, head)


def filled(rows, *, kind="xlsx"):
    lines = [[said.get(key, "") for key in columns.KEYS] for _, said in rows]
    content = columns.template(lines, title="Sổ giấy")
    return SimpleUploadedFile(f"so.{kind}", content)


def test_a_book_is_opened_once_with_its_numbers_by_the_head_of_the_desk(house, head):
    made = open_book(by=head, code="SG-9", first=5, last=9)
    assert made.waiting() == [(5, 9)]
    assert made.events.get().data["changed"]["code"] == "SG-9"
    for wrong in ({"code": "SG-9", "first": 1, "last": 2}, {"code": " ", "first": 1, "last": 2},
                  {"code": "A", "first": 3, "last": 2}, {"code": "A", "first": 1, "last": 20_001}):  # fmt: skip
        with pytest.raises(BadInput):
            open_book(by=head, **wrong)
    with pytest.raises(NotPermitted):
        open_book(by=house.clerk, code="B", first=1, last=2)


def test_numbers_are_written_off_once_with_a_reason_and_what_is_left_is_told(head, book):
    entered([line(2), line(4)], head, book)
    spoil(book, by=head, first=5, last=7, note="In lỗi")
    assert book.waiting() == [(1, 1), (3, 3), (8, 30)]
    for first, last, note in ((4, 5, "x"), (1, 31, "x"), (9, 8, "x"), (9, 9, " ")):
        with pytest.raises(BadInput):
            spoil(book, by=head, first=first, last=last, note=note)
    assert book.waiting() == [(1, 1), (3, 3), (8, 30)]


def test_the_printed_book_has_a_line_and_a_receipt_for_each_number(browser, book):
    answer = browser.get(f"{URL}{book.pk}/in.pdf", {"first": 3, "last": 5})
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for number in (3, 4, 5):
        assert f"SG-01 / {number}" in text
    assert "SG-01 / 6" not in text
    for wrong in ({"first": 0, "last": 2}, {"first": 29, "last": 31}, {"first": "x", "last": 2}, {}):
        assert browser.get(f"{URL}{book.pk}/in.pdf", wrong).status_code == 422


def test_a_filled_in_template_is_looked_at_entered_and_told_row_by_row(browser, head, book):
    upload = filled([line(1), line(2, phone="12")])
    answer = browser.post(f"{URL}{book.pk}/tai-len/", {"file": upload, "note": WHY})
    page = browser.get(answer.url)
    assert "Có dòng phải sửa" in page.content.decode()
    assert "Điện thoại: Số điện thoại không đúng" in page.content.decode()
    assert not Dossier.objects.exists()
    assert browser.post(answer.url, {"deed": "run"}).status_code == 303
    assert "0 / 1 dòng" in browser.get(answer.url).content.decode()
    browser.post(answer.url, {"deed": "go_on"})
    browser.post(answer.url, {"deed": "go_on"})
    assert "Đã nhập xong" in browser.get(answer.url).content.decode()
    dossier = Dossier.objects.get()
    assert f"/xu-ly/ho-so/{dossier.code}/" in browser.get(answer.url).content.decode()
    mend = columns.read(browser.get(f"{answer.url}can-sua.xlsx").content)
    assert [said["phone"] for _, said in mend] == ["12"]


def test_a_csv_does_as_well(browser, book):
    row = line(3)[1]
    text = "Số trong sổ;Ngày giờ nhận;Mã thủ tục;Chủ hồ sơ\n" + ";".join(
        (row["number"], row["received"], row["procedure"], row["name"])
    )
    upload = SimpleUploadedFile("so.csv", text.encode("utf-8-sig"))
    answer = browser.post(f"{URL}{book.pk}/tai-len/", {"file": upload, "note": WHY})
    assert Sheet.objects.get().rows.get().outcome == "good", answer.content


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Không thấy hàng tên cột"), (b"a;b\n1;2", "Không thấy hàng tên cột"), (b"\xff\xfe\x00", "CSV mã UTF-8"),
        (b"PK\x03\x04 no workbook", "Tệp hỏng"), ("Số trong sổ;Chủ hồ sơ\n1;A".encode(), "Thiếu cột"),
        ("Số trong sổ;Ngày giờ nhận;Mã thủ tục;Chủ hồ sơ\n".encode(), "không có dòng nào"),
    ],
)  # fmt: skip
def test_what_is_no_register_is_told_beside_the_field(browser, book, content, told):
    upload = SimpleUploadedFile("so.xlsx", content)
    answer = browser.post(f"{URL}{book.pk}/tai-len/", {"file": upload, "note": WHY})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_cell_far_out_is_refused_before_anything_lays_out_the_cells_before_it():
    with pytest.raises(BadInput, match="nhiều nhất"):
        columns.read(far_out())


def far_out() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet().write(1_048_000, 16_000, "x")
    return out.getvalue()


def test_moments_and_numbers_of_a_spreadsheet_are_read_as_somebody_would_have_typed_them():
    content = columns.template([[7.0, "", STANDARD, *[""] * (len(columns.KEYS) - 3)]], title="x")
    assert columns.read(content)[0][1] == {"number": "7", "procedure": STANDARD}


def test_rows_are_typed_in_a_grid_that_offers_the_next_numbers(browser, head, book):
    entered([line(1)], head, book)
    assert (
        'name="0-number" aria-label="Số trong sổ, dòng 1" value="2"'
        in browser.get(f"{URL}{book.pk}/go/").content.decode()
    )
    typed = {f"0-{key}": text for key, text in line(2)[1].items()} | {"1-number": "3", "note": WHY}
    answer = browser.post(f"{URL}{book.pk}/go/", typed)
    assert answer.status_code == 302
    assert [row.outcome for row in Sheet.objects.order_by("-sent_at")[0].rows.all()] == ["good"]
    for wrong in ({"0-number": "3", "note": WHY}, typed | {"note": ""}):
        assert browser.post(f"{URL}{book.pk}/go/", wrong).status_code == 422


def test_a_book_tells_which_numbers_are_left_and_a_clerk_may_look_but_not_enter(client, house, head, book):
    entered([line(2)], head, book)
    clerk = signed_in(client, house.clerk)
    page = clerk.get(f"{URL}{book.pk}/").content.decode()
    assert "3–30" in page
    assert "Chỉ trưởng, phó bộ phận một cửa" in page
    assert "Nhập từ bảng tính" not in page
    assert clerk.get(f"{URL}mo/").status_code == 403
    assert clerk.post(f"{URL}{book.pk}/go/", {"0-number": "3", "0-name": "A", "note": WHY}).status_code == 403
    sheet = sent([line(3)], head, book)
    assert clerk.post(f"{URL}bang/{sheet.pk}/", {"deed": "run"}).status_code == 403


def test_other_desks_see_neither_books_nor_sheets(client, book, head):
    sheet = sent([line(1)], head, book)
    other = signed_in(client, head_of_desk(SimpleNamespace(centre=None)))
    for path in (f"{book.pk}/", f"{book.pk}/mau.xlsx", f"bang/{sheet.pk}/", f"bang/{sheet.pk}/can-sua.xlsx"):
        assert other.get(f"{URL}{path}").status_code == 404


def test_pages_cost_the_same_with_two_rows_and_with_twenty(browser, head, book, django_assert_max_num_queries):
    other = sent([line(1), line(2)], head, book)
    browser.get(f"{URL}bang/{other.pk}/")
    with django_assert_max_num_queries(20) as two:
        browser.get(f"{URL}bang/{other.pk}/")
        browser.get(f"{URL}{book.pk}/")
        browser.get(URL)
    many = sent([line(number) for number in range(1, 21)], head, book)
    for number in range(8):
        book_of(head, code=f"B{number}")
    with django_assert_max_num_queries(len(two)):
        browser.get(f"{URL}bang/{many.pk}/")
        browser.get(f"{URL}{book.pk}/")
        browser.get(URL)
