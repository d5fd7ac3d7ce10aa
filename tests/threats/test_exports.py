"""Attacks by content on what leaves the house: spreadsheets, printed papers, templates, limits in words."""

import ast
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from motcua.core import clock
from motcua.worktime.limits import limit_from
from tests import dossier_factories as make
from tests.factories import signed_in

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = ['=HYPERLINK("http://evil.example","An")', "+1+cmd|' /C calc'!A0", "-2+3 An", "@SUM(An)", "\t=1+1 An"]


def sources():
    return [path for path in (ROOT / "motcua").rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_that_is_a_formula_is_text_in_every_export_of_the_desk(house, formula):
    dossier = make.in_progress(house, applicant=make.applicant_of(house.clerk, name=formula, address=formula))
    client, today = signed_in(Client(), house.clerk), f"{clock.today():%d/%m/%Y}"
    for place, asked in (
        ("/xu-ly/so-theo-doi/", {"kind": "xlsx", "first": today, "last": today}),
        (f"/xu-ly/ho-so/{dossier.code}/phieu-kiem-soat.xlsx", {}),
    ):
        answer = client.get(place, asked)
        assert answer.status_code == 200, place
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as book:
            written = "".join(book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels")))
        assert "<f>" not in written
        assert "<f " not in written
        assert "externalLink" not in written
        assert "evil.example" not in "".join(re.findall(r'Target="[^"]*"', written))


def test_sheets_are_written_in_one_place_only():
    """So that the rule of text cells holds for the next export, too: nobody else writes XLSX or CSV."""
    writing = re.compile(r"import xlsxwriter|openpyxl|csv\.(writer|DictWriter)|text/csv")
    assert [str(path.relative_to(ROOT)) for path in sources() if writing.search(path.read_text("utf-8"))] == [
        "motcua/ui/sheets.py"
    ]


def test_what_is_not_used_cannot_be_attacked():
    """docxtpl and jinja2 turn a document into code: who brings them in brings the sandbox and its tests along."""
    pinned = (ROOT / "requirements" / "base.txt").read_text("utf-8").lower()
    for name in ("docxtpl", "jinja2", "pyyaml", "dill", "mako"):
        assert not re.search(rf"(?m)^{name}==", pinned), name
    runs = re.compile(r"\b(pickle|marshal|shelve)\.loads?\(|\beval\(|\bexec\(|yaml\.load\(|os\.system\(|shell=True")
    assert [str(path.relative_to(ROOT)) for path in sources() if runs.search(path.read_text("utf-8"))] == []


def test_texts_of_templates_are_never_made_into_templates():
    """Django's template language is for our files, never for what people typed; nor is str.format."""
    made = re.compile(r"Template\(|engines\[|from_string\(|mark_safe\(f|\|safe\b")
    found = {str(path.relative_to(ROOT)) for path in sources() if made.search(path.read_text("utf-8"))}
    assert found <= {"motcua/ui/bits.py", "motcua/ui/slots.py"}


FORMATTED = {"motcua/core/addresses.py"}  # the pattern of an address, from Django's own table


def formats_a_value(node: ast.AST) -> bool:
    """Tell whether `str.format` is called on something that is not written in the source: a text, a text that is
    translated, or a CONSTANT."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr not in ("format", "format_map", "safe_substitute", "substitute"):
        return False
    held = node.func.value.value if isinstance(node.func.value, ast.Subscript) else node.func.value
    if isinstance(held, ast.Call) and isinstance(held.func, ast.Name) and held.func.id == "_" and len(held.args) == 1:
        held = held.args[0]
    return not (isinstance(held, ast.Constant) or (isinstance(held, ast.Name) and held.id.isupper()))


def test_no_text_that_somebody_typed_is_a_format_string():
    """`{0.__class__}` in a text does nothing, because no text of theirs is ever asked to format itself."""
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if formats_a_value(node)
    }
    assert found == FORMATTED
    assert formats_a_value(ast.parse("note.format(name)").body[0].value)
    assert formats_a_value(ast.parse("_(note).format(name)").body[0].value)
    for ours in ("WORDS[kind].format(name)", "_('Hẹn {day}').format(day=note)"):
        assert not formats_a_value(ast.parse(ours).body[0].value)


LONG = [
    "1" * 100_000, "1 " * 50_000, "ngày " * 20_000, "không quá " * 10_000, "(" * 100_000, " " * 100_000 + "x",
    "10 ngày làm việc, " * 5_000, "a" * 100_000 + "!", "1.000." * 20_000, "0" * 50_000 + " ngày",
    "ngày làm việc kể từ" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_no_limit_in_words_keeps_its_reader_busy(text):
    began = time.process_time()
    limit_from(text)
    assert time.process_time() - began < 1.5


def test_reading_twice_as_much_takes_about_twice_as_long():
    def cost(size):
        text = "không quá 1 " * size
        began = time.process_time()
        for _ in range(3):
            limit_from(text)
        return time.process_time() - began

    cost(500)
    assert cost(8_000) < 8 * cost(4_000) + 0.1  # four times would be quadratic; a machine that is busy gets its margin
