"""The office's own parts on real papers: there, printed as typed, and frozen with the paper."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from motcua.core.clock import today
from motcua.correspondence.actions import drop_letterhead, publish_letterhead
from motcua.correspondence.letterheads import FORMS
from motcua.dossiers.actions.printing import rendered, sheet
from motcua.dossiers.models import PrintedPaper
from tests import dossier_factories as make
from tests.dossiers.test_papers import every_form, text_of
from tests.journeys.conftest import squeezed
from tests.ui.paper_samples import outside

HOSTILE = '#import "@preview/x:0.1.0" #read("/etc/passwd") *đậm* _a_ $x^2$ @b <c> \\ // { x \u202eđảo %s &amp;'


def publish(house, **parts):
    given = {"agency": house.ward, "valid_from": today(), "contact": "0234 3567 890"} | parts
    return publish_letterhead(by=house.administrator, **given)


def emblem() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "#b00000").save(out, "PNG")
    return out.getvalue()


def has_picture(pdf: bytes) -> bool:
    return any(page.images for page in PdfReader(io.BytesIO(pdf)).pages)


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_every_form_of_the_office_bears_its_parts_and_no_other_form_does(house):
    notes = {form: f"Ghi chú riêng cho {form}" for form in FORMS}
    parts = {"lines": ["Tầng một, nhà B"], "hours": "Thứ Hai đến Thứ Bảy", "place": "Hương Mẫu", "notes": notes}
    publish(house, emblem=emblem(), **parts)
    made = {form: rendered(paper) for form, (_, paper) in every_form(house).items()}
    made["control"] = sheet(make.in_progress(house), "control", by=house.clerk)
    for form, pdf in made.items():
        wanted = [
            "Tầng một, nhà B",
            "0234 3567 890",
            "Thứ Hai đến Thứ Bảy",
            "Hương Mẫu, ngày",
            notes.get(form, "Ghi chú riêng"),
        ]
        text, own = text_of(pdf), form in FORMS
        assert [squeezed(words) in text for words in wanted] == [own] * 5, form
        assert has_picture(pdf) is own, form
        assert outside(pdf) == []
        assert pages(pdf) == (2 if form in ("receipt", "fee") else 1), form
    assert set(made) >= set(FORMS)


def test_hostile_words_are_printed_as_they_were_typed(house):
    publish(house, notes={"receipt": HOSTILE}, contact=HOSTILE, lines=[HOSTILE], signing=HOSTILE)
    plain = squeezed(HOSTILE.replace("\u202e", ""))
    text = text_of(rendered(make.received(house).printed_papers.get()))
    assert text.count(plain) == 6  # three times on both copies
    assert "root:" not in text
    asked = text_of(rendered(make.waiting(house).printed_papers.get(form="supplement")))
    assert plain.upper() in asked  # before the signature


def test_a_note_is_filled_from_the_paper_it_stands_on(house):
    publish(house, notes={"receipt": "Tra cứu {ma_ho_so}; đến {noi_tra} ngày {ngay_hen}."})
    dossier = make.received(house)
    day = dossier.appointed_due.astimezone(dossier.received_at.tzinfo)
    text = text_of(rendered(dossier.printed_papers.get()))
    assert squeezed(f"Tra cứu {dossier.code}; đến {house.centre.name} ngày {day:%d/%m/%Y}.") in text


def test_a_paper_keeps_the_parts_of_its_moment(house):
    bare = make.received(house).printed_papers.get()
    before = rendered(bare)
    first = publish(house, notes={"receipt": "Bản một"})
    paper = make.received(house).printed_papers.get()
    with_first = rendered(paper)
    assert "Bảnmột" in text_of(with_first)
    publish(house, notes={"receipt": "Bản hai"}, emblem=emblem())
    drop_letterhead(first, by=house.administrator)
    assert rendered(PrintedPaper.objects.get(pk=bare.pk)) == before
    assert rendered(PrintedPaper.objects.get(pk=paper.pk)) == with_first
    assert "Bảnhai" in text_of(rendered(make.received(house).printed_papers.get()))


@pytest.mark.parametrize(("signs_for", "printed"), [("", True), ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", False)])
def test_the_line_before_a_signature_yields_to_who_has_one_of_their_own(house, signs_for, printed):
    publish(house, signing="TL. CHỦ TỊCH MẪU")
    dossier = make.in_progress(house)
    house.head.signs_for = signs_for
    dossier = make.closing.stop(dossier, by=house.head, reason="Chủ hồ sơ không còn")
    text = text_of(rendered(dossier.printed_papers.get(form="stop")))
    assert (squeezed("TL. CHỦ TỊCH MẪU") in text) is printed
