"""What a stolen copy of the database shows in words: every column of free text is known, and answered for."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from motcua.core.events import Event
from motcua.core.fields import EncryptedText
from motcua.dossiers.models.columns import Terms

MODEL = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"
SHORT = 40  # codes, states, kinds
WORDS = (models.CharField, models.TextField, models.JSONField, Terms)

# Of units, posts, law, catalogue, settings, machines: nothing a citizen said or is called by.
OF_THE_OFFICE = {
    "agencies.AbsenceShare": "mark",
    "agencies.AccessToken": "name",
    "agencies.Agency": "name short_name name_key folded path address phone place notation",
    "agencies.AgencySuccession": "decision",
    "agencies.Attempts": "who",
    "agencies.CodePattern": "pattern",
    "agencies.Delegation": "number",
    "agencies.Device": "label network",
    "agencies.ListView": "name hidden",
    "agencies.LoginFailure": "network",
    "agencies.Passkey": "name",
    "agencies.Person": "password username name name_key email",
    "agencies.Post": "title signs_for",
    "agencies.Reorganisation": "name decision plan progress",
    "agencies.ReorganisationItem": "key label message",
    "bulletins.SavedView": "name",
    "citizens.FailureDigest": "causes",
    "citizens.LookLimit": "source",
    "core.BackupRecord": "manifest place told",
    "core.Counter": "scope",
    "core.Erasure": "keys cause more",
    "core.ReactionDone": "table reaction",
    "core.Seal": "tables",
    "correspondence.Letterhead": "emblem_digest place contact hours signing notes",
    "correspondence.Register": "name notations",
    "counter.SheetRow": "problems warnings",
    "dossiers.Dossier": "code case returned_by_means",
    "dossiers.DossierPaper": "code",
    "dossiers.Leg": "name",
    "dossiers.Step": "name",
    "dossiers.TrackingAttempts": "network",
    "escalation.Digest": "counts",
    "escalation.DigestRule": "source",
    "escalation.Rung": "source",
    "exchange.IdempotencyKey": "key answer",
    "exports.Export": "title parameters",
    "files.StoredFile": "media_type place",
    "guidance.FirstDays": "done",
    "guidance.Instruction": "title body source folded",
    "guidance.InstructionText": "title body source",
    "notify.NoticeText": "subject body",
    "notify.Outgoing": "key tries provider_id",
    "payments.Bill": "lines receipt_symbol",
    "privacy.DataDuty": "source",
    "privacy.DestructionItem": "name said",
    "privacy.RetentionRule": "source",
    "privacy.RightsRequest": "results",
    "privacy.RightsTerm": "source",
    "procedures.Adoption": "decision serves draft finding end_document end_reason",
    "procedures.Alias": "alias canonical",
    "procedures.CodeAnswer": "written name reason",
    "procedures.Edition": "name folded field_name serves content review",
    "filing.Filing": "case touched",
    "filing.FilingFile": "question group",
    "filing.Upload": "question group",
    "procedures.FormStep": "said before",
    "procedures.RouteStep": "said before",
    "procedures.ImportRow": "place code name reasons",
    "procedures.ImportRun": "file_name sha256 counts",
    "procedures.NationalChange": "name folded content digest aspects doubts source finding asked",
    "procedures.NationalProcedure": "name folded field_name levels agencies digest doubts settled finding",
    "procedures.NationalVersion": "content digest changes source",
    "procedures.Proposal": "field_name case papers_removed reason decision refusal",
    "queue.Device": "name",
    "queue.Line": "name fields",
    "queue.PriorityGround": "name source",
    "reports.FrozenReport": "scope rows",
    "reports.IndexVersion": "source stated",
    "reports.LayoutVersion": "content digest",
    "reports.ReportLayout": "draft draft_digest",
    "reports.ExternalIndex": "source",
    "reports.PastFigure": "source",
    "reports.PastFinding": "missing",
    "reports.PastImport": "name lines digest",
    "tasks.Task": "url_name url_key",
    "worktime.ExceptionalDay": "sessions reason source",
    "worktime.WorkWeek": "weekly decision",
}


def in_clear() -> set[str]:
    """Every column of free text of the house that lies in the database as it was typed."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("motcua.") and not issubclass(model, Event)
        for field in model._meta.local_fields
        if isinstance(field, WORDS) and not isinstance(field, EncryptedText) and not is_a_code(field)
    }


def is_a_code(field: models.Field) -> bool:
    short = isinstance(field, models.CharField) and field.db_collation == "C" and (field.max_length or 0) <= SHORT
    return short or bool(field.choices)


def answered_for() -> set[str]:
    """The columns that the threat model names, with what they hold and why they lie in clear."""
    rows = [line for line in MODEL.read_text("utf-8").splitlines() if re.match(r"\| `\w+\.\w+\.\w+`", line)]
    return {name for row in rows for name in re.findall(r"`(\w+\.\w+\.\w+)`", row.split("|")[1])}


def test_every_column_of_words_is_the_offices_or_answered_for():
    office = {f"{model}.{name}" for model, names in OF_THE_OFFICE.items() for name in names.split()}
    assert in_clear() - office - answered_for() == set(), "a new column: encrypt it, or say in the threat model why not"
    assert office & answered_for() == set()
    assert (office | answered_for()) - in_clear() == set(), "named, but not there any more"


def test_the_eye_sees_a_column_that_is_not_encrypted():
    assert "citizens.Applicant.name" in in_clear()
    assert "citizens.Applicant.address" not in in_clear()
    assert "agencies.HeldForm.names" not in in_clear()
