"""What print_paper accepts and refuses; its sets, dates, threads and command."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from motcua.ui import printing
from motcua.ui.printing import (
    MissingFieldError,
    PaperError,
    PaperWarning,
    Printer,
    UnknownFormError,
    forms_of,
    main,
    newest_set,
    paper_form,
    prepared,
    print_paper,
    set_on,
)
from tests.nonempty import some
from tests.ui.paper_samples import ALL, OWN, pages_of, sample, squeezed

FIELDS = json.loads((printing.PAPERS / "fields.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "form",
    ["", "base", "values", "../printing", "receipt.typ", "/etc/passwd", "02-receipt", "RECEIPT", "receipt\n", "01-"],
)
def test_a_form_that_is_not_listed_is_refused(form):
    with pytest.raises(UnknownFormError):
        print_paper(form, sample("receipt"))


def test_the_stop_notice_does_not_exist_in_the_set_of_2018():
    with pytest.raises(UnknownFormError, match="2018"):
        print_paper("stop", sample("stop", "2018"))


def test_a_number_before_the_name_must_be_the_sets_own():
    assert paper_form("05-control", "2018").number == "Mẫu số 05"
    assert paper_form("06-control", "2025").number == "Mẫu số 06"
    with pytest.raises(UnknownFormError):
        paper_form("06-control", "2018")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2019, 1, 8), "2018"),
        (date(2025, 9, 14), "2018"),
        (date(2025, 9, 15), "2025"),
        (date(2026, 11, 22), "2025"),
        (datetime(2025, 9, 14, 16, 59, tzinfo=UTC), "2018"),
        (datetime(2025, 9, 14, 17, 0, tzinfo=UTC), "2025"),
    ],
)
def test_the_set_is_the_one_in_force_on_the_day(day, code):
    assert set_on(day) == code


def test_before_the_first_set_there_is_none():
    with pytest.raises(UnknownFormError):
        set_on(date(2019, 1, 7))


def test_sets_follow_each_other_without_gap():
    sets = json.loads((printing.PAPERS / "sets.json").read_text("utf-8"))
    spans = sorted((one["valid_from"], one["valid_to"]) for code, one in sets.items() if code != "any")
    for (_, end), (start, _) in pairwise(spans):
        assert (date.fromisoformat(start) - date.fromisoformat(end)).days == 1
    assert spans[-1][1] is None
    assert newest_set() == "2025"


def test_a_dossier_keeps_the_set_of_the_day_it_came():
    values = sample("receipt")
    del values["set"]
    assert prepared("receipt", values | {"received": "2024-05-06T09:05"})[0].set_code == "2018"
    assert prepared("receipt", values)[0].set_code == "2025"
    refusal = sample("refusal")
    del refusal["set"], refusal["date"]
    assert prepared("refusal", refusal)[0].set_code == "2025"


@pytest.mark.parametrize(("set_code", "form"), ALL)
def test_each_bold_field_is_asked_for_by_name(set_code, form):
    for field in FIELDS[form]["required"]:
        values = sample(form, set_code)
        for one in field.split(" | "):
            head, _, tail = one.partition(".")
            if tail:
                values[head].pop(tail, None)
            else:
                values.pop(head, None)
        with pytest.raises(MissingFieldError) as refused:
            print_paper(form, values)
        assert refused.value.fields == [field]


@pytest.mark.parametrize("empty", ["", None, "  \n", "\u200b"])
def test_an_empty_bold_field_is_missing(empty):
    values = sample("receipt")
    values["applicant"]["name"] = empty
    with pytest.raises(MissingFieldError, match=r"applicant\.name"):
        print_paper("receipt", values)


def test_a_refusal_without_reasons_is_refused():
    with pytest.raises(MissingFieldError, match="reasons"):
        print_paper("refusal", sample("refusal") | {"reasons": []})


def test_a_misspelt_field_is_named():
    with pytest.raises(PaperError, match="dues"):
        print_paper("receipt", sample("receipt") | {"dues": "2026-12-01"})
    values = sample("receipt")
    values["papers"][0]["orginals"] = 1
    with pytest.raises(PaperError, match=r"papers\[\]\.orginals"):
        print_paper("receipt", values)


@pytest.mark.parametrize(
    ("form", "changes"),
    [
        ("receipt", {"papers": "một"}),
        ("receipt", {"papers": ["một"]}),
        ("receipt", {"applicant": "Lan"}),
        ("receipt", {"received": "hôm nay"}),
        ("receipt", {"due": "2026-12-01T10:00Z"}),
        ("receipt", {"due": "2026-12-01T10:00+00:00"}),
        ("receipt", {"copies": 2}),
        ("receipt", {"paper": "a0"}),
        ("receipt", {"set": "2009"}),
        ("receipt", {"set": "any"}),
        ("receipt", {"sets": object()}),
        ("receipt", {"qr": "x" * 5000}),
        ("control", {"code": "Hồ sơ 1"}),
        ("control", {"rows": [1]}),
        ("fee-receipt", {"total": 1}),
        ("fee-receipt", {"total": "1025000"}),
        ("fee-receipt", {"lines": 5}),
        ("fee-receipt", {"lines": [], "total": 5}),
    ],
)
def test_values_of_the_wrong_shape_are_a_paper_error(form, changes):
    with pytest.raises(PaperError):
        print_paper(form, sample(form) | changes)


def test_instants_print_on_the_wall_clock_of_vietnam():
    values = sample("receipt")
    values |= {"received": datetime(2026, 11, 20, 18, 5, tzinfo=UTC), "date": date(2026, 2, 3)}
    page = pages_of(print_paper("receipt", values))[0]
    assert squeezed("Thời gian nhận hồ sơ: 01 giờ 05 phút, ngày 21 tháng 11 năm 2026") in page
    assert squeezed("ngày 03 tháng 02 năm 2026") in page


def test_invisible_and_direction_signs_are_taken_out():
    values = sample("receipt")
    values["applicant"]["name"] = "Nguyễn\u202e Th\u200bị\x00 Lan\ufeff\x07\ud800"
    text = pages_of(print_paper("receipt", values))[0]
    assert squeezed("Tiếp nhận hồ sơ của: Nguyễn Thị Lan Người nộp") in text


def test_the_same_values_give_the_same_bytes():
    assert print_paper("receipt", sample("receipt")) == print_paper("receipt", sample("receipt"))


def test_the_values_given_are_not_changed():
    values = sample("fee-receipt")
    print_paper("fee-receipt", values)
    assert values == sample("fee-receipt")


def test_no_value_of_one_paper_reaches_the_next():
    print_paper("receipt", sample("receipt"))
    values = sample("receipt")
    del values["submitter"], values["fee"], values["qr"]
    text = "".join(pages_of(print_paper("receipt", values)))
    assert squeezed("Trần Bảo Ngọc") not in text
    assert squeezed("20.000") not in text


def test_eight_threads_get_their_own_papers():
    forms = ["receipt", "supplement", "refusal", "apology", "stop", "control", "fee-receipt", "receipt"]

    def one(number):
        form = forms[number % 8]
        values = sample(form)
        name = f"Người Thứ {number} Trong Hàng"
        values["payer" if form == "fee-receipt" else "applicant"]["name"] = name
        return number, "".join(pages_of(print_paper(form, values)))

    with ThreadPoolExecutor(8) as pool:
        papers = list(pool.map(one, range(40)))
    for number, text in papers:
        assert set(re.findall(r"NgườiThứ(\d+)TrongHàng", text)) == {str(number)}


def test_a_templates_complaint_is_an_error_here(tmp_path, monkeypatch):
    (tmp_path / "receipt.typ").write_text('#set text(font: "No Such Font")\nmột')
    (tmp_path / "base.typ").write_text("")
    printer = Printer(system_fonts=False)
    monkeypatch.setattr(printing, "PAPERS", tmp_path)
    small = Printer(system_fonts=False)
    form = forms_of("2025")["receipt"]
    with pytest.warns(PaperWarning, match="no such font"):
        small.pdf(form, {})
    assert printer is not small


def test_templates_reach_nothing_outside_their_folder():
    for template in some(printing.PAPERS.glob("*.typ"), least=len(OWN)):
        text = template.read_text("utf-8")
        imported = re.findall(r'#?import "([^"]*)"', text)
        assert all((printing.PAPERS / name).exists() and "/" not in name for name in imported), template.name
        assert not re.search(r"#(include|eval|read)\b|\b(eval|read|plugin)\(", text), template.name
        assert len(text.splitlines()) <= 400, template.name


def test_a_template_cannot_read_outside_its_folder(tmp_path, monkeypatch):
    (tmp_path / "papers").mkdir()
    (tmp_path / "secret.txt").write_text("bí mật")
    (tmp_path / "papers" / "base.typ").write_text("")
    (tmp_path / "papers" / "receipt.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr(printing, "PAPERS", tmp_path / "papers")
    form = forms_of("2025")["receipt"]
    with pytest.raises(PaperError):
        Printer(system_fonts=False).pdf(form, {})
    (tmp_path / "papers" / "receipt.typ").write_text('#import "@preview/cetz:0.3.0"')
    with pytest.raises(PaperError):
        Printer(system_fonts=False).pdf(form, {})


def test_every_form_has_its_template_its_fields_and_a_sample():
    listed = {name for code in ("2018", "2025") for name in forms_of(code)}
    assert listed == set(OWN) == set(FIELDS) - {"common"}
    assert all((printing.PAPERS / f"{name}.typ").exists() for name in listed)


def test_the_page_about_fields_names_every_field():
    page = (printing.PAPERS / "README.md").read_text("utf-8").partition("## Fields")[2]
    for form, parts in FIELDS.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| {form} "))
        for field in [*parts["required"], *parts["optional"]]:
            assert f"`{field.replace(' | ', '` or `')}`" in line, f"{form}: {field}"
        bold = re.findall(r"\*\*(.*?)\*\*", line)
        assert sorted(bold) == sorted(f"`{field.replace(' | ', '` or `')}`" for field in parts["required"])


def test_the_command_prints_a_file(tmp_path, capsys):
    source, target = tmp_path / "data.json", tmp_path / "out.pdf"
    source.write_text(json.dumps(sample("refusal")), "utf-8")
    assert main(["refusal", str(source), str(target)]) == 0
    assert target.read_bytes() == print_paper("refusal", sample("refusal"))
    assert main(["nothing", str(source), str(target)]) == 1
    assert "nothing" in capsys.readouterr().err
    assert main([]) == 2
