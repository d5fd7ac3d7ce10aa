"""Which procedure the clerk means: by a button, by words, or the one that the page already holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.text import clean, fold
from motcua.dossiers.models import Dossier
from motcua.procedures.models import Edition, EditionQuerySet, edition_across, edition_for
from motcua.procedures.models.national import with_words

MOST_FOUND, MOST_RECENT, LOOKED_BACK = 12, 6, 120


@dataclass(frozen=True)
class Choice:
    """`problem` says why the page must be looked at again before anything is decided."""

    edition: Edition | None = None
    problem: str = ""
    is_new: bool = False


def found(by: Post, words: str) -> list[Edition]:
    """Return what this desk may receive today by some words of the name or the beginning of the code."""
    words = clean(words)[:200]
    if not words:
        return []
    rows: EditionQuerySet = Edition.objects.visible_to(by)
    return list(rows.find(by.agency, words, today()).without_content()[:MOST_FOUND])


def found_elsewhere(by: Post, given: Mapping[str, Any]) -> list[Edition]:
    """Return what this desk may receive today for other agencies of the province, by some words of the agency's name:
    procedures by the words typed for them, else the one that the page holds; none without words for the agency."""
    where, words, key = clean(given.get("elsewhere"))[:200], clean(given.get("q"))[:200], _key(given)
    if not where:
        return []
    rows: EditionQuerySet = Edition.objects.visible_to(by)
    rows = rows.across_boundaries(by.agency, today())
    for word in fold(where).split():
        rows = rows.filter(office__folded__contains=word)
    if words:
        rows = rows.filter(with_words(words))
    elif key is not None:
        rows = rows.filter(code__in=Edition.objects.filter(pk=key).values("code"))
    rows = rows.order_by("office__name_key", "folded", "pk").select_related("office").without_content()
    return list(rows[:MOST_FOUND])


def recent(by: Post) -> list[Edition]:
    """Return the procedures that the post received last, the latest first."""
    last = Dossier.objects.visible_to(by).filter(desk=by.agency_id, received_by=by).order_by("-pk")
    codes = list(dict.fromkeys(last.values_list("procedure_code", flat=True)[:LOOKED_BACK]))[:MOST_RECENT]
    if not codes:
        return []
    rows = Edition.objects.visible_to(by).receivable_at(by.agency, today()).filter(code__in=codes).without_content()
    return sorted(rows, key=lambda edition: codes.index(edition.code))


def chosen(by: Post, given: Mapping[str, Any], *, keeping: bool) -> Choice:
    """Return the choice of a page: a pressed button, else the first that the words find (unless the page is `keeping`
    what it has), else the edition that the page holds, as long as it may still be received."""
    if code := clean(given.get("choose")):
        return _by_code(by, code)
    words = clean(given.get("q"))
    if words and not keeping:
        first = next(iter(found(by, words)), None)
        return (
            _whole(by, first.code)
            if first
            else Choice(_held(by, given), problem=f"Không có thủ tục nào khớp “{words}”.")
        )
    return _held_or_newer(by, given)


def _by_code(by: Post, code: str) -> Choice:
    code, _, office = code.partition("@")
    choice = _whole(by, code, office=office)
    return choice if choice.edition else Choice(problem=f"Nơi này không tiếp nhận thủ tục {code[:40]}.")


def _whole(by: Post, code: str, *, office: str = "") -> Choice:
    """The edition of a procedure for this desk, or of another agency (its code)."""
    if office:
        return Choice(edition_across(code, office, desk=by.agency, on=today()), is_new=True)
    return Choice(edition_for(code, by.agency, today()), is_new=True)


def _key(given: Mapping[str, Any]) -> int | None:
    text = str(given.get("edition") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _held(by: Post, given: Mapping[str, Any]) -> Edition | None:
    """Return the edition that the page holds, None when it may not be received (any more)."""
    key = _key(given)
    if key is None:
        return None
    rows: EditionQuerySet = Edition.objects.visible_to(by).filter(pk=key)
    whole = rows.select_related("office__parent").without_content()
    return whole.receivable_at(by.agency, today()).first() or whole.across_boundaries(by.agency, today()).first()


def _held_or_newer(by: Post, given: Mapping[str, Any]) -> Choice:
    edition, key = _held(by, given), _key(given)
    if edition is not None or key is None:
        return Choice(edition)
    old = Edition.objects.visible_to(by).filter(pk=key).select_related("office").without_content().first()
    elsewhere = old.office.code if old and not by.agency.is_within(old.office) else ""
    newer = _whole(by, old.code, office=elsewhere).edition if old else None
    if newer is None:
        return Choice(problem="Thủ tục đã chọn không còn được tiếp nhận ở đây. Hãy chọn lại.")
    return Choice(newer, problem=f"Thủ tục {newer.code} vừa có bản công bố mới. Hãy xem lại rồi gửi.", is_new=True)
