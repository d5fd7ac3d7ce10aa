"""Journals of one's own tree, the queue, the health of the machine, and the printed forms."""

import pytest
from django.db import connection
from django.test import Client

from motcua.administration import samples
from motcua.agencies.actions import retry_job
from motcua.agencies.choices import Action, Role
from motcua.citizens.actions import look_up, reveal
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.models import Dossier
from motcua.ui.printing import forms_of
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, make_ward, signed_in

ACTS, LOOKS, JOBS, HEALTH = (f"/quan-tri/{name}/" for name in ("nhat-ky", "luot-xem", "viec-nen", "tinh-trang"))


def failed_job(status: str = "failed") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts)"
            " VALUES ('default', 'core.take_seal', %s, 5) RETURNING id",
            [status],
        )
        return cursor.fetchone()[0]


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("address", [ACTS, LOOKS, JOBS, HEALTH, "/quan-tri/mau-in/"])
def test_others_do_not_enter(house, address):
    assert signed_in(Client(), house.clerk).get(address).status_code == 403
    assert Client().get(address).url.startswith("/dang-nhap/")


def test_the_journal_tells_who_did_what_with_which_dossier(house, keeper):
    first, second = make.received(house), make.in_progress(house)
    page = keeper.get(ACTS).text
    assert page.count("Tiếp nhận tại quầy") > 2
    assert first.code in page
    assert "Trần Thị Mẫu" not in page  # of a dossier the administrator reads no names
    found = keeper.get(ACTS, {"code": second.code.lower(), "action": "dossier.hand_over"}).text
    assert second.code in found
    assert first.code not in found


@pytest.mark.parametrize("kind", ["ho-so", "don-vi", "can-bo", "vi-tri", "thu-tuc", "mau-in", "tuan", "ngay"])
def test_every_journal_opens_with_its_filters(house, keeper, kind):
    make.received(house)
    today = {"first": "1/1/2020", "last": "1/1/2040", "q": "Không Có Ai"}
    assert keeper.get(ACTS, {"loai": kind}).status_code == 200
    assert "Không có dòng nào" in keeper.get(ACTS, {"loai": kind} | today).text


def test_a_journal_ends_at_the_tree(house):
    dossier = make.received(house)
    make_agency(parent=house.ward, name="Phòng Riêng")
    elsewhere = signed_in(Client(), make_ward()[Role.ADMINISTRATOR])
    for kind in ("ho-so", "don-vi", "can-bo", "vi-tri", "thu-tuc"):
        page = elsewhere.get(ACTS, {"loai": kind}).text
        assert dossier.code not in page
        assert "Phòng Riêng" not in page
    assert elsewhere.get(LOOKS).status_code == 200


def test_the_journal_costs_the_same_for_many_rows(house, keeper, queries):
    make.received(house)
    few = queries(keeper, ACTS)
    for _ in range(8):
        make.received(house)
    assert queries(keeper, ACTS) == few


def test_looks_are_told_without_whom_they_were_at(house, keeper):
    dossier = make.received(house)
    reveal(dossier.applicant, by=house.clerk, why=f"Hồ sơ {dossier.code}")
    look_up(house.clerk, "046190000318")
    seen = keeper.get(LOOKS, {"loai": "dinh-danh", "why": dossier.code}).text
    assert dossier.code in seen
    counted = keeper.get(LOOKS, {"loai": "tra-so"}).text
    assert "Số giấy tờ: 1 kết quả" in counted
    assert "046190000318" not in seen + counted
    assert "Không có lượt nào" in keeper.get(LOOKS, {"loai": "tep"}).text


def test_a_failed_job_is_given_back_and_it_is_on_record(house, keeper):
    job = failed_job()
    assert "Niêm phong nhật ký" in keeper.get(JOBS).text
    assert keeper.post(f"{JOBS}{job}/chay-lai/", {}).status_code == 422  # no reason
    assert keeper.post(f"{JOBS}{job}/chay-lai/", {"note": "Đã sửa đĩa"}).status_code == 303
    assert status_of(job) == "todo"
    event = house.ward.events.order_by("pk").last()
    assert (event.action, event.by, event.data["job"]) == (Action.RETRY_JOB, house.administrator, job)
    assert event.note() == "Đã sửa đĩa"


@pytest.mark.parametrize("status", ["todo", "doing", "succeeded"])
def test_only_a_failed_job_is_given_back(house, status):
    job = failed_job(status)
    with pytest.raises(BadInput):
        retry_job(house.ward, by=house.administrator, job=job)
    assert status_of(job) == status
    with pytest.raises(BadInput):
        retry_job(house.ward, by=house.administrator, job=2**40)


def test_who_does_not_stand_at_the_top_leaves_the_machine_alone(house):
    job = failed_job()
    below = make_post(Role.ADMINISTRATOR, agency=house.division)
    for post in (below, house.leader):
        with pytest.raises(NotPermitted):
            retry_job(post.agency, by=post, job=job)
    browser = signed_in(Client(), below)
    assert [browser.get(page).status_code for page in (JOBS, HEALTH)] == [403, 403]
    assert browser.post(f"{JOBS}{job}/chay-lai/", {"note": "x"}).status_code == 403
    assert status_of(job) == "failed"


def test_the_health_page_says_in_words_what_a_monitor_reads(house, keeper):
    page = keeper.get(HEALTH).text
    assert "Ngừng một phần" in page  # no worker lives in the tests
    assert "Không thấy bộ xử lý nào" in page
    assert "PostgreSQL 1" in page
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "Hoạt động tốt" in keeper.get(HEALTH).text


def test_every_form_of_both_sets_is_tried_with_invented_values(house, keeper):
    page = keeper.get("/quan-tri/mau-in/").text
    for code in ("2018", "2025"):
        for form in set(forms_of(code)) & set(samples.OWN):
            assert f"/quan-tri/mau-in/{code}/{form}/" in page
            assert keeper.get(f"/quan-tri/mau-in/{code}/{form}/").content.startswith(b"\x89PNG"), (code, form)
    assert keeper.get("/quan-tri/mau-in/2025/receipt/?pdf=1").content.startswith(b"%PDF")
    assert keeper.get("/quan-tri/mau-in/2018/stop/").status_code == 404  # a form of 2025
    assert keeper.get("/quan-tri/mau-in/1999/receipt/").status_code == 404
    assert not Dossier.objects.exists()
