"""The files of figures, made in the background as pdf, xlsx or csv: a report, one that was frozen, a comparison of two
of its periods, years beside each other, the service index, the evaluation of offices."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from motcua.agencies.models import Agency, Post
from motcua.dossiers.models.sight import OVERSEERS
from motcua.exports.making import Exporter, Gone, Made, Parameters, Progress, register
from motcua.figures import compared_files, evaluation, frozen_files, index_files, reports, service_index, year_files
from motcua.figures.comparing import Compared
from motcua.figures.frozen_files import AskedFrozen
from motcua.figures.years import AskedYears, period_name

FILES = ("pdf", "xlsx", "csv")


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is asked for, called and made.

    `ask` raises Http404 for what is not there; `counts` are done one after another, each a step of progress, and what
    they return is given to `write` behind what is asked for and the form of the file.
    """

    name: str
    ask: Callable[[Parameters, Post], Any]
    title: Callable[[Any], str]
    file_name: Callable[[Any], str]
    counts: Sequence[Callable[[Any], Any]]
    write: Callable[..., list[bytes]]

    def asked_by(self, given: Parameters, by: Post) -> Any:
        """Return what is asked for; raises Gone when there is no such report, unit or period any more."""
        try:
            asked = self.ask(given, by)
        except Http404 as error:
            raise Gone from error
        if not asked.is_sound:
            raise Gone
        return asked

    def exporter(self) -> Exporter:
        """Return it as the app of files knows it."""
        return Exporter(kind=self.name, title=self._title, may=self._may, make=self._make)

    def _title(self, given: Parameters, by: Post) -> str:
        return f"{self.title(self.asked_by(given, by))} ({given['form'].upper()})"

    def _may(self, given: Parameters, by: Post) -> bool:
        """Overseers, of units they still look through."""
        return by.role in OVERSEERS and given["form"] in FILES and self.asked_by(given, by).is_sound

    def _make(self, given: Parameters, by: Post) -> Generator[Progress, None, Made]:
        steps = len(self.counts) + 2  # asked, counted, written
        yield 0, steps
        asked, counted = self.asked_by(given, by), []
        for count in self.counts:
            counted.append(count(asked))
            yield len(counted), steps
        content = b"".join(self.write(asked, given["form"], *counted))
        yield steps - 1, steps
        return Made(f"{self.file_name(asked)}.{given['form']}", [content])


def parameters_of(asked: Any, form: str) -> dict[str, str]:
    """Return what a file is asked for by: what the address says of it, as it was understood, and the form."""
    return {**asked.parameters(), "form": form}


def _days(period: tuple[date, date]) -> str:
    return f"{period[0]:%d/%m/%Y} – {period[1]:%d/%m/%Y}"


def _in_name(period: tuple[date, date]) -> str:
    return f"{period[0]:%Y%m%d}-{period[1]:%Y%m%d}"


def _of(unit: Agency | None) -> str:
    return f", {unit.name}" if unit else ""


def _part(asked: reports.Asked) -> str:
    """Of which unit alone, field or procedure it is."""
    told = ["chỉ chính đơn vị" if asked.unit and asked.own else "", asked.narrowed.words.rstrip(".").lower()]
    return "".join(f", {each}" for each in told if each)


def _known(day: date | None) -> str:
    """Up to which later day what was told counts."""
    return f", ghi nhận đến {day:%d/%m/%Y}" if day else ""


def _known_in_name(day: date | None) -> str:
    return f"-ghi-nhan-{day:%Y%m%d}" if day else ""


REPORT = Kind(
    "figures.report",
    ask=lambda given, by: reports.Asked(given["report"], given, by=by),
    title=lambda asked: (
        f"{asked.layout.code}, {_days(asked.period)}{_of(asked.unit)}{_part(asked)}{_known(asked.known)}"
    ),
    file_name=lambda asked: f"{asked.layout.code}-{_in_name(asked.period)}{_known_in_name(asked.known)}",
    counts=[reports.Asked.rows],
    write=reports.file_of,
)
FROZEN = Kind(
    "figures.frozen",
    ask=lambda given, by: AskedFrozen.of(given["frozen"], by=by),
    title=lambda asked: (
        f"{asked.layout.code} đã chốt, {_days(asked.period)}{_of(asked.frozen.agency)}, bản {asked.frozen.number}"
    ),
    file_name=lambda asked: f"{asked.layout.code}-{_in_name(asked.period)}-da-chot-{asked.frozen.number}",
    counts=[AskedFrozen.rows],
    write=frozen_files.file_of,
)
COMPARISON = Kind(
    "figures.compare",
    ask=lambda given, by: Compared(given["report"], given, by=by),
    title=lambda asked: (
        f"{asked.layout.code}, {' so với '.join(_days(each.period) for each in asked.pair)}{_of(asked.pair[0].unit)}"
        f"{_part(asked.pair[0])}"
    ),
    file_name=lambda asked: f"{asked.layout.code}-so-sanh-{_in_name(asked.pair[0].period)}",
    counts=[lambda asked: asked.pair[0].rows(), lambda asked: asked.pair[1].rows()],
    write=compared_files.file_of,
)
YEARS = Kind(
    "figures.years",
    ask=lambda given, by: AskedYears(given, by=by),
    title=lambda asked: f"Nhiều năm, {asked.unit.name}{_of_years(asked)}",
    file_name=lambda asked: "nhieu-nam",
    counts=[lambda asked: [asked.whole], lambda asked: asked.levels, lambda asked: asked.units],
    write=year_files.file_of,
)
INDEX = Kind(
    "figures.index766",
    ask=lambda given, by: service_index.Asked(given, by=by),
    title=lambda asked: f"Chỉ số 766, {_days(asked.period)}{_of(asked.unit)}",
    file_name=lambda asked: f"chi-so-766-{_in_name(asked.period)}",
    counts=[lambda asked: asked.basis, lambda asked: asked.index],
    write=lambda asked, form, basis, index: index_files.file_of(asked, form, index),
)
EVALUATION = Kind(
    "figures.evaluation",
    ask=lambda given, by: evaluation.Asked(given, by=by),
    title=lambda asked: f"Đánh giá, {_days(asked.period)}{_of(asked.unit)}",
    file_name=lambda asked: f"danh-gia-{_in_name(asked.period)}",
    counts=[evaluation.Asked.counted],
    write=evaluation.file_of,
)


def _of_years(asked: AskedYears) -> str:
    """Which years or periods were asked for, where not all of them."""
    given = asked.given
    if given["periods"]:
        return f", {'; '.join(period_name(each) for each in asked.periods)}"
    return "".join(f", {word} {given[name]}" for word, name in (("từ năm", "begin"), ("đến năm", "end")) if given[name])


for each in (REPORT, FROZEN, COMPARISON, YEARS, INDEX, EVALUATION):
    register(each.exporter())
