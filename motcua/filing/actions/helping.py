"""An official fills in for somebody at the counter: the person, the consent, who goes on with it, giving it up."""

from collections.abc import Mapping
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions import declare, record_consent, withdraw_consent
from motcua.citizens.choices import Kind
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.filing import permissions
from motcua.filing.actions.filling import abandon, check_offered
from motcua.filing.applying import DATA
from motcua.filing.choices import Action, ForWhom, Means
from motcua.filing.lifecycle import LIFECYCLE
from motcua.filing.models import Filing
from motcua.procedures.models import Edition, form_of_edition
from motcua.questions.prefilling import prefilled

MOST_HELPED = 40  # filings that one official has open at once


@creates(Action.HELP, permit=permissions.may_help)
def help_at_counter(
    *, by: Post, edition: Edition, person: Mapping[str, Any], text: int, means: str, case: str = "", note: str = ""
) -> tuple[Filing, dict[str, Any]]:
    """Begin to fill in for a person at the post's own desk, with the consent that the person gave.

    `person`: name, identity_number, birth_date (ISO), phone, email, address; `text` the version of the consent's words
    that was read; `note` the witness of a spoken one. Raises BadInput as `begin`, `declare` and `record_consent`, and
    `identity_needed`, `unknown_means`, `witness_needed`, `too_many_filings`.
    """
    moment = now()
    day = local(moment).date()
    check_offered(edition, desk=by.agency, case=case, day=day)
    _check_means(means, note)
    if Filing.objects.visible_to(by).being_filled_in().count() >= MOST_HELPED:
        raise BadInput("too_many_filings", f"Bạn đang khai giúp dở {MOST_HELPED} hồ sơ; hãy nộp hoặc bỏ bớt.")
    if not clean(person.get("identity_number")):
        raise BadInput("identity_needed", "Cần số định danh của người được khai giúp.", field="identity_number")
    applicant = declare(by=by, kind=Kind.PERSON, **{name: person.get(name, "") for name in DATA})
    consent = record_consent(by=by, applicant=applicant, text=text)
    known = {name: getattr(applicant, name) for name in DATA} | {"birth_date": clean(person.get("birth_date"))}
    other = {"kind": str(Kind.PERSON)} | {name: value for name, value in known.items() if value}
    form = form_of_edition(edition.pk)
    assert form is not None  # it is offered
    filing = Filing(
        helper=by, for_whom=ForWhom.HELPED, other=other, consent=consent, consent_means=means, edition=edition,
        desk=by.agency, case=case, answers=prefilled(form, {}, account=known, today=day), saved_at=moment,
    )  # fmt: skip
    filing.moment = filing.begun_at = moment
    LIFECYCLE.begin(filing, Action.HELP)
    filing.save(force_insert=True)
    return filing, {"consent": consent.pk, "means": str(means)}


def _check_means(means: str, witness: str) -> None:
    if means not in Means.values:
        raise BadInput("unknown_means", "Chọn cách người dân đồng ý.", field="means")
    if means == Means.SPOKEN and not clean(witness):
        raise BadInput("witness_needed", "Đồng ý bằng lời thì ghi tên người làm chứng.", field="witness")


@action(Action.TAKE_OVER, permit=permissions.may_take_over, lifecycle=LIFECYCLE)
def take_over(filing: Filing, *, by: Post) -> dict[str, Any]:
    """Go on with what a colleague at the same desk fills in for somebody; the colleague then reads it no more."""
    before = filing.helper_id
    filing.helper, filing.touched, filing.saved_at = by, {}, filing.moment
    return {"before": before}


def let_go(filing: Filing, *, by: Post, withdrawn: bool) -> None:
    """Give up what is filled in for somebody; `withdrawn`: because that person takes the consent back."""
    consent = filing.consent
    abandon(filing, by=by)
    if withdrawn and consent is not None and consent.holds:
        withdraw_consent(consent, by=by)
