"""`motcua forms check|run|print|tidy|schema`: form files on the command line; no settings, no database.

Exit 0: in order; 1: problems, errors or a stop; 2 with a Vietnamese sentence on the error channel: nothing to work on.
"""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from motcua.questions.answer_schema import answer_schema
from motcua.questions.choices import Channel
from motcua.questions.definition import Form, Question
from motcua.questions.form_schema import form_schema
from motcua.questions.interchange import written
from motcua.questions.papers import application_paper
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import problems_of, read_form
from motcua.questions.reading import MOST_BYTES, Unreadable, read_json
from motcua.questions.running import Outcome, run
from motcua.questions.wording import Problem, answer_message
from motcua.ui import formats


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _refuse(f"Tham số không đúng: {message}")


def main(argv: list[str]) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(options.run(options))
    except BrokenPipeError:
        sys.stderr.close()
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="motcua", description="Biểu mẫu điện tử viết thành tệp JSON.")
    groups = parser.add_subparsers(required=True, metavar="forms")
    verbs = groups.add_parser("forms", help="kiểm tra, chạy thử biểu mẫu").add_subparsers(
        required=True, metavar="check|run|print|tidy|schema"
    )
    check = verbs.add_parser("check", help="kiểm tra một biểu mẫu")
    check.set_defaults(run=_check)
    attempt = verbs.add_parser("run", help="chạy biểu mẫu với một bộ câu trả lời")
    attempt.add_argument("--account", metavar="ACCOUNT.json", help="dữ liệu tài khoản để điền sẵn")
    attempt.add_argument("--today", metavar="YYYY-MM-DD", help="ngày coi như hôm nay")
    attempt.add_argument("--channel", default="online", choices=[str(each) for each in Channel], help="cách nộp")
    attempt.set_defaults(run=_run)
    paper = verbs.add_parser("print", help="in tờ khai thành PDF từ một bộ câu trả lời")
    paper.add_argument("--out", required=True, metavar="F.pdf", help="tệp PDF ghi ra")
    paper.add_argument("--to", default="", metavar="NAME", help="kính gửi cơ quan nào")
    paper.add_argument("--signer", default="", metavar="NAME", help="tên người khai dưới tờ khai")
    paper.add_argument("--code", default="", help="mã hồ sơ")
    paper.add_argument("--today", metavar="YYYY-MM-DD", help="ngày coi như hôm nay")
    paper.add_argument("--online", action="store_true", help="ghi là nộp trực tuyến, thay cho chỗ ký")
    paper.set_defaults(run=_print)
    tidy = verbs.add_parser("tidy", help="in lại biểu mẫu theo thứ tự khóa chuẩn")
    tidy.set_defaults(run=_tidy)
    schema = verbs.add_parser("schema", help="JSON Schema: của câu trả lời một biểu mẫu, hoặc của chính tệp biểu mẫu")
    schema.set_defaults(run=_schema)
    for verb in (check, attempt):
        verb.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    for verb, count in ((check, None), (attempt, None), (paper, None), (tidy, None), (schema, "?")):
        verb.add_argument("form", metavar="FORM.json", nargs=count, help="tệp biểu mẫu")
    for verb in (attempt, paper):
        verb.add_argument("answers", metavar="ANSWERS.json", help="tệp câu trả lời")
    return parser


def _refuse(message: str) -> NoReturn:
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)


def _bytes_of(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reasons = {"FileNotFoundError": "không có tệp này", "IsADirectoryError": "đây là thư mục"}
        _refuse(f"Không đọc được “{path}”: {reasons.get(type(error).__name__, 'không mở được')}.")


def _data_of(path: str) -> Any:
    try:
        return read_json(_bytes_of(path))
    except Unreadable as error:
        _refuse(f"“{path}”: {error.message}")


def _say(data: Any) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")


def _check(options: argparse.Namespace) -> int:
    try:
        problems = problems_of(read_json(_bytes_of(options.form)))
    except Unreadable as error:
        problems = [Problem(None, error.code, error.message)]
    if options.json:
        _say({"ok": not problems, "problems": [problem.data() for problem in problems]})
    elif problems:
        _write_problems(problems)
    else:
        sys.stdout.write("Biểu mẫu dùng được.\n")
    return 1 if problems else 0


def _write_problems(problems: list[Problem]) -> None:
    sys.stdout.write(f"Biểu mẫu có {len(problems)} lỗi:\n")
    for problem in problems:
        place = f"{problem.question}: " if problem.question else ""
        sys.stdout.write(f"- {place}{problem.message} ({problem.code})\n")


def _form_of(path: str) -> Form:
    data = _data_of(path)
    if problems := problems_of(data):
        _refuse(f"Biểu mẫu có {len(problems)} lỗi, trước hết: {problems[0].message} Xem: motcua forms check {path}")
    return read_form(data)


def _run(options: argparse.Namespace) -> int:
    form, answers, today = _form_of(options.form), _data_of(options.answers), _day(options.today)
    if options.account:
        account = _data_of(options.account)
        answers = prefilled(form, answers, account=account if isinstance(account, dict) else {}, today=today)
    outcome = run(form, answers, today=today, channel=Channel(options.channel))
    if options.json:
        _say(outcome.data())
    else:
        _write_outcome(form, outcome)
    return 1 if outcome.errors or outcome.stop else 0


def _print(options: argparse.Namespace) -> int:
    form, answers, today = _form_of(options.form), _data_of(options.answers), _day(options.today)
    outcome = run(form, answers, today=today)
    at = datetime.combine(today, datetime.now(formats.LOCAL).time(), formats.LOCAL)
    pdf = application_paper(
        form, outcome.values, heading=options.to, at=at, code=options.code, online=options.online,
        signer=options.signer,
    )  # fmt: skip
    try:
        Path(options.out).write_bytes(pdf)
    except (OSError, ValueError):
        _refuse(f"Không ghi được “{options.out}”.")
    if outcome.errors or outcome.stop:
        sys.stdout.write(
            f"Đã in, nhưng còn {len(outcome.errors)} câu chưa đúng hoặc phải dừng; xem: motcua forms run.\n"
        )
    return 1 if outcome.errors or outcome.stop else 0


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(formats.LOCAL).date()
    try:
        return formats.read_day(text)
    except ValueError:
        _refuse(f"“{text}” không phải là ngày.")


def _write_outcome(form: Form, outcome: Outcome) -> None:
    questions = {question.code: question for _, question, _ in form.every_question()}
    write = sys.stdout.write
    write(f"Được hỏi {len(outcome.visible)} câu, trả lời được {len(outcome.values)}.\n")
    for place, code in outcome.errors.items():
        question = questions.get(place.rpartition(".")[2]) or questions.get(place.partition(".")[0])
        write(f"- {_named(place, question)}: {answer_message(code, question)} ({code})\n")
    if outcome.stop:
        write(f"Dừng ở “{outcome.stopped_by}”: {outcome.stop.reason['vi']}\n")
        return
    for line in outcome.fee_lines:
        reasons = "".join(f"; giảm {percent} %: {words['vi']}" for percent, words in line.reductions)
        write(f"{line.label['vi']}: {formats.dong(line.amount)} ({line.basis['vi']}{reasons})\n")
    write(f"Tổng phí, lệ phí: {formats.dong(outcome.fees)}.\n")


def _named(place: str, question: Question | None) -> str:
    return f"{place} “{question.label['vi']}”" if question else place or "câu trả lời"


def _tidy(options: argparse.Namespace) -> int:
    data = _data_of(options.form)
    if problems := problems_of(data):
        _write_problems(problems)
        return 1
    sys.stdout.write(written(data))
    return 0


def _schema(options: argparse.Namespace) -> int:
    _say(answer_schema(_form_of(options.form)) if options.form else form_schema())
    return 0
