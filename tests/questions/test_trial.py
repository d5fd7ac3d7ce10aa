"""A form tried on its pages, without JavaScript: what is shown, carried on, complained of, added, left out."""

import html
import io
import json
import re

import house
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from motcua.agencies.choices import MACHINES, Role
from motcua.questions.choices import Kind
from motcua.questions.permissions import FORM_MAKERS
from motcua.questions.problems import read_form
from motcua.questions.trials import Trial
from tests.factories import make_post, signed_in
from tests.questions.forms_for_tests import TODAY, ask, form

WAY = "questions:trial"
TWO = {
    "sections": [
        {
            "code": "one",
            "title": "Phần một",
            "questions": [
                ask("married", "yes_no", required=True),
                ask("spouse", required=True, show_if={"question": "married", "is": True}),
                ask("note", "information", text="Đọc kỹ."),
            ],
        },
        {
            "code": "two",
            "title": "Phần hai",
            "show_if": {"question": "married", "is": True},
            "questions": [
                ask("home", "address", required=True),
                ask("proof", "file"),
                ask(
                    "kids",
                    "group",
                    row_label="Con",
                    questions=[ask("kid", required=True), ask("kid_born", "date")],
                    limits={"max_rows": 3},
                ),
                ask("kid_count", "number", computed="count(kids)"),
                ask("needs", "choices"),
                ask("capital", "money"),
            ],
        },
    ],
    "fees": [{"code": "f", "label": "Lệ phí", "basis": "Biểu phí thử", "base": 8000}],
}
DATA = form(**TWO)


@pytest.fixture
def desk(db):
    return Walker(signed_in(Client(), make_post(Role.ADMINISTRATOR)))


class Walker:
    """A browser without JavaScript: sends back what the page holds."""

    def __init__(self, client):
        self.client = client
        self.page = ""

    def begin(self, data):
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self._send({"form": SimpleUploadedFile("form.json", raw)})

    def send(self, button="next", **given):
        state = {name: self.hidden(name) for name in ("form_text", "answers", "page", "language")}
        return self._send({**state, "go": button, **{f"q-{name}": value for name, value in given.items()}})

    def _send(self, data):
        response = self.client.post(reverse(WAY), data)
        self.page = response.content.decode(errors="replace")
        return response

    def hidden(self, name):
        return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', self.page)[1])

    @property
    def text(self):
        inside = re.search(r"<main.*</main>", self.page, re.DOTALL)[0]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())

    @property
    def names(self):
        return set(re.findall(r'name="(q-[^"]+)"', self.page))


@pytest.mark.django_db
def test_only_who_makes_forms_may_try_them():
    for role in Role:
        expected = 200 if role in FORM_MAKERS else 403
        if role not in MACHINES:
            assert signed_in(Client(), make_post(role)).get(reverse(WAY)).status_code == expected
    assert Client().get(reverse(WAY)).status_code == 302


def test_a_form_with_problems_is_told_question_by_question(desk):
    response = desk.begin(form(ask("a", "colour"), ask("<script>", "text")))
    assert response.status_code == 422
    assert "Không có loại câu hỏi này." in desk.text
    assert "unknown_kind" in desk.text
    assert "<script>" not in desk.page
    for raw in (b"", b"{", b"[]", b"\xff", b'{"a":1,"a":2}', b" " * 4_000_001):
        assert desk.begin(raw).status_code in (200, 422)
        assert "Biểu mẫu chưa dùng được" in desk.text or "tệp" in desk.text.lower()


def test_from_the_first_page_to_the_check(desk):
    desk.begin(DATA)
    assert "Phần một" in desk.text
    assert "Đọc kỹ." in desk.text
    assert desk.names == {"q-married"}
    desk.send()
    assert "Câu married" in desk.text
    assert "Chưa trả lời." in desk.text
    desk.send(married="true")  # a question came up: the page stays and asks it
    assert desk.names == {"q-married", "q-spouse"}
    assert "Chưa trả lời." not in desk.text  # nobody could have
    desk.send(married="true")
    assert "Chưa trả lời." in desk.text
    desk.send(married="true", spouse="Lê Thị Thử")
    assert "Phần hai" in desk.text
    desk.send(**{"home-province": "Hà Nội", "home-commune": "ba đình", "capital": "5.000"})
    assert 'id="id_q-home-line_error"' in desk.page
    assert "Câu home: Chưa ghi số nhà" in desk.text
    desk.send(**{"home-province": "Hà Nội", "home-commune": "ba", "home-line": "12 phố Mẫu", "capital": "5.000"})
    assert 'id="id_q-home-commune_error"' in desk.page
    desk.send(**{"home-province": "Hà Nội", "home-commune": "ba đình", "home-line": "12 phố Mẫu", "capital": "5.000"})
    assert "Kiểm tra trước khi nộp" in desk.text
    assert "12 phố Mẫu, Phường Ba Đình, Thành phố Hà Nội" in desk.text
    assert "5.000 đồng" in desk.text
    assert "Lệ phí: 8.000 đồng" in desk.text
    assert "Xong." in desk.text
    desk.send("to-0")
    assert re.search(r'value="true"[^>]*checked', desk.page)
    assert 'value="Lê Thị Thử"' in desk.page
    desk.send(married="false")
    assert "Kiểm tra trước khi nộp" in desk.text
    assert "Câu home" not in desk.text


def test_a_question_that_may_stay_empty_is_shown_before_the_page_is_left(desk):
    desk.begin(form(ask("a", "yes_no"), ask("b", show_if={"question": "a", "is": True})))
    desk.send(a="true")
    assert desk.names == {"q-a", "q-b"}
    desk.send(a="true")
    assert "Kiểm tra trước khi nộp" in desk.text


def test_rows_are_added_and_left_out_and_nothing_typed_is_lost(desk):
    desk.begin(DATA)
    desk.send(married="true")
    desk.send(married="true", spouse="An")
    assert "q-kids-0-kid" not in desk.names
    desk.send("add-kids", **{"home-line": "Số 1"})
    assert {"q-kids-0-kid", "q-kids-0-kid_born"} <= desk.names
    assert "Con 1" in desk.text
    assert 'value="Số 1"' in desk.page
    desk.send("add-kids", **{"kids-0-kid": "Bé Một"})
    desk.send("add-kids", **{"kids-0-kid": "Bé Một", "kids-1-kid": "Bé Hai", "kids-1-kid_born": "31/2/2020"})
    assert "Con 3" in desk.text
    desk.send("drop-kids-0", **{"kids-0-kid": "Bé Một", "kids-1-kid": "Bé Hai", "kids-1-kid_born": "31/2/2020"})
    assert "Bé Một" not in desk.page
    assert 'value="Bé Hai"' in desk.page
    typed = {"kids-0-kid": "Bé Hai", "kids-0-kid_born": "31/2/2020"}
    home = {"home-province": "01", "home-commune": "00004", "home-line": "1"}
    desk.send(**typed, **home)
    assert "Ngày chưa đúng" in desk.text
    assert 'value="31/2/2020"' in desk.page
    desk.send(**typed | {"kids-0-kid_born": "1/2/2020"}, **home)
    assert "Con 1: Câu kid Bé Hai" in desk.text
    assert "Con 1: Câu kid_born 01/02/2020" in desk.text
    assert "Câu kid_count 1" in desk.text


def test_what_is_computed_in_a_row_is_told_there_unless_it_is_hidden(desk):
    inner = [
        ask("n", "number"),
        ask("double", "number", computed="n * 2"),
        ask("secret", "number", computed="n * 100", shown=False),
    ]
    desk.begin(form(ask("g", "group", questions=inner), ask("all_n", "number", computed="sum(n)")))
    desk.send("add-g")
    desk.send("add-g", **{"g-0-n": "4"})
    desk.send("add-g", **{"g-0-n": "4", "g-1-n": "5"})
    assert ["Câu double : 8" in desk.text, "Câu double : 10" in desk.text, "Câu all_n : 9" in desk.text] == [True] * 3
    assert "secret" not in desk.text
    desk.send(**{"g-0-n": "4", "g-1-n": "5"})
    assert "Câu double 10" in desk.text
    assert "secret" not in desk.text


def test_a_file_is_named_and_let_go(desk):
    desk.begin(DATA)
    desk.send(married="true")
    desk.send(married="true", spouse="An")
    paper = SimpleUploadedFile("giấy.pdf", b"%PDF-1.7 secret!!", "application/pdf")
    desk.send("add-kids", proof=paper)
    assert "Đã chọn: giấy.pdf" in desk.text
    assert "secret!!" not in desk.page
    home = {"home-province": "01", "home-commune": "00004", "home-line": "1"}
    desk.send("next", **home, **{"kids-0-kid": "Bé"})
    assert "giấy.pdf (17 B)" in desk.text


def test_a_stop_tells_its_reason_and_can_be_taken_back(desk):
    stop = [{"if": {"question": "a", "is": False}, "reason": "Chưa đủ điều kiện.", "basis": "Luật thử"}]
    desk.begin(form(ask("a", "yes_no", required=True, stop_if=stop), ask("b")))
    desk.send(a="false")
    assert "Không nộp được hồ sơ này" in desk.text
    assert "Chưa đủ điều kiện. Căn cứ: Luật thử" in desk.text
    desk.send("to-0")
    desk.send(a="true")
    desk.send(a="true", b="x")
    assert "Kiểm tra trước khi nộp" in desk.text


def test_going_back_skips_what_is_not_asked(desk):
    sections = [
        {"code": "s1", "title": "Một", "questions": [ask("a", "yes_no")]},
        {"code": "s2", "title": "Hai", "show_if": {"question": "a", "is": True}, "questions": [ask("b")]},
        {"code": "s3", "title": "Ba", "questions": [ask("c")]},
    ]
    desk.begin(form(sections=sections))
    desk.send(a="false")
    assert "Ba" in desk.text
    desk.send("back", c="giữ lại")
    assert desk.names == {"q-a"}
    desk.send(a="true")
    assert desk.names == {"q-b"}
    desk.send()
    assert 'value="giữ lại"' in desk.page


def test_every_kind_and_every_form_of_the_sample_office_is_drawn(desk):
    questions = [ask(f"k_{kind}", kind, **({} if kind == "information" else {"required": True})) for kind in Kind]
    assert desk.begin(form(*questions)).status_code == 200
    assert {"q-k_date", "q-k_address-commune", "q-k_group-0-k_group_name", "q-k_file"} <= desk.names
    samples = sorted(path for path in (house.ROOT / "demo" / "forms").glob("*.json") if ".answers" not in path.name)
    assert len(samples) == 12
    for path in samples:
        assert desk.begin(path.read_bytes()).status_code == 200
        assert desk.send("to-99").status_code == 200
        assert "Chưa nộp được" in desk.text


@pytest.mark.parametrize("path", ["birth", "certified_copies", "poor_household"])
def test_sample_answers_are_checked_as_people_read_them(path, desk):
    folder = house.ROOT / "demo" / "forms"
    desk.begin((folder / f"{path}.json").read_bytes())
    state = {"form_text": desk.hidden("form_text"), "answers": (folder / f"{path}.answers.json").read_text()}
    desk._send({**state, "page": "99", "go": "to-99"})
    assert "Kiểm tra trước khi nộp" in desk.text
    assert "Chưa nộp được" not in desk.text
    assert "None" not in desk.text


BUTTONS = ["next", "back", "to-", "to-99", "to-²", "drop-kids", "drop-kids-x", "drop-", "add-", "add-zzz", "?", ""]
ODD = [
    {},
    {"married": True, "kids": 5, "home": [1], "proof": {"a": 1}},
    {"married": "true", "spouse": [1], "kids": [1, [2], {"kid": []}, None], "needs": {"a": 1}, "proof": [1]},
]


@pytest.mark.parametrize("answers", ODD)
@pytest.mark.parametrize("button", BUTTONS)
def test_whatever_button_is_sent_with_whatever_answers(answers, button):
    for page in (0, 1, 2):
        trial = Trial(read_form(DATA), TODAY, answers=dict(answers), page=page)
        trial.press(button)
        assert 0 <= trial.page <= 2


def test_hostile_state_is_answered_with_a_page(desk):
    desk.begin(DATA)
    state = {"form_text": json.dumps(DATA)}
    for answers in ("{", "[]", *map(json.dumps, ODD)):
        for page, button in (("1", "next"), ("1", "add-kids"), ("²", "to-1"), ("-1", "back"), ("999999999", "next")):
            sent = {**state, "answers": answers, "page": page, "go": button}
            assert desk._send(sent).status_code == 200
    assert desk._send({"form_text": "{", "page": "1"}).status_code == 422


def test_the_paper_is_shown_where_the_answers_are_checked(desk):
    desk.begin(form(ask("name", label="Họ tên")))
    assert "Xem tờ khai in ra" not in desk.page
    desk.send(name="Lê Thử")
    assert "Xem tờ khai in ra" in desk.page
    paper = desk.send("paper")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert "Họ tên: Lê Thử" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()


def test_what_a_page_answers_is_read_when_its_own_answers_ask_for_it():
    trial = Trial(read_form(form(**TWO)), TODAY, {"married": "false"})
    sent = QueryDict("q-married=true&q-spouse=Trần+Văn+Bạn")
    trial.take(sent, QueryDict())
    assert (trial.answers["married"], trial.answers["spouse"]) == ("true", "Trần Văn Bạn")
    kept = Trial(read_form(form(**TWO)), TODAY, {"married": "false", "spouse": "Từ trước"})
    kept.take(QueryDict("q-married=true"), QueryDict(), shown=["married", "note"])  # it did not stand there
    assert (kept.answers["spouse"], "spouse" in kept.seen) == ("Từ trước", False)
