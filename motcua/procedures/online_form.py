"""The online form of an edition held against the edition: what keeps both from being published. Pure."""

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from motcua.core.text import clean
from motcua.procedures.editions import ONLINE, Content, Paper
from motcua.questions.choices import Kind
from motcua.questions.definition import Form, form_of
from motcua.questions.describing import counted, described
from motcua.questions.problems import problems_of
from motcua.questions.wording import Problem
from motcua.ui import formats

UNKNOWN_PAPER = "unknown_paper"


def own_problems(form: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a form in itself; what was looked at once is known, since a page asks several times."""
    return list(_looked_at(json.dumps(form, sort_keys=True)))


@functools.lru_cache(maxsize=64)
def _looked_at(text: str) -> tuple[Problem, ...]:
    return tuple(problems_of(json.loads(text)))


def papers_by_name(content: Content) -> dict[str, list[Paper]]:
    """Return the papers of an edition by what a form may call them: their codes and names."""
    found: dict[str, list[Paper]] = {}
    for paper in content.papers:
        for name in {clean(paper.code), clean(paper.name)} - {""}:
            found.setdefault(name, []).append(paper)
    return found


def form_problems(content: Content) -> list[Problem]:
    """Return what is wrong with the form of a content: in itself, and papers of which the edition does not know."""
    if content.form is None:
        return []
    if found := own_problems(content.form):
        return found
    known = papers_by_name(content)
    form = form_of(content.form)
    named = [(None, form.paper), *((question.code, question.paper) for _, question, _ in form.every_question())]
    return [
        Problem(code, UNKNOWN_PAPER, f"Thành phần hồ sơ không có giấy tờ “{paper}”.")
        for code, paper in named
        if paper and paper not in known
    ]


def place_words(problem: Problem) -> str:
    """Return a problem of a form with its place, as it stands among what keeps an edition from being published."""
    at = f", câu “{problem.question}”" if problem.question else ""
    return f"Biểu mẫu điện tử{at}: {problem.message}"


def form_notices(content: Content) -> list[str]:
    """Return what a person should look at before publishing; none of it keeps an edition from being published."""
    if content.form is None:
        if not content.online_level:
            return []
        return ["Thủ tục cung cấp trực tuyến nhưng chưa có biểu mẫu điện tử: người dân chưa nộp trực tuyến được."]
    if form_problems(content):
        return []
    form = form_of(content.form)
    return [*_offer(content), *_missing_papers(content, form), *_other_fees(content, form)]


def _offer(content: Content) -> Iterator[str]:
    if not content.online_level:
        yield "Có biểu mẫu điện tử nhưng dịch vụ trực tuyến đang ghi “Không cung cấp”: người dân không nộp được."


def _missing_papers(content: Content, form: Form) -> Iterator[str]:
    known = papers_by_name(content)
    files = [question.paper for _, question, _ in form.every_question() if question.kind == Kind.FILE]
    brought = {paper for name in (form.paper, *files) for paper in known.get(name, ())}
    for paper in content.papers:
        if paper.required and paper not in brought:
            yield f"Giấy tờ bắt buộc “{paper.name}” chưa có câu hỏi tải tệp nào trong biểu mẫu."


def _other_fees(content: Content, form: Form) -> Iterator[str]:
    """Amounts that only one of both names. A form need not name what each provincial council sets, nor what is free."""
    lines = [fee for fee in content.fees if fee.channel in (None, ONLINE)]
    told = {fee.amount for fee in lines if fee.amount}
    asked = {amount for fee in form.fees for amount in _amounts(fee)}
    for fee in form.fees:
        if not told & _amounts(fee):
            amounts = " hoặc ".join(formats.dong(amount) for amount in sorted(_amounts(fee), reverse=True))
            yield f"Biểu mẫu thu “{fee.label['vi']}” {amounts}: phí, lệ phí của thủ tục không có mức này."
    for line in lines:
        if line.amount and not line.set_by_council and line.amount not in asked:
            yield f"Thủ tục thu “{line.name}” {formats.dong(line.amount)}: biểu mẫu không tính mức này."


def _amounts(fee: Any) -> set[int]:
    """What one line of a form's fees may be called elsewhere: its rates, whole and as they are online."""
    rates = [fee.base, fee.per_copy.amount if fee.per_copy else 0]
    return {rate * part // 100 for rate in rates if rate for part in (100, 100 - fee.online_discount)} - {0}


def form_lines(form: Mapping[str, Any] | None) -> dict[str, str]:
    """Return a form in words for the parts of a content; of one that cannot be used only that."""
    if form is None:
        return {}
    found = own_problems(form)
    if found:
        return {"Biểu mẫu": f"Chưa dùng được: {len(found)} chỗ phải sửa"}
    return {"Biểu mẫu": counted(form)} | described(form)
