"""What was erased is told outside the database; an older copy that is brought back forgets it again."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connection, transaction

from config import checks, serving
from motcua.agencies.actions.holding import hold
from motcua.agencies.models import HeldForm
from motcua.citizens.actions import look_up
from motcua.citizens.models import ERASED, Applicant, IdentityLookup
from motcua.core import erasures
from motcua.core.clock import now
from motcua.core.models import Erasure
from motcua.counter.actions import keep_unsent
from motcua.counter.models import Unsent
from motcua.dossiers.actions.memos import write_memo
from motcua.dossiers.models import Dossier, DossierPaper, Memo
from motcua.files.actions import store
from motcua.files.blobs import raw
from motcua.files.models import StoredFile
from motcua.privacy import actions
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.files import samples
from tests.privacy.conftest import NUMBER

pytestmark = pytest.mark.django_db
Granted = Callable[..., RightsRequest]


def copied(file: Path, name: str = "apart.jsonl") -> Path:
    """What somebody keeps on another machine."""
    erasures.write_outside()
    apart = file.with_name(name)
    apart.write_bytes(file.read_bytes())
    return apart


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def erase_somebody(ward: SimpleNamespace, granted: Granted) -> SimpleNamespace:
    """A person with something in every holding asks for erasure, and is told."""
    applicant = make.applicant_of(ward.clerk, number=NUMBER, name="Trịnh Quỳnh Xóa", address="Ngõ Bí Mật 9")
    draft = make.drafted(ward, applicant=applicant, subject="Việc riêng tư")
    file = store(by=ward.clerk, name="quynh-xoa.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=draft, order=1).update(file=file)
    memo = write_memo(draft, by=ward.clerk, text="Chị Quỳnh hẹn thứ Ba")
    look_up(ward.clerk, NUMBER)
    keep_unsent(uuid.uuid4(), {"a-identity_number": [NUMBER]}, by=ward.clerk)
    hold(ward.clerk.person_id, path="/tiep-nhan/", fields=[("a-identity_number", [NUMBER])], files=[])
    earlier = actions.withdraw(actions.receive(by=ward.clerk, right="export", name="Trịnh Quỳnh Xóa", proof="card",
                               identity_number=NUMBER, asked="Cho xem"), by=ward.clerk, note="Đổi ý")  # fmt: skip
    return SimpleNamespace(applicant=applicant, draft=draft, file=file, memo=memo, earlier=earlier)


def test_an_older_copy_forgets_again_everything_that_was_erased(
    ward: SimpleNamespace, granted: Granted, erased_file: Path
) -> None:
    held = erase_somebody(ward, granted)
    before = transaction.savepoint()  # the moment of the backup
    file = raw(held.file)
    request = granted(right="erasure", name="Trịnh Quỳnh Xóa")
    actions.hand_over(request, by=ward.clerk)
    apart = copied(erased_file)
    assert {line["kind"] for line in lines(apart)} == {
        "agencies.held", "citizens.declaration", "citizens.lookup", "counter.unsent", "dossiers.dossier",
        "dossiers.memo", "files.content", "privacy.request",
    }  # fmt: skip
    text = apart.read_text()
    assert [word for word in (NUMBER, "Quỳnh", "Quynh", "Bí Mật") if word in text] == []

    transaction.savepoint_rollback(before)  # the copy is brought back: everything is there again
    assert raw(StoredFile.objects.get(pk=held.file.pk)) == file
    assert Applicant.objects.get(pk=held.applicant.pk).name == "Trịnh Quỳnh Xóa"
    assert Erasure.objects.count() == 0

    told = erasures.redo([apart])
    assert (told.left, told.bad, told.known) == ([], [], 0)
    assert told.redone == len(lines(apart))
    assert Applicant.objects.get(pk=held.applicant.pk).name == ERASED
    assert Dossier.objects.get(pk=held.draft.pk).erased_at is not None
    assert StoredFile.objects.get(pk=held.file.pk).removed_at is not None
    assert Memo.objects.get(pk=held.memo.pk).text == ""
    assert (Unsent.objects.count(), HeldForm.objects.count()) == (0, 0)
    assert bytes(IdentityLookup.objects.get().digest) == b""
    assert RightsRequest.objects.get(pk=held.earlier.pk).forgotten_at is not None
    again = erasures.redo([apart, apart])
    assert (again.redone, again.known) == (0, 2 * len(lines(apart)))
    assert erasures.missing(erased_file) == []


def test_what_runs_in_the_copy_is_left_to_people_and_told(
    ward: SimpleNamespace, erased_file: Path, granted: Granted
) -> None:
    running = make.received(ward)
    erasures.append(erased_file, [
        told("dossiers.dossier", running.pk, bill=True), told("citizens.declaration", running.applicant_id),
    ])  # fmt: skip
    report = erasures.redo([erased_file])
    assert report.redone == 2
    assert [running.code in words for words in report.left] == [True, True]
    running.refresh_from_db()
    assert (running.erased_at, running.applicant.name) == (None, "Trần Thị Mẫu")


def told(kind: str, *keys: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()), "at": more.pop("at", now()).isoformat(), "kind": kind, "cause": "DMH1",
        "keys": [*map(str, keys)], "more": more,
    }  # fmt: skip


def test_who_can_write_the_list_can_have_nothing_destroyed(ward: SimpleNamespace, erased_file: Path) -> None:
    closed = make.returned(ward)
    forged = told("dossiers.dossier", closed.pk, bill=True)
    other = told("dossiers.dossier", 0, bill=True)
    erasures.append(erased_file, [other])
    signed = lines(erased_file)[0]
    with erased_file.open("a") as file:
        file.write(json.dumps(forged | {"mac": "0" * 64}) + "\n")
        file.write(json.dumps(signed | {"id": forged["id"], "keys": forged["keys"]}) + "\n")  # another line's signature
        file.write("[]\nnot json\n{}\n")
    report = erasures.redo([erased_file])
    assert (report.redone, len(report.bad)) == (1, 5)
    assert Dossier.objects.get(pk=closed.pk).erased_at is None
    with pytest.raises(SystemExit):
        call_command("erased", "redo")


def test_what_came_later_and_was_given_an_old_number_stays(ward: SimpleNamespace, erased_file: Path) -> None:
    look_up(ward.clerk, NUMBER)
    row = IdentityLookup.objects.get()
    closed, before = make.returned(ward), row.at - timedelta(days=400)
    erasures.append(erased_file, [
        told("citizens.lookup", row.pk, at=before), told("dossiers.dossier", closed.pk, at=before, bill=True),
    ])  # fmt: skip
    assert erasures.redo([erased_file]).redone == 2
    closed.refresh_from_db()
    assert closed.erased_at is None
    assert bytes(IdentityLookup.objects.get().digest) != b""


def test_half_a_line_is_written_again_whole(ward: SimpleNamespace, erased_file: Path) -> None:
    erasures.tell("files.content", ["a"], cause="x")
    erasures.write_outside()
    with erased_file.open("a") as file:
        file.write('{"id": "torn')
    erasures.tell("files.content", ["b"], cause="x")
    assert erasures.write_outside() == 1
    assert [line["keys"] for line in lines(erased_file)] == [["a"], ["b"]]
    assert erased_file.stat().st_mode & 0o777 == 0o600


def test_a_list_that_cannot_be_written_is_written_later(ward: SimpleNamespace, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.ERASED_FILE = tmp_path / "file" / "erased.jsonl"  # its folder is a file
    erasures.tell("files.content", ["a"], cause="x")
    assert erasures.write_outside() == 0
    settings.ERASED_FILE = tmp_path / "erased.jsonl"
    assert erasures.write_outside() == 1
    assert erasures.write_outside() == 0


def test_a_line_taken_out_of_the_list_is_missed(ward: SimpleNamespace, erased_file: Path) -> None:
    for key in "ab":
        erasures.tell("files.content", [key], cause="x")
    erasures.write_outside()
    call_command("erased", "verify")
    erased_file.write_text(erased_file.read_text().splitlines()[0] + "\n")
    with pytest.raises(SystemExit):
        call_command("erased", "verify")


def test_what_was_told_is_neither_changed_nor_removed(ward: SimpleNamespace, erased_file: Path) -> None:
    erasures.tell("files.content", ["a"], cause="x")
    for words in ("UPDATE core_erasure SET keys = '[]'", "DELETE FROM core_erasure", "TRUNCATE core_erasure"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)


def test_an_erasure_that_nobody_does_again_is_refused(ward: SimpleNamespace) -> None:
    with pytest.raises(LookupError):
        erasures.tell("nobody.knows", ["a"])


def test_an_older_copy_is_not_served_until_it_forgot_again(
    ward: SimpleNamespace, settings: Any, erased_file: Path
) -> None:
    settings.DEMO = settings.TEST = False

    def refused() -> bool:
        return "motcua.E005" in [problem.id for problem in checks.problems()]

    assert not refused()
    erasures.append(erased_file, [told("files.content", uuid.uuid4())])
    assert refused()
    call_command("erased", "redo")
    assert not refused()


def test_no_worker_starts_on_an_older_copy_either(ward: SimpleNamespace, settings: Any, erased_file: Path) -> None:
    """Its jobs would print, tell and count what was erased; in the web's words, which say what to do."""
    program, line = "procrastinate", serving.worker(4)
    assert line[1:4] == [str(serving.CHECKOUT / "manage.py"), program, "worker"]  # what `motcua work` becomes
    assert get_commands()[program] == "config"
    settings.DEMO = settings.TEST = False
    erasures.append(erased_file, [told("files.content", uuid.uuid4())])
    with pytest.raises(ImproperlyConfigured) as web:
        checks.refuse_unsafe()
    with pytest.raises(CommandError) as worker:
        call_command(*line[2:])
    assert str(worker.value) == str(web.value)
    assert "Run motcua erased redo." in str(worker.value)


def test_without_a_list_there_is_nothing_to_redo(ward: SimpleNamespace, settings: Any, tmp_path: Path) -> None:
    settings.ERASED_FILE = tmp_path / "none.jsonl"
    with pytest.raises(CommandError):
        call_command("erased", "redo")
