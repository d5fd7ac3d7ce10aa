"""Every file of figures is made in the background, with the rights that who asked has then, and for them alone."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Role
from motcua.core.clock import now
from motcua.exports.choices import State, Why
from motcua.exports.making import exporter_of
from motcua.exports.models import Export
from tests import dossier_factories as make
from tests.factories import make_post, signed_in, system
from tests.made_files import content_of, waiting_jobs, work
from tests.ui.paper_samples import pages_of, sizes_of

pytestmark = pytest.mark.django_db
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}
PLACES = {  # kind: (the address, what is asked there, in how many steps it is made)
    "figures.report": ("/so-lieu/bao-cao/II.06a/", MARCH, 3),
    "figures.compare": ("/so-lieu/so-sanh/II.06a/", MARCH, 4),
    "figures.years": ("/so-lieu/nhieu-nam/", {"begin": "2025", "end": "2026"}, 5),
    "figures.index766": ("/so-lieu/chi-so-766/", MARCH, 4),
    "figures.evaluation": ("/so-lieu/danh-gia/", MARCH, 3),
}
A4_WIDE = (842, 595)
each_kind = pytest.mark.parametrize("kind", PLACES)


@pytest.fixture
def busy(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    set_clock("2026-04-01T09:00")
    return house


def browser_of(post) -> Client:
    return signed_in(Client(), post)


def asked(browser: Client, kind: str, form: str = "csv", **more: str):
    url, given, _ = PLACES[kind]
    return browser.post(f"{url}tep.{form}?{urlencode(given | more)}")


@each_kind
def test_it_is_asked_for_by_a_press_made_by_the_job_and_shown_by_its_page(busy, kind):
    browser = browser_of(busy.leader)
    url, given, steps = PLACES[kind]
    assert f'formaction="{url}tep.pdf?' in browser.get(url, given).text
    assert browser.get(f"{url}tep.csv", given).status_code == 405
    place = asked(browser, kind).headers["Location"]
    assert asked(browser, kind).headers["Location"] == place  # pressed twice: one file
    assert len(waiting_jobs()) == 1
    waiting = browser.get(place).text
    assert "Chờ lập" in waiting
    assert browser.get(f"{place}tai-ve/").status_code == 404
    work()
    export = Export.objects.get()
    assert (export.kind, export.state, export.done, export.total) == (kind, State.DONE, steps, steps)
    assert "Tải về" in browser.get(place).text
    assert browser.get(f"{place}tai-ve/").content == content_of(export)
    assert content_of(export).startswith("\ufeff".encode())


def test_how_far_it_is_is_told_step_by_step(busy):
    browser, busy.leader.present = browser_of(busy.leader), now()
    for kind, (_, _, steps) in PLACES.items():
        asked(browser, kind)
        export = Export.objects.get(kind=kind)
        told = list(exporter_of(kind).make(export.parameters, busy.leader))
        assert told == [(done, steps) for done in range(steps)], kind


@each_kind
def test_on_paper_it_is_a4_landscape_with_its_heads_and_who_signs(busy, kind):
    asked(browser_of(busy.leader), kind, "pdf")
    work()
    content = content_of(Export.objects.get())
    whole = "".join(pages_of(content))
    assert sizes_of(content) == {A4_WIDE}
    for words in ("CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM", "ỦYBANNHÂNDÂNPHƯỜNGTHỬ", "NGƯỜILẬPBIỂU", "THỦTRƯỞNGĐƠNVỊ"):
        assert whole.count(words) == 1, words


@each_kind
def test_nobody_else_sees_or_takes_it(busy, kind):
    place = asked(browser_of(busy.leader), kind).headers["Location"]
    work()
    for post in (busy.inspector, make_post(Role.LEADER, agency=busy.ward), busy.clerk):
        for path in ("", "tai-ve/"):
            assert browser_of(post).get(f"{place}{path}").status_code == 404
    for post in (busy.clerk, busy.specialist, busy.registry):
        assert asked(browser_of(post), kind).status_code == 403
    assert Export.objects.count() == 1


@each_kind
def test_a_leader_whose_post_ended_meanwhile_gets_nothing(busy, kind):
    asked(browser_of(busy.leader), kind)
    end_post(busy.leader, by=system())
    work()
    export = Export.objects.get()
    assert (export.state, export.why, export.file) == (State.FAILED, Why.RIGHTS, None)


@each_kind
def test_a_unit_one_no_longer_looks_through_is_not_told_of(busy, kind):
    browser = browser_of(busy.leader)
    place = asked(browser, kind, unit=str(busy.ward.pk)).headers["Location"]
    work()
    asked(browser, kind, form="xlsx", unit=str(busy.ward.pk))
    busy.leader.agency = make_post(Role.LEADER).agency
    busy.leader.save()
    assert browser.get(f"{place}tai-ve/").status_code == 403
    work()
    made = Export.objects.get(parameters__form="xlsx")
    assert (made.state, made.file) == (State.FAILED, None)


def test_what_cannot_be_shown_is_not_made(busy):
    browser = browser_of(busy.leader)
    wrong = [{"unit": "999999"}, {"first": "hôm qua", "begin": "x"},
             {"first": "02/04/2026", "last": "01/04/2026", "begin": "2026", "end": "2025"}]  # fmt: skip
    for kind in PLACES:
        assert asked(browser, kind, "docx").status_code == 404, kind
        for more in wrong:
            assert asked(browser, kind, **more).status_code == 404, (kind, more)
    assert not Export.objects.exists()


def test_only_what_was_understood_of_an_address_is_kept(busy):
    browser = browser_of(busy.leader)
    for kind in PLACES:
        asked(browser, kind, x="Trần Thị Mẫu", unit=str(busy.ward.pk))
        export = Export.objects.get(kind=kind)
        assert "Trần" not in str(export.parameters) + export.title
        assert export.parameters["unit"] == str(busy.ward.pk)
        assert busy.ward.name in export.title


def test_the_days_that_nobody_typed_are_those_of_the_press(busy, set_clock):
    browser = browser_of(busy.leader)
    asked(browser, "figures.compare", first="", last="")
    set_clock("2027-01-02T09:00")
    work()
    assert "01/01/2026 – 01/04/2026" in content_of(Export.objects.get()).decode()
