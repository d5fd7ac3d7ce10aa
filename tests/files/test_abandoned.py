"""A file that was uploaded and never attached to anything goes after some days; what belongs to something stays."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from motcua.core.errors import BadInput, NotPermitted
from motcua.core.rebuilding import differences
from motcua.counter.actions import keep_unsent
from motcua.counter.holdings import chosen_files
from motcua.counter.models import Unsent
from motcua.dossiers.models import DossierPaper, PrintedPaper, Result
from motcua.files import abandoned
from motcua.files.actions import remove, remove_abandoned, store
from motcua.files.blobs import RemovedFile, contents, damaged
from motcua.files.models import StoredFile
from tests import dossier_factories as make
from tests.factories import system
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(house, set_clock):
    set_clock("2026-03-02T09:10+07:00")
    house.file = store(by=house.clerk, name="can-cuoc-Tran-Thi-Mau.pdf", content=samples.pdf())
    return house


def test_everything_that_points_to_a_file_is_known():
    pointing = {(model, column) for model, column in abandoned.users()}
    assert {(DossierPaper, "file_id"), (Result, "file_id"), (PrintedPaper, "file_id")} <= pointing


def test_it_goes_after_so_many_days_and_not_before(ward, set_clock, settings, django_capture_on_commit_callbacks):
    place = ward.file.place
    set_clock("2026-03-31T09:10+07:00")
    assert remove_abandoned() == 0
    set_clock("2026-04-02T09:10+07:00")
    settings.ABANDONED_FILE_DAYS = 40
    assert remove_abandoned() == 0
    settings.ABANDONED_FILE_DAYS = 30
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_abandoned() == 1
    assert not default_storage.exists(place)
    ward.file.refresh_from_db()
    assert (ward.file.name, ward.file.events.order_by("pk").last().data["cause"]) == ("", "abandoned")
    with pytest.raises(RemovedFile):
        contents(ward.file)
    assert ward.file not in StoredFile.objects.visible_to(ward.clerk)
    assert (remove_abandoned(), damaged()[1], list(differences())) == (0, [], [])


def test_what_belongs_to_a_dossier_stays(ward):
    dossier = make.received(ward)
    DossierPaper.objects.filter(dossier=dossier, order=1).update(file=ward.file)
    assert remove_abandoned(older_than=timedelta(days=-1)) == 0


def test_what_a_page_names_that_is_still_being_typed_stays(ward):
    page = {"p0-kept": [str(ward.file.pk)], "p1-kept": ["", "x"], "a-name": [str(uuid.uuid4())]}
    keep_unsent(uuid.uuid4(), page, by=ward.clerk)
    assert chosen_files() == {ward.file.pk}
    assert remove_abandoned(older_than=timedelta(days=-1)) == 0
    Unsent.objects.all().delete()
    assert remove_abandoned(older_than=timedelta(days=-1)) == 1


def test_a_file_is_removed_by_the_machine_and_once(ward):
    with pytest.raises(NotPermitted):
        remove(ward.file, by=ward.administrator, cause="x")
    remove(ward.file, by=system(), cause="x")
    with pytest.raises(BadInput):
        remove(ward.file, by=system(), cause="x")


def test_looking_costs_one_query_for_the_files_and_one_for_the_pages(ward, django_assert_max_num_queries):
    for _ in range(5):
        make.received(ward)
    with django_assert_max_num_queries(4):
        remove_abandoned()
