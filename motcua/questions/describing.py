"""A form in words, line by line: {what it is about: what the form says of it}; for pages and for comparing. Pure.

Nothing that a form can say is left out, so that two forms with the same lines are the same form.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from motcua.core.text import clean
from motcua.questions.choices import KIND_LABELS, LAYOUTS, Kind
from motcua.ui import formats

Data = Mapping[str, Any]
LANGUAGES = {"vi": "tiếng Việt", "en": "tiếng Anh"}
OPERATORS = {
    "is": "là", "is_not": "khác", "in": "là một trong", "not_in": "không thuộc", "less_than": "dưới",
    "at_most": "không quá", "more_than": "trên", "at_least": "từ", "includes": "có chọn",
}  # fmt: skip
LIMITS = {
    "min_length": "ít nhất {} ký tự", "max_length": "nhiều nhất {} ký tự", "pattern": "mẫu chữ {}",
    "pattern_words": "lời về mẫu chữ: {}", "min": "từ {}", "max": "đến {}", "decimals": "{} chữ số lẻ",
    "earliest": "sớm nhất {}", "latest": "muộn nhất {}", "min_choices": "chọn ít nhất {}",
    "max_choices": "chọn nhiều nhất {}", "of": "loại số {}", "eras": "cách ghi địa chỉ: {}",
    "line": "số nhà, đường: {}",
    "min_files": "ít nhất {} tệp", "max_files": "nhiều nhất {} tệp", "max_size": "mỗi tệp không quá {}",
    "types": "loại tệp: {}", "min_rows": "ít nhất {} dòng", "max_rows": "nhiều nhất {} dòng",
}  # fmt: skip
MORE = {
    "help": "hướng dẫn: {}", "text": "lời: {}", "row_label": "tên một dòng: {}", "computed": "tự tính: {}",
    "paper": "mang giấy tờ “{}”",
}  # fmt: skip


def described(data: Data) -> dict[str, str]:
    """Return the lines of a form that the checks have passed: the form itself, its sections, questions and fees."""
    labels = {question["code"]: named(question["label"]) for _, question, _ in _questions(data)}
    layout = data.get("paper_layout", "")
    lines = [
        ("Tên biểu mẫu", f"{said(data['title'])} ({data['code']})"),
        ("Ngôn ngữ", ", ".join(LANGUAGES[each] for each in data.get("languages", ("vi",)))),
        ("Là giấy tờ", clean(data.get("paper", ""))),
        ("Bố cục khi in", LAYOUTS.get(str(layout), str(layout))),
        ("Nguồn", "; ".join(map(said, data.get("sources", ())))),
        ("Sau khi nộp", said(data["end"]["text"])),
    ]
    lines = [line for line in lines if line[1]]
    for section in data["sections"]:
        lines.append((f"Phần: {named(section['title'])}", _section(section, labels)))
        for own, question, group in _questions({"sections": [section]}):
            under = f", {named(group['label'])}" if group else ""
            lines.append((f"{named(own['title'])}{under}: {named(question['label'])}", _question(question, labels)))
    lines += [(f"Dòng phí: {named(fee['label'])}", _fee(fee, labels)) for fee in data.get("fees", ())]
    return _unique(lines)


def counted(data: Data) -> str:
    """Return how much a form asks: 5 phần, 40 câu hỏi."""
    asked = sum(question["kind"] != Kind.INFORMATION for _, question, _ in _questions(data))
    return f"{len(data['sections'])} phần, {asked} câu hỏi"


def said(words: Any) -> str:
    """Return a text in Vietnamese, its English behind it where it has one."""
    if isinstance(words, str):
        return clean(words)
    return " / ".join(clean(words[language]) for language in LANGUAGES if language in words)


def named(words: Any) -> str:
    """Return a text in Vietnamese alone, as a line is called."""
    return clean(words if isinstance(words, str) else words["vi"])


def _english(words: Any) -> list[str]:
    return [f"tiếng Anh: {clean(words['en'])}"] if isinstance(words, dict) and "en" in words else []


def _questions(data: Data) -> Iterator[tuple[Data, Data, Data | None]]:
    for section in data["sections"]:
        for question in section["questions"]:
            yield section, question, None
            yield from ((section, inner, question) for inner in question.get("questions", ()))


def _unique(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    seen: Counter[str] = Counter()
    found = {}
    for label, text in lines:
        seen[label] += 1
        found[label if seen[label] == 1 else f"{label} ({seen[label]})"] = text
    return found


def _section(section: Data, labels: Mapping[str, str]) -> str:
    parts = [section["code"], *_english(section["title"])]
    if "help" in section:
        parts.append(said(section["help"]))
    if "show_if" in section:
        parts.append(f"chỉ hỏi khi {condition_words(section['show_if'], labels)}")
    return "; ".join(parts)


def _question(question: Data, labels: Mapping[str, str]) -> str:
    return "; ".join([f"{KIND_LABELS[Kind(question['kind'])]} ({question['code']})", *_said_of(question, labels)])


def _said_of(question: Data, labels: Mapping[str, str]) -> Iterator[str]:
    yield from _english(question["label"])
    yield _required(question, labels)
    if "show_if" in question:
        yield f"chỉ hỏi khi {condition_words(question['show_if'], labels)}"
    yield from (_put(words, said(question[name])) for name, words in MORE.items() if name in question)
    if not question.get("shown", True):
        yield "không hiện"
    yield from (_limit(name, value, question) for name, value in question.get("limits", {}).items())
    yield from (f"chọn: {_option(option)}" for option in question.get("options", ()))
    yield from (_prefill(name, about, labels) for name, about in question.get("prefill", {}).items())
    for stop in question.get("stop_if", ()):
        basis = f" ({said(stop['basis'])})" if "basis" in stop else ""
        yield f"dừng khi {condition_words(stop['if'], labels)}: {said(stop['reason'])}{basis}"


def _required(question: Data, labels: Mapping[str, str]) -> str:
    required = question.get("required", False)
    if isinstance(required, bool):
        return "bắt buộc" if required else "không bắt buộc"
    return f"bắt buộc khi {condition_words(required, labels)}"


def _limit(name: str, value: Any, question: Data) -> str:
    if name == "max_size":
        return _put(LIMITS[name], formats.size(value))
    if name in ("min", "max") and question["kind"] == Kind.MONEY:
        return _put(LIMITS[name], formats.dong(value))
    return _put(LIMITS[name], ", ".join(map(str, value)) if isinstance(value, list) else _plain(value))


def _put(words: str, value: str) -> str:
    """Put a value where {} stands; nothing else in either is read as anything."""
    return words.replace("{}", value, 1)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return said(value) if isinstance(value, str | dict) else json.dumps(value)


def _option(option: Data) -> str:
    more = f" ({said(option['help'])})" if "help" in option else ""
    return f"{said(option['label'])} [{option['code']}]{more}"


def _prefill(name: str, about: str, labels: Mapping[str, str]) -> str:
    return f"điền sẵn từ “{labels.get(about, about)}”" if name == "question" else f"điền sẵn từ tài khoản ({about})"


def condition_words(data: Data, labels: Mapping[str, str]) -> str:
    """Return a condition in words; `labels` are the questions' by their codes."""
    for name, joint in (("all", " và "), ("any", " hoặc ")):
        if name in data:
            return joint.join(_part(part, labels) for part in data[name])
    if "not" in data:
        return f"không phải {_part(data['not'], labels)}"
    for name, words in (("any_row", "có hàng của"), ("every_row", "mọi hàng của")):
        if name in data:
            return f"{words} “{labels.get(data[name], data[name])}” mà {_part(data['where'], labels)}"
    if "count" in data:
        operator = next(word for word in OPERATORS if word in data)
        return f"số hàng của “{labels.get(data['count'], data['count'])}” {OPERATORS[operator]} {data[operator]}"
    named = f"“{labels.get(data['question'], data['question'])}” ({data['question']})"
    if "answered" in data:
        return f"{named} {'đã' if data['answered'] else 'chưa'} trả lời"
    operator = next(word for word in OPERATORS if word in data)
    return f"{named} {OPERATORS[operator]} {_value(data[operator], labels)}"


def _part(data: Data, labels: Mapping[str, str]) -> str:
    words = condition_words(data, labels)
    return f"({words})" if "all" in data or "any" in data else words


def _value(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return f"trả lời của “{labels.get(value['question'], value['question'])}” ({value['question']})"
    return ", ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _fee(fee: Data, labels: Mapping[str, str]) -> str:
    parts = [fee["code"], *_english(fee["label"]), said(fee["basis"])]
    if fee.get("base"):
        parts.append(formats.dong(fee["base"]))
    if "per_copy" in fee:
        each = fee["per_copy"]
        free = f", {each['free']} bản đầu không thu" if each.get("free") else ""
        parts.append(f"{formats.dong(each['amount'])} × {clean(each['count'])}{free}")
    if "if" in fee:
        parts.append(f"thu khi {condition_words(fee['if'], labels)}")
    for each in fee.get("exemptions", ()):
        named = f"{said(each['label'])}: " if "label" in each else ""
        who = condition_words(each["if"], labels)
        parts.append(f"{named}giảm {each.get('percent', 100)} % khi {who} ({said(each['basis'])})")
    if "online_discount" in fee:
        online = fee["online_discount"]
        parts.append(f"nộp trực tuyến giảm {online.get('percent', 0)} % ({said(online.get('basis', ''))})")
    return "; ".join(parts)
