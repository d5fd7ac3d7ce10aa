"""An edition is published anew while somebody fills in: they finish within its validity, warned; then go over."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client

from motcua.agencies.models import Post
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, NotPermitted
from motcua.filing.actions.filling import renew
from motcua.filing.actions.sending import send
from motcua.filing.models import Filing, FilingEvent
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.models import Adoption, forget_contents
from tests.factories import at_home
from tests.filing.conftest import FORM
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db
HOW = {"delivery": "at_desk", "declared": True}


def publish_anew(edition, **changes):
    """Publish the edition's successor, in force in five days."""
    form = deepcopy(FORM)
    form["sections"][2]["questions"] = form["sections"][2]["questions"][:1]  # nobody works along any more
    del form["fees"]  # it counts the copies, which are no longer asked
    adoption = Adoption.objects.get(pk=edition.adoption_id)
    by = Post.objects.system()
    changed = change_draft(adoption, by=by, draft=adoption.draft | {"form": form} | changes)
    done = publish(changed, by=by, valid_from=today() + timedelta(days=5))
    forget_contents()
    return done.edition


@pytest.fixture
def later(set_clock):
    def move(days):
        return set_clock((now() + timedelta(days=days)).isoformat())

    return move


def test_within_its_validity_it_is_sent_and_what_will_change_is_told(filing, edition, mother):
    fees = [{"name": "Lệ phí mới", "kind": "charge", "amount": 70_000}]
    publish_anew(edition, fees=fees)
    home = at_home(Client(), mother)
    fill(filing, by=mother.acting())
    for path in ("", "kiem-tra/", "nop-ho-so/"):
        page = home.get(f"/nop/{filing.pk}/{path}").text
        assert "Lệ phí mới" in page
        assert "70.000" in page
    dossier = send(Filing.objects.get(), by=mother.acting(), **HOW)
    assert dossier.edition == edition


def test_a_change_that_touches_neither_fees_nor_papers_worries_nobody(filing, edition, mother):
    publish_anew(edition)
    assert "Sắp có thay đổi" not in at_home(Client(), mother).get(f"/nop/{filing.pk}/").text


def test_afterwards_it_goes_over_with_the_answers_whose_codes_agree(filing, edition, mother, later):
    by, home = mother.acting(), at_home(Client(), mother)
    filing = fill(filing, by=by)
    successor = publish_anew(edition)
    with pytest.raises(BadInput) as refused:
        renew(filing, by=by)
    assert refused.value.code == "still_in_force"
    later(6)
    home = at_home(Client(), mother)
    with pytest.raises(BadInput) as refused:
        send(filing, by=by, **HOW)
    assert refused.value.code == "edition_ended"
    assert "Chuyển sang bản mới" in home.get(f"/nop/{filing.pk}/").text
    assert home.post(f"/nop/{filing.pk}/ban-moi/").headers["Location"] == f"/nop/{filing.pk}/"
    assert home.post(f"/nop/{filing.pk}/ban-moi/").status_code == 302  # on another page, a moment later
    over = Filing.objects.get()
    assert over.edition == successor
    assert over.answers["reason"] == "Mở quán nước"
    assert {"copies", "helpers"} & set(over.answers) == set()
    assert over.files.count() == 1
    assert FilingEvent.objects.filter(action="filing.renew").count() == 1
    assert send(over, by=by, **HOW).edition == successor


def test_what_is_no_longer_filed_online_says_where_to_go(filing, edition, mother, stranger, later):
    publish_anew(edition, form=None, online_level="")
    later(6)
    with pytest.raises(NotPermitted):
        renew(filing, by=stranger.acting())
    with pytest.raises(BadInput) as refused:
        renew(filing, by=mother.acting())
    assert refused.value.code == "not_online"
    assert "không còn nộp trực tuyến" in at_home(Client(), mother).get(f"/nop/{filing.pk}/").text
