"""What is composed once says what the plain queryset says: for every role, state and stand-in, row by row."""

import pytest
from django.db import ProgrammingError
from django.db.models import prefetch_related_objects

from motcua.agencies.models import Agency, Post
from motcua.agencies.models.standing import duties
from motcua.agencies.prepared import PreparedFor
from motcua.core import clock
from motcua.core.clock import CoreNow
from motcua.core.models import Note
from motcua.core.prepared import attach
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.dossiers.reading import notes_of, read_children, read_whole, readable
from motcua.tasks.listing import late_of
from motcua.tasks.models import Task
from tests.dossier_factories import IN_STATE, in_progress, received, returned, waiting
from tests.factories import make_post
from tests.standing import away

CHILDREN = ("papers", "printed_papers", "consultations", "steps", "results", "pauses", "supplement_requests")


def everybody(house):
    """Every post of the ward and beside it, as the door reads them."""
    keys = [post.pk for post in vars(house).values() if isinstance(post, Post)]
    return Post.objects.select_related("person", "agency").annotate(**duties("pk")).filter(pk__in=keys).order_by("pk")


def plain(row):
    """What was read of a row and of what came along with it."""
    beside = row._state.fields_cache
    known = {name: plain(other) for name, other in beside.items() if other is not None and not is_above(name)}
    return {name: value for name, value in vars(row).items() if not name.startswith("_")} | known


def is_above(name):
    return name in ("dossier", "subject")


def without_flags(values):
    return {name: value for name, value in values.items() if not name.startswith("has_")}


def test_who_may_read_a_dossier_reads_the_same_row_and_nobody_else_any(house):
    made = [IN_STATE[state](house) for state in State if state != State.DRAFT]
    for by in everybody(house):
        rows = Dossier.objects.visible_to(by, named=True).for_page().seen_by(by).annotate(present=CoreNow())
        wanted = {row.code: plain(row) | {"present": None} for row in rows.exclude(code=None)}
        rows = [row for row in (readable(each.code, by=by) for each in made) if row]
        assert all(row.has_consultations == row.consultations.exists() for row in rows)
        found = {row.code: without_flags(plain(row)) | {"present": None} for row in rows}
        assert found == {row.code: wanted[row.code] for row in made if row.code in wanted}, by.role
        assert (by.role in ("receptionist", "leader")) <= (len(found) == len(made))


def test_who_stands_in_reads_what_the_absent_one_would(house):
    dossier = in_progress(house)
    substitute = make_post("receptionist", agency=house.division)
    assert readable(dossier.code, by=Post.objects.get(pk=substitute.pk)) is None
    away(house.clerk, substitute)
    standing = Post.objects.get(pk=substitute.pk)
    assert plain(readable(dossier.code, by=standing))["code"] == dossier.code
    assert late_of(standing, now=clock.now()) == Task.objects.visible_to(standing).late(clock.now()).count()


@pytest.mark.parametrize("make", [received, waiting, returned])
def test_what_belongs_to_a_dossier_is_read_as_a_prefetch_reads_it(house, make, django_assert_num_queries):
    first, second = (Dossier.objects.get(pk=make(house).pk) for _ in range(2))
    prefetched = Dossier.objects.get(pk=first.pk)
    prefetch_related_objects([prefetched], *CHILDREN, "memos", "events__by")
    read_children(first, *CHILDREN, "memos", "events")
    looked_at = {}
    with django_assert_num_queries(0):
        for name in (*CHILDREN, "memos"):
            rows = list(getattr(first, name).all())
            assert [row.pk for row in rows] == [row.pk for row in getattr(prefetched, name).all()]
            assert all(row.dossier is first for row in rows)
            looked_at[name] = len(rows)
        assert any(looked_at.values())
        assert [event.pk for event in first.events.all()] == sorted(
            (event.pk for event in prefetched.events.all()), reverse=True
        )
    narrowed = first.steps.filter(state="done")
    assert {step.dossier_id for step in narrowed} <= {first.pk}, "narrowed further it stays the dossier's own"
    assert {step.pk for step in read_whole(second).steps.all()}.isdisjoint(step.pk for step in first.steps.all())


def test_free_texts_come_in_one_question_and_in_none_where_there_are_none(house, django_assert_num_queries):
    quiet, told = received(house), waiting(house)
    for dossier in (quiet, told):
        read_children(dossier, "events")
    with django_assert_num_queries(0):
        assert notes_of(list(quiet.events.all())) == {}
    keys = [event.note_key for event in told.events.all() if event.note_key]
    with django_assert_num_queries(1 if keys else 0):
        found = notes_of(list(told.events.all()))
    assert {key: note.text for key, note in found.items()} == {
        key: note.text for key, note in Note.objects.in_bulk(keys).items()
    }


def test_late_work_is_counted_as_the_plain_question_counts_it(house, set_clock):
    set_clock("2026-03-04T09:00+07:00")
    for _ in range(2):
        in_progress(house)
    set_clock("2026-05-04T09:00+07:00")
    counts = {by.pk: late_of(by, now=clock.now()) for by in everybody(house)}
    assert counts == {by.pk: Task.objects.visible_to(by).late(clock.now()).count() for by in everybody(house)}
    assert counts[house.specialist.pk] == 2


def test_one_kind_of_post_is_composed_once(house):
    composed = []

    def rows(by):
        composed.append(by)
        return Agency.objects.filter(pk=by.agency_id).order_by()

    mine = PreparedFor(rows)
    other = make_post("receptionist", agency=house.centre)
    assert [row.pk for by in (house.clerk, other, house.clerk) for row in mine.rows(by)] == [house.centre.pk] * 3
    assert mine.count(house.specialist) == 1
    assert len(composed) == 2


def test_a_rule_that_looks_at_more_of_a_post_is_refused(house):
    with pytest.raises(ProgrammingError, match="cannot adapt"):
        PreparedFor(lambda by: Agency.objects.filter(name=by.agency.name)).rows(house.clerk)


def test_rows_attached_to_one_thing_are_not_those_of_another(house):
    dossier = received(house)
    attach(dossier, "papers", [])
    assert list(dossier.papers.all()) == []
    assert Dossier.objects.get(pk=dossier.pk).papers.exists()
