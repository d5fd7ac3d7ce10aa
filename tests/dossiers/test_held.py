"""What an office holds is counted as plain SQL counts it, by whoever settles or received it, from indexes alone."""

import random

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency
from motcua.core.clock import now
from motcua.dossiers.choices import HELD, OPEN, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import overseen
from motcua.dossiers.unit_figures import countable, held_by
from tests import dossier_factories as make
from tests.factories import make_agency, make_post

OFFICE = (Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)


def plain(by, at):
    """Every dossier that the units settle or received, asked one by one."""
    units = Agency.objects.filter(path__startswith=overseen(by))
    rows = Dossier.objects.filter(Q(agency__in=units) | Q(desk__in=units))
    return {
        state: (rows.filter(state=state).count(), rows.filter(state=state).late(at).count() if state in OPEN else 0)
        for state in HELD
        if rows.filter(state=state).exists()
    }


@pytest.fixture
def scattered(house, set_clock):
    """Dossiers of every state, some late, some stopped before or after their day, over units of two offices."""
    dice = random.Random(5)
    other = make_agency(kind=Kind.PEOPLES_COMMITTEE)
    for moment in ("2026-01-05T08:00+07:00", "2026-02-09T08:00+07:00", "2026-03-09T08:00+07:00"):
        set_clock(moment)
        for state in (*HELD, State.RETURNED, State.DRAFT):
            make.IN_STATE[state](house)
    units = [house.ward, house.centre, house.division, other]
    for key in Dossier.objects.values_list("pk", flat=True):
        row = Dossier.objects.filter(pk=key)
        row.update(agency=dice.choice(units), desk=dice.choice(units))
        stood = dice.choice([None, "2026-01-06T08:00+07:00", "2026-03-01T08:00+07:00"])
        if stood:
            row.filter(clock_stopped_at__isnull=False).update(clock_stopped_at=stood)
    return [make_post(role, agency=unit) for role in OFFICE for unit in units]


def test_figures_are_those_of_plain_sql_for_every_overseer(scattered):
    at, late = now(), 0
    for by in scattered:
        found = {state: tuple(held) for state, held in held_by(by, now=at).items()}
        assert found == plain(by, at), by
        late += sum(held[1] for held in found.values())
    assert late > 10


def test_who_oversees_nothing_counts_what_may_be_read(house):
    dossier = make.in_progress(house)
    assert held_by(house.specialist, now=now()) == {State.IN_PROGRESS: (1, 0)}
    assert held_by(make_post(Role.SPECIALIST, agency=house.ward), now=now()) == {}
    assert list(countable(house.specialist)[0]) == [dossier]


def test_each_part_is_counted_in_an_index_alone_and_both_in_one_question(house):
    make.in_progress(house)
    at = now()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for name in _others_than("dossier_held_since", "dossier_held_received"):  # of one row any index costs the same
            cursor.execute(f"DROP INDEX {name}")
        with CaptureQueriesContext(connection) as caught:
            held_by(house.leader, now=at)
        assert len(caught) == 2
        cursor.execute("EXPLAIN " + caught[1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using dossier_held_since" in plan
    assert "Index Only Scan using dossier_held_received" in plan


def _others_than(*kept):
    """The indexes of the dossiers that no constraint needs, but for these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'dossiers_dossier'::regclass"
            " AND NOT indisunique"
        )
        names = {name for (name,) in cursor.fetchall()}
    assert names > set(kept)
    return names - set(kept)
