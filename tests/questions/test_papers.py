"""The application paper: every answer on it, by the layout of its form, and never markup from an answer."""

import io
import json
import re
import warnings
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from motcua.questions import papers
from motcua.questions.choices import DEFAULT_LAYOUT, LAYOUTS, Kind
from motcua.questions.papers import SHEETS, TOGETHER, application_paper
from motcua.questions.problems import read_form
from motcua.questions.running import run
from motcua.ui.printing import PaperWarning
from tests.nonempty import some
from tests.questions.forms_for_tests import TODAY, ask, codes, form
from tests.questions.test_cli import told
from tests.questions.test_demo_forms import FOLDER, NAMES, answers_of, data_of

AT = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
OFFICE = "Ủy ban nhân dân phường Hương Trà"
CODE = "000.07.40.H57-261122-0001"
ATTACK = '#import "@preview/x:1.0.0": * ] $x^2$ *đậm* _nghiêng_ #panic() \\ `thô` <nhãn> @ai {1} "nháy" // không'


def printed(data, answers, **more):
    """(the pages' text with single spaces, how many pages) of an application."""
    made = read_form(data)
    values = run(made, answers, today=TODAY).values
    with warnings.catch_warnings():
        warnings.simplefilter("error", PaperWarning)
        pdf = application_paper(made, values, **{"heading": OFFICE, "at": AT, "code": CODE, **more})
    pages = PdfReader(io.BytesIO(pdf)).pages
    return plain(" ".join(page.extract_text() for page in pages)), len(pages)


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u2060", "").replace("\xad", ""))


def words_of(value):
    """The texts that a sample answer must leave on paper."""
    if isinstance(value, str):
        return [value]
    return [text for each in value for text in words_of(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", NAMES)
def test_every_question_of_a_sample_form_is_on_its_paper(name):
    data, answers = data_of(name), answers_of(name)
    text, pages = printed(data, answers, online=True, signer="Lê Thị Thử")
    made = read_form(data)
    outcome = run(made, answers, today=TODAY)
    typed = (Kind.TEXT, Kind.LONG_TEXT, Kind.IDENTITY, Kind.PHONE, Kind.EMAIL)
    for _, question, group in made.every_question():
        rows = outcome.values.get(group.code, ()) if group else [outcome.values]
        for row in rows:
            if question.kind in typed and question.code in row and question.shown:
                assert plain(str(row[question.code])).casefold() in text.casefold(), question.code
    assert data["title"]["vi"].upper() in text
    assert f"Kính gửi: {OFFICE}" in text
    assert f"Nộp trực tuyến lúc 22/11/2026 10:20. Mã hồ sơ: {CODE}." in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert pages <= 3


@pytest.mark.parametrize("name", NAMES)
def test_printed_for_the_hand_it_has_room_for_place_date_and_signature(name):
    text, _ = printed(data_of(name), answers_of(name), online=False, signer="Lê Thị Thử", place="Hương Trà")
    assert "Hương Trà, ngày 22 tháng 11 năm 2026" in text
    assert "(Ký" in text
    assert "Nộp trực tuyến" not in text


def test_a_layout_of_its_own_leaves_nothing_out():
    other = form(
        ask("asker_name", required=True), ask("hobby", label="Sở thích"), ask("left", label="Bỏ trống"),
        ask("plot_list", "group", label="Thửa", questions=[ask("plot"), ask("soil", label="Đất gì")]),
    )  # fmt: skip
    answers = {"asker_name": "Lê Thử", "hobby": "Đá cầu", "plot_list": [{"plot": "102", "soil": "Cát"}]}
    for layout in LAYOUTS:
        text, _ = printed(other | {"paper_layout": layout}, answers)
        for said in ("Lê Thử", "Sở thích: Đá cầu", "102", "Cát"):
            assert said in text, (layout, said)
        assert ("Bỏ trống" in text) == (layout == DEFAULT_LAYOUT)


def test_choices_are_boxes_rows_are_tables_and_wide_rows_are_told_one_by_one():
    columns = [ask(f"c{number}", label=f"Cột {number}") for number in range(6)]
    data = form(
        ask("sex", "choice", label="Giới", options=[{"code": "m", "label": "Nam"}, {"code": "f", "label": "Nữ"}]),
        ask("kids", "group", label="Con", questions=[ask("kid", label="Tên con")]),
        ask("wide", "group", label="Rộng", row_label="Hàng", questions=columns),
        ask("gone", "group", label="Không ai", questions=[ask("nobody")]),
        ask("sure", "declaration", text="Tôi cam đoan khai đúng."),
    )
    answers = {"sex": "f", "kids": [{"kid": "An"}, {"kid": "Bình"}], "wide": [{"c0": "x", "c5": "y"}], "sure": True}
    text, _ = printed(data, answers)
    assert "Giới: Nam Nữ" in text
    assert "TT Tên con 1 An 2 Bình" in text
    assert "Hàng 1. Cột 0: x; Cột 5: y." in text
    assert "Tôi cam đoan khai đúng." in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_answer_is_never_markup(layout):
    data = form(
        ask("asker_name", limits={"max_length": 500}), ask("reason", "long_text"),
        ask("plot_list", "group", questions=[ask("plot", limits={"max_length": 500})]),
        title=f"Thử {ATTACK}", paper_layout=layout,
    )  # fmt: skip
    answers = {"asker_name": ATTACK, "reason": ATTACK, "plot_list": [{"plot": ATTACK}]}
    text, _ = printed(data, answers, heading=ATTACK, signer=ATTACK, place=ATTACK, online=False, code=ATTACK)
    bare = text.replace(" ", "")
    assert bare.count(ATTACK.replace(" ", "")) >= 6  # three answers, heading, place, signer


def test_long_answers_many_rows_and_every_mark_of_vietnamese():
    name = "Nguyễn Thị Ưỡng Ễ Ỗ Ợ Ậ Ẵ Đặng Ỷ Ỹ Ựu"
    long = f"{name} đã trình bày sự việc như sau. " * 90
    rows = [{"kid": f"{name} {number}", "born": f"{number % 28 + 1}/1/2020"} for number in range(30)]
    data = form(
        ask("who", label="Họ tên"), ask("story", "long_text", label="Nội dung", limits={"max_length": 20_000}),
        ask("run", label="Chuỗi dài", limits={"max_length": 400}),
        ask("kids", "group", label="Con", questions=[ask("kid", label="Tên"), ask("born", "date", label="Sinh")]),
    )  # fmt: skip
    text, pages = printed(data, {"who": name, "story": long, "run": "x" * 400, "kids": rows})
    assert 4 <= pages <= 6
    assert f"Họ tên: {name}" in text
    assert all(f"{name} {number}" in text for number in range(30))
    assert text.count("đã trình bày") == 90
    assert "x" * 400 in text.replace(" ", "")


def test_what_was_not_asked_or_not_answered():
    data = form(
        ask("has", "yes_no", label="Có con"),
        ask("kid", label="Tên con", show_if={"question": "has", "is": True}),
        ask("note", label="Ghi chú"),
        ask("told", "information", label="Lưu ý", text="Đọc kỹ lời này"),
    )
    text, _ = printed(data, {"has": False, "kid": "Không ai"})
    assert "Tên con" not in text
    assert "Đọc kỹ" not in text
    assert "Ghi chú: ...." in text


def test_the_same_answers_give_the_same_bytes():
    made = read_form(data_of("birth"))
    values = run(made, answers_of("birth"), today=TODAY).values
    given = {"heading": OFFICE, "at": AT, "code": CODE}
    assert application_paper(made, values, **given) == application_paper(made, values, **given)


def test_each_layout_has_its_sheet_and_sheets_reach_nothing_outside():
    sheets = {path.stem: path.read_text("utf-8") for path in some(SHEETS.glob("*.typ"))}
    assert set(sheets) == set(LAYOUTS) | {"base"}
    for name, text in sheets.items():
        assert re.findall(r'#?import "([^"]*)"', text) == ([] if name == "base" else ["base.typ"]), name
        assert not re.search(r"#(include|eval|read)\b|\b(eval|read|plugin)\(", text), name
        assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != DEFAULT_LAYOUT])
def test_a_layout_speaks_of_questions_that_its_form_has(layout):
    data = data_of(layout)
    assert data["paper_layout"] == layout
    asked = {question.code for _, question, _ in read_form(data).every_question()}
    text = (SHEETS / f"{layout}.typ").read_text("utf-8")
    mentioned = {
        code
        for line in text.splitlines()
        for code in re.findall(r'"([a-z]+_[a-z_]+|[a-z]+)"', line)
        if "import" not in line
    }
    together = {who for name in TOGETHER for who in re.findall(rf'{name}\("(\w+)"\)', text)}
    assert mentioned - together <= asked, mentioned - together - asked
    told = papers._mentioned(layout)
    assert len(told.codes & asked) > len(asked) / 4
    assert told.codes | {code for codes_of in told.columns.values() for code in codes_of} | told.boxes <= asked


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != DEFAULT_LAYOUT])
@pytest.mark.parametrize("share", [0, 1])
def test_a_layout_prints_what_it_mentions_whatever_else_was_answered(layout, share):
    mentioned = sorted(papers._mentioned(layout).codes)
    data = form(*(ask(code) for code in mentioned), paper_layout=layout)
    answers = {code: f"Thử{number}X" for number, code in enumerate(mentioned) if number % 2 == share}
    assert codes(data) == []
    text, _ = printed(data, answers)
    lost = [code for code, said in answers.items() if said.casefold() not in text.replace(" ", "").casefold()]
    assert lost == []


def test_an_unknown_layout_is_a_problem():
    assert codes(form(ask("a"), paper_layout="fancy")) == [(None, "unknown_layout")]
    assert codes(form(ask("a"), paper_layout=3)) == [(None, "unknown_layout")]
    assert codes(form(ask("a"), paper_layout="birth")) == []


def test_it_is_printed_from_the_command_line(capsys, tmp_path):
    target, (given, answers) = tmp_path / "f.pdf", (str(FOLDER / f"birth{end}.json") for end in ("", ".answers"))
    words = ("print", given, answers, "--out", str(target), "--today", "2026-11-22")
    assert told(capsys, *words, "--to", OFFICE, "--signer", "Lê Thị Thử") == (0, "", "")
    text = plain(PdfReader(target).pages[0].extract_text())
    assert f"Kính gửi: {OFFICE}" in text
    assert "Trần Minh Thử" in text

    assert told(capsys, *words, "--online", "--code", CODE)[0] == 0
    assert CODE in PdfReader(target).pages[-1].extract_text()
    (tmp_path / "empty.json").write_text(json.dumps({}))
    code, out, _ = told(capsys, "print", given, str(tmp_path / "empty.json"), "--out", str(target))
    assert (code, "chưa đúng" in out) == (1, True)
    assert told(capsys, "print", given, answers, "--out", str(tmp_path / "no" / "f.pdf"))[0] == 2
