"""The page of a sheet of a paper register: what was found in its rows, how far it is, what is left to mend."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.errors import BadInput
from motcua.core.health import look
from motcua.counter import columns
from motcua.counter.choices import RowOutcome, Stage
from motcua.counter.columns import TITLES
from motcua.counter.models import Sheet, SheetRow
from motcua.dossiers.permissions import may_change_book
from motcua.files.spreadsheets import FILE_LIMIT
from motcua.ui.inputs import Form, LineField

AT_ONCE_HERE = 100  # rows entered while one waits, when no worker does it
TONES = {
    RowOutcome.GOOD: "ontime", RowOutcome.WARNED: "soon", RowOutcome.BAD: "late", RowOutcome.DONE: "ontime",
    RowOutcome.REFUSED: "late", RowOutcome.LEFT: "wait",
}  # fmt: skip
TO_MEND = (RowOutcome.BAD, RowOutcome.REFUSED, RowOutcome.LEFT, RowOutcome.WARNED)
ORDER = (
    RowOutcome.BAD, RowOutcome.REFUSED, RowOutcome.WARNED, RowOutcome.LEFT, RowOutcome.GOOD, RowOutcome.DONE,
)  # fmt: skip


class UploadForm(Form):
    """A filled-in spreadsheet, and why it is entered only now."""

    file = forms.FileField(label="Bảng tính đã điền", help_text="xlsx, hoặc CSV mã UTF-8", allow_empty_file=True)
    note = LineField(label="Lý do nhập sau", max_length=300, help_text="ghi vào diễn biến của từng hồ sơ")

    def clean_file(self) -> Any:
        """Read it at once: what is no table is said beside the field."""
        given = self.cleaned_data["file"]
        if given.size > FILE_LIMIT:
            raise ValidationError(f"Tệp lớn quá {FILE_LIMIT // 1024 // 1024} MB.", code="file_too_large")
        try:
            return given.name, columns.read(given.read())
        except BadInput as wrong:
            raise ValidationError(wrong.message, code=wrong.code) from wrong

    def inputs(self) -> dict[str, Any]:
        """Return what `take_sheet` takes."""
        name, rows = self.cleaned_data["file"]
        return {"rows": rows, "name": name, "note": self.cleaned_data["note"]}


def sheet_of(by: Post, key: uuid.UUID | str) -> Sheet | None:
    """Return a sheet of the post's desk; None for no such one."""
    rows = Sheet.objects.visible_to(by).select_related("book__desk", "post__person", "post__agency")
    return rows.filter(pk=key).first()


def title_of(sheet: Sheet) -> str:
    """Return what the page is called."""
    return f"Sổ {sheet.book}: {sheet}"


def rows_of(sheet: Sheet, outcome: str) -> "QuerySet[SheetRow]":
    """Return the rows of one outcome, or all of them."""
    rows = SheetRow.objects.filter(sheet=sheet).select_related("dossier")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def counted(sheet: Sheet) -> dict[str, int]:
    """Return outcome → how many rows; one query."""
    rows = SheetRow.objects.filter(sheet=sheet).order_by().values_list("outcome")
    return dict(rows.annotate(Count("pk")))


def tabs_of(sheet: Sheet, chosen: str) -> list[dict[str, Any]]:
    """Return the groups of the list: all, and each outcome that there is."""
    found, here = counted(sheet), reverse("counter:sheet", args=[sheet.pk])
    tabs = [{"label": "Tất cả", "url": here, "count": sum(found.values()), "current": chosen not in found}]
    return tabs + [
        {"label": each.label, "url": f"{here}?loc={each}", "count": found[each], "tone": TONES[each],
         "current": chosen == each}
        for each in ORDER if each in found
    ]  # fmt: skip


def shown(sheet: Sheet, *, by: Post) -> dict[str, Any]:
    """Return how far a sheet is, and what may be done with it."""
    found = counted(sheet)
    over = found.get(RowOutcome.DONE, 0) + found.get(RowOutcome.REFUSED, 0)
    running = sheet.stage == Stage.RUNNING
    whole = over + found.get(RowOutcome.GOOD, 0)
    return {
        "sheet": sheet, "running": running, "over": over, "whole": whole, "ready": sheet.stage == Stage.READY,
        "asleep": running and not look()["worker"], "good": found.get(RowOutcome.GOOD, 0),
        "warned": found.get(RowOutcome.WARNED, 0), "bad": found.get(RowOutcome.BAD, 0),
        "refused": found.get(RowOutcome.REFUSED, 0), "may": may_change_book(by, sheet.book),
        "mendable": any(found.get(each) for each in TO_MEND), "here": reverse("counter:sheet", args=[sheet.pk]),
        "note": f"{over} / {whole} dòng", "tones": TONES, "titles": TITLES,
        "crumbs_items": [
            ("Sổ giấy", reverse("counter:books")), (sheet.book.code, reverse("counter:book", args=[sheet.book_id])),
            (str(sheet), ""),
        ],
    }  # fmt: skip


def told(pairs: Iterable[Iterable[str]]) -> list[str]:
    """Return problems or warnings in words, each after the name of its column."""
    return [f"{TITLES[key]}: {words}" if key in TITLES else words for key, words in pairs]


def to_mend(sheet: Sheet) -> bytes:
    """Return the rows that were not entered as a spreadsheet: what they said, and what is wrong with each."""
    rows = SheetRow.objects.filter(sheet=sheet, outcome__in=TO_MEND).order_by("line")
    return columns.template(_lines(rows.iterator(chunk_size=500)), title=f"Cần sửa, sổ {sheet.book}", problems=True)


def _lines(rows: Iterable[SheetRow]) -> Iterator[list[str]]:
    for row in rows:
        said = row.said or {}
        yield [*(said.get(key, "") for key in columns.KEYS), "; ".join(told([*row.problems, *row.warnings]))]
