"""Review of procedures: what may be proposed, the list of proposals, and figures that open the rows they count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from motcua.agencies.models import Post
from motcua.core.text import fold, sort_key
from motcua.procedures.choices import ProposalState
from motcua.procedures.disclosure import CHANNEL_WORDS, limit_words
from motcua.procedures.editions import Content, LimitRule
from motcua.procedures.models import Adoption, Edition, Proposal
from motcua.procedures.models.national import with_words
from motcua.procedures.permissions import PROPOSERS, seat
from motcua.procedures.shortening import timed
from motcua.ui.inputs import LineField
from motcua.ui.pages import Filters
from motcua.worktime.deadlines import UNIT_LABELS, Unit

TONES = {ProposalState.SUBMITTED: "wait", ProposalState.APPROVED: "ontime", ProposalState.REJECTED: "late"}


class ProposalFilters(Filters):
    """By words of the procedure's name or its code; field and unit come from the figures' links."""

    q = LineField(label="Tìm theo tên, mã thủ tục", required=False)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    unit = forms.ChoiceField(label="Đơn vị tính", required=False)

    def __init__(self, *args: Any, rows: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = list(rows.order_by().values_list("field_code", "field_name", "unit").distinct())
        fields = sorted({(code, name) for code, name, _ in named}, key=lambda pair: sort_key(pair[1]))
        units = [(unit, UNIT_LABELS[Unit(unit)]) for unit in sorted({unit for *_, unit in named})]
        self.fields["field"].choices = [("", "Mọi lĩnh vực"), *fields]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "Mọi đơn vị tính"), *units]  # type: ignore[attr-defined]

    def filter_q(self, rows: QuerySet, value: str) -> QuerySet:
        for word in fold(value).split():
            rows = rows.filter(edition__folded__contains=word)
        return rows

    def filter_field(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(field_code=value)

    def filter_unit(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(unit=value)


class AdoptionFilters(Filters):
    """By words of the name or the beginning of the code."""

    q = LineField(label="Tìm theo tên, mã thủ tục", required=False)

    def filter_q(self, rows: QuerySet, value: str) -> QuerySet:
        found = Edition.objects.filter(with_words(value)).values("adoption")
        return rows.filter(pk__in=found)


@dataclass(frozen=True)
class Line:
    """A row of the figures: how many proposals, their limits before and after in one unit, where they are listed."""

    label: str
    unit: str
    count: int
    before: Decimal
    after: Decimal
    url: str

    @property
    def cut(self) -> Decimal:
        """The share that goes, in per cent of the time before."""
        return (self.before - self.after) * 100 / self.before


def proposals_of(by: Post) -> QuerySet[Proposal]:
    """Return the proposals that a post may read, without the heavy content of their editions."""
    rows = Proposal.objects.visible_to(by).select_related("edition", "office", "submitted_by__person")
    return rows.defer("edition__content")


def reviewable(by: Post, on: date) -> QuerySet[Adoption]:
    """Return what a post may propose to shorten: of its own division, or of the offices whose catalogue it keeps."""
    offered = Edition.objects.in_force(on).filter(adoption=OuterRef("pk"))
    rows = Adoption.objects.visible_to(by).standing().filter(Exists(offered))
    if by.role in PROPOSERS:
        return rows.filter(division__code__in=by.agency.path.rstrip("/").split("/"))
    return rows.filter(office__path__startswith=seat(by))


def tabs_of(rows: QuerySet[Proposal], chosen: str, asked: dict[str, str]) -> list[dict[str, Any]]:
    """Return a tab for each state with how many rows it opens; one query."""
    counts = rows.aggregate(all=Count("pk"), **{str(s): Count("pk", filter=Q(state=s)) for s in ProposalState})
    named = [("", "Tất cả"), *((str(state), state.label) for state in ProposalState)]
    return [
        {
            "label": label,
            "url": f"?{urlencode(asked | {'state': key})}",
            "count": counts[key or "all"],
            "tone": TONES.get(ProposalState(key), "") if key and counts[key] else "",
            "current": key == chosen,
        }
        for key, label in named
    ]


def figures_of(rows: QuerySet[Proposal], *, state: ProposalState, url: str) -> tuple[list[Line], list[Line]]:
    """Return (by field, in total) for the proposals of a state: amounts of different units are never added up.

    A limit that was shortened several times counts once, from what it was before the first to what it is after the
    last: 10 → 7 → 5 is a cut by half. Of a limit that was proposed again and again to no avail the last one counts.
    """
    found = list(_by_field(_by_limit(rows.filter(state=state), chained=state == ProposalState.APPROVED)))
    fields = [_line(row, {"state": state, "field": row[0], "unit": row[2]}, url) for row in found]
    fields.sort(key=lambda line: (sort_key(line.label), line.unit))
    return fields, list(_totals(found, state=state, url=url))


def _by_limit(rows: QuerySet[Proposal], *, chained: bool) -> Iterator[tuple[Any, ...]]:
    """Yield (field code, field name, unit, proposals, before, after) for each limit within its field; one query."""
    limits: dict[tuple[Any, ...], list[tuple[Any, Any]]] = {}
    told = ("field_code", "field_name", "unit", "adoption", "case", "channel", "before", "after")
    for *key, was, now in rows.order_by("pk").values_list(*told):
        limits.setdefault(tuple(key), []).append((was, now))
    for (code, name, unit, *_), each in limits.items():
        yield code, name, unit, len(each), each[0 if chained else -1][0], each[-1][1]


def _by_field(limits: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    sums: dict[tuple[str, str, str], list[Any]] = {}
    for code, name, unit, *amounts in limits:
        row = sums.setdefault((code, name, unit), [0, 0, 0])
        for place, amount in enumerate(amounts):
            row[place] += amount
    yield from ((*key, *row) for key, row in sums.items())


def _line(row: tuple[Any, ...], query: dict[str, str], url: str) -> Line:
    _, name, unit, count, was, now = row
    return Line(name or "Chưa ghi lĩnh vực", UNIT_LABELS[Unit(unit)], count, was, now, f"{url}?{urlencode(query)}")


def _totals(found: Iterable[tuple[Any, ...]], *, state: ProposalState, url: str) -> Iterator[Line]:
    found = list(found)
    for unit in sorted({row[2] for row in found}):
        own = [row for row in found if row[2] == unit]
        total = ("", "Tổng cộng", unit, *(sum(row[place] for row in own) for place in (3, 4, 5)))
        yield _line(total, {"state": state, "unit": unit}, url)


def choices_of(content: Content) -> list[tuple[str, str]]:
    """Return the limits that can be shortened, as "case|channel" with words."""
    names = {case.key: case.name for case in content.cases}
    return [(f"{rule.case or ''}|{rule.channel or ''}", _words(rule, names)) for rule in timed(content)]


def _words(rule: LimitRule, names: dict[str, str]) -> str:
    about = [names.get(rule.case or "", ""), CHANNEL_WORDS.get(rule.channel or "", "")]
    return " · ".join(filter(None, (limit_words(rule), *about)))


def which(proposal: Proposal, content: Content) -> str:
    """Return which limit a proposal means, in words."""
    names = {case.key: case.name for case in content.cases}
    about = [names.get(proposal.case, ""), CHANNEL_WORDS.get(proposal.channel, "")]
    return " · ".join(filter(None, about)) or "Mọi trường hợp, mọi cách nộp"
