"""The citizens' pages in English: the labels around the Vietnamese text, chosen by a link, kept in a cookie."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from docs import translations
from motcua.agencies.choices import Role
from motcua.portal.languages import COOKIE
from tests.factories import signed_in
from tests.portal import test_catalogue

pytestmark = pytest.mark.django_db
wards, site = test_catalogue.wards, test_catalogue.site  # fixtures


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


OURS = {"Một Cửa", "Tiếng Việt"}  # the house's name and the way back
SPOKEN = ("placeholder", "aria-label", "title", "alt", "content", "value")
VIETNAMESE = re.compile(r"\w*[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]\w*", re.I)


class Chrome(HTMLParser):
    """Every word that a page says, or has said by a reader, outside what is marked as Vietnamese."""

    def __init__(self):
        super().__init__()
        self.open, self.said, self.marked = [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        lang = given.get("lang") or (self.open[-1][1] if self.open else "")
        if lang != "vi":
            self.said += [given[name] for name in SPOKEN if given.get(name)]
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag):
        if tag in [name for name, _ in self.open]:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        tag, lang = self.open[-1] if self.open else ("", "")
        if data.strip() and tag not in UNSAID:
            (self.marked if lang == "vi" else self.said).append(" ".join(data.split()))


UNSAID = ("script", "style", "title")  # a title names the procedure first, which is Vietnamese
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use")


def read(path):
    client = Client()
    client.cookies[COOKIE] = "en"
    answer = client.get(path)
    chrome = Chrome()
    chrome.feed(answer.text)
    return answer, chrome


PATHS = [
    "/", "/tra-cuu/", "/tra-cuu/?ma=abc", "/thu-tuc/", "/thu-tuc/tim/", "/thu-tuc/tim/?q=khai+sinh",
    "/thu-tuc/tim/?q=zzzqqq",
    "/thu-tuc/su-kien/sinh-con/", "/thu-tuc/1.001193/", "/thu-tuc/1.001193/{ward}/", "/thu-tuc/1.004884/{ward}/",
    "/thu-tuc/1.001193/{desk}/",
]  # fmt: skip


MISSING = ["/khong-co/", "/thu-tuc/9.999999/", "/thu-tuc/su-kien/khong-co/", "/t/" + "x" * 22]  # 404


@pytest.mark.parametrize("path", PATHS + MISSING)
def test_no_vietnamese_is_left_outside_what_is_marked_vietnamese(site, path):
    """From the title to the foot, with the words that only a screen reader says."""
    answer, chrome = read(path.format(ward=site.first.code, desk=site.desk.code))
    assert '<html lang="en">' in answer.text
    left = [text for text in chrome.said if text not in OURS and VIETNAMESE.search(text.replace("Một Cửa", ""))]
    assert left == []
    assert answer.status_code == (404 if path in MISSING else 200)
    assert answer.headers["Content-Language"] == "en"
    assert "Cookie" in answer.headers["Vary"]
    if path in MISSING:
        assert not VIETNAMESE.search(re.search("<title>(.*)</title>", answer.text)[1].replace("Một Cửa", ""))


def test_an_official_is_told_in_vietnamese_that_a_page_is_missing(site):
    client = signed_in(Client(), site.posts[Role.RECEPTIONIST])
    client.cookies[COOKIE] = "en"
    for path in ("/khong-co/", "/xu-ly/khong-co/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert '<html lang="vi">' in answer.text
        assert "Không có trang này" in answer.text
    assert "Không có trang này" in Client().get("/khong-co/").text


def test_the_text_of_the_law_stays_vietnamese_and_says_so(site):
    _, chrome = read(f"/thu-tuc/1.001193/{site.first.code}/")
    for words in ("Thủ tục đăng ký khai sinh", "Tờ khai", "Giấy chứng nhận"):
        assert words in chrome.marked, words
    assert "Documents to submit" in chrome.said


def test_unknown_languages_and_foreign_ways_back_are_refused(client):
    assert client.get("/ngon-ngu/xx/").status_code == 404
    assert client.get("/ngon-ngu/en/?next=https://example.org/").headers["Location"] == "/"
    client.cookies[COOKIE] = "xx"
    assert '<html lang="vi">' in client.get("/thu-tuc/").text


def test_officials_pages_stay_vietnamese():
    client = Client()
    client.cookies[COOKIE] = "en"
    assert '<html lang="vi">' in client.get("/dang-nhap/").text
