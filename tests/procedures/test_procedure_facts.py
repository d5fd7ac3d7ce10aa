"""The sample wards' procedures: facts only, enough of them, each with a proven route."""

import json
from datetime import date
from pathlib import Path

import pytest

from demo.offices import HT, KT, make
from demo.procedures import FACTS, setting_of
from demo.procedures import make as adopt_procedures
from motcua.core.events import rebuild, tracked
from motcua.procedures.facts import content_of_fact, record_of
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.readiness import problems

ON = date(2026, 3, 2)


@pytest.fixture(scope="module")
def facts():
    return json.loads(FACTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contents(facts):
    setting = setting_of(HT)
    return [
        content_of_fact(fact, fields=facts["fields"], setting=setting, decision="1/QĐ") for fact in facts["procedures"]
    ]


def test_there_are_enough_procedures_fields_routes_and_cases(contents):
    assert len(contents) >= 231
    assert len({content.field_code for content in contents}) >= 13
    assert len({content.route.key for content in contents}) >= 40
    assert sum(len(content.cases) > 1 for content in contents) >= 12
    assert sum(content.limits[0].unit == "ask" for content in contents) >= 3


def test_everything_may_be_published(contents):
    assert {content.code: found for content in contents if (found := problems(content))} == {}


def test_the_file_holds_facts_and_no_prose(facts):
    assert Path(FACTS).stat().st_size < 1_500_000
    for fact in facts["procedures"]:
        assert not {"steps", "conditions"} & fact.keys()
        assert all(len(paper["name"]) <= 120 for paper in fact["papers"]), fact["code"]
        assert all(len(name) <= 100 for name in fact.get("cases", {}).values()), fact["code"]


def test_codes_are_sound_and_told_once(facts):
    keys = [(fact["code"], fact.get("scope")) for fact in facts["procedures"]]

    assert len(set(keys)) == len(keys)
    assert all(record_of(fact, facts["fields"]).code.count(".") == 1 for fact in facts["procedures"])


def test_the_commonest_procedures_are_there(contents):
    by_code = {content.code: content for content in contents}

    birth, copies = by_code["1.001193"], by_code["2.000815"]
    assert birth.limit_for(case="dung_han", channel="counter").unit == "same_day"
    assert birth.limit_for(case="qua_han", channel="counter").amount == 1
    assert [fee.amount for fee in birth.fees_for(case="dung_han", channel="counter")] == [0]
    assert copies.immediate
    assert copies.fees[0].amount == 2000
    assert {"1.000894", "1.000656", "1.004873", "1.013225", "1.012753", "1.001612", "2.002409"} <= by_code.keys()


def test_both_wards_adopt_them_once_with_their_events(system):
    agencies = make(by=system)
    made = adopt_procedures(agencies, by=system)
    desk = agencies[f"{HT}.04"]

    assert made == 2 * Edition.objects.receivable_at(desk, ON).count()
    assert adopt_procedures(agencies, by=system) == 0
    assert {edition.office.code for edition in Edition.objects.receivable_at(agencies[f"{KT}.04"], ON)} == {KT}
    adoption = Adoption.objects.first()
    assert rebuild(adoption) == tracked(adoption)
    assert adoption.events.count() == adoption.version == 2


@pytest.mark.shared
def test_codes_and_names_agree_with_the_national_catalogue(facts, shared):
    names = {row["code"]: row["name"] for row in json.loads((shared / "data/procedures/commune-core.json").read_text())}
    told = {fact["code"]: fact["name"] for fact in facts["procedures"] if fact["code"] in names}

    assert len(told) > 250
    assert sum(told[code].casefold() == names[code].casefold() for code in told) > 0.95 * len(told)
