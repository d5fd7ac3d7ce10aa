"""Why an identity of a report does not hold in a row: the dossiers that cause it, numbers that are kept wrongly."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from motcua.agencies.models import Agency
from motcua.core.text import clean
from motcua.dossiers.choices import Channel
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import listable_with_history
from motcua.figures.later import ALL, TOTAL
from motcua.figures.reports import Asked
from motcua.figures.violated import address_of
from motcua.indicators.standing import START, Scope
from motcua.reports import causes
from motcua.reports.causes import Miskept, Numbers
from motcua.reports.layouts import Column, Layout
from motcua.reports.plainly import behind
from motcua.reports.sheets import fault_words
from motcua.reports.tables import Row, names_of, total_of
from motcua.reports.vocabulary import COUNT, name_of
from motcua.ui import formats
from motcua.ui.formats import number

MOST_KINDS, MOST_MISKEPT = 10, 50  # more are no help on a screen
ENDS = {"start": "at_start", "end": "at_end"}  # in an address: the end of the period at which a measure is counted


class Why:
    """An identity of a report that is asked for, and one of its rows; raises Http404 where there is none."""

    def __init__(self, asked: Asked, place: int, field: str) -> None:
        if not asked.is_sound or asked.known or not 1 <= place <= len(asked.layout.identities):
            raise Http404
        self.asked, self.layout, self.key = asked, asked.layout, clean(field)
        self.identity = self.layout.identities[place - 1]
        self.name, self.cells = self._found()
        self.of = self._row()

    def _found(self) -> tuple[str, Mapping[str, Any]]:
        """The name of the row and its cells; of a row that is not there (any more) a name, and nothing counted."""
        rows = self.asked.rows()
        if self.key == ALL:
            return TOTAL, total_of(self.layout, rows)
        nothing = Row(self.key, self._name(), self.layout.total([]), [])
        row = next((each for each in rows if str(each.key) == self.key), nothing)
        if not row.name:
            raise Http404
        return row.name, row.cells

    def _name(self) -> str:
        group = self.layout.group
        keys = [unit for unit in self.asked.units if str(unit) == self.key] if group == "agency" else [self.key]
        return names_of(group, keys).get(keys[0], "") if keys else ""

    def _row(self) -> causes.Row:
        first, last = self.asked.period
        of = self.asked.narrowed
        row = causes.Row(first, last, self.asked.scope, self.asked.units, **of.codes)
        if self.key == ALL:
            return row
        if self.layout.group == "agency":
            units = [unit for unit in row.units if str(unit) == self.key]
            return replace(row, scope=Scope(agencies=units, **of.codes), units=units)
        return replace(row, **of.row("procedures" if self.layout.group == "procedure" else "fields", self.key))

    @property
    def lead(self) -> str:
        days = formats.span(*self.asked.period)
        return f"{self.layout.code}, {self.name}: {self.identity.text}, {days}, mẫu biểu {self.layout.version}"

    @property
    def url(self) -> str:
        return f"{address_of('causes', self.layout, self.identity)}?{self.asked.query(field=self.key)}"

    @property
    def holds(self) -> bool:
        return self.identity not in self.layout.violated(self.cells)

    @cached_property
    def uneven(self) -> dict[int, Numbers]:
        """The dossiers that the columns count unevenly."""
        return causes.uneven(self.layout, self.identity, self.of, below=self.identity.below_zero(self.cells))

    @property
    def gap(self) -> int:
        return self.identity.gap(self.cells)

    @property
    def by_layout(self) -> int:
        """What these dossiers make of the gap."""
        return sum(self.gap_of(each) for each in self.uneven.values())

    def gap_of(self, counted: Numbers) -> int:
        return self.identity.gap({key: counted.get(key, 0) for key in self.identity.columns})

    @property
    def by_facts(self) -> int:
        """What is left of the gap: no dossier explains it, so numbers are kept wrongly."""
        return self.gap - self.by_layout

    @cached_property
    def miskept(self) -> list[Miskept]:
        """Looked for where dossiers do not explain what is wrong; it means counting everything once more."""
        if not (self.by_facts or self.identity.below_zero(self.cells)):
            return []
        return causes.miskept(self.layout, self.identity, self.of)

    def dossiers(self) -> QuerySet[Dossier]:
        """Return those that cause it, as whoever oversees may see them."""
        return listable_with_history(self.asked.by).filter(pk__in=list(self.uneven))

    def page(self) -> dict[str, Any]:
        """Return what the page says above the list of dossiers; `hidden`: how many of them the list does not show."""
        wrong, shown = self.miskept, self.dossiers().count() if self.uneven else 0
        return {
            "why": self, "layout": self.layout, "told": fault_words(self.identity, self.cells), "kinds": self._kinds(),
            "miskept": list(self._shown(wrong[:MOST_MISKEPT])), "more": max(len(wrong) - MOST_MISKEPT, 0),
            "hidden": len(self.uneven) - shown,
            "back": f"{reverse('figures:report', args=[self.layout.code])}?{self.asked.query()}",
        }  # fmt: skip

    def _kinds(self) -> list[dict[str, Any]]:
        """The dossiers by what they count in, the most frequent first."""
        alike = Counter(self.counted_words(each) for each in self.uneven.values())
        return [{"words": told, "number": times} for told, times in alike.most_common(MOST_KINDS)]

    def counted_words(self, counted: Numbers) -> str:
        """Say in which columns of the identity a dossier counts: "có ở (3), không có ở (7), (11)"."""
        many = next(each for each in self.layout.columns if each.key == self.identity.whole).unit != COUNT
        inside = [_times(key, counted[key], always=many) for key in self.identity.columns if counted.get(key)]
        outside = [f"({key})" for key in self.identity.columns if not counted.get(key)]
        told = [f"có ở {', '.join(inside)}"] if inside else []
        return ", ".join(told + ([f"không có ở {', '.join(outside)}"] if outside else []))

    def beside(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Put beside the rows of a page where each dossier counts."""
        return [{**row, "counted": self.counted_words(self.uneven[row["dossier"].pk])} for row in rows]

    def _shown(self, found: Sequence[Miskept]) -> Iterator[dict[str, Any]]:
        names = {group: names_of(group, list({getattr(each, name) for each in found} - {None}))
                 for group, name in (("agency", "unit"), ("procedure", "procedure"), ("field", "field"))}  # fmt: skip
        for each in found:
            told = [names[name].get(getattr(each, name)) or getattr(each, name) for name in ("procedure", "field")]
            yield {
                "unit": names["agency"].get(each.unit, "Cộng mọi đơn vị của báo cáo"),
                "of": ", ".join(filter(None, told)) or "Mọi thủ tục", "measure": name_of(each.measure),
                "channel": Channel(each.channel).label if each.channel in Channel.values else "",
                "end": "đầu kỳ" if each.end == START else "cuối kỳ", "facts": each.facts, "plain": each.plain,
                "url": self._recounted(each) if each.plain else "",
            }  # fmt: skip

    def _recounted(self, each: Miskept) -> str:
        asked: dict[str, Any] = {"of": each.unit, "procedure": each.procedure, "in": each.field}
        told = {name: str(value) for name, value in asked.items() if value is not None}
        told |= {"measure": each.measure, "channel": each.channel, "end": each.end, "field": self.key}
        return f"{address_of('recounted', self.layout, self.identity)}?{self.asked.query(None, **told)}"


class Recounted:
    """The dossiers that a measure counts plainly, at one end of the period; raises Http404 for what no row asks for."""

    def __init__(self, why: Why, given: Mapping[str, str]) -> None:
        self.why, self.measure, self.end = why, clean(given.get("measure", "")), given.get("end", "")
        self.channel, unit = clean(given.get("channel", "")), given.get("of", "")
        read = {(part.measure, part.end) for part in causes.parts_read(why.layout, why.identity)}
        self.units = [each for each in why.of.units if unit in ("", str(each))]
        if (self.measure, self.end) not in read or self.channel not in Channel.values or not self.units:
            raise Http404
        self.unit = unit
        self.only = {
            name: clean(given[key]) for name, key in (("procedures", "procedure"), ("fields", "in")) if key in given
        }

    def dossiers(self) -> QuerySet[Dossier]:
        way, row = ENDS[self.end], self.why.of
        one = Column("n", "", way=way, weights={self.measure: 1}, channels=[self.channel])
        layout = Layout("recounted", "", "", "field", "n", [one], [])
        narrowed = {"fields": row.fields, "procedures": row.procedures} | {
            name: [code] for name, code in self.only.items()
        }
        keys = behind(layout, "n", first=row.first, last=row.last, agencies=self.units, **narrowed)
        return listable_with_history(self.why.asked.by).filter(pk__in=keys)

    @property
    def lead(self) -> str:
        first, last = self.why.asked.period
        when = f"trước ngày {first:%d/%m/%Y}" if self.end == START else f"đến hết {last:%d/%m/%Y}"
        unit = Agency.objects.get(pk=self.unit).name if self.unit else "mọi đơn vị của báo cáo"
        return f"{name_of(self.measure)}, {Channel(self.channel).label.lower()}, {when}, {unit}"


def _times(key: str, times: int, *, always: bool) -> str:
    return f"({key})" if times == 1 and not always else f"({key}): {number(times)}"
