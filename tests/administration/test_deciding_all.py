"""Every difference that is filtered, decided in one go: counted, confirmed once, by a job, safe against what moved."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.administration.catalogue import deciding_all
from motcua.agencies.choices import Role
from motcua.procedures.actions.changes import approve_change, reject_change
from motcua.procedures.choices import ChangeKind, ChangeState
from motcua.procedures.importers.catalogue import import_file
from motcua.procedures.models import Edition, NationalChange, NationalProcedure
from motcua.tasks.actions import AT_ONCE
from motcua.tasks.choices import Outcome
from motcua.tasks.jobs import run
from motcua.tasks.models import Batch, BatchItem
from tests.administration.catalogues import MORNING, bring, give, make_house, record
from tests.administration.test_catalogue import address
from tests.administration.test_catalogue_changes import renamed
from tests.factories import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(set_clock):
    set_clock(MORNING)
    return make_house()


@pytest.fixture
def administrator(house):
    return house.browser(Role.ADMINISTRATOR)


def asked(client, **filters):
    return client.get(address("national_decide_all"), filters)


def confirmed(client, page, verdict="duyet", finding="", **more):
    """Send the page back as a browser would, with a verdict."""
    form = page.context["form"]
    data = {name: form[name].value() for name in ("query", "seal")} | {"verdict": verdict, "finding": finding}
    return client.post(address("national_decide_all"), data | more)


def outcomes():
    return dict(Batch.objects.get().items.values_list("name", "outcome"))


def test_the_list_offers_to_decide_all_that_it_filters_and_tells_how_many(house, administrator):
    bring(*(record(n) for n in range(1, 5)))
    renamed(1, 2, 3, 4)
    page = administrator.get(address("national_changes"), {"q": "ten moi", "cursor": ""})
    assert "Quyết định cả 4 khác biệt đang lọc" in page.content.decode()
    page = administrator.get(address("national_changes"), {"q": "9.000001"})
    assert "Quyết định cả" not in page.content.decode()  # one is decided on its own page
    for role in (Role.REFORM_OFFICER, Role.INSPECTOR):
        assert "Quyết định cả" not in house.browser(role).get(address("national_changes")).content.decode()
        assert house.browser(role).get(address("national_decide_all")).status_code == 403


def test_what_is_decided_already_is_only_looked_at(house, administrator):
    bring(record(1), record(2))
    renamed(1, 2)
    for change in NationalChange.objects.waiting():
        approve_change(change, by=system())
    page = administrator.get(address("national_changes"), {"state": "approved"})
    assert len(page.context["page"].items) == 2
    assert 'name="pick"' not in page.content.decode()
    assert asked(administrator, state="approved").context["count"] == 0


def test_only_what_is_filtered_is_decided_and_the_page_says_what_that_does(house, administrator):
    give(house, record(1))
    bring(record(2), record(3))
    renamed(1, 2)
    bring(record(3, name="Khác hẳn", updated="2026-02-01"), review=True)
    page = asked(administrator, q="ten moi")
    told = dict(page.context["lines"])
    assert page.context["count"] == 2
    assert told["Nội dung khác"] == "2"
    assert told["Khác ở"] == "tên (2)"
    assert told["Thủ tục có đơn vị áp dụng"] == "1, ở 1 đơn vị"

    answer = confirmed(administrator, page, finding="Theo quyết định công bố")
    assert answer.status_code == 303
    states = dict(NationalChange.objects.values_list("code", "state"))
    assert states == {"9.000001": "approved", "9.000002": "approved", "9.000003": "waiting"}
    assert set(NationalChange.objects.filter(state="approved").values_list("finding", flat=True)) == {
        "Theo quyết định công bố"
    }
    assert NationalProcedure.objects.get(code="9.000002").name == "Tên mới 2"
    assert Edition.objects.get().review
    result = administrator.get(answer["Location"]).content.decode()
    assert "Duyệt khác biệt: 2 khác biệt" in result
    assert "Tên mới 2" in result
    assert "Các lượt quyết định của bạn" in administrator.get(address("national_queues")).content.decode()


def test_what_came_in_between_stops_the_whole_until_it_was_seen(house, administrator):
    bring(record(1), record(2), record(3))
    renamed(1, 2)
    page = asked(administrator)
    renamed(3)
    answer = confirmed(administrator, page, finding="Đã đối chiếu")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "nay là 3 khác biệt" in text
    assert 'value="Đã đối chiếu"' in text  # what was typed is kept
    assert answer.context["form"]["verdict"].value() == "duyet"
    assert not Batch.objects.exists()
    assert NationalChange.objects.waiting().count() == 3
    assert confirmed(administrator, answer).status_code == 303  # the new count was seen: the same page goes on
    assert not NationalChange.objects.waiting().exists()


@pytest.mark.parametrize("what", ["decided", "superseded"])
def test_what_another_person_did_meanwhile_stops_it_too(house, administrator, what):
    bring(record(1), record(2))
    renamed(1, 2)
    page = asked(administrator)
    if what == "decided":
        reject_change(NationalChange.objects.get(code="9.000001"), by=system(), finding="Sai")
    else:  # the same number of differences, but not the same
        bring(record(1, name="Tên khác nữa", updated="2026-03-01"), review=True)
    assert confirmed(administrator, page).status_code == 409
    assert not Batch.objects.exists()


def test_what_moves_while_the_job_runs_is_told_and_stops_no_other(house, administrator):
    numbers = range(1, AT_ONCE + 3)
    bring(*(record(n) for n in numbers))
    renamed(*numbers)
    answer = confirmed(administrator, asked(administrator))
    batch = Batch.objects.get()
    assert batch.items.filter(outcome="waiting").count() == AT_ONCE + 2  # a job's, not the request's
    assert "every 1s" in administrator.get(answer["Location"]).content.decode()

    reject_change(NationalChange.objects.get(code="9.000001"), by=system(), finding="Sai")
    bring(record(2, name="Đổi thẳng", updated="2026-03-01"))  # what stands has moved on
    administrator.post(answer["Location"])  # no worker: the next few here
    assert batch.items.filter(outcome="waiting").count() == 2
    run(str(batch.pk))
    run(str(batch.pk))  # a worker killed and run again

    told = dict(batch.items.exclude(said="").values_list("name", "said"))
    assert set(told) == {"9.000001", "9.000002"}
    assert "đã đổi kể từ khi so sánh" in told["9.000002"]
    assert NationalChange.objects.filter(state=ChangeState.APPROVED).count() == AT_ONCE
    assert NationalProcedure.objects.get(code="9.000002").name == "Đổi thẳng"
    page = administrator.get(answer["Location"])
    assert page.context["refused"] == 2
    assert [line["name"] for line in page.context["lines"]][:2] == ["9.000001", "9.000002"]  # refusals first
    assert "every 1s" not in page.content.decode()


def test_not_taking_all_needs_one_reason(house, administrator):
    bring(record(1), record(2))
    renamed(1, 2)
    page = asked(administrator)
    refused = confirmed(administrator, page, verdict="khong-lay")
    assert refused.status_code == 422
    assert "Hãy ghi vì sao không lấy" in refused.content.decode()
    assert confirmed(administrator, refused, verdict="khong-lay", finding="Nguồn gõ nhầm").status_code == 303
    assert set(NationalChange.objects.values_list("state", "finding")) == {("rejected", "Nguồn gõ nhầm")}
    assert confirmed(administrator, page, verdict="nổ").status_code == 422


def test_nothing_that_waits_is_said(house, administrator):
    page = asked(administrator)
    assert page.context["count"] == 0
    answer = confirmed(administrator, page)
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert "Không còn khác biệt nào" in answer.content.decode()


def test_those_no_longer_seen_are_warned_of_and_abolished_not_deleted(house, administrator):
    bring(record(1), record(2))
    bring(record(1), review=True, whole=True)
    page = asked(administrator, kind=ChangeKind.MISSING)
    assert page.context["missing"] == 1
    assert "đã bãi bỏ từ hôm nay" in page.content.decode()
    confirmed(administrator, page)
    assert NationalProcedure.objects.get(code="9.000002").abolished_on is not None


def test_more_than_one_go_is_said_and_the_rest_stays(house, administrator, monkeypatch):
    monkeypatch.setattr("motcua.administration.catalogue.deciding_all.MOST_AT_ONCE", 2)
    bring(record(1), record(2), record(3))
    renamed(1, 2, 3)
    page = asked(administrator)
    assert "1 cái còn lại làm lượt sau" in page.content.decode()
    assert confirmed(administrator, page).status_code == 303
    assert [change.code for change in NationalChange.objects.waiting()] == ["9.000003"]


def test_a_go_is_seen_by_who_began_it_and_not_by_the_desk_of_dossiers(house, administrator):
    bring(record(1), record(2))
    renamed(1, 2)
    place = confirmed(administrator, asked(administrator))["Location"]
    key = Batch.objects.get().pk
    assert administrator.get(place).status_code == 200
    assert administrator.get(f"/xu-ly/nhieu/{key}/").status_code == 404
    Batch.objects.update(post=house.leader)
    assert administrator.get(place).status_code == 404


def test_the_pages_cost_the_same_for_two_and_for_fifteen(house, administrator):
    def queries(where):
        with CaptureQueriesContext(connection) as caught:
            assert administrator.get(where).status_code == 200
        return len(caught)

    bring(*(record(n) for n in range(1, 16)))
    renamed(1, 2)
    few = queries(address("national_decide_all"))
    place = confirmed(administrator, asked(administrator))["Location"]
    few_told = queries(place)
    renamed(*range(3, 16))
    assert queries(address("national_decide_all")) == few
    assert queries(confirmed(administrator, asked(administrator))["Location"]) == few_told


def test_a_look_reads_what_it_lists_and_counts_the_rest_in_the_database(house, administrator, monkeypatch):
    bring(*(record(n) for n in range(1, 13)))
    renamed(*range(1, 13))
    place = confirmed(administrator, asked(administrator))["Location"]
    items = Batch.objects.get().items.order_by("name")
    for outcome, some in ((Outcome.REFUSED, items[:2]), (Outcome.WAITING, items[2:5]), (Outcome.DONE, items[5:])):
        items.filter(pk__in=[item.pk for item in some]).update(outcome=outcome)
    monkeypatch.setattr(deciding_all, "LISTED", 4)
    read = []
    real = BatchItem.from_db
    monkeypatch.setattr(BatchItem, "from_db", lambda *given: read.append(real(*given)) or read[-1])
    shown = administrator.get(place).context
    assert len(read) == 6
    assert [line["name"] for line in shown["lines"]] == [item.name for item in [*items[:2], *items[5:9]]]
    assert (shown["settled"], shown["total"], shown["refused"], shown["running"]) == (9, 12, 2, True)
    assert shown["unlisted"].startswith("6 ")
    items.filter(outcome=Outcome.WAITING).update(outcome=Outcome.DONE)
    shown = administrator.get(place).context
    assert (shown["settled"], shown["running"], len(shown["lines"])) == (12, False, 6)


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_person_decide_each_difference_once(set_clock):
    set_clock(MORNING)
    house = make_house()
    numbers = range(1, AT_ONCE + 6)
    bring(*(record(n) for n in numbers))
    renamed(*numbers)
    client = house.browser(Role.ADMINISTRATOR)
    confirmed(client, asked(client))
    key = str(Batch.objects.get().pk)

    def work():
        try:
            run(key)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(NationalProcedure.objects.values_list("number", flat=True)) == {2}
    assert set(outcomes().values()) == {"done"}


@pytest.mark.shared
def test_what_changes_in_reality_is_decided_in_two_goes(shared, house, administrator):
    """Two crawls of the national portal: what differs is taken, what only one of them held is left as it is."""
    folder = shared / "data" / "procedures"
    import_file(folder / "catalogue.json.gz", by=system())
    import_file(folder / "catalogue-changes.json", by=house.administrator)
    before = NationalProcedure.objects.count()

    page = asked(administrator)
    assert page.context["count"] == 174
    page = asked(administrator, kind=ChangeKind.CHANGED)
    assert (page.context["count"], page.context["missing"]) == (105, 0)
    confirmed(administrator, page, finding="Lấy theo lần thu thập sau")
    run(str(Batch.objects.latest("begun_at").pk))
    page = asked(administrator)
    assert page.context["count"] == 69
    confirmed(administrator, page, verdict="khong-lay", finding="Hỏi lại bộ, ngành")
    run(str(Batch.objects.latest("begun_at").pk))

    assert not NationalChange.objects.waiting().exists()
    assert Counter(BatchItem.objects.values_list("outcome", flat=True)) == {"done": 174}
    assert NationalProcedure.objects.filter(number=2).count() == 105
    assert NationalProcedure.objects.count() == before
    assert not NationalProcedure.objects.exclude(abolished_on=None).exists()
    assert import_file(folder / "catalogue-changes.json", by=house.administrator).waiting == 0
