"""Paper registers entered in bulk: a sheet is looked at and kept, then each of its rows is entered by its actions."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate.contrib.django import app

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.actions import hold_known
from motcua.core.actions import together
from motcua.core.clock import now, today
from motcua.core.erasures import tell
from motcua.core.errors import BadInput, NotPermitted, Refused, StepRefused
from motcua.core.gathering import gathered
from motcua.core.text import clean
from motcua.counter.choices import RowOutcome, Stage
from motcua.counter.entries import Reader, Reading, readings
from motcua.counter.models import Sheet, SheetRow
from motcua.dossiers.models import Dossier, PaperBook
from motcua.dossiers.permissions import may_change_book
from motcua.files.spreadsheets import Texts

log = logging.getLogger(__name__)

AT_ONCE = 50  # rows of one transaction: so long the desk's number is held (docs/decisions/0050)
NOTE_LIMIT, NAME_LIMIT = 300, 120
READ_ANEW = 50  # groups after which editions are looked up again
KEPT_DAYS = 30
Made = tuple[SheetRow, Dossier | None, list[list[str]]]  # a row, its dossier or what was in the way
GONE = "Người gửi bảng này không còn giữ vị trí đó."
UNFORESEEN = "Lỗi của hệ thống, dòng này chưa nhập. Người quản trị thấy lỗi trong nhật ký."


def take_sheet(rows: Iterable[tuple[int, Texts]], *, by: Post, book: PaperBook, note: str, name: str = "") -> Sheet:
    """Look at the rows of a register and keep them with what was found; nothing is entered yet.

    `note`: why they are entered later; it stands beside each dossier's receipt. Raises NotPermitted, BadInput
    (`reason_needed`, `no_rows`).
    """
    _permit(book, by=by)
    note = clean(note)
    if not 0 < len(note) <= NOTE_LIMIT:
        raise BadInput("reason_needed", f"Nêu lý do nhập sau (tối đa {NOTE_LIMIT} ký tự).", field="note")
    found = readings(Reader(book, by=by, at=now(), note=note), rows)
    if not found:
        raise BadInput("no_rows", "Chưa ghi dòng nào.", field="file")
    sheet = Sheet(post=by, book=book, name=clean(name)[:NAME_LIMIT], note=note)
    with transaction.atomic():
        sheet.save(force_insert=True)
        SheetRow.objects.bulk_create((_row(sheet, each) for each in found), batch_size=500)
    return sheet


def _permit(book: PaperBook, *, by: Post) -> None:
    if not may_change_book(by, book):
        raise NotPermitted("Chỉ trưởng, phó bộ phận một cửa được nhập sổ giấy.")


def _row(sheet: Sheet, each: Reading) -> SheetRow:
    row = SheetRow(
        sheet=sheet, line=each.line, number=each.number, said=each.said, problems=each.problems,
        warnings=each.warnings, outcome=_outcome_of(each),
        identity_number=each.entry.person["identity_number"] if each.entry else each.said.get("identity_number", ""),
    )  # fmt: skip
    row.index()
    return row


def _outcome_of(each: Reading) -> RowOutcome:
    if each.entry is None:
        return RowOutcome.BAD
    return RowOutcome.WARNED if each.warnings else RowOutcome.GOOD


def _locked(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("book", "post").get(pk=sheet.pk)


def begin_sheet(sheet: Sheet, *, by: Post, with_warned: bool) -> Sheet:
    """Have the good rows entered by a job, and with them those that were warned of; pressed twice it begins once.

    Raises NotPermitted, StepRefused (given up), BadInput `no_rows`.
    """
    _permit(sheet.book, by=by)
    with transaction.atomic():
        sheet = _locked(sheet)
        if sheet.stage in (Stage.RUNNING, Stage.DONE):
            return sheet
        if sheet.stage != Stage.READY:
            raise StepRefused("Bảng này đã bỏ.")
        warned = RowOutcome.GOOD if with_warned else RowOutcome.LEFT
        sheet.rows.filter(outcome=RowOutcome.WARNED).update(outcome=warned)
        if not sheet.rows.filter(outcome=RowOutcome.GOOD).exists():
            raise BadInput("no_rows", "Không có dòng nào nhập được.")
        sheet.stage, sheet.begun_at, sheet.post = Stage.RUNNING, now(), by
        sheet.save(update_fields=["stage", "begun_at", "post"])
        app.configure_task("counter.enter_sheet").defer(sheet=str(sheet.pk))
    return sheet


def give_up_sheet(sheet: Sheet, *, by: Post) -> None:
    """Forget a sheet that was not begun, to send a better one. Raises NotPermitted, StepRefused."""
    _permit(sheet.book, by=by)
    with transaction.atomic():
        sheet = _locked(sheet)
        if sheet.stage not in (Stage.READY, Stage.GIVEN_UP):
            raise StepRefused("Bảng này đã bắt đầu nhập, không bỏ được nữa.")
        sheet.rows.all().delete()
        sheet.stage = Stage.GIVEN_UP
        sheet.save(update_fields=["stage"])


def run_sheet(sheet: Sheet, *, most: int | None = None) -> int:
    """Enter the rows that wait (at most so many), in the order of their lines, some in one transaction.

    Each row in a savepoint of its own, ticked off in the transaction that entered it: killed anywhere, run twice or by
    two workers, no row is entered twice and none is lost. Returns how many were taken up.
    """
    done, reader = 0, None
    while most is None or done < most:
        if reader is None or done % (AT_ONCE * READ_ANEW) == 0:
            reader = Reader(sheet.book, by=sheet.post, at=now(), note=sheet.note, judging=False)
        taken = _enter_some(sheet, reader, most=min(AT_ONCE, most - done) if most else AT_ONCE)
        done += taken
        if not taken:
            _end(sheet)
            break
    return done


def _enter_some(sheet: Sheet, reader: Reader, *, most: int) -> int:
    with transaction.atomic():
        waiting = SheetRow.objects.select_for_update(skip_locked=True, of=("self",)).order_by("line")
        rows = list(waiting.filter(sheet=sheet, outcome=RowOutcome.GOOD)[:most])
        held = bool(rows) and sheet.post.is_held(today()) and may_change_book(sheet.post, sheet.book)
        found = [(row, reader.read(row.line, row.said)) for row in rows] if held else []
        made = _all_at_once(found, reader) or [(row, *_enter(row, each, reader)) for row, each in found]
        _tick(made if held else [(row, None, [["number", GONE]]) for row in rows])
    return len(rows)


def _all_at_once(found: list[tuple[SheetRow, Reading]], reader: Reader) -> list[Made]:
    """Return the dossiers of rows entered as one group; [], and nothing entered, when anything was in the way."""
    sound = [(row, each.entry) for row, each in found if each.entry is not None]
    if len(sound) < len(found):
        return []
    try:
        with together(), gathered():
            hold_known(person["identity_number"] for _, entry in sound for person in entry.people())
            return [(row, entry.carry_out(by=reader.by, note=reader.note), []) for row, entry in sound]
    except (OperationalError, InterfaceError):
        raise
    except Exception as wrong:  # whose fault it is shows when they are entered one by one
        log.info("a group of %s rows is entered one by one: %s", len(found), type(wrong).__name__)
        return []


def _enter(row: SheetRow, found: Reading, reader: Reader) -> tuple[Dossier | None, list[list[str]]]:
    """Return the dossier of a row, or what was in the way."""
    if found.entry is None:
        return None, [list(pair) for pair in found.problems]
    try:
        with together():
            return found.entry.carry_out(by=reader.by, note=reader.note), []
    except Refused as refused:
        return None, [[refused.field or "", refused.message]]
    except (OperationalError, InterfaceError):  # the database is away: nothing is this row's fault
        raise
    except Exception:
        log.exception("row %s of sheet %s failed", row.line, row.sheet_id)
        return None, [["", UNFORESEEN]]


def _tick(made: list[Made]) -> None:
    """Write down what became of the rows; one that made its dossier is forgotten otherwise."""
    done = [(row.pk, dossier.pk) for row, dossier, _ in made if dossier is not None]
    if done:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE counter_sheetrow row SET outcome = 'done', dossier_id = made.dossier, said = NULL,"
                " identity_number = NULL, identity_index = NULL"
                " FROM unnest(%s::uuid[], %s::bigint[]) made (key, dossier) WHERE row.id = made.key",
                [[key for key, _ in done], [dossier for _, dossier in done]],
            )
    for row, dossier, problems in made:
        if dossier is None:
            SheetRow.objects.filter(pk=row.pk).update(outcome=RowOutcome.REFUSED, problems=problems)


def _end(sheet: Sheet) -> None:
    """Close a sheet of which nothing waits; rows that another worker holds are its own to close."""
    left = SheetRow.objects.filter(sheet=sheet.pk, outcome=RowOutcome.GOOD)
    if not left.exists():
        Sheet.objects.filter(pk=sheet.pk, stage=Stage.RUNNING).update(stage=Stage.DONE, ended_at=now())


def forget_rows(keys: list[str], *, by: Post) -> int:
    """Forget what rows say of somebody who asked for it, and that they wait; the machine's. Raises NotPermitted."""
    if by.role != Role.SYSTEM:
        raise NotPermitted()
    tell("counter.sheet_row", keys)
    rows = SheetRow.objects.filter(pk__in=keys, dossier=None)
    return rows.delete()[0]


def sweep_sheets() -> int:
    """Forget rows nobody went on with for some days, and sheets of a month ago; returns how many rows went."""
    late = now() - timedelta(days=settings.UNSENT_DAYS)
    idle = SheetRow.objects.filter(sheet__sent_at__lt=late, dossier=None).exclude(sheet__stage=Stage.RUNNING)
    gone, _ = idle.delete()
    old = Sheet.objects.filter(sent_at__lt=now() - timedelta(days=KEPT_DAYS)).exclude(stage=Stage.RUNNING)
    old.delete()
    return gone
