"""Every form of both sets, with the values that offices meet and those that attackers try."""

import functools
import json
import unicodedata

import pytest

from motcua.ui import printing
from motcua.ui.printing import PaperError, Printer, forms_of, prepared, print_paper
from tests.ui.paper_samples import (
    ALL,
    ATTACK,
    CODE,
    LONG_NAME,
    SIZES,
    outside,
    pages_of,
    sample,
    shown,
    sizes_of,
    squeezed,
)

COPIES = {"receipt": 2, "fee-receipt": 2}
FIELDS = json.loads((printing.PAPERS / "fields.json").read_text("utf-8"))
every_form = pytest.mark.parametrize(("set_code", "form"), ALL)


def paper_size(set_code, form):
    return SIZES[json.loads(forms_of(set_code)[form].wording)["paper"]]


def readable(text, page):
    """Titles and agencies are printed in capitals, everything else as typed."""
    return squeezed(text) in page or squeezed(text.upper()) in page


@functools.cache
def own_font_printer():
    return Printer(system_fonts=False)


def minimal(form, set_code):
    full = sample(form, set_code)
    values = {"set": set_code}
    for field in FIELDS[form]["required"]:
        head, _, tail = field.split(" | ")[0].partition(".")
        if tail:
            values.setdefault(head, {})[tail] = full[head][tail]
        else:
            values[head] = full[head]
    for key in ("papers", "rows"):
        if key in values:
            values[key] = []
    return values


@every_form
def test_a_filled_paper_shows_every_value_as_typed_on_each_copy(set_code, form):
    values = sample(form, set_code)
    pdf = print_paper(form, values)
    pages = pages_of(pdf)
    assert sizes_of(pdf) == {paper_size(set_code, form)}
    per_copy = 2 if form == "register" else 1
    assert len(pages) == per_copy * COPIES.get(form, 1)
    for copy_number in range(COPIES.get(form, 1)):
        one = "".join(pages[copy_number * per_copy : (copy_number + 1) * per_copy])
        assert [text for text in shown(form, values) if not readable(text, one)] == []
        assert readable(forms_of(set_code)[form].number, one)


@every_form
def test_the_title_is_the_one_of_the_set(set_code, form):
    page = "".join(pages_of(print_paper(form, sample(form, set_code))))
    for line in json.loads(forms_of(set_code)[form].wording)["title"]:
        assert squeezed(line) in page


@every_form
def test_the_bold_fields_alone_make_a_paper(set_code, form):
    pdf = print_paper(form, minimal(form, set_code))
    assert sizes_of(pdf) == {paper_size(set_code, form)}
    assert len(pages_of(pdf)) == (2 if form == "register" else 1) * COPIES.get(form, 1)


@every_form
def test_a_name_of_120_letters_stands_on_the_paper_whole(set_code, form):
    assert len(LONG_NAME) == 120
    values = sample(form, set_code)
    values["agency"]["name"] = LONG_NAME
    if form == "register":
        values["rows"][0]["applicant"] = LONG_NAME
    elif form == "report":
        values["rows"][0]["name"] = LONG_NAME
    elif "subtitle" in values:
        values["subtitle"] = LONG_NAME
    elif form == "procedure":
        values["sheets"][0]["name"] = LONG_NAME
    elif form == "fee-receipt":
        values["payer"]["name"] = LONG_NAME
    else:
        values["applicant"]["name"] = LONG_NAME
    pdf = print_paper(form, values)
    assert outside(pdf) == []
    text = "".join(pages_of(pdf))
    assert squeezed(LONG_NAME) in text
    assert squeezed(LONG_NAME.upper()) in text


@every_form
def test_a_word_without_spaces_stays_inside_the_page(set_code, form):
    values = sample(form, set_code)
    word = "W" * 120
    values["agency"]["name"] = word
    if form == "register":
        values["rows"][0]["applicant"] = word
    pdf = print_paper(form, values)
    assert outside(pdf) == []
    assert word in "".join(pages_of(pdf))


@every_form
def test_decomposed_letters_print_like_composed_ones(set_code, form):
    composed = sample(form, set_code)
    apart = json.loads(unicodedata.normalize("NFD", json.dumps(composed, ensure_ascii=False)))
    assert apart != composed
    assert print_paper(form, apart) == print_paper(form, composed)


def attacked(value, key=""):
    """Return the values with the attack in every text that is free."""
    if isinstance(value, dict):
        return {name: attacked(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [attacked(one, key) for one in value]
    fixed = ("set", "qr", "code", "method", "result", "stage")
    if not isinstance(value, str) or key in fixed or value[:4].isdigit():
        return value
    return f"{ATTACK}\n= {value}\n- #sys.inputs\n+ $1/0$"


@every_form
def test_markup_in_values_prints_as_typed(set_code, form):
    values = attacked(sample(form, set_code))
    if form == "register":  # its cover is one page and its signatures one block, whatever is written there
        values |= {"cover": False, "closing": sample(form)["closing"]}
    if form == "report":  # its heading is one block on every page, and the layout's own
        values |= {name: sample(form)[name] for name in ("heads", "columns", "total")}
    assert outside(print_paper(form, values)) == []
    text = "".join(pages_of(print_paper(form, values)))
    assert text.count(squeezed(ATTACK)) + text.count(squeezed(ATTACK.upper())) >= 2
    assert squeezed("- #sys.inputs") in text or squeezed("- #SYS.INPUTS") in text
    assert "root:x:0" not in text


@every_form
def test_every_sign_has_a_shape_in_the_font_that_comes_along(set_code, form):
    values = sample(form, set_code)
    values["agency"]["name"] = "☐ ☑ Ế Ẫ Ổ đ Đ ữ Ỷ – “”"
    found, ready = prepared(form, values)
    # An archive standard refuses a text that the fonts have no shape for.
    pdf = own_font_printer().pdf(found, ready, pdf_standards=["a-2u"])
    assert pdf.startswith(b"%PDF")


def test_a_sign_without_a_shape_is_noticed():
    values = sample("supplement")
    values["agency"]["name"] = "Trung tâm \U000123ab"
    found, ready = prepared("supplement", values)
    with pytest.raises(PaperError):
        own_font_printer().pdf(found, ready, pdf_standards=["a-2u"])


@pytest.mark.parametrize("set_code", ["2018", "2025"])
def test_sixty_papers_keep_the_signatures_with_the_last_lines(set_code):
    values = sample("receipt", set_code)
    values["papers"] = [{"name": f"Giấy tờ thứ {i} của hồ sơ", "originals": 1, "copies": i % 2} for i in range(1, 61)]
    pages = pages_of(print_paper("receipt", values))
    half = len(pages) // 2
    assert 2 * half == len(pages)
    assert 3 <= half <= 5
    for copy_pages in (pages[:half], pages[half:]):
        text = "".join(copy_pages)
        assert all(squeezed(f"Giấy tờ thứ {i} của hồ sơ") in text for i in range(1, 61))
        assert all(squeezed("Tên giấy tờ") in page for page in copy_pages[:-1])
        assert all(squeezed(f"{i}Mã hồ sơ: {CODE}") in page for i, page in enumerate(copy_pages[1:], 2))
        signed = next(page for page in copy_pages if squeezed("NGƯỜI TIẾP NHẬN HỒ SƠ") in page)
        assert squeezed("6. Đăng ký nhận kết quả tại") in signed


def test_a_register_of_sixty_rows_ends_with_rows_above_its_signatures():
    values = sample("register")
    row = values["rows"][0]
    values["rows"] = [{**row, "seq": i, "code": f"H61.12.05-20261102-{i:07}"} for i in range(1, 61)]
    pages = pages_of(print_paper("register", values))
    assert 6 <= len(pages) <= 10
    assert squeezed("khóa sổ ngày 30 tháng 11 năm 2026") in pages[-1]
    assert "H61.12.05-20261102-0000060" in pages[-1]
    assert all(squeezed("Cơ quan chủ trì giải quyết") in page for page in pages[1:])
    assert all(squeezed("Sổ theo dõi hồ sơ tháng 11/2026") in page for page in pages[2:])
    codes = [f"H61.12.05-20261102-{i:07}" for i in range(1, 61)]
    assert [code for code in codes if "".join(pages).count(code) != 1] == []


def test_a_control_slip_of_thirty_handovers_repeats_its_heading():
    values = sample("control")
    values["rows"] = [{**values["rows"][0], "note": f"Lượt {i}"} for i in range(1, 31)]
    pages = pages_of(print_paper("control", values))
    assert all(squeezed("TÊN CƠ QUAN") in page for page in pages)
    assert "".join(pages).count(squeezed("Chuyển")) == 0
    assert all(squeezed(f"Lượt {i}") in "".join(pages) for i in range(1, 31))


def test_the_normal_slip_leaves_no_row_alone_on_a_second_page():
    assert len(pages_of(print_paper("control", sample("control")))) == 1


def test_a_paper_can_be_printed_on_a4():
    pdf = print_paper("apology", sample("apology") | {"paper": "a4"})
    assert sizes_of(pdf) == {SIZES["a4"]}


def test_the_slot_of_the_organisations_signature_stays_free_or_says_who_signed():
    empty = pages_of(print_paper("stop", sample("stop") | {"esign": True}))[0]
    assert squeezed("Chữ ký số của tổ chức") in empty
    signed = {"org": "UBND phường Bình An", "time": "19-11-2026 10:02:31 +07:00"}
    page = pages_of(print_paper("stop", sample("stop") | {"esign": signed}))[0]
    assert squeezed("Ký số bởi: UBND phường Bình An") in page
    assert squeezed("19-11-2026 10:02:31 +07:00") in page


def test_the_two_apologies_promise_differently():
    old = pages_of(print_paper("apology", sample("apology", "2018")))[0]
    new = pages_of(print_paper("apology", sample("apology", "2025")))[0]
    assert squeezed("sẽ trả kết quả giải quyết hồ sơ vào 17 giờ 00 phút, ngày 30 tháng 11 năm 2026") in old
    assert squeezed("đề nghị gia hạn thời gian giải quyết hồ sơ thêm 05 ngày làm việc") in new
    assert squeezed("chỉ thực hiện một lần") not in old


def test_each_kind_of_a_paper_is_counted_on_its_own_line():
    page = pages_of(print_paper("receipt", sample("receipt")))[0]
    assert squeezed("Giấy tờ chứng minh chỗ ở hợp pháp Bản chính Bản sao 1 2") in page


def test_no_papers_at_all_is_said():
    page = pages_of(print_paper("receipt", sample("receipt") | {"papers": []}))[0]
    assert squeezed("Không có giấy tờ kèm theo") in page


def test_a_result_without_a_due_moment_is_said_in_words():
    values = sample("receipt") | {"due": None, "due_text": "Trả ngay sau khi giải quyết"}
    page = pages_of(print_paper("receipt", values))[0]
    assert squeezed("giải quyết hồ sơ: Trả ngay sau khi giải quyết") in page


def test_the_amount_on_a_fee_receipt_is_written_in_words():
    page = pages_of(print_paper("fee-receipt", sample("fee-receipt")))[0]
    assert squeezed("1.025.000") in page
    assert squeezed("Số tiền bằng chữ: Một triệu không trăm hai mươi lăm nghìn đồng") in page
