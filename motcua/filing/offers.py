"""Which papers of the store are offered at a question of a filing, to be used again with one tick."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.choices import Kind
from motcua.citizens.models import Account, Applicant
from motcua.core.errors import BadInput
from motcua.core.fields import blinds
from motcua.core.identity import identity_of_organisation, identity_of_person
from motcua.core.text import clean, fold
from motcua.dossiers.choices import Outcome
from motcua.filing.applying import data_of
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing
from motcua.filing.own_papers import Held, given, issued, paper_called, read_given, read_issued
from motcua.filing.validity import Validity
from motcua.procedures.editions import Paper
from motcua.procedures.models import content_of, form_of_edition
from motcua.questions.answers import DEFAULT_FILES, TYPES
from motcua.questions.definition import Question

MOST_READ = 300  # papers of one person, the newest


@dataclass(frozen=True)
class Offer:
    """A paper that fits a question, with how long it may be used there."""

    held: Held
    validity: Validity
    is_over: bool


def person_of(filing: Filing, holder: Account) -> Q | None:
    """Return the condition on an applicant to be the one for whom a filing is; None where that is not sure.

    Names must agree, and numbers, so that nobody's papers are offered in a filing for somebody else.
    """
    if filing.for_whom != ForWhom.SELF:
        other = filing.other or {}
        name, number = other.get("name", ""), _normal(other.get("identity_number", ""), other.get("kind", Kind.PERSON))
        return Q(folded=fold(name), identity_index__in=blinds("identity", number)) if name and number else None
    return _holder(filing, holder)


def _normal(number: str, kind: str = Kind.PERSON) -> str:
    """A number as desks take it down, "" for one that is none (yet)."""
    try:
        return identity_of_organisation(number) if kind == Kind.ORGANISATION else identity_of_person(number)
    except BadInput:
        return ""


def _holder(filing: Filing, holder: Account) -> Q | None:
    """The holder of the account; nobody while the answers name another person."""
    known, said = data_of(holder), _said(filing)
    name, number = (known.get(part) or said[part] for part in ("name", "identity_number"))
    if not name or _differ(name, said["name"], fold) or _differ(number, said["identity_number"], _normal):
        return None
    own = Q(account=holder, identity_index=None)
    numbered = Q(identity_index__in=blinds("identity", _normal(number)))
    return Q(folded=fold(name)) & (numbered | own if _normal(number) else own)


def _said(filing: Filing) -> dict[str, str]:
    """What the answers say of who applies, as typed."""
    form = form_of_edition(filing.edition_id)
    found = {"name": "", "identity_number": ""}
    for _, question in form.questions() if form else ():
        answer = filing.answers.get(question.code)
        if question.prefill and question.prefill.account in found and isinstance(answer, str):
            found[question.prefill.account] = clean(answer)
    return found


def _differ(one: str, other: str, normal: Any) -> bool:
    return bool(one and other) and normal(one) != normal(other)


def papers_of_person(filing: Filing, *, by: Post) -> list[Held]:
    """Return what the store holds of whom a filing is for, the newest first; seven queries at most."""
    person = person_of(filing, by.account) if by.account is not None else None
    if person is None:
        return []
    people = Q(dossier__applicant__in=Applicant.objects.filter(person).order_by().values("pk"))
    rows = list(given(by).filter(people).order_by("-handed_in_at", "-pk")[:MOST_READ])
    results = issued(by).filter(people, replaced_by=None, dossier__outcome=Outcome.POSITIVE)
    found = [*read_given(rows, by=by, times=rows), *read_issued(results[:MOST_READ], by=by)]
    usable = [each for each in found if each.usable and not each.is_hidden]
    return sorted(usable, key=lambda each: (each.on, each.key), reverse=True)


def offers_at(
    filing: Filing, question: Question, store: Iterable[Held], *, on: date, there: Iterable[bytes] = ()
) -> list[Offer]:
    """Return what fits a question on a day: the paper it asks for, of a type and size it takes, each content once.

    What is laid in already (`there`: digests) is left out; what surely holds no more comes last.
    """
    seen, found = set(there), []
    asked = _asked(filing, question)
    for held in store:
        digest = bytes(held.file.sha256) if held.file else held.key.encode()
        if digest in seen or not _fits(question, asked, held):
            continue
        seen.add(digest)
        validity = held.valid_as(held.months if asked.valid_months is None else asked.valid_months)
        found.append(Offer(held, validity, validity.is_over(on)))
    return sorted(found, key=lambda offer: offer.is_over)


def _asked(filing: Filing, question: Question) -> Paper:
    """The paper of the edition that a question brings; a question may also bring one that the edition does not list."""
    found = paper_called(content_of(filing.edition_id), code=question.paper, name=question.paper)
    return found or Paper(name=question.label["vi"])


def _fits(question: Question, asked: Paper, held: Held) -> bool:
    same = fold(asked.name) in held.names or (asked.code != "" and asked.code == held.code)
    return same and (held.file is None or takes(question.limits, held.file.media_type, held.file.size))


def takes(limits: Mapping[str, Any], media_type: str, size: int) -> bool:
    """Whether a question takes a file of a type and size."""
    types = {TYPES[ending] for ending in limits["types"]} if "types" in limits else {media_type}
    return media_type in types and size <= limits.get("max_size", size)


def has_room(question: Question, count: int) -> bool:
    """Whether a question takes one file more."""
    return count < int(question.limits.get("max_files", DEFAULT_FILES))
