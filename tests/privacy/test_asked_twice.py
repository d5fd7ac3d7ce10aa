"""Two clicks at once: one agreement, one request."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from motcua.citizens.actions import agree
from motcua.citizens.models import Consent, ConsentEvent
from motcua.core.errors import BadInput
from motcua.dossiers.models import Dossier
from motcua.privacy.actions import ask
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.citizens.test_accounts import declared
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)
NAME, NUMBER = "Trần Thị Mẫu", "046190000318"


def at_once(act: Callable[[], Any]) -> list[str]:
    """Do it twice at the same time; returns "" or the code of the refusal, for each."""
    start, told = threading.Barrier(2), []

    def press() -> None:
        try:
            start.wait(5)
            act()
            told.append("")
        except BadInput as error:
            told.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(told)


def test_agreeing_twice_at_once_is_one_consent():
    account = make_account(agreed=False)
    by = account.acting()
    assert at_once(lambda: agree(account, by=by, text=1)) == ["", ""]
    assert (Consent.objects.count(), ConsentEvent.objects.count()) == (1, 1)


def test_asking_twice_at_once_is_one_request(house):
    account = make_account(proven=True, name=NAME, identity_number=NUMBER)
    person = declared(desk=house.clerk, number=NUMBER, name=NAME)
    Dossier.objects.filter(pk=make.received(house).pk).update(applicant=person)
    by = account.acting()
    given = {"right": "erasure", "desk": house.centre, "asked": "Xóa giúp"}
    assert at_once(lambda: ask(account, by=by, **given)) == ["", "asked_already"]
    assert RightsRequest.objects.count() == 1
