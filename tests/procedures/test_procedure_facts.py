"""The sample wards' procedures: facts only, enough of them, each with a proven route."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from demo.offices import HT, KT, make
from demo.procedures import FACTS, setting_of, told
from demo.procedures import make as adopt_procedures
from motcua.core.events import rebuild, tracked
from motcua.procedures.editions import measured_from, measured_json
from motcua.procedures.facts import content_of_fact, record_of
from motcua.procedures.models import Adoption, Edition, content_of
from motcua.procedures.readiness import problems
from motcua.procedures.wording import measured_words

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


def test_what_the_service_index_asks_is_captured_for_most_and_honestly_missing_for_a_few(facts):
    """So that the screens of the sample office show both."""
    setting, procedures = setting_of(HT), told()["procedures"]
    made = [content_of_fact(fact, fields=facts["fields"], setting=setting, decision="1/QĐ") for fact in procedures]
    for name in ("decided_on", "made_public_at", "full_online_eligible", "paper_result", "pays_online", "effects"):
        said = [getattr(content.measured, name) not in (None, ()) for content in made]
        assert 0.7 < sum(said) / len(said) < 1, name
    yes_and_no = [{getattr(each.measured, name) for each in made} for name in ("paper_result", "pays_online")]
    assert yes_and_no == [{True, False, None}] * 2
    whole = [content.measured for content in made if content.measured.decided_on]
    assert all(each.made_public_at.date() >= each.decided_on for each in whole)
    assert all(each.made_public_at < datetime(2026, 10, 1, tzinfo=UTC) for each in whole)
    for content in made:
        assert {effect.basis for effect in content.measured.effects} <= set(content.legal_bases)
        assert measured_from(measured_json(content.measured)) == content.measured
        assert problems(content) == []


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
    birth, reception = (
        measured_words(content_of(Edition.objects.get(office__code=HT, code=code).pk).measured)
        for code in ("1.001193", "2.002396")
    )
    assert birth["Thời điểm công khai"] == "21:52 08/04/2026"
    assert birth["Hiệu lực của 60/2014/QH13"] == "01/01/2016"
    assert set(reception.values()) == {"Chưa ghi"}


@pytest.mark.shared
def test_codes_and_names_agree_with_the_national_catalogue(facts, shared):
    names = {row["code"]: row["name"] for row in json.loads((shared / "data/procedures/commune-core.json").read_text())}
    listed = {fact["code"]: fact["name"] for fact in facts["procedures"] if fact["code"] in names}

    assert len(listed) > 250
    assert sum(listed[code].casefold() == names[code].casefold() for code in listed) > 0.95 * len(listed)
