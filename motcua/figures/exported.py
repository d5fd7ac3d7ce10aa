"""The files of figures, made in the background: a statutory report, the evaluation of offices, as pdf, xlsx or csv."""

from collections.abc import Generator
from urllib.parse import parse_qsl

from django.http import Http404

from motcua.agencies.models import Post
from motcua.dossiers.models.sight import OVERSEERS
from motcua.exports.making import Exporter, Gone, Made, Parameters, Progress, register
from motcua.figures import evaluation
from motcua.figures.reports import Asked, file_of

FILES = ("pdf", "xlsx", "csv")
STAGES = 3  # asked, counted, written


def parameters_of(asked: Asked, form: str) -> dict[str, str]:
    """Return what a report as a file is asked for by: its code, the form, and what the address says."""
    return {**dict(parse_qsl(asked.query())), "report": asked.layout.code, "form": form}


def asked_by(given: Parameters, by: Post) -> Asked:
    """Return the report that is asked for; raises Gone when there is no such report, unit or period any more."""
    try:
        asked = Asked(given["report"], given, by=by)
    except Http404 as error:
        raise Gone from error
    if not asked.is_sound:
        raise Gone
    return asked


def _title(given: Parameters, by: Post) -> str:
    asked = asked_by(given, by)
    (first, last), unit = asked.period, f", {asked.unit.name}" if asked.unit else ""
    return f"{given['report']}, {first:%d/%m/%Y} – {last:%d/%m/%Y}{unit} ({given['form'].upper()})"


def _may(given: Parameters, by: Post) -> bool:
    """Overseers, of units they still look through."""
    return by.role in OVERSEERS and given["form"] in FILES and asked_by(given, by).is_sound


def _make(given: Parameters, by: Post) -> Generator[Progress, None, Made]:
    yield 0, STAGES
    asked = asked_by(given, by)
    rows = asked.rows()
    yield 1, STAGES
    content = b"".join(file_of(asked, given["form"], rows))
    yield 2, STAGES
    first, last = asked.period
    return Made(f"{asked.layout.code}-{first:%Y%m%d}-{last:%Y%m%d}.{given['form']}", [content])


REPORT = register(Exporter(kind="figures.report", title=_title, may=_may, make=_make))


def evaluation_asked_by(given: Parameters, by: Post) -> evaluation.Asked:
    """Return the evaluation that is asked for; raises Gone when there is no such unit or period any more."""
    asked = evaluation.Asked(given, by=by)
    if not asked.is_sound:
        raise Gone
    return asked


def _title_of_evaluation(given: Parameters, by: Post) -> str:
    asked = evaluation_asked_by(given, by)
    (first, last), unit = asked.period, f", {asked.unit.name}" if asked.unit else ""
    return f"Đánh giá, {first:%d/%m/%Y} – {last:%d/%m/%Y}{unit} ({given['form'].upper()})"


def _may_have_evaluation(given: Parameters, by: Post) -> bool:
    return by.role in OVERSEERS and given["form"] in FILES and evaluation_asked_by(given, by).is_sound


def _make_evaluation(given: Parameters, by: Post) -> Generator[Progress, None, Made]:
    yield 0, STAGES
    asked = evaluation_asked_by(given, by)
    counted = asked.counted()
    yield 1, STAGES
    content = b"".join(evaluation.file_of(asked, given["form"], *counted))
    yield 2, STAGES
    first, last = asked.period
    return Made(f"danh-gia-{first:%Y%m%d}-{last:%Y%m%d}.{given['form']}", [content])


EVALUATION = register(
    Exporter(
        kind="figures.evaluation", title=_title_of_evaluation, may=_may_have_evaluation, make=_make_evaluation
    )
)  # fmt: skip
