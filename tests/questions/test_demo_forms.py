"""The twelve forms of the sample office: in order, complete, answerable, and they stop whom they must."""

import json
import re

import house
import pytest

from motcua.questions.choices import Channel
from motcua.questions.interchange import written
from motcua.questions.problems import read_form
from motcua.questions.running import Runner
from tests.nonempty import some
from tests.questions.forms_for_tests import TODAY, codes

FOLDER = house.ROOT / "demo" / "forms"
PAGE = (house.ROOT / "docs" / "bieu-mau-thu-tuc.md").read_text(encoding="utf-8")
NAMES = [
    "birth", "building_permit", "certified_copies", "complaint", "death", "household_business", "land_change",
    "marital_status", "marriage", "permanent_residence", "poor_household", "social_allowance",
]  # fmt: skip
ROW = {"trade_name": "Bán lẻ", "trade_code": "4711", "trade_main": False}
# form, what is answered otherwise than in the sample, how the reason begins
STOPPED = [
    ("birth", {"registered": True}, "Trẻ đã được đăng ký"),
    ("birth", {"foreign": True}, "Việc này thuộc thủ tục đăng ký khai sinh có yếu tố"),
    ("death", {"registered": True}, "Việc chết này đã được"),
    ("death", {"foreign": True}, "Việc này thuộc thủ tục đăng ký khai tử có yếu tố"),
    ("marriage", {"foreign": True}, "Việc này thuộc thủ tục đăng ký kết hôn có yếu tố"),
    ("marriage", {"free_will": False}, "Kết hôn phải do"),
    ("marriage", {"capable": False}, "Người mất năng lực"),
    ("marriage", {"related": True}, "Trường hợp này bị cấm"),
    ("marriage", {"woman_born": "2008-11-23"}, "Bên nữ chưa đủ 18"),
    ("marriage", {"woman_status": "married"}, "Người đang có vợ"),
    ("marriage", {"man_born": "23/11/2006"}, "Bên nam chưa đủ 20"),
    ("marriage", {"man_status": "married"}, "Người đang có vợ"),
    (
        "marital_status",
        {"person_born": "2008-11-23"},
        "Chỉ xác nhận tình trạng hôn nhân cho người từ đủ tuổi kết hôn; nữ",
    ),
    (
        "marital_status",
        {"person_sex": "male", "person_born": "2007-01-01"},
        "Chỉ xác nhận tình trạng hôn nhân cho người từ đủ tuổi kết hôn; nam",
    ),
    ("certified_copies", {"has_originals": False}, "Chứng thực bản sao phải"),
    ("certified_copies", {"faults": ["none", "secret"]}, "Bản chính như vậy"),
    ("certified_copies", {"foreign_paper": True, "legalised": False}, "Giấy tờ nước ngoài"),
    ("household_business", {"citizen": False}, "Chỉ công dân"),
    ("household_business", {"has_other": True}, "Mỗi người chỉ được"),
    ("household_business", {"private_firm": True, "partners_agree": False}, "Cần được các thành viên"),
    ("household_business", {"barred": True}, "Người đang trong tình trạng"),
    ("household_business", {"owner_born": "2008-11-23"}, "Chủ hộ kinh doanh phải đủ 18"),
    ("household_business", {"trades": [ROW]}, "Phải có một ngành chính"),
    ("building_permit", {"land_use": "other"}, "Nhà ở chỉ được xây trên đất ở"),
    ("building_permit", {"area_kind": "rural"}, "Nhà ở riêng lẻ dưới 7 tầng"),
    ("building_permit", {"dispute": True}, "Phải giải quyết xong tranh chấp"),
    ("land_change", {"dispute": True}, "Đất đang tranh chấp"),
    ("land_change", {"has_certificate": False}, "Chưa có giấy chứng nhận"),
    ("social_allowance", {"group_kind": "orphan"}, "Diện này dành cho trẻ em dưới 16"),
    ("social_allowance", {"group_kind": "student"}, "Diện này dành cho người từ 16"),
    ("social_allowance", {"group_kind": "child_poor"}, "Diện này dành cho trẻ em dưới 3"),
    ("social_allowance", {"person_born": "1966-11-23"}, "Người cao tuổi là người từ đủ 60"),
    (
        "social_allowance",
        {"group_kind": "hiv", "household": "near_poor"},
        "Diện này chỉ dành cho người thuộc hộ nghèo.",
    ),
    ("social_allowance", {"household": "none"}, "Diện này chỉ dành cho người thuộc hộ nghèo hoặc"),
    ("social_allowance", {"group_kind": "single", "marital": "married"}, "Diện này dành cho người không có chồng"),
    ("social_allowance", {"group_kind": "disabled", "disability_level": "mild"}, "Trợ cấp hằng tháng"),
    ("social_allowance", {"has_help": ["allowance"]}, "Người đang hưởng trợ cấp xã hội"),
    ("social_allowance", {"has_help": ["pension"]}, "Người đang hưởng lương hưu"),
    ("permanent_residence", {"forbidden": "seized"}, "Không được đăng ký thường trú mới"),
    ("permanent_residence", {"ground": "rent", "rent_area": 15, "rent_people": 2, "area_enough": True}, "Chỗ ở thuê"),
    ("permanent_residence", {"head_agrees": False}, "Vào hộ đã có thì"),
    ("permanent_residence", {"owner_agrees": False}, "Chủ sở hữu chỗ ở"),
    ("permanent_residence", {"person_born": "2015-01-01", "parent_agrees": False}, "Người chưa thành niên"),
    ("complaint", {"about": "crime"}, "Đây là tố cáo"),
    ("complaint", {"about": "suggest"}, "Đây là phản ánh"),
    ("complaint", {"affected": False}, "Chỉ người có quyền"),
    ("complaint", {"in_court": True}, "Việc Tòa án"),
    ("complaint", {"settled_twice": True}, "Khiếu nại đã được giải quyết lần hai"),
    ("complaint", {"level": "second"}, "Khiếu nại lần hai gửi"),
    ("complaint", {"known_on": "2026-08-23", "hindered": False}, "Thời hiệu khiếu nại"),
    ("poor_household", {"lives_here": False}, "Giấy đề nghị nộp tại"),
    ("poor_household", {"wish": "out_poor"}, "Hộ chưa có trong danh sách"),
]
# form, what is answered otherwise, the errors that come of it
WRONG = [
    ("birth", {"child_born": "2026-11-23"}, {"child_born": "too_late"}),
    ("birth", {"mother_number": "12"}, {"mother_number": "bad_identity_number"}),
    (
        "birth",
        {"mother_paper": "passport", "mother_number": "C1234567"},
        {"mother_paper_by": "required", "mother_paper_on": "required"},
    ),
    ("birth", {"abandoned": True}, {"abandoned_file": "required"}),
    ("birth", {"copy_count": 51}, {"copy_count": "too_great"}),
    ("death", {"died_on": "1939-12-31"}, {"died_on": "too_early"}),
    ("death", {"died_at": "25:00"}, {"died_at": "wrong_pattern"}),
    ("death", {"asker_relation": "proxy"}, {"proxy_paper": "required"}),
    ("marriage", {"woman_status": "divorced", "woman_times": 0}, {"woman_times": "too_small"}),
    ("marriage", {"man_home": {"province": "46", "commune": "00004", "line": "x"}}, {"man_home": "unknown_unit"}),
    (
        "marital_status",
        {"purpose": "marry"},
        dict.fromkeys(["fiance_name", "fiance_born", "fiance_nation", "fiance_number", "marry_where"], "required"),
    ),
    ("marital_status", {"stays": []}, {"stays": "required"}),
    ("marital_status", {"again": True}, {"again_reason": "required"}),
    ("certified_copies", {"collect": "post"}, {"post_to": "required"}),
    (
        "certified_copies",
        {"papers_list": [{"paper_name": "Bằng"}]},
        {f"papers_list.0.{code}": "required" for code in ("paper_pages", "paper_copies", "copy_by")},
    ),
    ("household_business", {"business_name": "Bún Mẫu"}, {"business_name": "wrong_pattern"}),
    ("household_business", {"owner_number": "C1234567"}, {"owner_number": "bad_identity_number"}),
    (
        "household_business",
        {"founded_by": "family", "members": [{}]},
        {"members": "required", "family_file": "required"},
    ),
    ("building_permit", {"height": "cao"}, {"height": "bad_number"}),
    ("building_permit", {"neighbour_file": []}, {"neighbour_file": "required"}),
    (
        "building_permit",
        {"investor_kind": "organisation", "agent_name": "An", "agent_post": "Giám đốc", "investor_tax": "0100109107"},
        {"investor_tax": "bad_tax_code"},
    ),
    ("land_change", {"change": "smaller"}, {"area_after": "required"}),
    ("land_change", {"duty": "debt", "debt": "-5"}, {"debt": "bad_money"}),
    ("land_change", {"user_kind": "community"}, {"renamed_file": "required"}),
    ("social_allowance", {"bank_account": "12"}, {"bank_account": "wrong_pattern"}),
    ("social_allowance", {"has_help": ["merit"]}, {"help_amount": "required"}),
    (
        "permanent_residence",
        {"person_born": "2010-01-01"},
        dict.fromkeys(["parent_name", "parent_number", "parent_agrees"], "required"),
    ),
    ("permanent_residence", {"ground": "forces"}, {"forces_file": "required"}),
    ("complaint", {"by_whom": "lawyer"}, dict.fromkeys(["by_name", "by_number", "by_file"], "required")),
    ("complaint", {"known_on": "2026-01-01"}, {"hindered": "required"}),
    ("poor_household", {"members": "cả nhà"}, {"members": "wrong_shape"}),
    ("poor_household", {"house_area": ""}, {"house_area": "required"}),
]


def data_of(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def answers_of(name, **otherwise):
    return json.loads((FOLDER / f"{name}.answers.json").read_text(encoding="utf-8")) | otherwise


@pytest.fixture(scope="module")
def runners():
    return {name: Runner(read_form(data_of(name))) for name in NAMES}


def test_these_are_all():
    assert sorted(path.name.partition(".")[0] for path in some(FOLDER.glob("*.json"))) == sorted(NAMES * 2)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_in_order_and_in_its_one_spelling(name):
    data = data_of(name)
    assert (codes(data), data["code"]) == ([], name)
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(data)
    assert data["sources"]


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_answers_pass_and_are_kept_as_they_are(name, runners):
    answers = answers_of(name)
    outcome = runners[name].run(answers, today=TODAY)
    assert (outcome.errors, outcome.stop) == ({}, None)
    given = {code: outcome.values[code] for code in answers if not isinstance(answers[code], list)}
    assert given == {code: answer for code, answer in answers.items() if not isinstance(answer, list)}


@pytest.mark.parametrize("name", NAMES)
def test_no_required_answer_can_be_left_out(name, runners):
    required = [question for _, question in runners[name].form.questions() if question.required is True]
    answers = answers_of(name)
    left_out = [question.code for question in required if question.code in answers]
    assert left_out
    for code in left_out:
        outcome = runners[name].run({**answers, code: None}, today=TODAY)
        assert outcome.errors.get(code) == "required"


@pytest.mark.parametrize(("name", "otherwise", "reason"), STOPPED)
def test_it_stops_whom_it_must_and_charges_nothing(name, otherwise, reason, runners):
    outcome = runners[name].run(answers_of(name, **otherwise), today=TODAY)
    assert outcome.stop is not None
    assert outcome.stop.reason["vi"].startswith(reason)
    assert outcome.stop.basis["vi"]
    assert outcome.fees == 0


def test_every_stop_is_tried(runners):
    tried = {
        (name, runners[name].run(answers_of(name, **otherwise), today=TODAY).stop.reason["vi"])
        for name, otherwise, _ in STOPPED
    }
    stops = {
        (name, stop.reason["vi"])
        for name, runner in runners.items()
        for _, question, _ in runner.form.every_question()
        for stop in question.stops
    }
    assert stops == tried


@pytest.mark.parametrize(("name", "otherwise", "errors"), WRONG)
def test_a_wrong_answer_is_told_at_its_place(name, otherwise, errors, runners):
    outcome = runners[name].run(answers_of(name, **otherwise), today=TODAY)
    assert (dict(outcome.errors), outcome.stop) == (errors, None)


def test_a_day_is_enough_or_not(runners):
    of_age = {"woman_born": "2008-11-22", "man_born": "2006-11-22"}
    assert runners["marriage"].run(answers_of("marriage", **of_age), today=TODAY).stop is None
    assert runners["complaint"].run(answers_of("complaint", known_on="2026-08-24"), today=TODAY).errors == {}


def test_fees(runners):
    def fee(name, channel=Channel.ONLINE, **otherwise):
        return runners[name].run(answers_of(name, **otherwise), today=TODAY, channel=channel).fees

    assert (fee("birth"), fee("birth", wants_copies=False), fee("death")) == (24_000, 0, 0)
    assert (fee("permanent_residence"), fee("permanent_residence", Channel.COUNTER)) == (10_000, 20_000)
    assert fee("permanent_residence", free_of=["elder"]) == 0
    papers = [(1, 1), (2, 1), (3, 1), (10, 2), (500, 1)]
    rows = [{"paper_name": "G", "paper_pages": n, "paper_copies": m, "copy_by": "asker"} for n, m in papers]
    assert [fee("certified_copies", papers_list=[row]) for row in rows] == [2_000, 4_000, 5_000, 24_000, 200_000]
    assert fee("certified_copies", papers_list=rows) == 235_000


@pytest.mark.parametrize("name", NAMES)
def test_the_page_holds_each_question_once_against_the_official_form(name, runners):
    (section,) = re.findall(
        rf"^## [^\n]+\n\nBiểu mẫu `{name}` · thủ tục ([\d.]+).*?\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S
    )
    procedure, text = section
    asked = [question.code for _, question, _ in runners[name].form.every_question()]
    rows = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == sorted(asked)
    assert re.fullmatch(r"\d\.\d{6}", procedure)
    assert "chờ kiểm lại" in text or "không có tờ khai chính thức" in text


WHOSE = {  # whose data an account fills in: of whoever the dossier is for
    "birth": "asker", "building_permit": "investor", "certified_copies": "asker", "complaint": "person",
    "death": "asker", "household_business": "owner", "land_change": "user", "marital_status": "asker",
    "marriage": "", "permanent_residence": "person", "poor_household": "head", "social_allowance": "person",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_account_fills_in_whoever_the_dossier_is_for_and_nobody_else(name):
    form = read_form(data_of(name))
    filled = {each.prefill.account: each.code for _, each, _ in form.every_question() if each.prefill}
    filled.pop(None, None)  # from another question
    own = {"old_permanent": "person"}
    assert {own.get(code, code.partition("_")[0]) for code in filled.values()} == ({WHOSE[name]} - {""})
    assert ("tax_code" in filled) == (name in ("building_permit", "complaint", "land_change"))  # organisations apply
    assert not WHOSE[name] or {"name", "identity_number", "phone"} <= set(filled)


def test_each_paper_that_not_everybody_brings_is_explained():
    facts = json.loads((house.ROOT / "demo" / "facts" / "procedures.json").read_text(encoding="utf-8"))
    codes_told = set(re.findall(r"thủ tục (\d\.\d{6}) · nguồn", PAGE))
    assert len(codes_told) == len(NAMES)
    free = {
        (each["code"], paper["name"])
        for each in facts["procedures"] if each["code"] in codes_told
        for paper in each["papers"] if paper.get("required") is False
    }  # fmt: skip
    told = re.findall(r"^\| (\d\.\d{6}) \| ([^|]+) \| [^|]{10,} \|$", PAGE, re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == free
