"""The citizens' pages in English: the labels around the Vietnamese text, chosen by a link, kept in a cookie."""

import re

import pytest
from django.test import Client

from docs import translations
from motcua.portal.languages import COOKIE

pytestmark = pytest.mark.django_db


def test_every_label_has_its_english_and_the_compiled_catalogue_is_fresh(capsys):
    assert translations.main(["--check"]) == 0, capsys.readouterr().err


def test_a_missing_label_is_noticed(monkeypatch, tmp_path, capsys):
    source = tmp_path / "django.po"
    source.write_text('msgid "Tìm"\nmsgstr "Search"\n', "utf-8")
    monkeypatch.setattr(translations, "SOURCE", source)
    monkeypatch.setattr(translations, "COMPILED", source.with_suffix(".mo"))
    assert translations.main([]) == 1
    assert "Thời hạn" in capsys.readouterr().err
    with pytest.raises(ValueError, match="lặp"):
        translations.pairs('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n')


def test_a_link_changes_the_language_and_comes_back(client):
    page = client.get("/thu-tuc/tim/?q=sinh").text
    assert '<html lang="vi">' in page
    link = re.search(r'href="(/ngon-ngu/en/[^"]*)"', page)[1].replace("&amp;", "&")
    answer = client.get(link)
    assert answer.headers["Location"] == "/thu-tuc/tim/?q=sinh"
    english = client.get("/thu-tuc/tim/?q=sinh")
    assert '<html lang="en">' in english.text
    assert english.headers["Content-Language"] == "en"
    assert "Find a procedure" in english.text
    assert "Procedures" in english.text
    assert client.get("/ngon-ngu/vi/").headers["Location"] == "/"
    assert "Tìm thủ tục" in client.get("/thu-tuc/tim/").text


@pytest.mark.parametrize("path", ["/", "/tra-cuu/", "/thu-tuc/", "/thu-tuc/tim/", "/thu-tuc/su-kien/sinh-con/"])
def test_no_vietnamese_is_left_outside_what_is_marked_vietnamese(path):
    client = Client()
    client.cookies[COOKIE] = "en"
    page = client.get(path).text
    body = page[page.index("<main") : page.index("</main>")]
    while (shorter := re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>(?:(?!<\1\b).)*?</\1>', "", body, flags=re.S)) != body:
        body = shorter
    plain = re.sub(r"<[^>]+>", " ", body)
    assert not re.findall(r"\w*[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]\w*", plain)


def test_unknown_languages_and_foreign_ways_back_are_refused(client):
    assert client.get("/ngon-ngu/xx/").status_code == 404
    assert client.get("/ngon-ngu/en/?next=https://example.org/").headers["Location"] == "/"
    client.cookies[COOKIE] = "xx"
    assert '<html lang="vi">' in client.get("/thu-tuc/").text


def test_officials_pages_stay_vietnamese():
    client = Client()
    client.cookies[COOKIE] = "en"
    assert '<html lang="vi">' in client.get("/dang-nhap/").text
