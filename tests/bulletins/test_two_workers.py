"""Two workers begin a scheduled report and tell of it once."""

from types import SimpleNamespace

import pytest

from motcua.agencies.choices import Role
from motcua.bulletins.actions.keeping import save
from motcua.bulletins.actions.scheduling import schedule
from motcua.bulletins.actions.sending import begin_due, tell_ready
from motcua.notify.models import Outgoing
from tests.factories import make_post
from tests.made_files import work


@pytest.mark.django_db(transaction=True)
def test_two_workers_begin_and_tell_once(together, set_clock):
    set_clock("2026-03-02T09:00")
    here = SimpleNamespace(leader=make_post(Role.LEADER))
    here.leader.person.email = "leader@thu.example.vn"
    here.leader.person.save()
    view = save(by=here.leader, name="Cả phường", address="/so-lieu/bao-cao/II.06a/")
    schedule(by=here.leader, view=view, rhythm="daily", hour=7, form="csv", recipients=[here.leader])
    set_clock("2026-03-03T09:00")
    assert sum(together(begin_due, begin_due)) == 1
    work()
    assert sum(together(tell_ready, tell_ready)) == 1
    assert Outgoing.objects.filter(kind="bulletins.report").count() == 1
