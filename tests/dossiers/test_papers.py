"""What is printed: once, with the values of its moment, in the set of forms of the dossier's time."""

import io
from datetime import date, datetime

import pytest
from django.db import connection
from pypdf import PdfReader

from motcua.agencies.actions import change_agency
from motcua.core import clock
from motcua.core.reactions import carry_out
from motcua.dossiers.actions import billing, closing, deciding, extending, moving, pausing
from motcua.dossiers.actions.intake import register
from motcua.dossiers.actions.printing import keep_pdf, rendered, sheet
from motcua.dossiers.choices import Form
from motcua.dossiers.models import PrintedPaper
from motcua.files.blobs import contents
from motcua.files.models import StoredFile
from motcua.ui.printing import forms_of
from tests import dossier_factories as make
from tests.factories import make_post, system
from tests.journeys.conftest import squeezed
from tests.nonempty import some
from tests.ui.paper_samples import LONG_NAME, outside


def text_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def every_form(house):
    """A dossier for each kept form, and the paper."""
    settled = {"signer": house.leader.person.username, "receiver": "Trần Thị Mẫu", "template": "result"}
    dossiers = {
        "receipt": make.received(house),
        "supplement": make.waiting(house),
        "refusal": make.refused_one(house),
        "apology": extending.extend(
            make.in_progress(house), by=house.head, due=date(2099, 1, 2), reason="Chờ xác minh"
        ),
        "stop": closing.withdraw(make.in_progress(house), by=house.clerk, reason="Đổi ý"),
        "fee": billing.collect_fee(make.received(house, make.PAYING), by=house.clerk, method="cash"),
        "result": deciding.settle_at_once(make.received(house, make.AT_ONCE), by=house.clerk, **settled),
    }
    return {form: (dossier, dossier.printed_papers.get(form=form)) for form, dossier in dossiers.items()}


def test_each_paper_is_made_by_the_events_reaction_once_and_says_what_it_must(house):
    for form, (dossier, paper) in every_form(house).items():
        event = next(event for event in dossier.events.order_by("-pk") if _froze(event, paper))
        assert carry_out(event) == []
        paper.refresh_from_db()
        said = text_of(contents(paper.file))
        assert squeezed("Trần Thị Mẫu") in said, form
        assert squeezed(dossier.code) in said or form == "fee", form
        kept = paper.file_id
        carry_out(event)
        keep_pdf(PrintedPaper.objects.get(pk=paper.pk), by=system())
        paper.refresh_from_db()
        assert paper.file_id == kept, form
    assert StoredFile.objects.count() == len(Form) - 1  # the control slip is printed as things stand, and not kept


def _froze(event, paper):
    if "result" in event.data:
        return paper.form == "result"
    return event.data.get("printed") == str(paper.pk)


def test_a_paper_keeps_what_it_said_when_names_change(house):
    dossier = make.received(house)
    paper = dossier.printed_papers.get()
    before = rendered(paper)
    change_agency(house.centre, by=house.administrator, name="Trung tâm tên mới")
    assert rendered(PrintedPaper.objects.get(pk=paper.pk)) == before


def test_the_values_lie_encrypted(house):
    make.received(house)
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM dossiers_printedpaper")
        held = bytes(cursor.fetchone()[0])
    for secret in ("Mẫu", "0912345274", "046190000318"):
        assert secret.encode() not in held


@pytest.mark.parametrize(("day", "form_set"), [("2024-05-06T09:00", "2018"), ("2026-03-02T09:00", "2025")])
def test_forms_are_those_of_the_dossiers_time(set_clock, db, day, form_set):
    house = make.make_house(since=date(2024, 1, 1))
    set_clock("2026-03-02T10:00")
    chief = make_post(agency=house.centre, title="Trưởng bộ phận một cửa")
    true = datetime.fromisoformat(day).replace(tzinfo=clock.LOCAL)
    taken_in = make.intake_of(house, paper_received_at=true)
    dossier = register(by=chief, intake=taken_in, note="Chuyển từ sổ giấy")
    dossier = moving.hand_over(dossier, by=chief)
    dossier = pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    forms = forms_of(form_set)
    for paper in some(dossier.printed_papers.all()):
        assert paper.form_set == form_set
        assert squeezed(forms[paper.form].number) in text_of(rendered(paper))
    assert squeezed(forms["control"].number) in text_of(sheet(dossier, Form.CONTROL, by=house.clerk))
    dossier = closing.stop(dossier, by=house.head, reason="Quá hạn bổ sung")
    assert dossier.printed_papers.get(form="stop").form_set == "2025"  # the older set has no such notice
    rendered(dossier.printed_papers.get(form="stop"))


def test_the_longest_name_and_sixty_papers_fit(house):
    applicant = make.applicant_of(house.clerk, number="", name=LONG_NAME)
    papers = [{"name": f"Giấy tờ số {number}: {LONG_NAME}", "copies": number} for number in range(60)]
    dossier = make.received(house, applicant=applicant, papers=papers)
    pdf = rendered(dossier.printed_papers.get())
    assert outside(pdf) == []
    said = text_of(pdf)
    assert said.count(squeezed("Giấy tờ số 59:")) == 2  # on both copies
    assert squeezed(LONG_NAME) in said


def test_the_control_slip_tells_each_hand_over(house):
    said = text_of(sheet(make.returned(house), Form.CONTROL, by=house.clerk))
    for step in ("Tiếp nhận hồ sơ", "Thẩm định, đề xuất kết quả", "Phê duyệt, ký kết quả", "Trả kết quả"):
        assert squeezed(step) in said


@pytest.mark.parametrize(
    ("doc_type", "title"), [("decision", "QUYẾT ĐỊNH"), ("notice", "THÔNG BÁO"), ("specialised", "VĂN BẢN")]
)
def test_a_result_is_called_by_its_type(house, doc_type, title):
    dossier = deciding.sign(make.to_sign(house), by=house.leader, template="result", doc_type=doc_type)
    said = text_of(rendered(dossier.printed_papers.get(form="result")))
    assert squeezed(title) in said
    assert "(cábiệt)" not in said


def test_a_refusal_of_what_was_asked_says_so(house):
    dossier = deciding.sign(make.to_sign(house), by=house.leader, template="result", outcome="negative")
    said = text_of(rendered(dossier.printed_papers.get(form="result")))
    assert squeezed("Không giải quyết theo yêu cầu của chủ hồ sơ") in said
