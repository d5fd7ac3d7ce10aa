"""What can be filed online, and where: editions with a form, at the one-stop desks of the office that settles it."""

from datetime import date
from typing import Any

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.procedures.editions import ONLINE, Content
from motcua.procedures.models import Edition, content_of, edition_for

LEVELS = ("full", "partial")


def is_offered(content: Content) -> bool:
    """Tell whether an edition is filed online: it says so and has a form."""
    return content.online_level in LEVELS and content.form is not None


def is_in_force(edition: Edition, on: date) -> bool:
    """Tell whether something may be filed under an edition on a day."""
    begun, over = edition.valid_from <= on, edition.valid_to is not None and edition.valid_to < on
    return begun and not over and edition.cancelled_on is None


def offered_at(code: str, office: str, on: date) -> Edition | None:
    """Return the edition under which an office's procedure is filed online on a day, None when it is not."""
    agency = Agency.objects.filter(code=office).first()
    edition = edition_for(code, agency, on) if agency else None
    return edition if edition is not None and is_offered(content_of(edition.pk)) else None


def desks_of(edition: Edition, on: date) -> list[Agency]:
    """Return the desks at which the office's dossiers are received."""
    return list(Agency.objects.valid(on).below(edition.office).of_kind(Kind.ONE_STOP).order_by("path"))


def successor_of(edition: Edition, desk: Agency, on: date) -> Edition | None:
    """Return the edition of the same procedure that is in force at a desk on a day, when it is another one."""
    found = edition_for(edition.code, desk, on)
    return found if found is not None and found.pk != edition.pk else None


def announced_after(edition: Edition) -> Edition | None:
    """Return the next edition of the same adoption that is published already and begins later."""
    rows = Edition.objects.filter(adoption=edition.adoption_id, cancelled_on=None, valid_from__gt=edition.valid_from)
    return rows.order_by("valid_from", "number").first()


def differences(before: Content, after: Content, *, case: str) -> dict[str, list[Any]]:
    """Return what matters to who is filing: {"fees": …, "papers": …} as they will be, only where they change."""
    fees, papers = (
        [content.fees_for(case=case or None, channel=ONLINE) for content in (before, after)],
        [content.papers_for(case or None) for content in (before, after)],
    )
    found: dict[str, list[Any]] = {"fees": list(fees[1])} if fees[0] != fees[1] else {}
    return found | ({"papers": list(papers[1])} if papers[0] != papers[1] else {})
