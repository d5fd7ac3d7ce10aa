"""The table of papers on the intake page: what the edition asks, what was typed, what was added."""

from typing import Any

from django.http import QueryDict

from motcua.core.text import clean
from motcua.counter.forms import PaperForm
from motcua.dossiers.actions.papers import MOST_PAPERS
from motcua.procedures.editions import Content, Paper

Values = dict[str, Any]


def mark_of(edition: Any, case: str) -> str:
    """Tell of which edition and case a table is; a page whose mark is another one shows papers of something else."""
    return f"{edition.pk}:{case}" if edition is not None else ""


def asked(content: Content, case: str) -> list[Values]:
    """Return a row for each paper of a case: as many originals and copies as the edition asks, ticked when required."""
    return [_row(paper) for paper in content.papers_for(case or None)]


def _row(paper: Paper) -> Values:
    counted = paper.originals or paper.copies
    return {
        "name": paper.name[:500], "code": paper.code[:60], "required": paper.required, "taken": paper.required,
        "originals": paper.originals if counted else 1, "copies": paper.copies,
    }  # fmt: skip


def numbers(given: QueryDict) -> list[int]:
    """Return the numbers of the rows that a page holds, each once."""
    found = [int(text) for text in given.getlist("row") if text.isascii() and text.isdigit() and len(text) < 5]
    return list(dict.fromkeys(found))[:MOST_PAPERS]


def next_number(given: QueryDict) -> int:
    """Return the number of a row to be added."""
    return max(numbers(given), default=-1) + 1


def added(given: QueryDict) -> None:
    """Put an empty row at the end of the page's table."""
    number = next_number(given)
    given.appendlist("row", str(number))
    write(given, number, {"extra": True, "taken": True, "originals": 1, "copies": 0})


def renewed(given: QueryDict, rows: list[Values]) -> None:
    """Put the rows of another edition or case into a page; rows that the clerk added stay at the end."""
    kept = [typed(given, number) for number in numbers(given) if given.get(f"p{number}-extra")]
    given.setlist("row", [])
    for number, values in enumerate([*rows, *(row for row in kept if clean(str(row["name"] or "")))]):
        given.appendlist("row", str(number))
        write(given, number, values)


def typed(given: QueryDict, number: int) -> Values:
    """Return what a page says of a row, unread."""
    return {name: given.get(f"p{number}-{name}") for name in PaperForm.base_fields if name != "file"}


def write(given: QueryDict, number: int, values: Values) -> None:
    """Write a row into a page; what is not in `values` is emptied."""
    for name in PaperForm.base_fields:
        value = values.get(name)
        given[f"p{number}-{name}"] = "on" if value is True else "" if value is None or value is False else str(value)
