"""What was answered in the online form of a dossier: read by whoever sees the dossier, printed as the application."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from motcua.core.clock import local
from motcua.core.identity import mask
from motcua.dossiers.choices import Channel
from motcua.dossiers.models import Dossier, FiledForm
from motcua.procedures.models import runner_of_edition
from motcua.questions.choices import Kind
from motcua.questions.definition import Form
from motcua.questions.papers import application_paper
from motcua.questions.running import Outcome
from motcua.questions.telling import told_answers

FOR_ANOTHER = "{name} ({role}), nộp thay cho {applicant}"


def form_of(dossier: Dossier) -> FiledForm | None:
    """Return the filed form, None for what came otherwise or was erased."""
    if dossier.channel != Channel.ONLINE:
        return None
    return FiledForm.objects.filter(dossier=dossier).exclude(answers=None).first()


def filed_parts(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the answers section by section, {title, lines}, numbers masked; [] where there is no form."""
    form = form_of(dossier)
    if form is None:
        return []
    asked, outcome = outcome_of(form)
    outcome = replace(outcome, values=_masked(asked, outcome.values))
    return [{"title": part.title["vi"], "lines": lines} for part, lines in told_answers(asked, outcome)]


def _masked(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Hide what is shown on the dossier's page only on request, on record: numbers of papers and phones."""
    found = dict(values)
    for _, question, group in form.every_question():
        if question.kind not in (Kind.IDENTITY, Kind.PHONE):
            continue
        if group is None and question.code in found:
            found[question.code] = mask(found[question.code])
        elif group is not None and group.code in found:
            rows = found[group.code]
            code = question.code
            found[group.code] = [row | {code: mask(row[code])} if code in row else row for row in rows]
    return found


def application_of(dossier: Dossier) -> bytes | None:
    """Return the application paper as PDF, always the same one; None where there is no form."""
    form = form_of(dossier)
    if form is None:
        return None
    asked, outcome = outcome_of(form)
    return application_paper(
        asked, outcome.values, heading=dossier.agency.name, at=form.filed_at, code=dossier.code or "",
        signer=who_filed(dossier),
    )  # fmt: skip


def who_filed(dossier: Dossier) -> str:
    """Return who filed a dossier, as papers name them; for somebody else: in what capacity and for whom."""
    if dossier.submitter is None:
        return dossier.shown_name
    role = dossier.submitter_role or "người nộp"
    return FOR_ANOTHER.format(name=dossier.name_of(dossier.submitter), role=role, applicant=dossier.shown_name)


def outcome_of(form: FiledForm) -> tuple[Form, Outcome]:
    """Return the form that was filled in, and what came of it on the day when it was sent."""
    runner = runner_of_edition(form.edition_id)
    assert runner is not None  # its form was filled in
    return runner.form, runner.run(form.answers, today=local(form.filed_at).date())
