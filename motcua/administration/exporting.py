"""Journals as files: the list as it is filtered, newest first, a limited number of rows; on record before they go."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from motcua.administration import journals
from motcua.administration.forms.journals import ActFilters, JournalFilters, LookFilters
from motcua.agencies.actions import export_journal
from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.core.errors import BadInput
from motcua.core.stories import label_of
from motcua.ui import formats
from motcua.ui.sheets import MIME, Column, write_csv, write_sheet

MOST = 20_000  # rows of one file; told on the page and in the file
CHUNK = 2_000
CODED = ("first", "last", "action", "code")  # filters that go on record: days and codes, never words that were typed
ACT_COLUMNS = {
    "at": Column("Xảy ra lúc", 17), "recorded": Column("Ghi lúc", 17), "what": Column("Việc", 30),
    "who": Column("Người làm", 34), "where": Column("Đơn vị", 30), "about": Column("Về", 40),
}  # fmt: skip
LOOK_COLUMNS = {
    "at": Column("Lúc", 17), "who": Column("Người xem", 34), "where": Column("Đơn vị", 30),
    "why": Column("Để làm gì", 44), "network": Column("Mạng", 20),
}  # fmt: skip


@dataclass(frozen=True)
class Export:
    """A journal to be taken out: its rows as filtered, what they are called, and how a page of them is told."""

    title: str
    kind: str
    filters: JournalFilters
    rows: QuerySet
    columns: Mapping[str, Column]
    lines: Any

    def told(self, count: int) -> list[str]:
        """Return the lines above the table: the filters in words, and how many rows of how many."""
        words = [f"{self.filters[name].label}: {self.filters.data[name]}" for name in self.filters.fields
                 if self.filters.data.get(name)]  # fmt: skip
        return [f"Lọc: {'; '.join(words)}" if words else "Không lọc", _limit(count)]


def acts_of(by: Post, asked: QueryDict) -> Export:
    """Return the journal of acts, log-ins among them, as the list's address narrows it."""
    kind = kind_of(asked, journals.ACTS)
    filters = ActFilters(asked, kind=kind)
    rows = filters.narrow(journals.acts(by, kind)).order_by("-pk")
    lines = partial(journals.act_lines, label_of=label_of)
    return Export(f"Nhật ký: {journals.ACTS[kind].label}", kind, filters, rows, ACT_COLUMNS, lines)


def looks_of(by: Post, asked: QueryDict) -> Export:
    """Return the journal of looks as the list's address narrows it."""
    kind = kind_of(asked, journals.LOOKS)
    filters = LookFilters(asked, kind=kind)
    rows = filters.narrow(journals.looks(by, kind)).order_by("-pk")
    lines = partial(journals.look_lines, kind=kind)
    return Export(f"Lượt xem: {journals.LOOKS[kind].label}", kind, filters, rows, LOOK_COLUMNS, lines)


JOURNALS = {"nhat-ky": acts_of, "luot-xem": looks_of}


def kind_of(asked: QueryDict, known: Mapping[str, Any]) -> str:
    """Return which table of a journal an address asks for; the first one for an unknown one."""
    kind = asked.get("loai", "")
    return kind if kind in known else next(iter(known))


def exported(by: Post, *, journal: str, query: str, form: str) -> tuple[str, Iterable[bytes]]:
    """Return (file name, its pieces); the export is on record before the first piece. Raises BadInput, NotPermitted."""
    if form not in MIME or journal not in JOURNALS:
        raise BadInput("unknown_form", "Chọn dạng tệp: XLSX hoặc CSV.")
    export = JOURNALS[journal](by, QueryDict(query.removeprefix("?")))
    count = export.rows.count()
    narrowed = {name: str(value) for name in CODED if (value := export.filters.cleaned_data.get(name))}
    export_journal(
        by.agency, by=by, journal=journal, kind=export.kind, form=form, rows=min(count, MOST), narrowed=narrowed
    )
    name = f"{journal}-{export.kind}-{formats.local(now()):%Y%m%d-%H%M}.{form}"
    return name, _pieces(export, by=by, form=form, count=count)


def _pieces(export: Export, *, by: Post, form: str, count: int) -> Iterable[bytes]:
    columns, rows = list(export.columns.values()), _values(export)
    if form == "csv":
        return write_csv(columns, (row for part in (rows, _last(count, len(columns))) for row in part))
    lead = [by.agency.name, *export.told(count), f"Xuất lúc {formats.moment(now())}, {by}"]
    return [write_sheet(export.title, columns, rows, lead=lead)]


def _values(export: Export) -> Iterator[list[Any]]:
    last = None
    for start in range(0, MOST, CHUNK):
        page = export.rows if last is None else export.rows.filter(pk__lt=last)
        found = list(page[: min(CHUNK, MOST - start)])
        for line in export.lines(found):
            yield [line[name] for name in export.columns]
        if len(found) < CHUNK:
            return
        last = found[-1].pk


def _last(count: int, width: int) -> list[list[str]]:
    return [[_limit(count), *[""] * (width - 1)]] if count > MOST else []


def _limit(count: int) -> str:
    if count <= MOST:
        return f"{formats.number(count)} dòng"
    return (
        f"Chỉ {formats.number(MOST)} dòng mới nhất trong {formats.number(count)} dòng: lọc hẹp lại để lấy phần còn lại"
    )
