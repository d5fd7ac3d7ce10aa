"""What help finds for some words, each answer with the place it comes from: procedures, law, instructions."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from motcua.agencies.models import Post
from motcua.core.text import clean, fold
from motcua.guidance.models import FirstDays, Instruction
from motcua.guidance.tours import TourStep, steps_of
from motcua.procedures.models import Edition, content_of, contents_of
from motcua.ui import formats

MOST = 6  # answers of a kind
WORDS = 8


@dataclass(frozen=True)
class Answer:
    """`text` may have several lines; `source` says where it stands; `url` is "" where there is no page of it."""

    title: str
    text: str
    source: str
    url: str = ""


def words_of(asked: str) -> list[str]:
    """Return the folded words that are looked for."""
    return fold(clean(asked)[:120]).split()[:WORDS]


def answers(by: Post, asked: str, *, on: date) -> dict[str, list[Answer]]:
    """Return heading → answers; nothing for an empty question."""
    words = words_of(asked)
    if not words:
        return {}
    editions = _editions(by, on)
    return {
        "Hướng dẫn của cơ quan": _instructions(by, words),
        "Thủ tục": _procedures(editions, words),
        "Căn cứ pháp lý": _law(editions, words),
    }


def _editions(by: Post, on: date) -> list[Edition]:
    rows = Edition.objects.visible_to(by).receivable_at(by.agency, on).without_content().order_by("code")
    return list(rows)


def _instructions(by: Post, words: list[str]) -> list[Answer]:
    rows = Instruction.objects.visible_to(by).standing().found_by(words).select_related("agency")[:MOST]
    return [
        Answer(row.title, row.body, f"{row.source} ({row.agency.short_name}, lần viết {row.number})") for row in rows
    ]


def _cited(edition: Edition) -> str:
    """Say where an answer about a procedure stands."""
    decision = content_of(edition.pk).decision
    said = f"Bản công bố số {edition.number}, từ {formats.day(edition.valid_from)}"
    return f"{said}, {decision}" if decision else said


def _procedures(editions: list[Edition], words: list[str]) -> list[Answer]:
    found = [one for one in editions if _all_in(words, f"{fold(one.name)} {one.code}")][:MOST]
    return [Answer(f"{one.code} · {one.name}", _told(one), _cited(one)) for one in found]


def _told(edition: Edition) -> str:
    """Say the papers and results of a procedure in two lines."""
    content = content_of(edition.pk)
    papers = "; ".join(paper.name for paper in content.papers) or "không ghi"
    return f"Giấy tờ: {papers}.\nKết quả: {'; '.join(content.results) or 'không ghi'}."


def _law(editions: list[Edition], words: list[str]) -> list[Answer]:
    contents_of([one.pk for one in editions])
    by_basis: dict[str, list[Edition]] = {}
    for edition in editions:
        for basis, folded in _bases(edition.pk):
            if _all_in(words, folded):
                by_basis.setdefault(basis, []).append(edition)
    return [
        Answer(basis, "Căn cứ của: " + "; ".join(f"{one.code} {one.name}" for one in rows[:3])
               + (f" và {len(rows) - 3} thủ tục khác" if len(rows) > 3 else "") + ".", _cited(rows[0]))
        for basis, rows in list(by_basis.items())[:MOST]
    ]  # fmt: skip


@lru_cache(maxsize=5_000)
def _bases(edition: int) -> tuple[tuple[str, str], ...]:
    """The legal bases of a frozen edition, each with its folded words."""
    return tuple((basis, fold(basis)) for basis in content_of(edition).legal_bases)


def _all_in(words: list[str], text: str) -> bool:
    return all(word in text for word in words)


def next_step(by: Post) -> tuple[TourStep | None, int, int]:
    """Return the first step of the post's tour that is not done (None: all done, or put away), steps done and steps."""
    steps, days = steps_of(by.role), FirstDays.objects.visible_to(by).first()
    done = set(days.done) if days else set()
    left = [step for step in steps if step.key not in done]
    hidden = days is not None and days.dismissed_at is not None
    return (None if hidden or not left else left[0]), len(steps) - len(left), len(steps)
