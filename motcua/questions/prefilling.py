"""What can be suggested before somebody types: from the account and from earlier answers. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.questions.choices import Kind
from motcua.questions.definition import Form, Prefill
from motcua.questions.running import Runner
from motcua.questions.unit_choices import parted


def prefilled(form: Form, answers: Any, *, account: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the answers, with suggestions where something asked has none and its suggestion would be accepted.

    `account` may have name, identity_number, birth_date (2026-11-22), address (its parts, or one line whose units are
    found in it), phone, email, tax_code. Rows are left alone but for suggestions from outside of them.
    """
    runner = Runner(form)
    filled = dict(answers) if isinstance(answers, dict) else {}
    for _, question in form.questions():
        if question.prefill and question.code not in filled:
            value = _source(question.prefill, account, filled)
            tried = filled | {question.code: value}
            outcome = runner.run(tried, today=today)
            if value is not None and question.code in outcome.values:
                filled = tried
        if question.kind == Kind.GROUP:
            _fill_rows(form, question.code, filled, account)
    return filled


def _source(prefill: Prefill, account: Mapping[str, Any], answers: Mapping[str, Any]) -> Any:
    return from_account(prefill.account, account) if prefill.account else answers.get(prefill.question or "")


def from_account(name: str, account: Mapping[str, Any]) -> Any:
    """Return what an account suggests under a name, None for nothing."""
    known = account.get(name)
    return parted(known) if name == "address" and isinstance(known, str) else known


def _fill_rows(form: Form, code: str, filled: dict[str, Any], account: Mapping[str, Any]) -> None:
    rows = filled.get(code)
    if not isinstance(rows, list):
        return
    inner = next(question.questions for _, question in form.questions() if question.code == code)
    wanted = [(each.code, each.prefill) for each in inner if each.prefill]
    filled[code] = [
        {name: _source(prefill, account, {**filled, **row}) for name, prefill in wanted} | row
        if isinstance(row, dict)
        else row
        for row in rows
    ]
