"""Drawing a re-organisation up at the desk: what is wrong is said, what will pass is shown, the day is confirmed."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from motcua.agencies.actions.reorganising import run
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Reorganisation
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import FIGURES, countable_with_history, table
from tests.factories import make_agency, make_post, signed_in

pytestmark = pytest.mark.django_db
ON = "2026-07-01"


@pytest.fixture
def city(set_clock) -> SimpleNamespace:
    """A city with an old ward and its desk, and the ward that will take over."""
    set_clock("2026-06-22T08:00")
    top = make_agency(level=Level.PROVINCE, name="UBND thành phố")
    old = make_agency(parent=top, level=Level.COMMUNE, name="UBND phường Cũ")
    desk = make_agency(parent=old, kind=Kind.ONE_STOP, name="TTPVHCC phường Cũ")
    new = make_agency(parent=top, level=Level.COMMUNE, name="UBND phường Mới", valid_from=date.fromisoformat(ON))
    return SimpleNamespace(
        top=top, old=old, desk=desk, new=new, clerk=make_post(agency=desk),
        administrator=make_post(Role.ADMINISTRATOR, agency=top), leader=make_post(Role.LEADER, agency=top),
    )  # fmt: skip


@pytest.fixture
def browser(client, city):
    return signed_in(client, city.administrator)


def sent(city: SimpleNamespace, **more: str) -> dict[str, str]:
    lines = f"{city.old.code} -> {city.new.code}"
    return {"name": "Nhập phường Cũ", "on": "01/07/2026", "decision": "NQ 99/NQ-UBTVQH16", "lines": lines} | more


def drawn_up(browser, city) -> Reorganisation:
    response = browser.post(reverse("administration:reorganisation_new"), sent(city))
    assert response.status_code == 303, response.content.decode()
    return Reorganisation.objects.get()


def test_a_plan_is_drawn_up_and_shown_beforehand(browser, city):
    row = drawn_up(browser, city)
    page = browser.get(reverse("administration:reorganisation", args=[row.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Vị trí cán bộ", "Đơn vị kết thúc", "TTPVHCC phường Cũ → UBND phường Mới", "Xác nhận"):
        assert words in text
    assert Agency.objects.get(pk=city.old.pk).valid_to is None  # looking changes nothing
    assert row.plan == {"moves": [{"before": city.old.code, "after": [{"unit": city.new.code}]}], "people": {}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lines": "abc"}, "mã cũ -&gt; mã mới"),
        ({"lines": "X1 -> X2"}, "Không có đơn vị mang mã X1, X2"),
        ({"on": "31/02/2026"}, "Ngày"),
        ({"decision": ""}, "Nhập văn bản quyết định"),
        ({"on": "30/06/2026"}, "không tồn tại vào ngày 30/06/2026"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, city, change, words):
    response = browser.post(reverse("administration:reorganisation_new"), sent(city, **change))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Nhập phường Cũ" in response.content.decode()
    assert not Reorganisation.objects.exists()


def test_a_split_needs_somebody_for_the_rest(browser, city):
    other = make_agency(parent=city.top, level=Level.COMMUNE, name="UBND phường Hai", valid_from=date.fromisoformat(ON))
    lines = f"{city.old.code} -> {city.new.code} [địa bàn: A]; {other.code} [địa bàn: B]"
    response = browser.post(reverse("administration:reorganisation_new"), sent(city, lines=lines))
    assert "một đơn vị nhận phần còn lại" in response.content.decode()


def test_a_unit_of_another_tree_is_refused(browser, city):
    lines = f"{make_agency().code} -> {city.new.code}"
    response = browser.post(reverse("administration:reorganisation_new"), sent(city, lines=lines))
    assert "không thuộc phạm vi bạn quản trị" in response.content.decode()


def test_it_is_confirmed_with_its_day_and_runs_on_it(browser, city, set_clock):
    row = drawn_up(browser, city)
    url = reverse("administration:reorganisation_confirm", args=[row.pk])
    wrong = browser.post(url, {"on": "02/07/2026", "version": row.version})
    assert (wrong.status_code, "01/07/2026" in wrong.content.decode()) == (422, True)
    assert browser.post(url, {"on": "01/07/2026", "version": row.version}).status_code == 303
    set_clock(f"{ON}T07:00")
    done = run(row.pk)
    page = browser.get(reverse("administration:reorganisation", args=[row.pk])).content.decode()
    assert done.state == "done"
    assert str(city.clerk) in page
    assert "Đã chuyển" in page
    assert Agency.objects.get(pk=city.old.pk).valid_to == date(2026, 6, 30)


def test_a_plan_is_changed_and_given_up(browser, city):
    row = drawn_up(browser, city)
    url = reverse("administration:reorganisation_change", args=[row.pk])
    assert city.old.code in browser.get(url).content.decode()
    assert browser.post(url, sent(city, name="Tên khác") | {"version": row.version}).status_code == 303
    row.refresh_from_db()
    assert row.name == "Tên khác"
    stale = browser.post(reverse("administration:reorganisation_cancel", args=[row.pk]), {"version": 1})
    assert stale.status_code == 409
    browser.post(reverse("administration:reorganisation_cancel", args=[row.pk]), {"version": row.version})
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_others_look_but_do_not_touch(client, city, browser):
    row = drawn_up(browser, city)
    leader = signed_in(client, city.leader)
    assert leader.get(reverse("administration:reorganisation", args=[row.pk])).status_code == 200
    assert leader.get(reverse("administration:reorganisations")).status_code == 200
    assert leader.get(reverse("administration:reorganisation_new")).status_code == 403
    stranger = signed_in(client, make_post(Role.ADMINISTRATOR))
    assert stranger.get(reverse("administration:reorganisation", args=[row.pk])).status_code == 404


def test_the_command_previews_runs_and_goes_on(city, tmp_path, set_clock, capsys):
    plan = {"moves": [{"before": city.old.code, "after": [city.new.code]}]}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"name": "Nhập", "office": city.top.code, "on": ON, "decision": "NQ 99", **plan}))
    call_command("reorganise", str(file), "--preview", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {"agencies.posts", "agencies.units"} <= {part["key"] for part in told["parts"]}
    assert not Reorganisation.objects.exists()
    with pytest.raises(CommandError, match="Chưa đến ngày"):
        call_command("reorganise", str(file), "--run")
    set_clock(f"{ON}T07:00")
    for _ in range(2):
        call_command("reorganise", str(file), "--run", "--json")
        assert json.loads(capsys.readouterr().out)["state"] == "done"
    assert Reorganisation.objects.count() == 1
    file.write_text("{")
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("reorganise", str(file), "--run")


def test_the_figures_page_is_empty_and_sound_before_anything_happened(client, city):
    leader = signed_in(client, city.leader)
    page = leader.get(reverse("administration:unit_figures"))
    assert page.status_code == 200
    bad = leader.get(reverse("administration:unit_figures"), {"first": "31/02/2026", "last": "x", "seen": "now"})
    assert bad.status_code == 422
    assert not Dossier.objects.exists()
    lines = table(countable_with_history(city.leader), seen="then", first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [lines[-1][figure] for figure in FIGURES] == [0, 0, 0, 0]
