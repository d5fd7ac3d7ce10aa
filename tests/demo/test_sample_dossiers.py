"""The dossiers that a visitor of the demo finds: made through the actions, on a clock set back for them."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from demo import dossiers, filings, keeping, load, rerouting
from demo import hall as demo_hall
from demo import past as demo_past
from demo.stories import STORIES
from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Account
from motcua.core import clock
from motcua.correspondence.models import Letterhead
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier, DossierEvent, Message
from motcua.dossiers.rerouting import on_older_routes
from motcua.filing.models import Filing
from motcua.guidance.models import Instruction
from motcua.privacy.models import DataDuty
from motcua.procedures.models import Edition, Posting, Proposal
from motcua.queue.models import Hall, Shift, Ticket
from motcua.reports.models import ExternalIndex, PastImport
from tests.nonempty import some

pytestmark = pytest.mark.django_db


def test_the_sample_dossiers_are_in_every_state_with_numbers_in_the_order_of_time(settings, tmp_path):
    settings.VAR = tmp_path
    load.load()
    made = list(Dossier.objects.exclude(code=None).order_by("registered_at"))
    assert Dossier.objects.count() == len(STORIES)
    assert {dossier.state for dossier in Dossier.objects.all()} == set(State.values)
    assert any(dossier.is_late(clock.now()) for dossier in made)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)  # the clock stands where it stood

    days = defaultdict(list)
    for dossier in made:
        days[dossier.desk_id, clock.local(dossier.registered_at).date()].append(int(dossier.code.rpartition("-")[2]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in days.values())
    assert max(day for _, day in days) < clock.today()  # the visitor's first dossier of today is number 1

    events = DossierEvent.objects.order_by("subject", "pk").values_list("subject", "happened_at", "recorded_at")
    assert all(a[1] <= b[1] for a, b in pairwise(events) if a[0] == b[0])
    assert all(timedelta(0) <= recorded - happened < timedelta(minutes=1) for _, happened, recorded in events)

    (crossed,) = [dossier for dossier in made if dossier.crosses]  # received at one ward for the other
    assert (crossed.desk.code, crossed.agency.code, crossed.state) == ("H57.56.04", "H57.54", "in_progress")
    assert crossed.steps.filter(taken_at__isnull=False).exists()

    agencies = {agency.code: agency for agency in Agency.objects.all()}
    assert dossiers.make(agencies, by=Post.objects.system()) == 0

    demo_past.make(agencies, by=Post.objects.system())  # a second time adds nothing
    assert list(PastImport.objects.values_list("state", "rows", "figures", "flags")) == [("entered", 8, 19, 5)]
    assert ExternalIndex.objects.count() == len(demo_past.INDEX)

    hanging = Posting.objects.count(), Proposal.objects.count(), Instruction.objects.count()
    assert hanging == (keeping.POSTED, keeping.PROPOSED, len(keeping.INSTRUCTIONS))
    assert Proposal.objects.filter(state="rejected").count() == 1
    keeping.make(agencies)
    assert hanging == (Posting.objects.count(), Proposal.objects.count(), Instruction.objects.count())
    edition = Edition.objects.select_related("adoption__office").get(number=2)
    assert on_older_routes(edition, by=Post.objects.system()).count() >= 2  # to be moved, or left
    assert rerouting.make(agencies[keeping.WARD]) is None
    assert "Khi nhận kết quả" in Letterhead.objects.get().notes["receipt"]
    assert DataDuty.objects.count() == 1  # somebody answers those who ask about their data

    online = Dossier.objects.filter(channel="online").order_by("pk")
    assert {dossier.state for dossier in online} >= {"submitted", "refused", "waiting_supplement"}
    assert all(dossier.filed_form.answers and dossier.applicant.account for dossier in some(online, least=4))
    asked = online.get(state="waiting_supplement")
    assert [paper.file.media_type for paper in asked.papers.exclude(file=None)] == ["application/pdf"]
    mother = Account.objects.of_email("dam.thi.minh.thu@vi-du.vn").get()
    assert list(Dossier.objects.visible_to(mother.acting())) == [asked]
    under_way = Filing.objects.being_filled_in().get()
    assert (under_way.account.name, [m.side for m in Message.objects.all()]) == ("Dương Thị Lài", ["citizen", "office"])
    filings.make(agencies["H57.54.04"], [], on=clock.today())
    assert Filing.objects.being_filled_in().get() == under_way

    hall = Hall.objects.get()
    assert Shift.objects.filter(window__hall=hall, day__gte=clock.today()).exists()
    past = Ticket.objects.filter(hall=hall, day__lt=clock.today())
    assert {"done", "absent"} <= {ticket.state for ticket in past} <= {"done", "absent", "expired"}
    assert Ticket.objects.filter(day=clock.today()).count() <= demo_hall.A_DAY  # as far as the day has come
