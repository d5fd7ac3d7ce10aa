"""Small forms, and what comes of them."""

from datetime import date

from motcua.questions.problems import problems_of, read_form
from motcua.questions.running import run

TODAY = date(2026, 11, 22)


def ask(code, kind="text", **more):
    """The data of one question."""
    if kind in ("choice", "choices"):
        more.setdefault("options", [{"code": each, "label": each.upper()} for each in ("a", "b", "c")])
    if kind in ("declaration", "information"):
        more.setdefault("text", "Lời.")
    if kind == "group":
        more.setdefault("questions", [ask(f"{code}_name")])
    return {"code": code, "kind": kind, "label": f"Câu {code}"} | more


def form(*questions, **more):
    """The data of a form with one section."""
    sections = [{"code": "first", "title": "Phần", "questions": list(questions)}]
    top = {"format": "motcua-form", "version": 1, "code": "trial", "title": "Thử", "sections": sections}
    return top | {"end": {"text": "Xong."}} | more


def codes(data):
    """Where and what is wrong with a form."""
    return [(problem.question, problem.code) for problem in problems_of(data)]


def outcome(data, answers, **more):
    """What comes of a form that must be in order."""
    assert codes(data) == []
    return run(read_form(data), answers, **{"today": TODAY, **more})


def ran(*questions, answers, **more):
    """What comes of a form of these questions, as JSON has it."""
    return outcome(form(*questions, **more), answers).data()
