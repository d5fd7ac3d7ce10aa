"""Who applies, as a dossier needs it, read from the answers: the questions that the account's data would have filled.

A question that says `prefill: {"account": "name"}` asks for the name of whoever files; its answer is that name. What
no question asks the account itself tells.
"""

from typing import Any

from motcua.citizens.choices import Kind
from motcua.citizens.models import Account
from motcua.questions.definition import Form
from motcua.questions.running import Outcome
from motcua.questions.telling import said

DATA = ("name", "identity_number", "phone", "email", "address")


def data_of(account: Account) -> dict[str, Any]:
    """Return what an account knows of its holder, for suggesting answers; what it does not know is left out."""
    found = {name: getattr(account, name) for name in (*DATA, "birth_date")}
    return {name: value for name, value in found.items() if value}


def applicant_of(form: Form, outcome: Outcome, account: Account) -> dict[str, Any]:
    """Return what `citizens.actions.declare` takes down of who files."""
    asked = {
        question.prefill.account: said(question, outcome.values[question.code])
        for _, question in form.questions()
        if question.prefill and question.prefill.account in DATA and question.code in outcome.values
    }
    known = {name: value for name, value in data_of(account).items() if name in DATA}
    return {"kind": Kind.PERSON, **known, **asked}
