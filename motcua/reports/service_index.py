"""The index of service quality of a unit with those below it, over a period (QĐ 766/QĐ-TTg, 2022).

What no capability provides yet has no data: neither zero points nor any; what did not occur is not applicable. Both
are left out of what could be reached. How each is counted, and where the law leaves room: docs/decisions/0062.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from motcua.agencies.models import Agency
from motcua.procedures.models import Edition
from motcua.reports import index_counts
from motcua.reports.index_counts import COUNTS, TIMES, Cells
from motcua.reports.index_definition import Definition, Indicator
from motcua.reports.offered import Offer, known, merged, offered, trees_of
from motcua.reports.publishing import Published, Terms, judged, publications
from motcua.reports.scoring import Total, band_of, points_of, rate_of, total_of

OK, NO_DATA, NOT_APPLICABLE = "ok", "no_data", "not_applicable"
DOSSIERS, PROCEDURES, DAYS = "dossiers", "procedures", "days"
NO_PORTAL = "Chưa có kết nối Cổng Dịch vụ công quốc gia."
NO_FEEDBACK = "Chưa có chức năng phản ánh, kiến nghị."
Pair = tuple[int, int]


@dataclass(frozen=True)
class Counted:
    """Numerator and denominator, of dossiers or of procedures; None: no data. By procedure where it makes sense.

    `items`: (code, name, met, what tells so) of the procedures counted, where procedures are counted.
    """

    numerator: int | None
    denominator: int | None
    of: str = DOSSIERS
    note: str = ""
    procedures: Mapping[str, Pair] = field(default_factory=dict)
    items: Sequence[tuple[str, str, bool, str]] = ()


@dataclass(frozen=True)
class Scored:
    """An indicator with what was counted, its rate in percent and its points."""

    indicator: Indicator
    counted: Counted
    state: str
    rate: Decimal | None
    points: Decimal | None
    times: Decimal | None = None
    note: str = ""

    @property
    def most(self) -> Decimal:
        return self.indicator.weight.points


@dataclass(frozen=True)
class Index:
    """All indicators of a unit and period; `band` only where every indicator has data, `provisional` of the rest."""

    definition: Definition
    rows: Sequence[Scored]
    total: Total

    @property
    def band(self) -> str:
        return band_of(self.total.points, self.definition.bands) if self.total.is_whole else ""

    @property
    def provisional(self) -> str:
        scaled, total = self.total.scaled, self.total
        if scaled is None or total.is_whole or total.reachable < self.definition.provisional_from:
            return ""
        return band_of(scaled, self.definition.bands)

    def find(self, code: str) -> Scored | None:
        """Return an indicator by its number, None for none."""
        return next((row for row in self.rows if row.indicator.id == code), None)


@dataclass
class Basis:
    """All that was counted of a unit and those below it, from which every indicator follows."""

    cells: Cells
    times: Cells
    late_waiting: Mapping[str, int]
    filed_online: Mapping[str, int]
    offers: Mapping[str, Offer]
    offers_today: Mapping[str, Offer]
    past: Mapping[str, Offer]  # procedures with dossiers that are offered no more
    published: Sequence[Published] = ()
    made_public: Sequence[Published] = ()
    unsaid: int = 0

    @property
    def handled(self) -> int:
        """How many dossiers were received or handled."""
        return sum(cells["handled"] for cells in self.cells.values())

    def offer(self, code: str) -> Offer:
        return self.offers.get(code) or self.past.get(code) or Offer(code, code)

    def late(self, code: str) -> int:
        return self.cells[code]["late"] + self.late_waiting.get(code, 0)


def index_of(agency: Agency, definition: Definition, *, first: date, last: date, today: date) -> Index:
    """Return the index of a unit with those below it over a period; raises ValueError for one that ends first."""
    return scored(bases_of([agency], definition, first=first, last=last, today=today)[agency.pk], definition)


def bases_of(
    tops: Sequence[Agency], definition: Definition, *, first: date, last: date, today: date
) -> dict[int, Basis]:
    """Count what the index of each unit rests on over a period: as many queries for many units as for one."""
    if last < first:
        raise ValueError("the period ends before it begins")
    trees = trees_of(tops)
    cells = index_counts.counted(COUNTS, tops, first=first, last=last)
    times = index_counts.counted(TIMES, tops, first=first, last=last)
    offers = offered(trees, last)
    offers_today = offers if today == last else offered(trees, today)
    codes = {code for tree in trees for code in cells[tree.top.pk].keys() - offers[tree.top.pk].keys()}
    past = merged(known(Edition.objects.filter(code__in=codes)))
    units = frozenset[int]().union(*(tree.units for tree in trees))
    on_paper = {each.code for own in (*offers.values(), past) for each in own.values() if each.on_paper}
    waiting = index_counts.late_waiting(sorted(units), last=last)
    online = index_counts.online_with_result(sorted(units), sorted(on_paper), first=first, last=last)
    decided = publications(units, first=first, last=last)
    terms = Terms(decided)
    return {
        tree.top.pk: Basis(
            cells=cells[tree.top.pk],
            times=times[tree.top.pk],
            late_waiting=index_counts.by_procedure(waiting, tree.units),
            filed_online=index_counts.by_procedure(online, tree.units),
            offers=offers[tree.top.pk],
            offers_today=offers_today[tree.top.pk],
            past=past,
            **judged([row for row in decided if row.office in tree.units], terms, definition, first=first, last=last),
        )
        for tree in trees
    }


def scored(basis: Basis, definition: Definition) -> Index:
    """Score every indicator of a definition over what was counted."""
    found: dict[str, Scored] = {}
    for indicator in definition.indicators():
        found[indicator.id] = _scored(indicator, FORMULAS[indicator.formula](basis), found.get(indicator.times))
    rows = [row for row in found.values() if not row.indicator.shown_only]
    total = total_of((row.points, row.most) for row in rows)
    return Index(definition, list(found.values()), total)


def _scored(indicator: Indicator, counted: Counted, multiplier: Scored | None) -> Scored:
    note = counted.note
    times = multiplier.rate if multiplier is not None else None
    if multiplier is not None and times is None:
        note = f"{note} Chưa nhân với tỷ lệ đồng bộ: chỉ số {multiplier.indicator.id} chưa có số liệu.".strip()
    if counted.numerator is None or counted.denominator is None:
        return Scored(indicator, counted, NO_DATA, None, None, times, note)
    if not counted.denominator:
        return Scored(indicator, counted, NOT_APPLICABLE, None, None, times, note)
    if indicator.shown_only:
        return Scored(indicator, counted, OK, None, None, None, note)
    rate = rate_of(counted.numerator, counted.denominator)
    points = points_of(indicator.weight, counted.numerator, counted.denominator, times=times)
    return Scored(indicator, counted, OK, rate, points, times, note)


def _dossiers(pairs: Mapping[str, Pair], note: str = "") -> Counted:
    kept = {code: pair for code, pair in pairs.items() if pair != (0, 0)}
    met, whole = (sum(pair[place] for pair in kept.values()) for place in (0, 1))
    return Counted(met, whole, DOSSIERS, note, kept)


def _procedures(items: Iterable[tuple[str, str, bool, str]], note: str = "") -> Counted:
    rows = sorted(items)
    return Counted(sum(row[2] for row in rows), len(rows), PROCEDURES, note, items=rows)


def _of_columns(basis: Basis, met: str, whole: str) -> dict[str, Pair]:
    return {code: (cells[met], cells[whole]) for code, cells in basis.cells.items()}


def _published_on_time(basis: Basis) -> Counted:
    told = f"Không tính {basis.unsaid} thủ tục chưa ghi ngày có hiệu lực của căn cứ pháp lý." if basis.unsaid else ""
    return _procedures(((e.code, e.name, not e.is_late, "; ".join(e.told)) for e in basis.published), told)


def _made_public_on_time(basis: Basis) -> Counted:
    return _procedures((e.code, e.name, not e.is_late, "; ".join(e.told)) for e in basis.made_public)


def _complete(basis: Basis) -> Counted:
    rows = basis.offers_today.values()
    return _procedures(
        ((e.code, e.name, not e.missing, f"thiếu {', '.join(e.missing)}" if e.missing else "đủ") for e in rows),
        "Tính đến hôm nay, không theo kỳ.",
    )


def _synchronised(basis: Basis) -> Counted:
    received = sum(cells["received"] for cells in basis.cells.values())
    return Counted(None, received, DOSSIERS, NO_PORTAL)


def _on_time(basis: Basis) -> Counted:
    return _dossiers(
        {code: (cells["handled"] - basis.late(code), cells["handled"]) for code, cells in basis.cells.items()}
    )


def _mean_time(basis: Basis) -> Counted:
    pairs = {code: (cells["days"], cells["timed"]) for code, cells in basis.times.items() if cells["timed"]}
    return replace(_dossiers(pairs), of=DAYS)


def _offered_online(basis: Basis) -> Counted:
    rows = basis.offers.values()
    words = ("không trực tuyến", "một phần", "toàn trình")
    eligible = [each for each in rows if each.eligible]
    full = sum(1 for each in eligible if each.level == len(words) - 1)
    note = f"Toàn trình: {full} trên {len(eligible)} thủ tục đủ điều kiện toàn trình." if eligible else ""
    return _procedures(((e.code, e.name, e.level > 0, words[e.level]) for e in rows), note)


def _online_used(basis: Basis) -> Counted:
    online = [(each, basis.cells.get(each.code, {}).get("online", 0)) for each in basis.offers.values() if each.level]
    return _procedures((each.code, each.name, number > 0, f"{number} hồ sơ trực tuyến") for each, number in online)


def _filed_online(basis: Basis) -> Counted:
    pairs = {}
    for code, cells in basis.cells.items():
        online = cells["online"]
        if basis.offer(code).on_paper:
            online = min(online, basis.filed_online.get(code, 0))
        pairs[code] = (online, cells["received"])
    return _dossiers(pairs)


def _payable_online(basis: Basis) -> Counted:
    paying = [
        (each, basis.cells.get(each.code, {}).get("charged", 0)) for each in basis.offers.values() if each.has_fees
    ]
    return _procedures(
        (e.code, e.name, e.pays_online and n > 0,
         f"{'có' if e.pays_online else 'không'} nộp trực tuyến, {n} hồ sơ phải nộp tiền")
        for e, n in paying
    )  # fmt: skip


def _paid_online(basis: Basis) -> Counted:
    return _dossiers(_of_columns(basis, "paid_online", "charged"))


def _electronic_results(basis: Basis) -> Counted:
    pairs = _of_columns(basis, "result", "finished")
    return _dossiers({code: pair for code, pair in pairs.items() if basis.offer(code).returns_document})


def _digitised(basis: Basis) -> Counted:
    return _dossiers(_of_columns(basis, "whole", "finished"))


def _reused(basis: Basis) -> Counted:
    return _dossiers(_of_columns(basis, "reused", "received"))


def _satisfied(basis: Basis) -> Counted:
    pairs = {
        code: (max(cells["handled"] - basis.late(code) - cells["low"], 0), cells["handled"])
        for code, cells in basis.cells.items()
    }
    rated = sum(cells["rated"] for cells in basis.cells.values())
    note = f"Có {rated} hồ sơ được đánh giá." if rated else "Không có đánh giá nào trong kỳ: chỉ trừ hồ sơ quá hạn."
    return _dossiers(pairs, f"{note} Chưa trừ hồ sơ bị phản ánh: {NO_FEEDBACK[0].lower()}{NO_FEEDBACK[1:]}")


def _nothing(note: str) -> Counted:
    return Counted(None, None, note=note)


FORMULAS = {
    "published_on_time": _published_on_time,
    "made_public_on_time": _made_public_on_time,
    "complete": _complete,
    "synchronised": _synchronised,
    "on_time": _on_time,
    "mean_time": _mean_time,
    "offered_online": _offered_online,
    "online_used": _online_used,
    "filed_online": _filed_online,
    "payable_online": _payable_online,
    "paid_online": _paid_online,
    "electronic_results": _electronic_results,
    "digitised": _digitised,
    "reused": _reused,
    "shared": lambda basis: _nothing("Chưa ghi việc lấy giấy tờ từ kho hay đưa kết quả vào kho."),
    "population_data": lambda basis: _nothing("Chưa kết nối Cơ sở dữ liệu quốc gia về dân cư."),
    "feedback_on_time": lambda basis: _nothing(NO_FEEDBACK),
    "feedback_satisfied": lambda basis: _nothing(NO_FEEDBACK),
    "satisfied": _satisfied,
}
