"""The gallery, the shells, the error pages: what stands in them without a browser."""

import re
from pathlib import Path

import pytest

from tests.nonempty import some

UI = Path(__file__).parents[2] / "motcua" / "ui"
PAGES = [
    "/ui/",
    "/ui/bieu-mau-loi/",
    "/ui/cong-dan/",
    "/ui/ban-in/",
    *(f"/ui/loi/{n}/" for n in (400, 403, 404, 419, 429, 500)),
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_one_main_no_double_id_and_nothing_inline(client, path):
    body = client.get(path).content.decode()
    assert len(re.findall(r"<h1[ >]", body)) == 1
    assert len(re.findall(r"<main[ >]", body)) == 1
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert sorted(ids) == sorted(set(ids))
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", body)


def test_every_symbol_that_is_used_is_in_the_sprite(client):
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (UI / "static/ui/icons.svg").read_text()))
    used = {name for path in PAGES for name in re.findall(r'icons\.svg#([\w-]+)"', client.get(path).content.decode())}
    assert used - symbols == set()


def test_error_pages_tell_in_vietnamese_what_to_do(client):
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_a_form_without_its_token_is_told_in_our_words(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/ui/")
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu" in answer.content.decode()


def test_styles_use_tokens_for_colour():
    raw = re.compile(r"(?<![\w&-])#[0-9a-fA-F]{3,8}\b")
    found = {}
    for path in (UI / "static/ui").glob("*.css"):
        if path.name in {"tokens.css", "print.css"}:
            continue
        colours = [line.strip() for line in path.read_text().splitlines() if raw.search(line) and "--" not in line]
        if colours:
            found[path.name] = colours
    # The bar, the public home and the bulk bar are dark on every ground: their own colours are counted, not grown.
    assert sum(len(lines) for lines in found.values()) <= 17, found


def test_vietnamese_is_never_set_too_tight_or_in_capitals():
    sheets = {path.name: path.read_text() for path in some((UI / "static/ui").glob("*.css"))}
    assert [name for name, text in sheets.items() if "uppercase" in text] == []
    heights = [
        (name, value) for name, text in sheets.items() for value in re.findall(r"line-height:\s*([\d.]+);", text)
    ]
    for name, value in some(heights):
        assert float(value) >= 1.2 or value == "1", (name, value)


def test_every_component_template_is_documented_and_shown():
    readme = (UI / "README.md").read_text()
    names = {path.stem for path in (UI / "templates/ui/components").glob("*.html")} - {
        "field_notes",
        "side_menu",
        "phone_bar",
    }
    assert [name for name in sorted(names) if f"{{% {name}" not in readme] == []
    shown = "".join(path.read_text() for path in (UI / "templates/ui").rglob("*.html"))
    assert [name for name in sorted(names) if not re.search(rf"{{% {name}\b", shown)] == []
