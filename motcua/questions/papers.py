"""The application paper (tờ khai): the answers to a form as a PDF, by the layout that the form names. No settings.

Templates are in sheets/, one a layout of choices.LAYOUTS; they hold all markup, answers reach them as JSON values only.
What a template of its own does not mention is printed behind its end, so that no answer is ever left out.
Print outside every lock and transaction, and keep what was printed.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from motcua.core.text import clean, nfc
from motcua.questions.choices import DEFAULT_LAYOUT, Kind
from motcua.questions.definition import Form, Question
from motcua.questions.running import run
from motcua.questions.telling import said
from motcua.ui import formats
from motcua.ui.printing import printer

SHEETS = Path(__file__).resolve().parent / "sheets"
MOST_COLUMNS = 5  # of a table on A4; groups with more are printed row by row
SILENT = (Kind.INFORMATION, Kind.DECLARATION)
TOGETHER = {  # functions of the templates that read several questions of one person
    "identity": ("paper", "number", "paper_named", "paper_by", "paper_on"),
    "nation": ("nation", "nation_named"),
    "home": ("living", "home"),
}
WORDS = {
    "to": "Kính gửi", "yes": "Có", "no": "Không", "signer": "Người khai", "issued-by": "nơi cấp",
    "issued-on": "ngày cấp", "rest": "Nội dung khác đã khai và giấy tờ gửi kèm",
}  # fmt: skip
SENT = "Nộp trực tuyến lúc {at}. Mã hồ sơ: {code}."
SENT_UNCODED = "Nộp trực tuyến lúc {at}."

TABLES = re.compile(
    r"(rows-of\(\s*\"(\w+)\"(?:[^()\"]|\"[^\"]*\"|\([^()\"]*(?:\"[^\"]*\"[^()\"]*)*\))*\))"
)  # (call, group)
IMPORT = '#import "base.typ"'
BOXES = ("asked", "ticked")  # functions of the templates that draw boxes: yes or no, the options

Values = Mapping[str, Any]


def application_paper(
    form: Form,
    values: Values,
    *,
    heading: str,
    at: datetime,
    code: str = "",
    online: bool = True,
    signer: str = "",
    place: str = "",
) -> bytes:
    """Return the PDF of an application: `values` are those of an outcome of the form.

    `heading` is to whom it is addressed (Kính gửi), `at` when it was sent or printed, `code` the dossier's. Sent
    `online` it says so with code and moment; otherwise there is room for place, date and signature of `signer`.
    The same input gives the same bytes on the same machine. Raises printing.PaperError when typst cannot print.
    """
    told, when = _told(form, values, at), formats.moment(at)
    told |= {
        "to": _plain(heading), "signer": _plain(signer), "place": _plain(place), "online": online,
        "sent": SENT.format(at=when, code=_plain(code)) if code else SENT_UNCODED.format(at=when),
        "running": " · ".join(part for part in (form.title["vi"], _plain(code)) if part),
    }  # fmt: skip
    return printer(SHEETS).sheet(form.paper_layout, told)


def _plain(text: str) -> str:
    """Return a text as a PDF can carry it: composed, without controls or half characters."""
    return nfc(clean(text.encode("utf-8", "ignore").decode(), lines=True))


def _told(form: Form, values: Values, at: datetime) -> dict[str, Any]:
    """Return what a template needs of a form and its answers."""
    day = at.astimezone(formats.LOCAL).date()
    outcome = run(form, dict(values), today=day)
    sections = [
        (section, [each for each in section.questions if each.code in outcome.visible and each.kind not in SILENT])
        for section in form.sections
    ]
    asked = [question for _, questions in sections for question in questions]
    return {
        "title": form.title["vi"], "language": "vi", "words": WORDS, "day": [day.year, day.month, day.day],
        "said": {each.code: _said(each, values) for each in asked if each.kind != Kind.GROUP},
        "truths": {each.code: values.get(each.code) for each in asked if each.kind == Kind.YES_NO},
        "options": {each.code: _boxes(each, values.get(each.code)) for each in asked if each.options},
        "groups": {each.code: _rows(each, values) for each in asked if each.kind == Kind.GROUP},
        "declared": [
            [_plain(question.text["vi"]), bool(values.get(question.code))]
            for _, question in form.questions()
            if question.kind == Kind.DECLARATION and question.code in outcome.visible
        ],
        "sections": [
            {"title": section.title["vi"], "lines": [_line(each, values) for each in questions]}
            for section, questions in sections
            if questions
        ],
        "rest": [] if form.paper_layout == DEFAULT_LAYOUT else [
            line for each in asked for line in _rest(each, values, _mentioned(form.paper_layout))
        ],
    }  # fmt: skip


class Mentioned(NamedTuple):
    """What a template prints: questions by their codes, those of them that it draws as boxes, columns of groups."""

    codes: frozenset[str]
    boxes: frozenset[str]
    columns: Mapping[str, frozenset[str]]


@functools.cache
def _mentioned(layout: str) -> Mentioned:
    """Return what the template of a layout mentions; nothing for that which prints all there is."""
    text = "" if layout == DEFAULT_LAYOUT else (SHEETS / f"{layout}.typ").read_text("utf-8")
    columns: dict[str, frozenset[str]] = {}
    for call, group in TABLES.findall(text):
        columns[group] = columns.get(group, frozenset()) | set(re.findall(r"\(\"[^\"]*\", \"(\w+)\"", call))
    together = re.findall(rf"\b({'|'.join(TOGETHER)})\(\"(\w+)\"\)", text)
    codes = {f"{who}_{part}" for name, who in together for part in TOGETHER[name]}
    alone = re.sub(rf"\b({'|'.join(TOGETHER)})\(\"\w+\"\)|groups\.at\(\"\w+\"", "", TABLES.sub("", text))
    codes.update(re.findall(r"\"([a-z][a-z0-9_]*)\"", alone.replace(IMPORT, "")))
    boxes = re.findall(rf"\b(?:{'|'.join(BOXES)})\(\"[^\"]*\", \"(\w+)\"\)", text)
    return Mentioned(frozenset(codes), frozenset(boxes), columns)


def _said(question: Question, values: Values) -> str:
    value = values.get(question.code)
    return "" if value is None else _plain(said(question, value))


def _boxes(question: Question, value: Any) -> list[list[Any]]:
    chosen = value if isinstance(value, list) else [value]
    return [[option.label["vi"], option.code in chosen] for option in question.options]


def _rows(group: Question, values: Values) -> list[dict[str, str]]:
    rows = values.get(group.code) or ()
    return [{inner.code: _said(inner, row) for inner in group.questions} for row in rows]


def _line(question: Question, values: Values) -> dict[str, Any]:
    """Return a question with its answer as base.typ prints any of them."""
    line: dict[str, Any] = {"label": question.label["vi"], "sort": "text", "text": _said(question, values)}
    value = values.get(question.code)
    if question.kind == Kind.GROUP:
        return line | _group(question, [inner for inner in question.questions if inner.shown], values)
    if question.kind == Kind.YES_NO:
        boxes = [[WORDS["yes"], value is True], [WORDS["no"], value is False]]
        return line | {"sort": "boxes", "boxes": boxes}
    if question.options:
        return line | {"sort": "boxes", "boxes": _boxes(question, value)}
    return line | ({"sort": "prose"} if question.kind == Kind.LONG_TEXT and value else {})


def _group(group: Question, inner: list[Question], values: Values) -> dict[str, Any]:
    """Return the rows of a group as a table, or one below the other where a table would be too wide."""
    inner = [each for each in inner if each.kind not in SILENT]
    rows = [[_said(each, row) for each in inner] for row in values.get(group.code) or ()]
    if not rows:
        return {}
    if len(inner) <= MOST_COLUMNS:
        longest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        widths = [min(4, max(1, length / 10)) for length in longest]
        return {"sort": "table", "titles": [each.label["vi"] for each in inner], "widths": widths, "rows": rows}
    name = (group.row_label or group.label)["vi"]
    records = [
        {"title": f"{name} {number}", "lines": [list(pair) for pair in _pairs(inner, row)]}
        for number, row in enumerate(rows, start=1)
    ]
    return {"sort": "records", "records": records}


def _pairs(inner: list[Question], row: list[str]) -> Iterator[tuple[str, str]]:
    return ((each.label["vi"], text) for each, text in zip(inner, row, strict=True) if text)


def _rest(question: Question, values: Values, mentioned: Mentioned) -> Iterator[dict[str, Any]]:
    """Yield what a template leaves unsaid of a question, if it was answered."""
    if not question.shown or values.get(question.code) is None:
        return
    if question.kind == Kind.GROUP:
        printed = mentioned.columns.get(question.code, frozenset())
        left = [inner for inner in question.questions if inner.shown and inner.code not in printed]
        if any(inner.code in row for inner in left for row in values[question.code]):
            yield {"label": question.label["vi"], "text": "", "sort": "text"} | _group(question, left, values)
    elif question.code not in mentioned.codes or (question.code in mentioned.boxes and not _has_boxes(question)):
        yield _line(question, values)


def _has_boxes(question: Question) -> bool:
    return question.kind == Kind.YES_NO or bool(question.options)
