"""Help beside the screen: what is found and by which source, who writes instructions, the first day of each role."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.agencies.choices import MACHINES, Role
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.guidance import actions, looking
from motcua.guidance.choices import Action
from motcua.guidance.models import FirstDays, Instruction, InstructionText
from motcua.guidance.tours import TOURS, steps_of
from tests.dossier_factories import STANDARD
from tests.factories import make_ward

PAGE = "/huong-dan/"
TEXT = {"title": "Ủy quyền nộp hồ sơ", "body": "Xem giấy ủy quyền có chứng thực.", "source": "Công văn 12/UBND-VX"}


def written(house, **more):
    return actions.write(by=house.leader, agency=house.ward, **TEXT | more)


def test_an_answer_comes_with_its_source(house):
    written(house)
    found = looking.answers(house.clerk, "uy quyen", on=today())
    (answer,) = found["Hướng dẫn của cơ quan"]
    assert answer.title == TEXT["title"]
    assert answer.source == f"Công văn 12/UBND-VX ({house.ward.short_name}, lần viết 1)"
    (procedure,) = looking.answers(house.clerk, "cấp GIẤY phép thử", on=today())["Thủ tục"]
    assert procedure.title.startswith(STANDARD)
    assert "Tờ khai; Giấy tờ chứng minh" in procedure.text
    assert procedure.source.startswith("Bản công bố số 1, từ 01/07/2025")


def test_the_law_is_found_in_the_editions_that_name_it(house, monkeypatch):
    bases = (("Nghị định 118/2025/NĐ-CP", "nghi dinh 118/2025/nd-cp"),)
    monkeypatch.setattr(looking, "_bases", lambda edition: bases)
    (law,) = looking.answers(house.clerk, "118/2025 nđ", on=today())["Căn cứ pháp lý"]
    assert law.title == "Nghị định 118/2025/NĐ-CP"
    assert "và 8 thủ tục khác" in law.text


@pytest.mark.parametrize("asked", ["", "   ", "không có gì như thế", "%00", "<script>", "a" * 500])
def test_what_is_not_found_is_said_or_left_out(house, screen_of, asked):
    page = screen_of(house.clerk).get(PAGE, {"q": asked})
    assert page.status_code == 200
    assert "<script>" not in page.text.partition("<main")[2]


def test_the_panel_is_a_part_and_the_page_is_whole(house, screen_of):
    written(house)
    part = screen_of(house.clerk).get(PAGE, {"q": "ủy quyền"}, headers={"HX-Request": "true"}).text
    assert "Nguồn: Công văn 12/UBND-VX" in part
    assert "<html" not in part
    assert "<html" in screen_of(house.clerk).get(PAGE, {"q": "ủy quyền"}).text
    assert 'id="help" popover' in screen_of(house.clerk).get("/xu-ly/").text
    assert Client().get(PAGE).url.startswith("/dang-nhap/")


def test_other_offices_read_nothing_of_it(house):
    written(house)
    stranger = make_ward()[Role.RECEPTIONIST]
    assert looking.answers(stranger, "ủy quyền", on=today())["Hướng dẫn của cơ quan"] == []


def test_help_costs_the_same_with_many_instructions(house, screen_of):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            screen_of(house.clerk).get(PAGE, {"q": "ủy quyền"})
        return len(asked)

    written(house)
    cost()
    few = cost()
    for number in range(5):
        written(house, title=f"Ủy quyền {number}")
    assert cost() == few


def test_an_instruction_is_written_rewritten_and_taken_back_on_record(house):
    instruction = written(house)
    again = actions.rewrite(instruction, by=house.administrator, **TEXT | {"body": "Nay xem trên VNeID."})
    assert again.number == 2
    assert list(InstructionText.objects.filter(instruction=again).values_list("number", "body")) == [
        (2, "Nay xem trên VNeID."), (1, TEXT["body"]),
    ]  # fmt: skip
    gone = actions.withdraw(again, by=house.leader, note="Hết hiệu lực")
    assert looking.answers(house.clerk, "ủy quyền", on=today())["Hướng dẫn của cơ quan"] == []
    codes = list(gone.events.order_by("pk").values_list("action", flat=True))
    assert codes == [Action.WRITE, Action.REWRITE, Action.WITHDRAW]
    with pytest.raises(StepRefused):
        actions.rewrite(gone, by=house.leader, **TEXT)
    with pytest.raises(StepRefused):
        actions.withdraw(gone, by=house.leader)


@pytest.mark.parametrize("who", ["clerk", "specialist", "inspector", "cashier", "registry"])
def test_who_does_not_lead_writes_nothing(house, screen_of, who):
    instruction, by = written(house), getattr(house, who)
    with pytest.raises(NotPermitted):
        actions.write(by=by, agency=by.agency, **TEXT)
    with pytest.raises(NotPermitted):
        actions.rewrite(instruction, by=by, **TEXT)
    with pytest.raises(NotPermitted):
        actions.withdraw(instruction, by=by)
    assert screen_of(by).get(f"{PAGE}cua-co-quan/").status_code == 403


def test_a_division_does_not_write_for_the_office_above(house):
    with pytest.raises(NotPermitted):
        actions.write(by=house.head, agency=house.ward, **TEXT)


@pytest.mark.parametrize(("name", "text"), [("title", " "), ("body", ""), ("source", ""), ("title", "a" * 201)])
def test_an_instruction_that_says_nothing_or_too_much_is_refused(house, name, text):
    with pytest.raises(BadInput) as refused:
        written(house, **{name: text})
    assert refused.value.field == name
    assert not Instruction.objects.exists()


def test_wordings_only_grow(house):
    written(house)
    with pytest.raises(DatabaseError), transaction.atomic():
        InstructionText.objects.update(body="khác")


def test_instructions_are_kept_on_the_screen(house, screen_of):
    screen, place = screen_of(house.leader), f"{PAGE}cua-co-quan/"
    assert screen.post(f"{place}moi/", TEXT | {"source": ""}).status_code == 422
    assert screen.post(f"{place}moi/", TEXT).status_code == 303
    row = Instruction.objects.get()
    assert screen.post(f"{place}{row.pk}/sua/", TEXT | {"body": "Mới", "version": 9}).status_code == 409
    assert screen.post(f"{place}{row.pk}/sua/", TEXT | {"body": "Mới", "version": 1}).status_code == 303
    assert TEXT["title"] in screen.get(place).text
    assert screen.post(f"{place}{row.pk}/bo/", {"note": "Cũ", "version": 2}).status_code == 303
    assert TEXT["title"] not in screen.get(place).text
    assert screen_of(make_ward()[Role.LEADER]).get(f"{place}{row.pk}/sua/").status_code == 404


def test_every_step_of_every_role_is_a_real_screen_that_the_role_may_open(house, screen_of):
    posts = {post.role: post for post in vars(house).values() if hasattr(post, "role")}
    assert set(TOURS) == set(Role) - set(MACHINES)
    for role, steps in TOURS.items():
        for step in steps:
            answer = screen_of(posts[role]).get(reverse(step.url_name), follow=True)
            assert answer.status_code == 200, (role, step.key)


def test_the_first_day_is_remembered_per_person(house, screen_of):
    screen, steps = screen_of(house.clerk), steps_of(house.clerk.role)
    first = steps[0]
    assert first.title in screen.get(PAGE).text
    assert screen.post(f"{PAGE}ngay-dau/xong/", {"step": first.key}).status_code == 302
    assert looking.next_step(house.clerk) == (steps[1], 1, len(steps))
    assert "Đã làm" in screen.get(f"{PAGE}ngay-dau/").text
    days = FirstDays.objects.get(person=house.clerk.person)
    assert list(days.events.order_by("pk").values_list("action", flat=True)) == [Action.BEGIN_TOUR, Action.STEP_DONE]
    assert looking.next_step(house.specialist)[1] == 0


def test_the_tour_is_put_away_for_good(house, screen_of):
    screen = screen_of(house.clerk)
    assert screen.post(f"{PAGE}ngay-dau/an/").status_code == 302
    assert looking.next_step(house.clerk)[0] is None
    assert screen.post(f"{PAGE}ngay-dau/an/").status_code == 409


def test_a_step_that_is_not_ones_own_or_done_already_is_refused(house, screen_of):
    days = actions.begin_tour(by=house.clerk)
    with pytest.raises(BadInput):
        actions.begin_tour(by=house.clerk)
    with pytest.raises(BadInput):
        actions.step_done(days, by=house.clerk, key="overview")  # a leader's
    with pytest.raises(NotPermitted):
        actions.step_done(days, by=house.specialist, key="inbox")
    with pytest.raises(NotPermitted):
        actions.dismiss(days, by=house.specialist)
    days = actions.step_done(days, by=house.clerk, key="inbox")
    with pytest.raises(BadInput):
        actions.step_done(days, by=house.clerk, key="inbox")
    assert screen_of(house.clerk).post(f"{PAGE}ngay-dau/xong/", {"step": "?"}).status_code == 422
