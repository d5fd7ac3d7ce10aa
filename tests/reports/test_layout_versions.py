"""Layouts as versioned data: drafted, published for good, taken by the last day of a period."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, Refused, StaleVersion
from motcua.core.rebuilding import differences
from motcua.reports.actions.layouts import begin_draft, change_draft, create_layout, discard_draft, publish_layout
from motcua.reports.importers import shipped
from motcua.reports.jobs import prove_figures
from motcua.reports.layouts import known, layout_of, layouts_on
from motcua.reports.models import LayoutVersion, ReportLayout
from motcua.reports.verifying import has_plain
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import make_post
from tests.nonempty import some
from tests.reports.test_layouts_checked import PLAIN
from tests.ui.paper_samples import pages_of

pytestmark = pytest.mark.django_db
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def keeper(house, set_clock):
    set_clock("2026-03-02T09:00")
    return house.administrator


def published(by, day: date, **changes):
    """A local report of its own, published for a day."""
    layout = ReportLayout.objects.filter(code="DP.01").first()
    layout = begin_draft(layout, by=by) if layout else create_layout(by=by, code="DP.01", name=PLAIN["name"])
    layout = change_draft(layout, by=by, draft=PLAIN | changes)
    return publish_layout(layout, by=by, valid_from=day)


def test_what_is_shipped_is_version_one_of_each_report():
    for code, content in some(shipped().items()):
        (version,) = LayoutVersion.objects.of(code)
        assert (version.number, version.content) == (1, content)
        assert version.published_by.role == Role.SYSTEM
    assert set(known()) >= set(shipped())
    assert layout_of("II.06a", on=date(1990, 1, 1)).version == "bản 1"
    assert list(differences()) == []


def test_a_draft_becomes_the_version_in_force_from_a_day_on(keeper):
    layout = published(keeper, date(2026, 3, 10))
    assert (layout.draft, layout.draft_digest, layout.published) == (None, "", 1)
    with pytest.raises(KeyError):
        layout_of("DP.01", on=date(2026, 3, 9))
    published(keeper, date(2026, 4, 1), name="Tên mới")
    assert layout_of("DP.01", on=date(2026, 3, 31)).name == PLAIN["name"]
    newer = layout_of("DP.01", on=date(2026, 4, 1))
    assert (newer.name, newer.number, newer.version) == ("Tên mới", 2, "bản 2, áp dụng từ 01/04/2026")
    assert layout_of("DP.01", number=1).name == PLAIN["name"]
    assert [each.number for each in layouts_on(date(2026, 5, 1)) if each.code == "DP.01"] == [2]
    event = layout.events.order_by("-pk").first()
    assert set(event.data) == {"number", "valid_from", "digest", "changed"}
    assert list(differences()) == []


def test_a_new_version_leaves_periods_that_are_over_alone(keeper, set_clock):
    published(keeper, date(2025, 1, 1))  # nothing was reported before a first one
    layout = begin_draft(ReportLayout.objects.get(code="DP.01"), by=keeper)
    assert layout.drafted_from == 1
    with pytest.raises(BadInput, match="giống hệt bản 1"):
        publish_layout(layout, by=keeper, valid_from=date(2026, 4, 1))
    layout = change_draft(layout, by=keeper, draft=PLAIN | {"name": "Khác"}, column="3")
    for day, words in ((date(2026, 3, 1), "Kỳ đã hết"), (date(2025, 1, 1), "Bản 1 áp dụng từ 01/01/2025")):
        with pytest.raises(BadInput, match=words):
            publish_layout(layout, by=keeper, valid_from=day)
    assert publish_layout(layout, by=keeper, valid_from=date(2026, 3, 2)).made.number == 2


def test_a_faulty_draft_is_kept_but_not_published(keeper):
    layout = create_layout(by=keeper, code="DP.01", name="Biểu thử")
    with pytest.raises(BadInput, match="Biểu chưa có cột nào"):
        publish_layout(layout, by=keeper, valid_from=date(2026, 3, 2))
    assert not LayoutVersion.objects.of("DP.01").exists()
    with pytest.raises(BadInput, match="quá lớn"):
        change_draft(layout, by=keeper, draft=PLAIN | {"notes": ["x" * 200_000]})
    with pytest.raises(BadInput, match="khác mã"):
        change_draft(layout, by=keeper, draft=PLAIN | {"code": "DP.02"})
    layout = discard_draft(layout, by=keeper)
    for refused in (
        lambda: discard_draft(layout, by=keeper), lambda: change_draft(layout, by=keeper, draft=PLAIN),
        lambda: publish_layout(layout, by=keeper, valid_from=date(2026, 3, 2)),
    ):  # fmt: skip
        with pytest.raises(BadInput, match="không còn bản nháp"):
            refused()


def test_what_cannot_be_begun(keeper):
    for code, name, words in (("II.06a", "x", "Đã có"), ("a/1", "x", "Mã biểu"), ("DP.01", "", "Tên báo cáo")):
        with pytest.raises(BadInput, match=words):
            create_layout(by=keeper, code=code, name=name)
    layout = begin_draft(ReportLayout.objects.get(code="II.06a"), by=keeper)
    assert layout.draft == shipped()["II.06a"]
    with pytest.raises(BadInput, match="đang có bản nháp"):
        begin_draft(layout, by=keeper)
    with pytest.raises(BadInput, match="Không có bản này"):
        begin_draft(discard_draft(layout, by=keeper), by=keeper, number=9)
    like = create_layout(by=keeper, code="DP.02", name="Giống", like=LayoutVersion.objects.of("II.06a").get())
    assert like.draft["columns"] == shipped()["II.06a"]["columns"]
    assert (like.draft["code"], like.draft["name"]) == ("DP.02", "Giống")


def test_only_who_operates_makes_layouts(keeper, house):
    layout = begin_draft(ReportLayout.objects.get(code="II.06a"), by=house.reform)
    elsewhere = [make_post(Role.ADMINISTRATOR), make_post(Role.REFORM_OFFICER)]
    for post in (house.leader, house.inspector, house.clerk, house.specialist, *elsewhere):
        for act in (
            lambda by: create_layout(by=by, code="DP.01", name="x"), lambda by: begin_draft(layout, by=by),
            lambda by: change_draft(layout, by=by, draft={}), lambda by: discard_draft(layout, by=by),
            lambda by: publish_layout(layout, by=by, valid_from=date(2026, 4, 1)),
        ):  # fmt: skip
            with pytest.raises(NotPermitted):
                act(post)


def test_of_two_editors_the_second_is_told(keeper):
    layout = create_layout(by=keeper, code="DP.01", name="x")
    change_draft(layout, by=keeper, version=layout.version, draft=PLAIN)
    with pytest.raises(StaleVersion):
        change_draft(layout, by=keeper, version=layout.version, draft=PLAIN | {"name": "khác"})


def test_of_two_who_save_and_publish_at_once_one_is_told(keeper, transactional_db):
    layout = create_layout(by=keeper, code="DP.01", name="x")

    def save(name: str):
        return change_draft(layout, by=keeper, version=layout.version, draft=PLAIN | {"name": name})

    saved = together(lambda: save("một"), lambda: save("hai"))
    assert sorted(type(each).__name__ for each in saved) == ["ReportLayout", "StaleVersion"]
    layout = ReportLayout.objects.get(code="DP.01")
    (winner,) = [each for each in saved if isinstance(each, ReportLayout)]
    assert layout.draft["name"] == winner.draft["name"]
    done = together(*[
        lambda: publish_layout(layout, by=keeper, version=layout.version, valid_from=date(2026, 3, 10))
    ] * 2)  # fmt: skip
    assert LayoutVersion.objects.of("DP.01").count() == 1, done
    assert sum(isinstance(each, Refused) for each in done) == 1, done


def test_the_database_refuses_to_change_what_is_published(keeper):
    layout = published(keeper, date(2026, 3, 10))
    made = {"layout": layout, "content": PLAIN, "digest": "x", "published_by": keeper}
    for refused in (
        lambda: LayoutVersion.objects.update(content={}), lambda: LayoutVersion.objects.all().delete(),
        lambda: LayoutVersion.objects.create(number=3, valid_from=date(2026, 5, 1), **made),
        lambda: LayoutVersion.objects.create(number=2, valid_from=date(2026, 3, 10), **made),
        lambda: LayoutVersion.objects.create(number=2, valid_from=date(2026, 3, 1), **made),
        lambda: ReportLayout.objects.filter(pk=layout.pk).update(code="không"),
        lambda: ReportLayout.objects.filter(pk=layout.pk).update(draft_digest="x"),
        lambda: connection.cursor().execute("TRUNCATE reports_layoutversion CASCADE"),
    ):  # fmt: skip
        with pytest.raises(Error), transaction.atomic():
            refused()


def told(capfdbinary, *words: str, code: int = 0):
    with pytest.raises(SystemExit) as ended:
        call_command(*words)
    out = capfdbinary.readouterr()
    assert ended.value.code == code, out.err.decode()
    return out.err.decode() if code == 2 else out.out


def test_every_published_layout_is_reported_in_every_format(keeper, house, set_clock, capfdbinary):
    make.returned(house), make.in_progress(house)
    signature = {"left": ["Người lập biểu"], "right": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]}
    published(keeper, date(2026, 3, 10), signature=signature, notes=["Không tính hồ sơ thử."], group="procedure")
    set_clock("2026-04-01T09:00")
    words = ("report", "DP.01", "--agency", house.ward.code, *MARCH)
    data = json.loads(told(capfdbinary, *words))
    assert (data["version"], data["total"]) == (1, {"3": 2, "4": 1, "5": 0, "6": 1, "7": 100.0, "8": 0})
    assert [(row["key"], row["name"]) for row in data["rows"]] == [(make.STANDARD, "Cấp giấy phép thử")]
    (page,) = pages_of(told(capfdbinary, *words, "--format", "pdf"))
    for each in ("KT.CHỦTỊCH", "PHÓCHỦTỊCH", "Khôngtínhhồsơthử.", "bản1,ápdụngtừ10/03/2026", "100,00", "Thủtục"):
        assert each in page, each
    assert "(7) Tỷ lệ (phần trăm)" in told(capfdbinary, *words, "--format", "csv").decode()
    assert told(capfdbinary, *words, "--format", "xlsx")[:2] == b"PK"
    none = ("report", "DP.01", "--agency", house.ward.code, "--from", "2026-03-01", "--to", "2026-03-09")
    assert "áp dụng ngày 09/03/2026" in told(capfdbinary, *none, code=2)
    published(keeper, date(2026, 4, 2), group="agency")
    by_unit = json.loads(told(capfdbinary, *words[:4], "--from", "2026-03-01", "--to", "2026-04-02"))
    assert [(row["key"], row["name"]) for row in by_unit["rows"]] == [(house.ward.pk, house.ward.name)]
    assert by_unit["total"]["3"] == 2
    assert "Khớp từng ô" in told(capfdbinary, "figures", "verify", "--report", "DP.01", *MARCH).decode()


def test_the_nightly_proof_holds_to_the_versions_that_have_a_plain_count(keeper, house, set_clock):
    make.returned(house)
    published(keeper, date(2026, 3, 2))
    layout = begin_draft(ReportLayout.objects.get(code="II.06a"), by=keeper)
    draft = layout.draft | {"columns": [*layout.draft["columns"][:-1], {**layout.draft["columns"][-1], "key": "14"}]}
    draft |= {"identities": []}
    draft["columns"][-2] |= {"less": ["14"]}
    publish_layout(change_draft(layout, by=keeper, draft=draft), by=keeper, valid_from=date(2026, 3, 3))
    set_clock("2026-03-05T09:00")
    prove_figures(0)
    assert not has_plain(layout_of("II.06a"))
    assert has_plain(layout_of("II.06a", on=date(2026, 3, 2)))


def test_layouts_are_listed_and_files_are_checked(keeper, tmp_path, capsys):
    published(keeper, date(2026, 3, 10))
    call_command("reports", "layouts", "--json")
    rows = json.loads(capsys.readouterr().out)["layouts"]
    assert [(r["code"], r["number"], r["valid_from"], r["in_force"]) for r in rows if r["code"] in ("DP.01", "II.06a")]\
        == [("DP.01", 1, "2026-03-10", False), ("II.06a", 1, None, True)]  # fmt: skip
    call_command("reports", "layouts")
    assert "II.06a bản 1 (từ đầu, đang áp dụng): Tình hình" in capsys.readouterr().out
    file = tmp_path / "layout.json"
    file.write_text(json.dumps(PLAIN), "utf-8")
    call_command("reports", "check", str(file))
    assert "Biểu DP.01 đúng: 6 cột." in capsys.readouterr().out
    for text, words in (
        (json.dumps(PLAIN | {"counted_when": "7"}), "- Cột quyết định dòng"), ("{", "không phải JSON"),
        ("[" * 100_000, "không phải JSON"),
    ):  # fmt: skip
        file.write_text(text, "utf-8")
        with pytest.raises(SystemExit) as ended:
            call_command("reports", "check", str(file))
        assert ended.value.code == 2
        assert words in capsys.readouterr().err
    with pytest.raises(SystemExit):
        call_command("reports", "check", str(tmp_path / "none.json"))
    assert "Không đọc được" in capsys.readouterr().err
