"""Whom a filing is for when that is not who files: the questions about them stand before those of the edition's form.

They are a section like any other, so that they are typed, kept, checked and told as everything else is; their answers
lie apart (`Filing.other`), and go to the dossier as its applicant, not as answers of the form.
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from motcua.citizens.choices import Kind
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing
from motcua.procedures.models import runner_of_edition
from motcua.questions.choices import AUTHORISATION, FOR_WHOM
from motcua.questions.definition import Form, Section, form_of
from motcua.questions.running import Outcome, Runner
from motcua.questions.telling import said

REPRESENTED = (ForWhom.PERSON, ForWhom.ORGANISATION)
PREFIX = f"{FOR_WHOM}_"  # of the codes of these questions; no form has such ones
CAPACITY = f"{PREFIX}capacity"
DECLARED = ("name", "identity_number", "phone", "email", "address")
ROLE_LENGTH = 80


@functools.cache
def section_for(for_whom: str) -> Section:
    """Return the questions about somebody represented, or about an organisation."""
    data = json.loads((Path(__file__).parent / "facts" / "for_whom.json").read_text("utf-8"))
    return form_of(data[for_whom]).sections[0]


@functools.lru_cache(maxsize=500)
def runner_for(runner: Runner, for_whom: str) -> Runner:
    """Return an edition's form ready to be run, with the questions about whom it is for before it."""
    return Runner(replace(runner.form, sections=(section_for(for_whom), *runner.form.sections)))


def runner_of(filing: Filing) -> Runner | None:
    """Return the form of a filing ready to be run; None when its edition has none."""
    runner = runner_of_edition(filing.edition_id)
    return runner_for(runner, filing.for_whom) if runner and is_represented(filing) else runner


def form_of_filing(filing: Filing) -> Form | None:
    """Return the form that a filing goes through, None when its edition has none."""
    runner = runner_of(filing)
    return runner.form if runner else None


def is_represented(filing: Filing) -> bool:
    """Whether it is filed for somebody else, or for an organisation, by the holder of an account."""
    return filing.for_whom in REPRESENTED


def joined(filing: Filing) -> dict[str, Any]:
    """Return all answers of a filing by the codes of the questions."""
    if not is_represented(filing):
        return dict(filing.answers)
    return filing.answers | {f"{PREFIX}{key}": value for key, value in (filing.other or {}).items() if key != "kind"}


def parted(filing: Filing, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the answers of the form, and what is said of whom it is for, apart."""
    if not is_represented(filing):
        return dict(answers), filing.other
    about = {code.removeprefix(PREFIX): value for code, value in answers.items() if code.startswith(PREFIX)}
    kind = Kind.PERSON if filing.for_whom == ForWhom.PERSON else Kind.ORGANISATION
    known = {"kind": str(kind)} | {key: value for key, value in about.items() if value not in (None, "", {})}
    return {code: value for code, value in answers.items() if not code.startswith(PREFIX)}, known


def own_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the edition's form alone."""
    return {code: value for code, value in values.items() if not code.startswith(PREFIX) and code != AUTHORISATION}


def declared_of(filing: Filing, outcome: Outcome) -> dict[str, Any]:
    """Return what `citizens.actions.declare` takes down of whom it is for, as far as it was said there."""
    kind = Kind.PERSON if filing.for_whom == ForWhom.PERSON else Kind.ORGANISATION
    questions = {question.code: question for question in section_for(filing.for_whom).questions}
    told = {
        key: said(questions[f"{PREFIX}{key}"], outcome.values[f"{PREFIX}{key}"])
        for key in DECLARED
        if f"{PREFIX}{key}" in outcome.values
    }
    return {"kind": kind, **told}


def role_of(filing: Filing, outcome: Outcome) -> str:
    """Return the capacity of who files, in words."""
    capacity = next(each for each in section_for(filing.for_whom).questions if each.code == CAPACITY)
    return said(capacity, outcome.values.get(CAPACITY))[:ROLE_LENGTH]
