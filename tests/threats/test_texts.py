"""Texts with places that an office writes itself: what looks like a program in them does nothing, or is refused."""

import html
from datetime import date

import pytest
from django.template import engines
from django.test import Client

from motcua.agencies import actions as agencies
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.correspondence.actions import open_register, publish_letterhead, set_notations
from motcua.correspondence.letterheads import filled, unknown_places
from motcua.dossiers.actions.printing import rendered
from motcua.guidance import actions as guidance
from motcua.ui import printing
from tests import dossier_factories as make
from tests.dossiers.test_papers import text_of
from tests.factories import signed_in, system
from tests.journeys.conftest import squeezed

pytestmark = pytest.mark.django_db

BRACES = [
    "{0.__class__}", "{ma_ho_so.__class__}", "{ma_ho_so!r}", "{ma_ho_so:>999999999}", "{}", "{ma_ho_so[0]}",
    "{__import__('os')}",
]  # fmt: skip
MARKUP = [
    '#read("/etc/passwd")', '#eval("1+1")', "#include \"/etc/passwd\"", "{% for x in y %}{% endfor %}", "{{ 7|add:7 }}",
    "{% load i18n %}{% debug %}", "%(code)s %s", "${code} $code", "<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", BRACES)
def test_a_note_of_a_letterhead_with_a_foreign_place_is_refused_and_would_do_nothing(house, text):
    given = {"agency": house.ward, "valid_from": today()}
    with pytest.raises(BadInput) as refused:
        publish_letterhead(by=house.administrator, notes={"receipt": text}, **given)
    assert refused.value.code == "unknown_place"
    assert unknown_places(text)
    assert filled(text, {"code": "H57"}) == text


@pytest.mark.parametrize("text", [*BRACES, *MARKUP])
def test_a_pattern_of_codes_and_a_notation_with_a_foreign_place_are_refused(house, text):
    with pytest.raises(BadInput):
        agencies.set_code_pattern(
            house.ward, by=system(), pattern=f"{{agency}}-{{yymmdd}}-{{seq}}{text}",
            valid_from=max(today(), date(2026, 1, 1)),
        )  # fmt: skip
    register = open_register(by=house.registry, agency=house.ward, year=today().year)
    with pytest.raises(BadInput):
        set_notations(register, by=house.registry, notations_by_type={"decision": f"{{number}}/{text}"})


def test_markup_in_a_note_is_printed_as_it_was_typed(house):
    plain = [text for text in MARKUP if not unknown_places(text)]
    assert len(plain) == 5
    publish_letterhead(
        by=house.administrator, agency=house.ward, valid_from=today(), notes={"receipt": " ; ".join(plain)}
    )
    printed = text_of(rendered(make.received(house).printed_papers.get()))
    assert [text for text in plain if squeezed(text) not in printed] == []
    assert "root:" not in printed


def test_an_instruction_is_shown_as_it_was_typed(house):
    guidance.write(
        by=house.leader, agency=house.ward, title="Ủy quyền {{ request }}", body="\n".join([*BRACES, *MARKUP]),
        source="{% debug %}",
    )  # fmt: skip
    page = signed_in(Client(), house.clerk).get("/huong-dan/", {"q": "ủy quyền"}).text
    assert "<script>alert" not in page
    shown = " ".join(html.unescape(page).split())
    assert "Ủy quyền {{ request }}" in shown
    assert "{% debug %}" in shown


def test_what_is_asked_for_and_said_to_a_citizen_is_printed_as_it_was_typed(house):
    hostile = " ; ".join([*BRACES, *MARKUP])[:280]
    dossier = make.in_progress(house, subject=hostile)
    dossier = make.closing.stop(dossier, by=house.head, reason=hostile)
    printed = text_of(rendered(dossier.printed_papers.get(form="stop")))
    assert squeezed(hostile) in printed


def test_no_other_engine_of_templates_is_there():
    assert [engine.name for engine in engines.all()] == ["django"]
    assert printing.PAPERS.is_dir()
