"""The sample office: real units with their dates, invented people in every post, accounts that work."""

import json
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.test import TestCase, override_settings

from demo import accounts, load, offices, people
from motcua.agencies import actions
from motcua.agencies.access import post_of_token
from motcua.agencies.choices import MACHINES, Kind, Level, Role
from motcua.agencies.models import Agency, AgencySuccession, Person, Post
from motcua.core.events import rebuild
from tests.factories import code_now, system
from tests.nonempty import some

TODAY = date(2026, 3, 2)


def make():
    """The units, the people and their accounts: what `load` begins with."""
    by = system()
    return accounts.write(people.make(offices.make(by=by), by=by), by=by)


def under(code, on, **what):
    top = Agency.objects.get(code=code)
    return Agency.objects.valid(on).below(top).exclude(pk=top.pk).filter(**what)


def counted():
    """How many rows there are of each kind, with the events."""
    roots = (Agency, Person, Post)
    return [model.objects.count() for model in (*roots, AgencySuccession, *(r.events.rel.related_model for r in roots))]


class TestTheSampleOffice(TestCase):
    """A class, so that the office is made once for all of them."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(VAR=Path(folder)))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.accounts = make()
        cls.written = accounts.path().read_text()

    def setUp(self):
        accounts.path().write_text(self.written)

    def test_the_town_stood_as_the_reports_describe_it(self):
        day = date(2015, 12, 31)
        assert under("H57.480", day, level=Level.COMMUNE).count() == 16
        assert under("H57.480", day, kind=Kind.DIVISION).count() == 12
        assert under("H57.480", day, kind=Kind.SERVICE_UNIT).count() == 7

    def test_the_towns_later_mergers_and_losses_are_dated(self):
        for day, communes in ((date(2019, 12, 31), 16), (date(2020, 1, 1), 15), (date(2021, 7, 1), 9)):
            assert under("H57.480", day, level=Level.COMMUNE).count() == communes

    def test_nothing_of_the_town_stands_after_june_2025(self):
        assert Agency.objects.get(code="H57.480").valid_to == date(2025, 6, 30)
        assert under("H57.480", date(2025, 6, 30)).count() == 9 + 12 + 7
        assert not under("H57.480", date(2025, 7, 1)).exists()
        assert not Agency.objects.filter(level=Level.DISTRICT).valid(date(2025, 7, 1)).exists()
        assert not Post.objects.filter(agency__code__startswith="H57.480").exists()

    def test_everything_of_the_town_leads_to_a_unit_of_today(self):
        for agency in some(Agency.objects.filter(code__startswith="H57.480", kind=Kind.PEOPLES_COMMITTEE), least=9):
            found = agency
            while found.valid_to is not None:
                found = found.successions.order_by("on").last().after
            assert found.code.startswith("H57."), agency.code

    def test_the_merger_of_2025_is_told_commune_by_commune(self):
        rows = AgencySuccession.objects.filter(on=date(2025, 7, 1)).select_related("before", "after")
        after = {row.before.place: row.after.code for row in rows if row.before.code != "H57.480"}
        assert after["Hương Chữ"] == after["Hương Xuân"] == after["Hương Toàn"] == "H57.56"
        assert after["Tứ Hạ"] == after["Hương Văn"] == after["Hương Vân"] == "H57.54"
        assert all("Nghị quyết" in row.decision for row in some(AgencySuccession.objects.all()))

    def test_a_ward_has_its_centre_its_divisions_and_every_post(self):
        for code, unit_code in (("H57.54", "19996"), ("H57.56", "20017")):
            ward = Agency.objects.get(code=code)
            assert ward.unit_code == unit_code
            assert Agency.objects.one_stop_of(ward, TODAY).parent == ward
            held = Post.objects.held(TODAY).at(ward)
            assert set(held.values_list("role", flat=True)) == {*map(str, Role)} - {*map(str, MACHINES)}
            assert held.filter(role=Role.RECEPTIONIST).count() == 3  # two windows, and who heads them

    def test_each_division_settles_its_own_and_the_wards_leaders_sign(self):
        divisions = Agency.objects.filter(kind=Kind.DIVISION, level=Level.COMMUNE).valid(TODAY)
        assert len(divisions) == 6
        for division in divisions:
            for role in (Role.SPECIALIST, Role.HEAD_OF_DIVISION):
                assert {post.agency for post in Post.objects.that_can(role, division, TODAY)} == {division}
            assert {post.agency for post in Post.objects.that_can(Role.LEADER, division, TODAY)} == {division.parent}

    def test_the_city_has_its_centre_and_three_departments(self):
        departments = under("H57", TODAY, kind=Kind.DEPARTMENT)
        assert departments.count() == 3
        assert Agency.objects.one_stop_of(Agency.objects.get(code="H57"), TODAY).code == "H57.02"
        for department in departments:
            for role in (Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.REGISTRY_CLERK):
                found = Post.objects.that_can(role, department, TODAY)
                assert found, (department, role)
                assert all(post.agency.is_within(department) for post in found)

    def test_chairmen_and_deputies_sign_in_their_capacity(self):
        chairs = Post.objects.filter(agency__code="H57.54", role=Role.LEADER)
        assert {(post.capacity, *post.signature_lines) for post in chairs} == {
            ("TM.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            ("KT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        }

    def test_somebody_holds_two_posts_and_one_post_has_ended(self):
        held = Post.objects.held(TODAY).filter(person__username="phochutich1.huongtra")
        assert set(held.values_list("role", flat=True)) == {"leader", "head_of_division"}
        assert Post.objects.get(person__username="tiepnhan3.huongtra").ended_at is not None
        assert "tiepnhan3.huongtra" not in {account["username"] for account in self.accounts}

    def test_every_account_works_by_password_and_by_token(self):
        for account in json.loads(self.written):
            post = post_of_token(account["token"])
            assert (post.person.username, post.role) == (account["username"], account["role"])
            assert post.agency.code == account["agency"]
            assert post.person.check_password(account["password"])
        who, posts = actions.identify(username="tiepnhan1.huongtra", password=people.PASSWORD, address="127.0.0.1")
        assert who.is_sample
        assert [post.agency.code for post in posts] == ["H57.54.04"]

    def test_no_two_people_share_a_name(self):
        names = list(Person.objects.filter(is_sample=True).values_list("name", flat=True))
        assert len(set(names)) == len(names) >= 75

    def test_it_is_all_on_record(self):
        for post in some(Post.objects.exclude(role=Role.SYSTEM), least=40):
            assert post.events.filter(by=system(), action="post.appoint").count() == 1
            assert rebuild(post)["agency"] == post.agency_id

    def test_making_it_again_changes_nothing(self):
        before = counted()
        assert make() == self.accounts
        assert counted() == before

    def test_a_lost_token_is_issued_anew_and_the_old_one_is_useless(self):
        first, *others = self.accounts
        accounts.path().write_text(json.dumps(others))
        again = make()
        assert again[0]["token"] != first["token"]
        assert again[1:] == others
        assert post_of_token(first["token"]) is None
        assert post_of_token(again[0]["token"]).person.username == first["username"]

    def test_a_broken_file_is_written_anew(self):
        accounts.path().write_text("{broken")
        make()
        assert len(json.loads(accounts.path().read_text())) == len(self.accounts)

    def test_who_was_dismissed_in_the_demo_stays_dismissed(self):
        actions.end_post(Post.objects.get(person__username="tiepnhan1.kimtra"), by=system())
        assert "tiepnhan1.kimtra" not in {account["username"] for account in make()}


@pytest.mark.django_db
def test_the_sample_office_is_refused_outside_the_demo(settings, tmp_path):
    settings.VAR, settings.MOTCUA_TEST, settings.MOTCUA_DEMO = tmp_path, False, False
    with pytest.raises(RuntimeError, match="demo"):
        load.load()
    assert not Agency.objects.filter(code="H57").exists()
    assert not list(tmp_path.iterdir())

    def test_administrators_come_in_with_the_code_of_their_secret_and_others_by_password(self):
        secrets = {each["username"]: each.get("totp_secret") for each in self.accounts}
        assert {name for name, secret in secrets.items() if secret} == {
            "quantri.huongtra", "quantri.kimtra", "quantri.hue",
        }  # fmt: skip
        for name, leads_to in (("quantri.hue", "/dang-nhap/buoc-hai/"), ("tiepnhan1.huongtra", "/tiep-nhan/")):
            sent = self.client.post("/dang-nhap/", {"username": name, "password": people.PASSWORD})
            assert sent["Location"] == leads_to
        self.client.post("/dang-nhap/", {"username": "quantri.hue", "password": people.PASSWORD})
        sent = self.client.post("/dang-nhap/buoc-hai/", {"code": code_now(secrets["quantri.hue"])})
        assert sent["Location"] == "/xu-ly/"
        assert self.client.get("/quan-tri/").status_code == 200
        assert accounts.write(people.make({}, by=system()), by=system()) == self.accounts
