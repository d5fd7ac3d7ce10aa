"""How much the platform is used: what is kept is what a plain count of the events tells, whenever it was counted."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.apps import apps

from motcua.agencies.choices import MACHINES
from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.core.events import Event
from motcua.reports.actions import count_usage
from motcua.reports.actions.usage import modules
from motcua.reports.models import Usage
from tests import dossier_factories as make
from tests.crowd import together
from tests.nonempty import some

JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))  # after all that the house was made with


def plainly(until: date):
    """(unit, month, module) → (acts, people), counted one by one."""
    acts: Counter = Counter()
    people = defaultdict(set)
    posts = {post.pk: post for post in Post.objects.exclude(role__in=MACHINES)}
    for model in apps.get_models():
        if not issubclass(model, Event) or not model.__module__.startswith("motcua."):
            continue
        for by, recorded in model.objects.values_list("by", "recorded_at"):
            day = local(recorded).date()
            if by not in posts or day > until:
                continue
            for module in (model._meta.app_label, ""):
                place = posts[by].agency_id, day.replace(day=1), module
                acts[place] += 1
                people[place].add(posts[by].person_id)
    return {place: (number, len(people[place])) for place, number in acts.items()}


def kept():
    rows = Usage.objects.values_list("agency", "month", "module", "acts", "people")
    return {row[:3]: row[3:] for row in rows}


@pytest.mark.django_db
def test_what_is_kept_is_what_a_plain_count_tells(house, set_clock):
    set_clock("2027-01-30T09:00")
    make.in_progress(house)
    set_clock("2027-02-01T00:30")  # of February, though UTC has still January
    make.received(house)
    set_clock("2027-02-10T09:00")
    count_usage()
    assert kept() == plainly(date(2027, 2, 9))
    assert {month for _, month, _ in kept()} >= {JANUARY, FEBRUARY}
    before = kept()
    count_usage()
    assert kept() == before
    make.returned(house)  # today's are counted tomorrow
    count_usage()
    assert kept() == before
    set_clock("2027-03-20T09:00")  # the nights between were missed
    make.received(house)
    set_clock("2027-03-21T03:00")
    count_usage()
    assert kept() == plainly(date(2027, 3, 20))
    assert some(list(Usage.objects.filter(month=MARCH)))
    assert {row.until for row in Usage.objects.filter(month=FEBRUARY)} == {date(2027, 2, 28)}
    assert {row.until for row in Usage.objects.filter(month=MARCH)} == {date(2027, 3, 20)}
    ward = kept()[house.centre.pk, MARCH, "dossiers"]
    assert ward[1] == 1
    assert not Usage.objects.filter(agency__kind="system").exists()


@pytest.mark.django_db
def test_every_module_with_a_journal_has_a_vietnamese_name():
    names = modules()
    assert names["dossiers"] == "Hồ sơ"
    assert all(label and label[0].isupper() and label.lower() != name for name, label in names.items())


@pytest.mark.django_db(transaction=True)
def test_two_that_count_at_once_leave_one_count(house, set_clock):
    make.received(house)
    set_clock("2027-03-21T03:00")
    assert not [each for each in together(count_usage, count_usage) if isinstance(each, Exception)]
    assert kept() == plainly(date(2027, 3, 20))
    assert some(list(Usage.objects.all()))
