"""Rà soát thủ tục on the administration desk: from a division's proposal to the new edition, and the figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.procedures.actions.proposals import approve, reject, submit
from motcua.procedures.choices import ProposalState
from motcua.procedures.models import Adoption, Edition, Proposal, content_of
from tests import kept
from tests.dossier_factories import CASES, FACTS, STANDARD, make_house
from tests.factories import make_ward, signed_in

LIST, NEW = "/quan-tri/ra-soat/", "/quan-tri/ra-soat/moi/"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """A ward where four shorter limits were proposed: two of ten days and one of hours approved, one waiting."""
    with kept.for_module(django_db_blocker):
        house = make_house()
        for code, after in ((STANDARD, 7), ("9.000003", 6), ("9.000010", 15)):
            approve(proposed(house, code, after), by=house.leader, decision="5/QĐ", valid_from=today())
        proposed(house, CASES, 15, case="b")
        yield house


def proposed(house, code, after, **more):
    adoption = Adoption.objects.get(procedure__code=code)
    return submit(by=house.specialist, adoption=adoption, after=after, reason="Rà soát", **more)


@pytest.fixture
def house(built, db):
    return built


def browser(post):
    return signed_in(Client(), post)


def test_from_a_division_to_the_leader(house):
    clerk, leader = browser(house.specialist), browser(house.leader)
    assert "Thủ tục tính lại từ đầu" in clerk.get(NEW, {"q": "tinh lai"}).text
    adoption = Adoption.objects.get(procedure__code="9.000006")
    form = clerk.get(f"{NEW}{adoption.pk}/")
    assert "10 ngày làm việc" in form.text
    sent = {"limit": "|", "after": "7,5", "papers_removed": ["Giấy tờ chứng minh"], "reason": "Đã có dữ liệu dân cư"}
    page = clerk.post(f"{NEW}{adoption.pk}/", sent, follow=True)
    proposal = Proposal.objects.get(adoption=adoption)
    assert "giảm 25,0 %" in page.text
    assert "Rút đề xuất" in page.text
    assert f"{LIST}{proposal.pk}/duyet/" not in page.text

    shown = leader.get(f"{LIST}{proposal.pk}/")
    assert f"{LIST}{proposal.pk}/duyet/" in shown.text
    given = {"decision": "9/QĐ-UBND", "valid_from": f"{today():%d/%m/%Y}", "version": 1}
    done = leader.post(f"{LIST}{proposal.pk}/duyet/", given, follow=True)
    assert "Đã duyệt" in done.text
    content = content_of(Edition.objects.get(adoption=adoption, number=2).pk)
    assert (content.limits[0].amount, [paper.name for paper in content.papers]) == (7.5, ["Tờ khai"])


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"limit": "|", "after": "ba", "reason": "x"},
        {"limit": "|", "after": "99", "reason": "x"},
        {"limit": "x|", "after": "3", "reason": "x"},
        {"limit": "|", "after": "3", "reason": "x", "papers_removed": ["Sổ hộ khẩu"]},
    ],
)
def test_an_unsound_proposal_comes_back_with_its_words(house, sent):
    adoption = Adoption.objects.get(procedure__code="9.000006")
    assert browser(house.specialist).post(f"{NEW}{adoption.pk}/", sent).status_code == 422
    assert not Proposal.objects.filter(adoption=adoption).exists()


def test_rejecting_and_withdrawing_on_the_screen(house):
    waiting = Proposal.objects.get(state=ProposalState.SUBMITTED)
    stale = {"refusal": "Chưa", "version": 5}
    assert browser(house.leader).post(f"{LIST}{waiting.pk}/khong-duyet/", stale).status_code == 409
    browser(house.leader).post(f"{LIST}{waiting.pk}/khong-duyet/", {"refusal": "Chưa đủ người", "version": 1})
    assert "Chưa đủ người" in browser(house.specialist).get(f"{LIST}{waiting.pk}/").text
    assert browser(house.specialist).post(f"{LIST}{waiting.pk}/rut/", {"version": 2}).status_code == 409
    again = proposed(house, CASES, 15, case="b")
    browser(house.specialist).post(f"{LIST}{again.pk}/rut/", {"version": 1})
    again.refresh_from_db()
    assert again.state == ProposalState.WITHDRAWN


def test_figures_never_add_days_to_hours_and_open_what_they_count(house):
    client = browser(house.inspector)
    page = client.get(f"{LIST}so-lieu/")
    told = {(line.label, line.unit): (line.count, line.before, line.after, line.cut) for line in page.context["fields"]}
    assert told == {
        ("Lĩnh vực thử", "ngày làm việc"): (2, 20, 13, 35),
        ("Lĩnh vực thử", "giờ làm việc"): (1, 20, 15, 25),
    }
    assert {line.unit: line.count for line in page.context["totals"]} == {"ngày làm việc": 2, "giờ làm việc": 1}
    for line in (*page.context["fields"], *page.context["totals"]):
        rows = client.get(line.url).context["page"].items
        assert len(rows) == line.count
        assert sum(row.before for row in rows) == line.before
    waiting = client.get(f"{LIST}so-lieu/", {"state": "submitted"}).context["fields"]
    assert [(line.unit, line.before) for line in waiting] == [("ngày", 30)]


def test_a_limit_shortened_twice_is_cut_from_the_first_to_the_last(house, set_clock):
    """10 → 7 → 5 days is a cut by half, not 5 of 17; half days are kept."""
    set_clock(f"{today() + timedelta(days=7):%Y-%m-%d}T09:00")
    approve(proposed(house, STANDARD, Decimal("5.5")), by=house.leader, decision="6/QĐ", valid_from=today())
    page = browser(house.inspector).get(f"{LIST}so-lieu/")
    told = {line.unit: (line.count, line.before, line.after) for line in page.context["fields"]}
    assert told["ngày làm việc"] == (3, 20, Decimal("11.5"))  # the other limit went from 10 to 6
    assert told["giờ làm việc"] == (1, 20, 15)
    (days,) = [line for line in page.context["totals"] if line.unit == "ngày làm việc"]
    assert (days.count, days.cut) == (3, Decimal("42.5"))
    assert len(browser(house.inspector).get(days.url).context["page"].items) == 3
    assert "11,5" in page.text
    assert "42,5 %" in page.text


def test_what_was_refused_and_proposed_again_counts_once(house):
    first = Proposal.objects.get(state=ProposalState.SUBMITTED)
    reject(first, by=house.leader, refusal="Chưa")
    reject(proposed(house, CASES, 20, case="b"), by=house.leader, refusal="Vẫn chưa")
    (line,) = browser(house.inspector).get(f"{LIST}so-lieu/", {"state": "rejected"}).context["fields"]
    assert (line.count, line.before, line.after) == (2, 30, 20)


def test_tabs_open_exactly_their_rows(house):
    client = browser(house.leader)
    page = client.get(LIST)
    counts = {tab["label"]: tab["count"] for tab in page.context["tabs_items"]}
    assert counts == {"Tất cả": 4, "Chờ quyết định": 1, "Đã duyệt": 3, "Không duyệt": 0, "Đã rút": 0}
    for tab in page.context["tabs_items"]:
        assert len(client.get(f"{LIST}{tab['url']}").context["page"].items) == tab["count"]


def test_other_offices_see_and_change_nothing(house):
    stranger, waiting = make_ward(), Proposal.objects.get(state=ProposalState.SUBMITTED)
    adoption = Adoption.objects.get(procedure__code=STANDARD)
    assert browser(stranger[Role.LEADER]).get(LIST).context["page"].items == []
    assert browser(stranger[Role.LEADER]).get(f"{LIST}{waiting.pk}/duyet/").status_code == 404
    assert browser(stranger[Role.SPECIALIST]).get(f"{NEW}{adoption.pk}/").status_code == 404
    assert browser(house.leader).get(NEW).status_code == 403
    assert browser(house.clerk).get(LIST).status_code == 403
    assert browser(house.specialist).post(f"{LIST}{waiting.pk}/duyet/").status_code == 403


def test_lists_ask_the_same_for_one_row_and_for_all(house, django_assert_num_queries, django_assert_max_num_queries):
    client = browser(house.reform)
    client.get(LIST)
    for path, fewer in ((LIST, "state=submitted"), (NEW, "q=9.000001")):
        with django_assert_max_num_queries(12) as few:
            client.get(f"{path}?{fewer}")
        with django_assert_num_queries(len(few)):
            client.get(path)
    assert len(client.get(NEW).context["page"].items) == len(FACTS["procedures"])
