"""An office in which every relation and every situation of the permission matrix exists at once."""

import uuid
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.test import Client
from PIL import Image

from config.matrix.expectations import ACCOUNT
from config.matrix.rules import ACROSS, BUSY, RELATIONS
from motcua.agencies import actions
from motcua.agencies.actions.units import succeed
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.dossiers.actions import closing, deciding, intake, moving, opinions, pausing, printing
from motcua.dossiers.actions.paper_books import open_book
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.models import Adoption
from motcua.queue import actions as queue
from motcua.worktime.actions import set_week
from motcua.worktime.calendars import WEEKDAYS
from motcua.worktime.models import ExceptionalDay, WorkWeek
from tests import dossier_factories as make
from tests.dossiers.drawn import DRAWN, LAND, SENIOR, TAX, drawn, fact_of
from tests.exchange.machines import body_of
from tests.factories import at_home, make_account, make_agency, make_post, make_ward, signed_in, system
from tests.questions.forms_for_tests import ask, form


@dataclass
class Office:
    """`posts` by relation, `dossiers` by situation, a signed-in browser and a token for each relation."""

    posts: dict[str, Post]
    dossiers: dict[str, Dossier]
    browsers: dict[str, Client]
    tokens: dict[str, str]
    values: dict[str, dict[str, str]]  # situation → what stands in the addresses of its dossier
    body: dict[str, Any]  # of a dossier that a machine brings


def open_office() -> Office:
    """Make it all, through the actions."""
    province = make_agency(kind=Kind.PEOPLES_COMMITTEE, level=Level.PROVINCE, name="Ủy ban nhân dân tỉnh Thử")
    house = make.make_house(parent=province, more=[fact_of(DRAWN, drawn())])
    actions.operate(house.ward, by=system(), note="Phường vận hành hệ thống")
    house.across = across(house, above=province)
    posts = people(house) | house.across
    found = Making(house, posts).all()
    browsers = {"": Client(raise_request_exception=False)}
    for relation, post in posts.items():
        browsers[relation] = signed_in(Client(raise_request_exception=False), post)
    browsers[ACCOUNT] = at_home(Client(raise_request_exception=False), make_account(proven=True))
    tokens = {name: actions.issue_token(post, by=system(), name="thử").issued_token for name, post in posts.items()}
    values = {situation: places(dossier) for situation, dossier in found.items()}
    values[""] = values["received"] | {"<int:key>": str(make.drafted(house).pk), "<uuid:key>": str(uuid.uuid4())}
    values[""] |= kept(house) | catalogued(house) | halled(house)
    body = body_of(house)
    return Office(posts=posts, dossiers=found, browsers=browsers, tokens=tokens | {"": ""}, values=values, body=body)


def catalogued(house: SimpleNamespace) -> dict[str, str]:
    """Return what stands in the addresses of the catalogue."""
    adoption = Adoption.objects.filter(office=house.ward).order_by("pk")[0]
    change_draft(adoption, by=system(), draft=adoption.draft | {"form": form(ask("name"))})
    return {
        "<int:adoption>": str(adoption.pk), "<int:procedure>": str(adoption.procedure_id), "<slug:part>": "phi",
        "<slug:form_question>": "name", "<slug:form_section>": "first", "<slug:form_fee>": "none",
        "<slug:route_format>": "json", "<int:change>": "0", "<int:run>": "0", "<int:row>": "0",
    }  # fmt: skip


def halled(house: SimpleNamespace) -> dict[str, str]:
    """Return what stands in the addresses of the hall: its desk's clerk sits at a window, somebody waits, all day."""
    midnight = {day: ["00:00-24:00"] for day in WEEKDAYS}
    set_week(by=system(), agency=house.centre, weekly=midnight, valid_from=today(), decision="1/QĐ-UBND")
    hall = queue.open_hall(by=house.administrator, agency=house.centre)
    for letter in "AB":
        queue.add_line(hall, by=house.administrator, letter=letter, name="Việc thử")
    line, other = hall.lines.order_by("letter")
    window = queue.add_window(by=house.administrator, hall=hall, number=1, lines=[line])
    queue.sit(window, by=house.clerk)
    ticket = queue.take_once(by=house.clerk, hall=hall, line=line)
    queue.issue_device(hall, by=house.administrator, kind="kiosk", name="Cửa")
    return {
        "<int:hall>": str(hall.pk), "<int:line>": str(other.pk), "<int:window>": str(window.pk),
        "<int:ground>": str(hall.grounds.first().pk), "<uuid:device>": str(hall.devices.get().pk),
        "<int:ticket>": str(ticket.pk), "<slug:queue_deed>": "goi", "<str:device>": "x", "<str:ticket>": "x",
    }  # fmt: skip


def kept(house: SimpleNamespace) -> dict[str, str]:
    """Return what stands in the addresses of the administration desk."""
    post = house.specialist
    head = make_post(Role.RECEPTIONIST, agency=house.centre, title="Trưởng bộ phận một cửa")
    return {
        "<uuid:kept>": str(uuid.uuid4()), "<uuid:gone>": str(uuid.uuid4()),
        "<int:book>": str(open_book(by=head, code="SG-01", first=1, last=50).pk),
        "<int:unit>": str(house.division.pk), "<slug:unit_deed>": "sua", "<int:person>": str(post.person_id),
        "<uuid:notice>": str(uuid.uuid4()), "<slug:notice_deed>": "gui-lai", "<slug:digest>": "1-20260101",
        "<slug:failures_deed>": "da-xem", "<str:kind>": "dossiers.received", "<slug:channel>": "email",
        "<slug:text_deed>": "tro-lai",
        "<slug:record>": "tep", "<slug:journal>": "nhat-ky", "<slug:look>": "lookup", "<slug:alert>": "CB26-9999",
        "<slug:rights>": "DL26-99999", "<slug:rights_deed>": "phan-hoi",
        "<slug:destruction>": "DMH26-9999", "<int:hold>": "0",
        "<slug:person_deed>": "khoa", "<int:post>": str(post.pk), "<slug:post_deed>": "ket-thuc",
        "<int:job>": "1", "<int:instruction>": "999999", "<int:set_code>": "2025", "<slug:form>": "receipt",
        "<int:day>": str(ExceptionalDay.objects.order_by("pk").first().pk),
        "<int:week>": str(WorkWeek.objects.order_by("pk").first().pk),
        "<int:publication>": "999999",
        "<int:rung>": "999999", "<int:weekly>": "999999", "<int:alarm>": "999999",
        "<int:token>": str(post.tokens.order_by("pk").first().pk),
    }  # fmt: skip


def places(dossier: Dossier) -> dict[str, str]:
    """Return what is put into the patterns of addresses."""
    printed, paper = dossier.printed_papers.first(), dossier.papers.get(order=1)
    code = str(dossier.code)
    return {
        "<str:code>": code, "<code>": code, "<uuid:paper>": str(printed.pk if printed else uuid.uuid4()),
        "<str:paper>": f"p{paper.pk}",
        "<uuid:file>": str(paper.file_id), "<int:paper>": str(paper.pk), "<slug:kind>": "xlsx", "<int:number>": "1",
        "<channel>": "sms",
        "<form>": printed.form if printed else "receipt", "<str:token>": dossier.tracking_token, "<int:status>": "404",
        "<uuid:key>": str(uuid.uuid4()), "<key>": "999999",
        "<str:report_code>": "II.06a", "<uuid:export>": str(uuid.uuid4()),
        "<uuid:saved>": str(uuid.uuid4()), "<int:schedule>": "999999", "<int:remark>": "999999",
        "<slug:report_column>": "3", "<int:report_identity>": "4",
        "<slug:evaluation_criterion>": "1",
        "<str:indicator>": "2.1", "<slug:index_part>": "mau",
        "<int:past_import>": "999999", "<int:frozen>": "999999", "<int:external_index>": "999999",
        "<str:procedure>": make.STANDARD, "<str:office>": dossier.agency.code, "<slug:event>": "sinh-con",
        "<slug:language>": "en", "<slug:era>": "current", "<slug:province>": "01", "<int:desk>": str(dossier.desk_id),
        "<int:proposal>": "999999", "<int:consent>": "999999",
        "<int:result>": "999999", "<int:absence>": "999999", "<slug:absence_deed>": "di-lam-lai",
        "<int:absent>": "999999", "<int:holder>": "999999",
        "<int:delegation>": "999999", "<slug:delegation_deed>": "cham-dut",
        "<int:letterhead>": "999999", "<slug:letterhead_deed>": "thoi-dung",
    }  # fmt: skip


def people(house: SimpleNamespace) -> dict[str, Post]:
    """A post for every relation."""
    elsewhere = make_ward()
    asked = make_agency(parent=house.ward, kind=Kind.DIVISION, name="Phòng Kinh tế phường Thử")
    beside = make_agency(parent=house.ward, kind=Kind.DIVISION, name="Phòng Nội vụ phường Thử")
    posts = {
        "desk": house.clerk,
        "desk_colleague": make_post(Role.RECEPTIONIST, agency=house.centre),
        "desk_cashier": house.cashier,
        "other_desk": elsewhere[Role.RECEPTIONIST],
        "holder": house.specialist,
        "division": make_post(Role.SPECIALIST, agency=house.division),
        "former": make_post(Role.SPECIALIST, agency=house.division),
        "consulted": make_post(Role.SPECIALIST, agency=asked),
        "consulted_head": make_post(Role.HEAD_OF_DIVISION, agency=asked),
        "other_division": make_post(Role.SPECIALIST, agency=beside),
        "head": house.head,
        "other_head": make_post(Role.HEAD_OF_DIVISION, agency=beside),
        "leader": house.leader,
        "leader_elsewhere": elsewhere[Role.LEADER],
        "registry": house.registry,
        "inspector": house.inspector,
        "reform_officer": house.reform,
        "administrator": house.administrator,
        "administrator_elsewhere": elsewhere[Role.ADMINISTRATOR],
    }
    assert {name: Role(post.role) for name, post in posts.items()} == RELATIONS
    return posts


def across(house: SimpleNamespace, *, above: Agency) -> dict[str, Post]:
    """A post of each role at the agencies of three legs, at one that has nothing to do with it, and in the province."""
    units = {
        "leg": make_agency(kind=Kind.VERTICAL, code=LAND, name="Văn phòng đăng ký đất đai"),
        "sister": make_agency(kind=Kind.VERTICAL, code=TAX, name="Thuế cơ sở"),
        "ended": make_agency(kind=Kind.VERTICAL, code=SENIOR, name="Sở Xây dựng"),
        "apart": make_agency(kind=Kind.VERTICAL, name="Công an nơi khác"),
        "above": above,
    }
    posts = {f"{place}:{role}": make_post(role, agency=unit) for place, unit in units.items() for role in BUSY}
    assert {name: Role(post.role) for name, post in posts.items()} == ACROSS
    return posts


class Making:
    """Brings one dossier into each situation, by the people whose work it is."""

    def __init__(self, house: SimpleNamespace, posts: dict[str, Post]) -> None:
        self.house, self.posts = house, SimpleNamespace(**posts)
        picture = BytesIO()
        Image.new("RGB", (20, 30), "white").save(picture, "PNG")
        self.picture = picture.getvalue()
        self.file = store(by=house.clerk, name="to-khai.png", content=self.picture)

    def all(self) -> dict[str, Dossier]:
        """Return the dossiers by situation; their first papers are printed."""
        names = [name for name in vars(Making) if not name.startswith("_") and name != "all"]
        dossiers = {name: getattr(self, name)() for name in names}
        for dossier in dossiers.values():
            if (paper := dossier.printed_papers.first()) is not None:
                printing.keep_pdf(paper, by=system())
        return dossiers

    def _papers(self) -> Any:
        return [{"name": "Tờ khai", "originals": 1, "file": self.file}, {"name": "Giấy tờ chứng minh", "copies": 2}]

    def submitted(self) -> Dossier:
        return make.submitted(self.house, papers=self._papers())

    def received(self) -> Dossier:
        return make.received(self.house, papers=self._papers())

    def unassigned(self, code: str = make.STANDARD) -> Dossier:
        return moving.hand_over(make.received(self.house, code, papers=self._papers()), by=self.posts.desk)

    def in_progress(self, code: str = make.STANDARD) -> Dossier:
        """Assigned to one specialist, sent back, assigned to another, who asks a third for an opinion."""
        dossier, by = self.unassigned(code), self.posts
        dossier = moving.assign(dossier, by=by.head, person=by.former.person.username)
        dossier = moving.hand_over(dossier, by=by.former, to="hand_over")
        dossier = moving.hand_over(dossier, by=by.desk)
        dossier = moving.assign(dossier, by=by.head, person=by.holder.person.username)
        return opinions.consult(dossier, by=by.holder, person=by.consulted.person.username, question="Ý kiến?")

    def in_legs(self) -> Dossier:
        """Split by the ward's specialist into three legs, of which one has come to its join."""
        dossier = make.received(self.house, DRAWN, papers=self._papers())
        dossier = moving.hand_over(dossier, by=self.posts.holder)
        return moving.propose(dossier, by=self.house.across["ended:specialist"], note="Phù hợp quy hoạch")

    def to_approve(self, code: str = make.STANDARD) -> Dossier:
        return moving.propose(self.in_progress(code), by=self.posts.holder, note="Đủ điều kiện")

    def to_sign(self) -> Dossier:
        return moving.approve(self.to_approve(), by=self.posts.head)

    def waiting_supplement(self) -> Dossier:
        dossier = self.in_progress()
        return pausing.request_supplement(dossier, by=self.posts.holder, papers=["Bản vẽ"], reason="Còn thiếu")

    def waiting_payment(self) -> Dossier:
        return moving.approve(self.to_approve(make.PAYING), by=self.posts.head)

    def suspended(self) -> Dossier:
        return pausing.suspend(self.in_progress(), by=self.posts.head, basis="Khoản 2 Điều 5")

    def decided(self) -> Dossier:
        return deciding.sign(self.to_sign(), by=self.posts.leader, template="result")

    def to_return(self) -> Dossier:
        return moving.hand_over(self.decided(), by=self.posts.registry)

    def returned(self) -> Dossier:
        return closing.return_result(self.to_return(), by=self.posts.desk, receiver="Trần Thị Mẫu")

    def refused(self) -> Dossier:
        return intake.refuse(self.submitted(), by=self.posts.desk, reason="Không thuộc thẩm quyền")

    def withdrawn(self) -> Dossier:
        return closing.withdraw(self.in_progress(), by=self.posts.desk, reason="Đổi ý")

    def stopped(self) -> Dossier:
        return closing.stop(self.in_progress(), by=self.posts.head, reason="Chủ hồ sơ không còn tồn tại")

    def inherited(self) -> Dossier:
        """Closed by a ward whose records this one keeps since."""
        old = make.make_house()
        paper = store(by=old.clerk, name="to-khai.png", content=self.picture)
        papers = [{"name": "Tờ khai", "originals": 1, "file": paper}, {"name": "Giấy tờ chứng minh", "copies": 2}]
        dossier = moving.propose(make.in_progress(old, papers=papers), by=old.specialist, note="Đủ điều kiện")
        dossier = deciding.sign(moving.approve(dossier, by=old.head), by=old.leader, template="result")
        dossier = moving.hand_over(dossier, by=old.registry)
        dossier = closing.return_result(dossier, by=old.clerk, receiver="Trần Thị Mẫu")
        for before, after in ((old.ward, self.house.ward), (old.centre, self.house.centre)):
            succeed(before, by=system(), after=after, on=today(), decision="Nghị quyết 99/NQ-UBTVQH16", records=True)
        dossier.refresh_from_db()
        return dossier
