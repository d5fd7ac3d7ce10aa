"""Addresses chosen from lists: what is suggested, what a wrong name may have meant, what an old province is today."""

import html
import json
import re

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.text import fold
from motcua.questions.choices import Era
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import read_form
from motcua.questions.unit_choices import names_below, parted, province_today, told_by_names, unclear_at
from motcua.questions.units import units
from tests.factories import make_post, signed_in
from tests.questions.forms_for_tests import TODAY, ask, form
from tests.questions.test_trial import Walker

ADDRESS = "/bieu-mau/don-vi-hanh-chinh/"
BOTH = {"eras": ["current", "before_2025_07", "abroad"], "line": "none"}
OLD_AND_NEW = {  # of the resolution of 12 June 2025 on provinces: into which of today each old one went
    "Tỉnh Hà Giang": "Tỉnh Tuyên Quang", "Tỉnh Yên Bái": "Tỉnh Lào Cai", "Tỉnh Bắc Kạn": "Tỉnh Thái Nguyên",
    "Tỉnh Vĩnh Phúc": "Tỉnh Phú Thọ", "Tỉnh Hòa Bình": "Tỉnh Phú Thọ", "Tỉnh Bắc Giang": "Tỉnh Bắc Ninh",
    "Tỉnh Thái Bình": "Tỉnh Hưng Yên", "Tỉnh Hải Dương": "Thành phố Hải Phòng", "Tỉnh Hà Nam": "Tỉnh Ninh Bình",
    "Tỉnh Nam Định": "Tỉnh Ninh Bình", "Tỉnh Quảng Bình": "Tỉnh Quảng Trị", "Tỉnh Quảng Nam": "Thành phố Đà Nẵng",
    "Tỉnh Kon Tum": "Tỉnh Quảng Ngãi", "Tỉnh Bình Định": "Tỉnh Gia Lai", "Tỉnh Phú Yên": "Tỉnh Đắk Lắk",
    "Tỉnh Ninh Thuận": "Tỉnh Khánh Hòa", "Tỉnh Đắk Nông": "Tỉnh Lâm Đồng", "Tỉnh Bình Thuận": "Tỉnh Lâm Đồng",
    "Tỉnh Bình Phước": "Tỉnh Đồng Nai", "Tỉnh Long An": "Tỉnh Tây Ninh", "Tỉnh Bình Dương": "Thành phố Hồ Chí Minh",
    "Tỉnh Bà Rịa - Vũng Tàu": "Thành phố Hồ Chí Minh", "Tỉnh Tiền Giang": "Tỉnh Đồng Tháp",
    "Tỉnh Bến Tre": "Tỉnh Vĩnh Long", "Tỉnh Trà Vinh": "Tỉnh Vĩnh Long", "Tỉnh Kiên Giang": "Tỉnh An Giang",
    "Tỉnh Sóc Trăng": "Thành phố Cần Thơ", "Tỉnh Hậu Giang": "Thành phố Cần Thơ", "Tỉnh Bạc Liêu": "Tỉnh Cà Mau",
}  # fmt: skip


def test_every_old_province_is_told_what_it_is_today():
    found = {unit.name: province_today(code) for code, unit in units(Era.BEFORE).items()}
    # the eleven that were left alone and the others that gave their name: the same name, or a city that was a province
    assert {fold_name(old): fold_name(new) for old, new in found.items() if fold_name(old) != fold_name(new)} == {
        fold_name(old): fold_name(new) for old, new in OLD_AND_NEW.items()
    }
    assert set(found.values()) == {unit.name for unit in units(Era.CURRENT).values()}
    assert (province_today("quảng nam"), province_today("Atlantis"), province_today("")) == (
        "Thành phố Đà Nẵng", None, None,
    )  # fmt: skip


def fold_name(name):
    return fold(re.sub("^(Tỉnh|Thành phố) ", "", name))


@pytest.mark.parametrize(
    ("given", "level", "like"),
    [
        ({}, "province", ()),
        ({"province": "hcm"}, "province", ("Thành phố Hồ Chí Minh",)),
        ({"province": "Thừa Thiên Huế"}, "province", ("Thành phố Huế",)),
        ({"province": "Hả Nội"}, "commune", ()),
        ({"province": "Qung Ninh"}, "province", ("Tỉnh Quảng Ninh",)),
        ({"province": "01", "commune": "Ba Đình 2"}, "commune", ("Phường Ba Đình",)),
    ],
)
def test_an_unclear_unit_is_told_with_those_that_may_be_meant(given, level, like):
    found = unclear_at(Era.CURRENT, given)
    assert (found.level, set(like) <= set(found.like), found.typed) == (level, True, given.get(level, ""))
    assert like[:1] == found.like[:1] or level == "commune"
    assert set(found.like) <= set(found.names)


def test_what_is_clear_is_not_unclear_and_shown_by_its_names():
    told = {"province": "46", "commune": "19774"}
    names = {"province": "Thành phố Huế", "commune": units(Era.CURRENT)["46"].below["19774"].name}
    assert unclear_at(Era.CURRENT, told) is None
    assert told_by_names(Era.CURRENT, told) == names
    assert told_by_names(Era.CURRENT, names) == names
    assert told_by_names(Era.CURRENT, {"province": "hue", "commune": "Đâu đó"}) == {
        "province": "Thành phố Huế", "commune": "Đâu đó",
    }  # fmt: skip
    islands = {"province": "Bà Rịa - Vũng Tàu", "district": "Côn Đảo"}  # a district without communes
    assert unclear_at(Era.BEFORE, islands) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 phố Mẫu, Phường Ba Đình, Hà Nội", {"province": "01", "commune": "00004", "line": "12 phố Mẫu"}),
        ("Tổ 3, khu 2, ba dinh, TP Hà Nội", {"province": "01", "commune": "00004", "line": "Tổ 3, khu 2"}),
        ("Phường Ba Đình, Hà Nội", {"province": "01", "commune": "00004"}),
        ("12 phố Mẫu, Phường Phúc Xá, Quận Ba Đình, Hà Nội", None),  # of before: nobody guesses what it is today
        ("Hà Nội", None), ("12 phố Mẫu", None), ("", None), (",,", None), ("x" * 5_000, None),
    ],
)  # fmt: skip
def test_an_address_of_one_line_is_parted_where_its_units_are_clear(text, parts):
    assert parted(text) == parts
    form_ = read_form(form(ask("home", "address", limits={"line": "optional"}, prefill={"account": "address"})))
    filled = prefilled(form_, {}, account={"address": text}, today=TODAY)
    assert filled == ({"home": parts} if parts else {})


def test_the_names_below_a_province_are_those_of_the_list():
    assert len(names_below(Era.CURRENT, "01")) == len(units(Era.CURRENT)["01"].below)
    hanoi = names_below(Era.BEFORE, "01")
    assert "Phường Phúc Xá" in hanoi["Quận Ba Đình"]
    assert names_below(Era.CURRENT, "02") is None  # a code of before


def test_the_names_are_open_to_everybody_and_kept_for_long():
    answer = Client().get(f"{ADDRESS}current/01.json")
    assert "Phường Ba Đình" in answer.json()
    assert len(answer.content) < 8_000
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"public", "max-age=31536000"}
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.cookies == {}
    again = Client().get(f"{ADDRESS}current/01.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert max(len(Client().get(f"{ADDRESS}before_2025_07/{code}.json").content) for code in ("01", "38")) < 25_000


@pytest.mark.parametrize("path", ["current/02.json", "abroad/01.json", "nowhere/01.json", "current/ha-noi.json"])
def test_an_address_of_no_list_is_not_found(db, path):
    assert Client().get(ADDRESS + path).status_code == 404


@pytest.fixture
def desk(db):
    return Walker(signed_in(Client(), make_post(Role.ADMINISTRATOR)))


def select_of(page, name):
    """The choices of a list on the page, "" where nothing is chosen yet."""
    found = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return [html.unescape(each) for each in re.findall(r'<option value="([^"]*)"', found[0])] if found else None


def test_without_script_a_wrong_name_is_answered_with_a_list(desk):
    desk.begin(form(ask("home", "address", required=True, limits={"line": "none"})))
    assert desk.page.count("<datalist") == 1
    assert len(re.findall(r"<option value=\"[^\"]+\" data-code", desk.page)) == 34
    assert 'list="units-current"' in desk.page
    desk.send(**{"home-province": "quang nin", "home-commune": ""})
    offered = select_of(desk.page, "q-home-province")
    assert (offered[:2], len(offered)) == (["", "Tỉnh Quảng Ninh"], 35)
    assert 'label="Gần giống với tên đã ghi"' in desk.page
    desk.send(**{"home-province": "Tỉnh Quảng Ninh", "home-commune": "Hạ Lng"})
    assert select_of(desk.page, "q-home-province") is None
    assert 'value="Tỉnh Quảng Ninh"' in desk.page
    offered = select_of(desk.page, "q-home-commune")
    assert (offered[1], len(offered)) == ("Phường Hạ Long", 1 + len(units(Era.CURRENT)["22"].below))
    desk.send(**{"home-province": "Tỉnh Quảng Ninh", "home-commune": "Phường Hạ Long"})
    assert "Phường Hạ Long, Tỉnh Quảng Ninh" in desk.text


def test_an_old_unit_is_told_with_its_province_of_today(desk):
    desk.begin(form(ask("home", "address", limits=BOTH), ask("born", "address", limits=BOTH)))
    assert desk.page.count('<datalist id="units-current"') == desk.page.count('<datalist id="units-before') == 1
    old = {"home-era": "before_2025_07", "home-province": "Quảng Nam", "home-district": "Hội An", "home-commune": "?"}
    desk.send(**old)
    assert 'Nay thuộc <span lang="vi">Thành phố Đà Nẵng</span>' in desk.page
    assert "Nay thuộc xã, phường nào thì hệ thống chưa có dữ liệu." in desk.text
    assert 'list="units-before_2025_07"' in desk.page
    assert "Phường Minh An" in select_of(desk.page, "q-home-commune")
    desk.send(**{**old, "home-era": "current", "home-commune": ""})  # there is no such province any more
    assert select_of(desk.page, "q-home-province")
    assert "data-today><" in desk.page.replace("\n", "")


def test_names_of_units_stay_vietnamese_on_an_english_page(desk):
    texts = {"vi": "Nơi ở", "en": "Home"}
    data = form(ask("home", "address", limits={"line": "none"}) | {"label": texts}, languages=["vi", "en"])
    data["title"] = data["sections"][0]["title"] = data["end"]["text"] = {"vi": "Chữ", "en": "Text"}
    desk.begin(json.loads(json.dumps(data)))
    desk.send("speak-en")
    desk.send(**{"home-province": "hcm"})
    assert 'label="Similar to the name given"' in desk.page
    assert '<option value="Thành phố Hồ Chí Minh" lang="vi">' in desk.page
    assert re.search(r'<input [^>]*name="q-home-commune"[^>]*lang="vi"', desk.page)
