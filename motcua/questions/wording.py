"""What is wrong, in words: of a form for those who make it, of an answer for those who fill it in. Pure."""

from typing import NamedTuple

from motcua.questions.definition import Question
from motcua.questions.words import ANSWERS, UNSAID, VI, in_language
from motcua.ui import formats


class Problem(NamedTuple):
    """What is wrong in a form: at which question (None: the form itself), a stable code, a sentence."""

    question: str | None
    code: str
    message: str

    def data(self) -> dict[str, str | None]:
        """Return it as JSON has it."""
        return {"question": self.question, "code": self.code, "message": self.message}


SHAPES = {
    "unknown_kind": "Không có loại câu hỏi này.",
    "unknown_property": "Có mục không dùng ở đây: “{0}”.",
    "missing_property": "Thiếu mục “{0}”.",
    "missing_end": "Biểu mẫu chưa có phần kết thúc (“end”).",
    "no_options": "Câu hỏi chọn chưa có lựa chọn nào.",
    "no_sections": "Biểu mẫu chưa có phần nào.",
    "no_questions": "Phần hoặc nhóm chưa có câu hỏi nào.",
    "group_in_group": "Nhóm lặp không đặt được trong nhóm lặp khác.",
    "unknown_layout": "Không có bố cục in “{0}”.",
    "bad_code": "Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, dài không quá 63.",
    "bad_condition": "Điều kiện không viết đúng.",
    "bad_limit": "Giới hạn “{0}” không viết đúng.",
    "bad_fee": "Dòng phí không viết đúng.",
    "too_many": "Danh sách dài quá mức cho phép.",
    "empty_text": "Có chỗ chưa viết chữ nào.",
    "bad_value": "Giá trị của “{0}” không đúng kiểu.",
}

TEXTS = {(language, code): text for language, texts in ANSWERS.items() for code, text in texts.items()}
LEAST, MOST = ("min_choices", "min_files", "min_rows"), ("max_choices", "max_files", "max_rows")


def answer_message(code: str, question: Question | None, language: str = VI) -> str:
    """Say what is wrong with an answer, with the question's own limits."""
    limits = question.limits if question else {}
    said = {name: _said(name, value, language) for name, value in limits.items()}
    said["least"] = next((said[name] for name in LEAST if name in said), "1")
    said["most"] = next((said[name] for name in MOST if name in said), UNSAID[language])
    return TEXTS[language, code].format_map(_Unsaid(said, language))


class _Unsaid(dict[str, str]):
    def __init__(self, said: dict[str, str], language: str) -> None:
        super().__init__(said)
        self.language = language

    def __missing__(self, key: str) -> str:
        return "0" if key == "decimals" else UNSAID[self.language]


def _said(name: str, value: object, language: str) -> str:
    if name == "max_size" and isinstance(value, int):
        return formats.size(value)
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        return formats.number(value)
    if isinstance(value, dict):
        return in_language(value, language)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
