"""What the pages of a filing show: the way through its form, who may still change what, what others saved meanwhile.

The pages are those of whoever fills in: a citizen on the portal, or an official who helps at the counter (`Side`).
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.core.addresses import address
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.filing.actions.filling import edition_problem, keep
from motcua.filing.actions.holding import drop_row, lay_in, move, take_out
from motcua.filing.actions.sending import walk_of
from motcua.filing.applying import known_of
from motcua.filing.choices import State
from motcua.filing.models import Filing
from motcua.filing.offering import announced_after, differences
from motcua.filing.reused import offered, store_for, take_ticked
from motcua.filing.walk import Place, Walk, parts_of
from motcua.procedures.models import Edition, content_of
from motcua.questions.answers import DEFAULT_FILES
from motcua.questions.choices import Kind
from motcua.questions.definition import Question
from motcua.questions.drawing import drawn
from motcua.questions.prefilling import prefilled
from motcua.questions.running import Outcome
from motcua.questions.telling import said, told_answers
from motcua.questions.words import in_language

Context = dict[str, Any]
STATES = {"done": ("ontime", _("Đã xong")), "doing": ("soon", _("Đang khai")), "": ("wait", _("Chưa khai"))}
FILE_NAME = re.compile(r"q-(?:(?P<group>[a-z][a-z0-9_]*)-(?P<row>\d{1,3})-)?(?P<code>[a-z][a-z0-9_]*)")
IMAGES = "image/jpeg,image/png,image/webp,application/pdf"


NAMES = (
    "filing", "filing_part", "filing_autosave", "filing_uploads", "filing_upload", "filing_file", "filing_check",
    "filing_send", "filing_done", "filing_renew", "filing_give_up",
)  # fmt: skip


class Side:
    """Whose pages these are: the addresses' names begin with `space`, the pages stand in the template `base`."""

    def __init__(self, space: str, base: str, *, beside: str = "") -> None:
        """`beside` is a template that stands over every page: whose filing it is, where that is another's."""
        self.base, self.beside = base, beside
        self.names = {name: f"{space}:{name}" for name in NAMES}

    def url(self, name: str, *args: Any) -> str:
        """Return the address of one of NAMES."""
        return address(self.names[name], *args)


class NoFiles:
    """Files do not come as answers: they have rows of their own."""

    def get(self, name: str) -> None:
        return None

    def getlist(self, name: str) -> list[Any]:
        return []


def filing_of(by: Post, key: UUID, *states: State) -> Filing:
    """Return a filing of the account, in one of the states (any when none is named). Raises Http404."""
    found = Filing.objects.visible_to(by).for_page().filter(pk=key).first()
    if found is None or (states and found.state not in states):
        raise Http404
    return found


def begun_before(by: Post, edition: Edition) -> list[Filing]:
    """Return what the account is already filling in for the same procedure."""
    return list(Filing.objects.visible_to(by).being_filled_in().filter(edition__code=edition.code))


def way(filing: Filing) -> Walk:
    """Return the way through the form, in the visitor's language where the form has it."""
    return walk_of(filing, day=today(), language=get_language() or "vi")


def tasks(filing: Filing, walk: Walk, outcome: Outcome, *, side: Side) -> list[dict[str, Any]]:
    """Return the list of tasks: sections, then checking and sending."""
    language = walk.language
    rows = [
        {
            "label": in_language(part.title, language),
            "url": side.url("filing_part", filing.pk, part.number),
            "tone": STATES[part.state][0], "status": str(STATES[part.state][1]),
        }
        for part in parts_of(walk, outcome, touched=filing.touched)
    ]  # fmt: skip
    whole = not outcome.errors and not outcome.stop
    status = ("soon", gettext("Sẵn sàng")) if whole else ("wait", gettext("Chưa đủ"))
    url = side.url("filing_check", filing.pk)
    return [*rows, {"label": gettext("Kiểm tra và nộp"), "url": url, "tone": status[0], "status": status[1]}]


def overview(filing: Filing, *, side: Side) -> Context:
    """Return what the list of tasks shows."""
    walk = way(filing)
    outcome = walk.run()
    rows = tasks(filing, walk, outcome, side=side)
    done = sum(row["tone"] == "ontime" for row in rows)
    return {
        "side": side,
        "filing": filing,
        "walk": walk,
        "tasks": rows,
        "done": done,
        "count": len(rows) - 1,
        "outcome": outcome,
    } | edition_words(filing)


def edition_words(filing: Filing) -> Context:
    """Return what there is to say of the edition: "problem" (renew, ended or ""), and what a later one changes."""
    later = announced_after(filing.edition)
    changes = (
        differences(content_of(filing.edition_id), content_of(later.pk), case=filing.case) if later is not None else {}
    )
    return {"problem": edition_problem(filing), "later": later if changes else None, "changes": changes}


def part_at(filing: Filing, number: int) -> Walk:
    """Return the way at one section. Raises Http404 for none."""
    walk = way(filing)
    if number >= len(walk.form.sections):
        raise Http404
    walk.page = number
    return walk


def suggested(walk: Walk, filing: Filing) -> None:
    """Lay suggestions into what nobody answered yet: from what is known of the applicant and from earlier answers."""
    asked = {each.code for each in walk.form.sections[walk.page].questions if each.prefill}
    if asked - set(walk.answers):
        found = prefilled(walk.form, walk.answers, account=known_of(filing), today=walk.today)
        walk.answers.update({code: found[code] for code in asked if code in found})


def taken_up(walk: Walk, kept: QueryDict | None) -> Context:
    """Lay what was sent in vain over what is kept; returns what the page says of it, with the marks of that page."""
    if kept is None:
        return {"recalled": False}
    walk.take(kept, NoFiles(), shown=stood_on(kept))
    walk.lay_in_files()
    return {"recalled": True, "tab": kept.get("tab", ""), **{name: whole(kept.get(name)) for name in ("seen", "turn")}}


def shown_part(filing: Filing, walk: Walk, *, by: Post, side: Side, **more: Any) -> Context:
    """Return what the page of a section shows."""
    language = walk.language
    form, items = drawn(walk)
    for name, message in more.pop("refused", ()):
        form.add_error(name if name in form.fields else None, message)
    dress(items, walk, filing, store_for(filing, walk, by=by))
    sections = list(walk.pages())
    section = walk.form.sections[walk.page]
    return {
        "side": side, "filing": filing, "walk": walk, "form": form, "items": items, "form_language": language,
        "title": in_language(section.title, language), "help": in_language(section.help, language),
        "number": sections.index(walk.page) + 1 if walk.page in sections else 1, "count": len(sections) - 1,
        "tab": secrets.token_urlsafe(9), "turn": 0, "seen": filing.version,
        "shown": " ".join(item["question"].code for item in items), **more,
    }  # fmt: skip


def dress(items: list[dict[str, Any]], walk: Walk, filing: Filing, store: list[Any]) -> None:
    """Lay the files that are there beside the questions that ask for them, and the papers that may be used again."""
    for item in items:
        for row in item.get("rows", ()):
            dress(row["items"], walk, filing, store)
        if item["sort"] == "file":
            group, _, rest = item["place"].partition(".")
            row, _, code = rest.partition(".")
            place: Place = (code, group, int(row)) if code else (item["place"], "", 0)
            given, limits = walk.files.get(place, []), item["question"].limits
            item |= {
                "given_template": "filing/files.html", "given": given,
                "room": limits.get("max_files", DEFAULT_FILES) - len(given), "key": place,
                "offers": offered(filing, walk, item["question"], place, store),
            }  # fmt: skip


def take_files(request: Request, filing: Filing, *, by: Post) -> list[tuple[str, str]]:
    """Lay in the files that a page brought, and the papers that it ticked to be used again.

    Returns (input, message) of those that were refused. Raises Http404 for a paper that is not the account's.
    """
    refused = take_ticked(request, filing, by=by, place_of=place_of)
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            try:
                _lay_in(filing, name, file, by=by)
            except Refused as error:
                refused.append((name, f"{file.name}: {gettext(error.message)}"))
    return refused


def _lay_in(filing: Filing, name: str, file: Any, *, by: Post) -> None:
    lay_in(filing, by=by, name=file.name or "tep", content=file, **place_of(name))


def pressed(request: Request, filing: Filing, walk: Walk, *, by: Post) -> Filing:
    """Take in what a page sent, do what its button says, keep it all. Raises ChangedElsewhere and as `keep`."""
    number, button = walk.page, request.POST.get("go", "")
    walk.sent = number
    verb, _, about = button.partition("-")
    walk.take(request.POST, NoFiles(), shown=stood_on(request.POST))
    if verb in ("next", "back", "add", "drop"):
        walk.press(button)
    kept = keep(
        filing, by=by, section=walk.form.sections[number].code, answers=walk.to_keep(number),
        seen=whole(request.POST.get("seen")), tab=request.POST.get("tab", ""), turn=whole(request.POST.get("turn")),
        page=number,
    )  # fmt: skip
    if verb == "drop":
        group, _, row = about.rpartition("-")
        drop_row(filing, by=by, group=group, row=whole(row))
    elif verb in ("out", "up") and (file := _uuid(about)):
        take_out(filing, by=by, file=file) if verb == "out" else move(filing, by=by, file=file, by_places=-1)
    return kept


def stood_on(posted: Mapping[str, Any]) -> list[str] | None:
    """Return the codes of what stood on a page that was sent: what came up meanwhile is no mistake. None: not told."""
    return str(posted["shown"]).split() if "shown" in posted else None


def place_sent(request: Request) -> Context:
    """Return where a file that is announced belongs, by the name of its input, and how large it will be."""
    return place_of(request.POST.get("input", "")) | {"size": whole(request.POST.get("size"))}


def place_of(name: str) -> Context:
    """Return the place in the form for which an input of a page stands: question, group, row."""
    found = FILE_NAME.fullmatch(name)
    if found is None:
        return {"question": "", "group": "", "row": 0}
    return {"question": found["code"], "group": found["group"] or "", "row": int(found["row"] or 0)}


def whole(text: str | None) -> int:
    """Return a whole number that was sent, 0 for what is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def typed_again(walk: Walk, kept: Filing) -> Walk:
    """Return the way with what the page said, over what is kept and the files that are there now."""
    again = part_at(kept, walk.sent)
    again.answers.update(walk.to_keep(walk.sent))
    again.lay_in_files()
    again.complaining, again.seen, again.sent = walk.complaining, walk.seen, walk.sent
    return again


def leads_to(filing: Filing, walk: Walk, *, side: Side, button: str) -> str:
    """Return the address of the page to which a button leads."""
    if button == "list":
        return side.url("filing", filing.pk)
    if walk.page >= len(walk.form.sections):
        return side.url("filing_check", filing.pk)
    return side.url("filing_part", filing.pk, walk.page)


def both(saved: Filing, walk: Walk, *, by: Post, side: Side) -> Context:
    """Return what the page shows on which somebody chooses between what is kept and what the own page says."""
    return shown_part(saved, walk, by=by, side=side) | {"differences": list(unlike(saved, walk))}


def unlike(saved: Filing, walk: Walk) -> Iterator[dict[str, str]]:
    """Yield where what is kept and what this page says differ: label, here, there."""
    language, number = walk.language, walk.page
    other = way(saved)
    here, there = walk.run(), other.run()
    for question in walk.form.sections[number].questions:
        if question.kind in (Kind.INFORMATION, Kind.FILE):
            continue
        mine = _words(question, walk.answers, here, language)
        theirs = _words(question, other.answers, there, language)
        if mine != theirs:
            yield {"label": in_language(question.label, language), "here": mine, "there": theirs}


def _words(question: Question, answers: Mapping[str, Any], outcome: Outcome, language: str) -> str:
    """An answer as people read it; a wrong one as it was typed."""
    value = outcome.values.get(question.code)
    if question.kind == Kind.GROUP:
        return "; ".join(_row_words(question, row, language) for row in value or ()) or "–"
    if value is None and isinstance(answers.get(question.code), str):
        return str(answers[question.code]) or "–"
    return said(question, value, language)


def _row_words(group: Question, row: Mapping[str, Any], language: str) -> str:
    return ", ".join(said(inner, row[inner.code], language) for inner in group.questions if inner.code in row)


def checked(filing: Filing, *, side: Side) -> Context:
    """Return what the page shows on which the answers are checked."""
    walk = way(filing)
    outcome, language = walk.run(), walk.language
    numbers = {section.code: number for number, section in enumerate(walk.form.sections)}
    parts = [
        {
            "title": in_language(section.title, language), "lines": lines,
            "url": side.url("filing_part", filing.pk, numbers[section.code]),
        }
        for section, lines in told_answers(walk.form, outcome, language)
    ]  # fmt: skip
    return {
        "side": side, "filing": filing, "walk": walk, "outcome": outcome, "parts": parts, "form_language": language,
        "missing": [row for row in tasks(filing, walk, outcome, side=side)[:-1] if row["tone"] != "ontime"],
        "stop": in_language(outcome.stop.reason, language) if outcome.stop else "",
        "fees": list(fee_words(outcome, language)), **edition_words(filing),
    }  # fmt: skip


def fee_words(outcome: Outcome, language: str) -> Iterator[dict[str, Any]]:
    """Yield the lines to pay: label, amount, full, basis."""
    for line in outcome.fee_lines:
        label, basis = in_language(line.label, language), in_language(line.basis, language)
        yield {"label": label, "amount": line.amount, "full": line.full, "basis": basis}
