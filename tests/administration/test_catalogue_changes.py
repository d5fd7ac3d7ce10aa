"""What waits for a person on the screen: a new file compared, differences decided, names and doubts settled."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.procedures.choices import ChangeState, NationalAction
from motcua.procedures.models import Alias, Edition, NationalChange, NationalProcedure
from motcua.procedures.terms import NO_LIMIT
from tests.administration.catalogues import MORNING, bring, give, make_house, record
from tests.administration.test_catalogue import address
from tests.procedures.test_readers import entry

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def administrator(house):
    return house.browser(Role.ADMINISTRATOR)


def renamed(*numbers):
    return bring(*(record(n, name=f"Tên mới {n}", updated="2026-02-01") for n in numbers), review=True)


def counted(client):
    return {queue.label: queue.count for queue in client.get(address("national_queues")).context["queues"]}


def send(client, content, name="danh-muc.json", **more):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else json.dumps(content).encode())
    return client.post(address("national_compare_file"), {"file": file} | more)


def test_a_sent_file_is_compared_and_changes_nothing(house, administrator):
    answer = send(administrator, [entry(), entry(code="9.000002-Xoa")])

    assert answer.status_code == 303
    assert not NationalProcedure.objects.exists()
    assert NationalChange.objects.waiting().count() == 1
    page = administrator.get(answer["Location"]).content.decode()
    assert "1 khác biệt vào hàng chờ duyệt, 0 không đổi, 0 cần người xem, 1 không nhận" in page


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b'[{"code"', "danh-muc.json", "Tệp JSON hỏng"),
        (b"", "danh-muc.json", "rỗng"),
        (b"\x1f\x8bxx", "danh-muc.json.gz", "Tệp nén bị hỏng"),
        (b"x", "danh-muc.exe", "Chỉ nhận tệp"),
        (b'{"a": 1}', "danh-muc.json", "không phải là danh mục"),
    ],
)
def test_a_bad_file_is_refused_in_words(house, administrator, content, name, told):
    answer = send(administrator, content, name)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not NationalChange.objects.exists()


def test_the_queue_shows_what_differs_and_whom_it_concerns(house, administrator):
    give(house, record(1))
    bring(record(2))
    renamed(1, 2)
    page = administrator.get(address("national_changes"))

    assert [(row.code, row.is_adopted) for row in page.context["page"].items] == [
        ("9.000001", True),
        ("9.000002", False),
    ]
    assert "Nội dung khác: tên" in page.content.decode()
    only = administrator.get(address("national_changes"), {"adopted": "yes", "q": "ten moi"})
    assert [row.code for row in only.context["page"].items] == ["9.000001"]

    change = NationalChange.objects.get(code="9.000001")
    shown = administrator.get(address("national_change", change.pk))
    (part,) = shown.context["difference"]
    assert [(line.label, line.before, line.after) for line in part.lines] == [("Tên", "Cấp giấy số 1", "Tên mới 1")]
    assert house.ward.name in shown.content.decode()


def test_several_are_approved_at_once_with_a_result_for_each(house, administrator):
    give(house, record(1))
    bring(record(2), record(3))
    renamed(1, 2, 3)
    bring(record(3, name="Đổi thẳng", updated="2026-03-01"))  # the third has moved on since
    keys = list(NationalChange.objects.values_list("pk", flat=True))
    answer = administrator.post(address("national_decide"), {"pick": keys, "verdict": "duyet", "finding": ""})

    texts = [line["text"] for line in answer.context["results"]]
    assert texts[:2] == ["Đã làm", "Đã làm"]
    assert "đã đổi kể từ khi so sánh" in texts[2]
    assert Edition.objects.get().review
    assert NationalProcedure.objects.get(code="9.000002").name == "Tên mới 2"
    assert NationalChange.objects.waiting().count() == 1


def test_not_taking_needs_a_reason(house, administrator):
    bring(record(1))
    renamed(1)
    key = NationalChange.objects.get().pk
    asked = {"pick": [key], "verdict": "khong-lay"}
    refused = administrator.post(address("national_decide"), asked)
    assert "Hãy ghi vì sao không lấy" in refused.content.decode()
    administrator.post(address("national_decide"), asked | {"finding": "Nguồn gõ nhầm"})
    assert NationalChange.objects.get().state == ChangeState.REJECTED
    assert administrator.post(address("national_decide"), {"pick": ["x"], "verdict": "nổ"}).status_code == 422


@pytest.mark.parametrize("role", [Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER])
def test_others_look_and_do_not_decide(house, role):
    bring(record(1))
    renamed(1)
    client = house.browser(role)
    assert "pick" not in client.get(address("national_changes")).content.decode()
    assert client.get(address("national_change", NationalChange.objects.get().pk)).context["form"] is None
    answer = client.post(address("national_decide"), {"pick": [NationalChange.objects.get().pk], "verdict": "duyet"})
    assert answer.status_code == 403
    assert client.get(address("national_compare_file")).status_code == 403


@pytest.mark.parametrize("name", ["national_changes", "national", "national_names", "national_queues"])
def test_the_lists_cost_the_same_for_two_and_for_twenty(house, administrator, name):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert administrator.get(address(name)).status_code == 200
        return len(caught)

    bring(*(record(n, agencies=(f"Cơ quan {n}",)) for n in (1, 2)))
    renamed(1, 2)
    few = queries()
    bring(*(record(n, agencies=(f"Cơ quan {n}",)) for n in range(3, 21)))
    renamed(*range(3, 21))
    assert queries() == few


def test_the_queues_are_counted(house, administrator):
    bring(record(1, doubts=(NO_LIMIT,)), record(2, doubts=("Phí: chưa rõ",)), record(3, agencies=("Sở Lạ",)))
    renamed(3)
    told = counted(administrator)

    assert (told["Khác biệt chờ duyệt"], told["Có điều nghi vấn"], told["Không có thời hạn dùng được"]) == (1, 2, 1)
    assert (told["Tên cơ quan lạ"], told["Lĩnh vực lạ"]) == (1, 1)


def test_a_doubt_is_settled_for_this_version_only(house):
    officer = house.browser(Role.REFORM_OFFICER)
    bring(record(1, doubts=(NO_LIMIT,)))
    row = NationalProcedure.objects.get()
    assert [r.pk for r in officer.get(address("national"), {"doubt": "limit"}).context["page"].items] == [row.pk]
    url = address("national_settle", row.pk)
    assert officer.post(url, {"version": row.version, "finding": ""}).status_code == 422
    assert officer.post(url, {"version": row.version, "finding": "Luật ghi trong ngày"}).status_code == 303

    row.refresh_from_db()
    assert (row.finding, row.events.get().action) == ("Luật ghi trong ngày", NationalAction.SETTLE_DOUBTS)
    assert counted(officer)["Có điều nghi vấn"] == 0
    assert officer.post(url, {"version": row.version, "finding": "Lại"}).status_code == 422
    bring(record(1, name="Đổi", doubts=("Phí: khác",), updated="2026-03-01"))
    assert counted(officer)["Có điều nghi vấn"] == 1


def test_a_name_is_settled_in_every_record(house, administrator):
    bring(record(1, agencies=("Uỷ ban nhân dân cấp xã", "Sở Y Tế tỉnh")), record(2, agencies=("Sở Y Tế tỉnh",)))
    page = administrator.get(address("national_names"))
    (name,) = page.context["waiting"]
    assert (name.written, name.count) == ("Sở Y Tế tỉnh", 2)

    given = {"kind": "agency", "written": "Sở Y Tế tỉnh", "canonical": "Sở Y tế"}
    assert administrator.post(address("national_names"), given).status_code == 303
    assert NationalProcedure.objects.get(code="9.000002").agencies == ["Sở Y tế"]
    assert Alias.objects.get().events.get().data["records"] == 2
    assert counted(administrator)["Tên cơ quan lạ"] == 0
    again = administrator.post(address("national_names"), given)
    assert again.status_code == 422
    assert "đã được thống nhất" in again.content.decode()
    assert administrator.post(address("national_names"), given | {"canonical": " "}).status_code == 422
    other = given | {"written": "Sở Khác"}
    assert house.browser(Role.LEADER).post(address("national_names"), other).status_code == 403


def test_a_strange_field_code_is_settled(house, administrator):
    bring(record(1, field="Thi đua", field_code="THI-DUA"), record(2, field="Thi đua", field_code="G09-NV08"))
    (name,) = administrator.get(address("national_names"), {"loai": "field"}).context["waiting"]
    assert (name.source, name.meaning) == ("THI-DUA", "G09-NV08")
    given = {"kind": "field", "written": "THI-DUA", "canonical": "G09-NV08"}
    administrator.post(address("national_names") + "?loai=field", given)

    assert set(NationalProcedure.objects.values_list("field_key", flat=True)) == {"G09-NV08"}


def test_an_import_tells_what_became_of_its_records(house, administrator):
    send(administrator, [entry(), entry(code="9.000002-Xoa")])
    run = NationalChange.objects.get().run
    page = administrator.get(address("national_run", run.pk)).content.decode()

    assert "9.000002" in page
    assert "đã bị xóa ở nguồn" in page
