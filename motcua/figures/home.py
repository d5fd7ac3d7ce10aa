"""The leader's page: how things stand now, what came about in a period, what is slow and why; every number opens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency
from motcua.bulletins.reading import remarks_on
from motcua.casework.people import HEADS, LATE, OPEN, WEEK, loads
from motcua.dossiers.counted import EARLY, ON_DAY, RECEIVED
from motcua.dossiers.counted import LATE as ENDED_LATE
from motcua.dossiers.late_reasons import label_of
from motcua.figures import held
from motcua.figures.looking import BASE, Looked
from motcua.indicators.standing import Place, known, series_of
from motcua.procedures.models import Edition
from motcua.reports.durations import GROSS, HALF, NET, NINE_OF_TEN, Spread, measures, spread_of, words
from motcua.reports.models.targets import target_of
from motcua.reports.periods import before, usual
from motcua.reports.steps import STEPS, Step, steps_of
from motcua.ui import formats

RATED, RATED_LOW = RATINGS = ("rated", "rated.low")
ONLINE = "online"
MEASURES = [RECEIVED, EARLY, ON_DAY, ENDED_LATE]
MOST_UNITS, MOST_PEOPLE, MOST_PROCEDURES = 12, 10, 10
LEGEND = [
    ("", "Tiếp nhận trực tuyến"), ("done", "Tiếp nhận cách khác"),
    ("ontime", "Trước hạn, đúng hạn"), ("late", "Quá hạn"),
]  # fmt: skip


def shown(looked: Looked, *, every: bool) -> dict[str, Any]:
    """Return all that the page shows; `every`: of all units, not the first few."""
    if not looked.is_sound:
        return {"usual": []}
    places, (first, last) = known(), looked.period
    told = _Period(looked, places)
    lines = _by_unit(looked)
    return {
        "period": looked.period,
        "future": looked.period[0] > looked.today,
        "usual": _usual(looked),
        "stats_now": _stats_now(looked, lines),
        "stats_period": told.stats(),
        "held": sum(line[held.HELD] for line in lines),
        "query": looked.query(),
        "remarks": remarks_on(looked.by, looked.unit or looked.root, first=first, last=last, report=BASE),
        "may_set": looked.by.role == Role.LEADER,
        "all_query": looked.here(all="on"),
        "units": lines if every else lines[:MOST_UNITS],
        "more_units": 0 if every else max(len(lines) - MOST_UNITS, 0),
        "unit_total": _line(looked, None, _sum(lines)) if len(lines) > 1 else None,
        "whole": max((line["held"] for line in lines), default=0),
        "ages": _ages(looked, _sum(lines)),
        "trend": told.trend(),
        "slow": _slowest(looked, places),
        "reasons": _reasons(looked),
        "people": _people(looked),
    }


def _usual(looked: Looked) -> list[dict[str, Any]]:
    pairs = [(each.name, (each.first, each.last)) for each in usual(looked.today)]
    narrowed = {"field": looked.field, "procedure": looked.procedure}
    kept = {name: value for name, value in narrowed.items() if value}
    return [{"name": name, "current": days == looked.period, "query": looked.query(days, **kept)}
            for name, days in pairs]  # fmt: skip


def opened(looked: Looked, which: str, period: tuple[date, date] | None = None, **more: str) -> str:
    """Return the address of the dossiers behind a number."""
    return f"{looked.rows_at}?{looked.rows_query(which, period, **more)}"


# how things stand now


def _by_unit(looked: Looked) -> list[dict[str, Any]]:
    """Return a line for each unit that has anything open, those with most late first; one query."""
    found = held.standing(looked)
    lines = [_line(looked, unit, found[key]) for key, unit in looked.named.items() if key in found]
    return sorted(lines, key=lambda line: (-line[held.LATE], -line[held.WEEK], -line[held.HELD]))


def _line(looked: Looked, unit: Agency | None, numbers: Mapping[str, int]) -> dict[str, Any]:
    late, week, all_ = (numbers.get(name, 0) for name in (held.LATE, held.WEEK, held.HELD))
    own = {"unit": str(unit.pk), "own": "on"} if unit else {}
    name = unit.short_name if unit else "Tổng cộng"
    return {
        **numbers, "name": name, "parts": [("ontime", all_ - late - week), ("soon", week), ("late", late)],
        "cells": [
            {"number": numbers.get(which, 0), "url": opened(looked, which, None, **own) if numbers.get(which) else "",
             "said": f"{name}, {label}: {numbers.get(which, 0)} hồ sơ", "late": which == held.LATE}
            for which, label in ((held.HELD, "đang giải quyết"), (held.WEEK, "đến hạn tuần này"),
                                 (held.LATE, "quá hạn"), (held.WAITING, "đang dừng đồng hồ"))
        ],
    }  # fmt: skip


def _sum(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    names = [held.HELD, held.LATE, held.WEEK, held.WAITING, *(name for name, _, _ in held.AGES)]
    return {name: sum(line.get(name, 0) for line in lines) for name in names}


def _stats_now(looked: Looked, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    sums = _sum(lines)
    tones = {held.LATE: "late", held.WEEK: "soon", held.WAITING: "wait"}
    labels = {
        held.HELD: ("Đang giải quyết", "lúc này"), held.LATE: ("Quá hạn chưa xong", "lúc này"),
        held.WEEK: ("Đến hạn tuần này", "đến hết Chủ Nhật"), held.WAITING: ("Đang dừng đồng hồ", "chờ giấy tờ, tiền…"),
    }  # fmt: skip
    return [
        {"label": label, "value": sums[which], "url": opened(looked, which) if sums[which] else "", "note": note,
         "tone": tones.get(which, "") if sums[which] else ""}
        for which, (label, note) in labels.items()
    ]  # fmt: skip


def _ages(looked: Looked, sums: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return how long ago what is open was received."""
    return [
        {"name": held.age_words(least, most), "number": sums[name], "url": opened(looked, name) if sums[name] else "",
         "parts": [("late" if most is None else "", sums[name])]}
        for name, least, most in held.AGES
    ]  # fmt: skip


# what came about in the period


class _Period:
    """The period, the one before it and the steps of its trend, from one statement over the facts."""

    def __init__(self, looked: Looked, places: Mapping[str, Place]) -> None:
        self.looked, self.places = looked, places
        self.target = target_of(looked.unit or looked.root, looked.period[1])
        self.kind, self.steps = steps_of(*looked.period, looked.form.cleaned_data["step"])
        self.compared = before(*looked.period)
        periods = [looked.period, self.compared, *((step.first, step.last) for step in self.steps)]
        found = series_of(looked.flat, periods=periods, by=["channel"], measures=MEASURES, places=places)
        self.counts = [
            {channel: numbers[place] for (channel,), numbers in found.items()} for place in range(len(periods))
        ]

    def number(self, place: int, *names: str, online: bool | None = None) -> int:
        """Return how much some measures grew, of those filed online, of the others or of all."""
        counted = self.counts[place].items()
        return sum(
            numbers[name] for channel, numbers in counted for name in names if online in (None, channel == ONLINE)
        )

    def rate(self, place: int) -> tuple[int, int]:
        """Return how many were settled in time, and of how many."""
        return self.number(place, EARLY, ON_DAY), self.number(place, EARLY, ON_DAY, ENDED_LATE)

    def stats(self) -> list[dict[str, Any]]:
        received, (good, ended) = self.number(0, RECEIVED), self.rate(0)
        good_before, ended_before = self.rate(1)
        earlier = formats.percent(good_before, ended_before)
        return [
            {"label": "Tiếp nhận trong kỳ", "value": received, "note": f"kỳ trước {_n(self.number(1, RECEIVED))}",
             "url": opened(self.looked, held.RECEIVED) if received else ""},
            {"label": "Đã giải quyết", "value": ended, "note": f"kỳ trước {_n(ended_before)}",
             "url": opened(self.looked, held.ENDED) if ended else ""},
            {"label": "Trước hạn và đúng hạn", "value": _rate(good, ended), "unit": "%" if ended else "",
             "note": f"{_n(good)} / {_n(ended)} hồ sơ; kỳ trước {earlier}{self._aim()}",
             "tone": self._tone(good, ended), "url": opened(self.looked, held.ON_TIME) if good else ""},
            self._rated(),
        ]  # fmt: skip

    def _aim(self) -> str:
        return "" if self.target is None else f"; chỉ tiêu {formats.number(self.target)} %"

    def _tone(self, good: int, ended: int) -> str:
        if not ended or self.target is None:
            return ""
        return "ontime" if good * 100 >= self.target * ended else "late"

    def _rated(self) -> dict[str, Any]:
        """Ratings of citizens; where none were ever counted there is no data, not a zero."""
        found = series_of(self.looked.flat, periods=[self.looked.period], measures=RATINGS, places=self.places)
        rated, low = ((found[()][0] if found else {}).get(name, 0) for name in RATINGS)
        if not rated and RATED not in self.places:
            return {"label": "Lượt đánh giá", "value": "Chưa có số liệu", "note": "chưa ghi nhận đánh giá nào"}
        url = opened(self.looked, held.RATED) if rated else ""
        return {"label": "Hồ sơ được đánh giá", "value": rated, "note": f"{_n(low)} không hài lòng", "url": url}

    def trend(self) -> dict[str, Any]:
        lines = [self._step(place, step) for place, step in enumerate(self.steps, 2)]
        return {
            "kind": STEPS[self.kind], "lines": lines, "legend": LEGEND, "total": self._total(),
            "groups": [(step.short, _columns(line)) for step, line in zip(self.steps, lines, strict=True)],
            "about": self._about(), "any": any(cell["number"] for line in lines for cell in line["cells"]),
        }  # fmt: skip

    def _step(self, place: int, step: Step) -> dict[str, Any]:
        return {"name": step.name, **self._cells(place, (step.first, step.last), step.name)}

    def _total(self) -> dict[str, Any]:
        return self._cells(0, self.looked.period, "Cả kỳ")

    def _cells(self, place: int, period: tuple[date, date], name: str) -> dict[str, Any]:
        numbers = (
            (held.ONLINE, "tiếp nhận trực tuyến", self.number(place, RECEIVED, online=True)),
            (held.OTHERWISE, "tiếp nhận cách khác", self.number(place, RECEIVED, online=False)),
            (held.RECEIVED, "tiếp nhận", self.number(place, RECEIVED)),
            (held.EARLY, "trước hạn", self.number(place, EARLY)),
            (held.ON_DAY, "đúng hạn", self.number(place, ON_DAY)),
            (held.ENDED_LATE, "quá hạn", self.number(place, ENDED_LATE)),
            (held.ENDED, "đã giải quyết", self.number(place, EARLY, ON_DAY, ENDED_LATE)),
        )
        cells = [
            {"number": number, "url": opened(self.looked, which, period) if number > 0 else "",
             "said": f"{name}, {label}: {number} hồ sơ"}
            for which, label, number in numbers
        ]  # fmt: skip
        return {"cells": cells, "rate": formats.percent(*self.rate(place))}

    def _about(self) -> str:
        """The picture in a sentence, for who does not see it."""
        received, (_, ended) = self.number(0, RECEIVED), self.rate(0)
        return f"Cả kỳ tiếp nhận {_n(received)}, giải quyết {_n(ended)} hồ sơ, theo {STEPS[self.kind].lower()}."


def _columns(line: Mapping[str, Any]) -> list[list[tuple[str, int]]]:
    online, otherwise, _, early, on_day, late, _ = (cell["number"] for cell in line["cells"])
    return [[("", online), ("done", otherwise)], [("ontime", early + on_day), ("late", late)]]


def _n(number: int) -> str:
    return formats.number(number)


def _rate(part: int, whole: int) -> str:
    return formats.number(part * 100 / whole, 1) if whole else "–"


# what is slow, why, and who has how much


def _slowest(looked: Looked, places: Mapping[str, Place]) -> list[dict[str, Any]]:
    """Return the procedures that took longest net of waiting, with the gross beside; three queries and their names."""
    net = _spreads(looked, NET, places)
    order = sorted(net, key=lambda code: (-_days(net[code], HALF), -_days(net[code], NINE_OF_TEN), code))
    chosen = order[:MOST_PROCEDURES]
    gross = _spreads(looked, GROSS, places, chosen) if chosen else {}
    names = _names(chosen)
    return [
        {
            "code": code, "name": names.get(code, code), "number": net[code].number,
            "url": opened(looked, held.TOOK, procedure=code), "only": looked.here(procedure=code),
            "days": [words(each.get(code, Spread({})).within(share))
                     for each in (net, gross) for share in (HALF, NINE_OF_TEN)],
        }
        for code in chosen
    ]  # fmt: skip


def _days(spread: Spread, share: Any) -> int:
    return spread.within(share) or 0


def _spreads(looked: Looked, kind: str, places: Mapping[str, Place], codes: Sequence[str] = ()) -> dict[str, Spread]:
    scope = replace(looked.scope, procedures=list(codes)) if codes else looked.scope
    found = series_of(scope, periods=[looked.period], by=["procedure"], measures=measures(kind), places=places)
    spreads = {code: spread_of(kind, numbers) for (code,), (numbers,) in found.items()}
    return {code: spread for code, spread in spreads.items() if spread.number}


def _names(codes: Sequence[str]) -> dict[str, str]:
    rows = Edition.objects.filter(code__in=codes).order_by("code", "-pk").distinct("code")
    return dict(rows.values_list("code", "name"))


def _reasons(looked: Looked) -> list[dict[str, Any]]:
    """Return why dossiers were late: now open, and finished in the period; the most frequent first."""
    still = Q(decided_at=None)
    rows = held.late_rows(looked).order_by().values_list("cause")
    found = rows.annotate(a=Count("pk", filter=still), b=Count("pk", filter=~still))
    lines = sorted(found, key=lambda row: (-(row[1] + row[2]), row[0]))
    return [
        {
            "name": label_of(code),
            "parts": [("late", now), ("soon", done)],
            "cells": [
                {"number": number, "said": f"{label_of(code)}, {label}: {number} hồ sơ",
                 "url": opened(looked, which, cause=code or held.UNSAID) if number else ""}
                for which, label, number in ((held.LATE_NOW, "đang quá hạn", now), (held.LATE_DONE, "đã xong", done))
            ],
        }
        for code, now, done in lines
    ]  # fmt: skip


def _people(looked: Looked) -> list[dict[str, Any]] | None:
    """Return who has most in hand, of the leader's own office; None for who does not lead."""
    if looked.by.role not in HEADS:
        return None
    found = loads(looked.by, now=looked.by.present, tabs=(OPEN, LATE, WEEK))
    numbers = [({each["tab"]: each["value"] for each in load.figures}, load) for load in found]
    order = sorted(numbers, key=lambda pair: (-pair[0][LATE], -pair[0][OPEN]))
    return [{"post": load.post, "figures": load.figures, "absent": load.absent}
            for tabs, load in order[:MOST_PEOPLE] if tabs[OPEN]]  # fmt: skip
