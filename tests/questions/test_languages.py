"""Forms in Vietnamese and English: nothing missing in either, on the pages, in errors, among the answers told."""

import json
import re
from copy import deepcopy
from string import Formatter

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.questions.choices import Era, Kind
from motcua.questions.definition import question_of
from motcua.questions.form_schema import LANGUAGES
from motcua.questions.problems import problems_of, read_form
from motcua.questions.running import run
from motcua.questions.telling import told_answers
from motcua.questions.trials import PARTS
from motcua.questions.wording import answer_message
from motcua.questions.words import ANSWERS, UNSAID, WORDS, in_language
from tests.factories import make_post, signed_in
from tests.questions.forms_for_tests import TODAY, ask, form
from tests.questions.test_demo_forms import NAMES, answers_of, data_of
from tests.questions.test_trial import Walker

VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
SAME = {"Fax"}
ONE_OF_EACH = [ask(str(kind), kind, label=f"Hỏi {kind}") for kind in Kind]


def places(data, path=()):
    """Every place of a form where a text stands in several languages."""
    if isinstance(data, dict) and "vi" in data:
        yield path
    elif isinstance(data, dict | list):
        pairs = data.items() if isinstance(data, dict) else enumerate(data)
        for name, value in pairs:
            yield from places(value, (*path, name))


def at(data, path):
    for part in path:
        data = data[part]
    return data


@pytest.mark.parametrize("table", [WORDS, ANSWERS], ids=["words", "answers"])
def test_the_engine_has_its_words_in_every_language_of_forms(table):
    assert set(table) == set(UNSAID) == set(LANGUAGES)
    for name, text in table["vi"].items():
        english = table["en"][name]
        holes = [{hole for _, hole, _, _ in Formatter().parse(words) if hole} for words in (text, english)]
        assert (holes[0], bool(english.strip())) == (holes[1], True), name
        assert not VIETNAMESE.search(english.replace("đồng", "")), name
    assert set(table["en"]) == set(table["vi"])
    assert {str(era) for era in Era} | set(PARTS) <= set(WORDS["vi"])


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_form_lists_english_and_has_all_of_it(name):
    data = data_of(name)
    assert data["languages"] == ["vi", "en"]
    made = read_form(data)
    for at_question, words in made.texts():
        if words and words["vi"] not in SAME:
            assert words["en"] != words["vi"], (at_question, words)
            plain = re.sub(r"“[^”]*”|\S*\d\S*|đồng|In Vietnamese words.*", "", words["en"])
            assert not VIETNAMESE.search(plain), words["en"]


@pytest.mark.parametrize("name", ["certified_copies", "household_business"])
def test_a_text_that_is_missing_in_english_is_a_problem(name):
    data = data_of(name)
    found = list(places(data))
    assert len(found) > 50
    assert {"label", "title", "reason", "basis"} <= {path[-1] for path in found}
    for path in found:
        poorer = deepcopy(data)
        del at(poorer, path)["en"]
        assert [problem.code for problem in problems_of(poorer)] == ["missing_translation"], path


def test_a_form_without_english_is_shown_in_vietnamese():
    made = read_form(form(ask("name")))
    assert (made.spoken_in("en"), made.spoken_in("vi"), made.spoken_in("fr")) == ("vi", "vi", "vi")
    assert read_form(data_of("birth")).spoken_in("en") == "en"
    assert in_language({"vi": "Có"}, "en") == "Có"
    assert in_language({}, "en") == ""


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_told_in_english(name):
    made = read_form(data_of(name))
    outcome = run(made, answers_of(name), today=TODAY)
    english = told_answers(made, outcome, "en")
    vietnamese = told_answers(made, outcome)
    assert [len(lines) for _, lines in english] == [len(lines) for _, lines in vietnamese]
    for _, lines in english:
        for line in lines:
            assert not VIETNAMESE.search(re.sub(r"“[^”]*”", "", line.label)), line
    values = {line.value for _, lines in english for line in lines}
    assert values & {"Yes", "No", "Agreed"}
    assert not values & {"Có", "Không", "Đồng ý"}


def test_errors_are_told_in_english_with_the_questions_own_limits():
    limits = {"max_length": 5, "pattern": "[a-z]+", "pattern_words": {"vi": "chữ thường", "en": "small letters"}}
    question = question_of(ask("a", limits=limits))
    assert answer_message("too_long", question, "en") == "Too long; at most 5 characters."
    assert answer_message("wrong_pattern", question, "en") == "Not as wanted: small letters."
    assert answer_message("wrong_pattern", question) == "Không đúng mẫu: chữ thường."
    assert answer_message("too_small", question, "en") == "Too small; at least what is allowed."
    assert answer_message("too_many_decimals", None, "en").endswith("at most 0.")


@pytest.fixture
def desk(db):
    return Walker(signed_in(Client(), make_post(Role.ADMINISTRATOR)))


def in_english(page):
    """What stands on a page where it is marked as English, without the buttons into other languages."""
    (part,) = re.findall(r'<(?:form|div)[^>]* lang="en".*', page, re.DOTALL)
    part = part.partition("</form>")[0]
    text = re.sub(r'<button[^>]* lang="vi">.*?</button>|<input type="hidden"[^>]*>', "", part)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_the_pages_are_walked_through_in_english(desk):
    data = data_of("marital_status")
    desk.begin(data)
    assert 'lang="vi"' in desk.page
    desk.send("speak-en")
    assert not VIETNAMESE.search(in_english(desk.page))
    assert "Family, middle and given name" in in_english(desk.page)
    desk.send("next")
    assert "Not answered yet." in in_english(desk.page)
    assert "Not yet: something must be corrected" in in_english(desk.page)
    assert not VIETNAMESE.search(in_english(desk.page))
    assert desk.hidden("language") == "en"
    desk.send("speak-vi")
    assert "Chưa trả lời." not in desk.page  # only looked at in another language
    assert "Họ, chữ đệm, tên" in desk.page


def test_the_page_of_checking_is_in_english_too(desk):
    desk.begin(data_of("certified_copies"))
    state = {"form_text": desk.hidden("form_text"), "answers": json.dumps(answers_of("certified_copies")), "page": "3"}
    desk._send({**state, "language": "en", "go": "to-3"})
    text = in_english(desk.page)
    assert "Check before you send" in text
    assert "Papers to certify" in text
    assert "Change" in text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", desk.page))
    assert "Total: 34.000 đồng" in told
    assert "Fee for certifying copies, first two pages" in told


def test_a_stop_is_told_in_english(desk):
    desk.begin(data_of("certified_copies"))
    answers = json.dumps(answers_of("certified_copies", has_originals=False))
    desk._send({"form_text": desk.hidden("form_text"), "answers": answers, "page": "3", "language": "en", "go": "to-3"})
    assert "This application cannot be filed" in desk.page
    assert "Copies are certified against the original" in desk.page
    assert "Legal basis: Decree 23/2015/NĐ-CP" in desk.page


def test_every_kind_of_question_is_drawn_in_english(desk):
    data = form(*ONE_OF_EACH)

    def both(value):
        if isinstance(value, dict):
            texts = ("label", "title", "text")
            return {
                name: {"vi": each, "en": f"E {name}"} if name in texts and isinstance(each, str) else both(each)
                for name, each in value.items()
            }
        return [both(each) for each in value] if isinstance(value, list) else value

    desk.begin(both(data) | {"languages": ["vi", "en"]})
    desk.send("speak-en")
    desk.send("add-group")
    text = in_english(desk.page)
    for word in ("optional", "yes", "add", "drop", "province", "commune", "line", "next"):
        assert WORDS["en"][word] in text, word
    assert not VIETNAMESE.search(text)
