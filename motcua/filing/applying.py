"""Who applies, as a dossier needs it, read from the answers: the questions that the account's data would have filled.

A question that says `prefill: {"account": "name"}` asks for the name of whoever files; its answer is that name. What
no question asks the account itself tells.
"""

from typing import Any

from motcua.citizens.choices import Kind
from motcua.citizens.models import Account
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing
from motcua.filing.representing import DECLARED, declared_of, is_represented
from motcua.procedures.models import runner_of_edition
from motcua.questions.definition import Form
from motcua.questions.running import Outcome
from motcua.questions.telling import said

DATA = DECLARED
CONTACTS = ("phone", "email", "address")


def data_of(account: Account | None) -> dict[str, Any]:
    """Return what an account knows of its holder, for suggesting answers; what it does not know is left out."""
    if account is None:
        return {}
    found = {name: getattr(account, name) for name in (*DATA, "birth_date")}
    return {name: value for name, value in found.items() if value}


def known_of(filing: Filing) -> dict[str, Any]:
    """Return what is known of the applicant, for suggesting answers: of the holder, or of whom it is filed for."""
    if filing.for_whom == ForWhom.SELF:
        return data_of(filing.account)
    said_of = {name: value for name, value in (filing.other or {}).items() if name in (*DATA, "birth_date") and value}
    return _of_organisation(said_of, filing) if filing.for_whom == ForWhom.ORGANISATION else said_of


def _of_organisation(known: dict[str, Any], filing: Filing) -> dict[str, Any]:
    """Return what may be suggested of an organisation: nothing where the form asks for people only."""
    runner = runner_of_edition(filing.edition_id)
    asked = {each.prefill.account for _, each in runner.form.questions() if each.prefill} if runner else set()
    if "tax_code" not in asked:
        return {}
    renamed = {"identity_number": "tax_code"}
    return {renamed.get(name, name): value for name, value in known.items()}


def applicant_of(form: Form, outcome: Outcome, filing: Filing) -> dict[str, Any]:
    """Return what `citizens.actions.declare` takes down of the applicant.

    Of whom it is filed for counts what was said there; the form's own questions add what was not.
    """
    asked = {
        question.prefill.account: said(question, outcome.values[question.code])
        for _, question in form.questions()
        if question.prefill and question.prefill.account in DATA and question.code in outcome.values
    }
    if is_represented(filing):
        contacts = {name: asked[name] for name in CONTACTS if name in asked}
        return contacts | declared_of(filing, outcome)
    known = {name: value for name, value in known_of(filing).items() if name in DATA}
    return {"kind": Kind.PERSON, **known, **asked}


def submitter_of(filing: Filing) -> dict[str, Any]:
    """Return what `citizens.actions.declare` takes down of the account's holder who files for somebody else."""
    return {"kind": Kind.PERSON} | {name: value for name, value in data_of(filing.account).items() if name in DATA}
