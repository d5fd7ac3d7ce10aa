"""Four offices as reports of their years state them, and files of past figures for tests."""

from datetime import date
from types import SimpleNamespace

from motcua.agencies.choices import Kind, Level, Role
from motcua.reports.actions import bring, enter
from motcua.reports.history import columns
from tests.factories import make_agency, make_post, system

SINCE, ENDED = date(2005, 1, 1), date(2025, 6, 30)
DISTRICT = {"valid_from": SINCE, "level": Level.DISTRICT}
SOURCE = "Báo cáo thử"

# What systems.md rows 19 to 22 say, nothing made equal that is not.
SEEDS = [
    {"unit": "CM", "first": "2019", "received": "49.536", "settled": "49.338", "on_time": "49.338"},
    {"unit": "CM.DD", "first": "2019", "received": "18.230", "settled": "17.434", "open": "796"},
    {"unit": "CM", "span": "Cấp xã, cộng chung", "first": "2019", "received": "125.849", "settled": "125.849",
     "on_time": "125.849"},
    {"unit": "HTY", "first": "2020", "received": "19.298"},
    {"unit": "HTY", "first": "2021", "received": "22.515", "settled": "21.712", "rate": "~90"},
    {"unit": "HTI", "first": "2011", "last": "2020", "received": "189.579", "on_time": "187.830", "open": "1.215"},
    {"unit": "HTI", "span": "Cấp xã, cộng chung", "first": "2011", "last": "2020", "received": "425.128",
     "on_time": "424.451"},
    {"unit": "HTR", "first": "2015", "rate": ">90"},
]  # fmt: skip


def make_province() -> SimpleNamespace:
    """A province above the four offices of the seeds, a branch in one of them, and who keeps its figures."""
    province = make_agency(
        name="Ủy ban nhân dân tỉnh Thử", code="PV", level=Level.PROVINCE, valid_from=date(2005, 1, 1)
    )
    towns = {
        code: make_agency(
            parent=province, name=name, code=code, valid_to=ENDED if code == "HTR" else None, **DISTRICT
        )
        for code, name in (
            ("CM", "Ủy ban nhân dân huyện Chợ Mới"), ("HTY", "Ủy ban nhân dân thị xã Hương Thủy"),
            ("HTI", "Ủy ban nhân dân thành phố Hà Tĩnh"), ("HTR", "Ủy ban nhân dân thị xã Hương Trà"),
        )
    }  # fmt: skip
    branch = make_agency(
        parent=towns["CM"], name="Chi nhánh Văn phòng Đăng ký đất đai huyện Chợ Mới", code="CM.DD",
        kind=Kind.SERVICE_UNIT, **DISTRICT,
    )  # fmt: skip
    posts = {
        role.value: make_post(role, agency=province)
        for role in (Role.REFORM_OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.INSPECTOR)
    }
    return SimpleNamespace(province=province, branch=branch, **{code.lower(): unit for code, unit in towns.items()},
                           **posts)  # fmt: skip


def sheet(rows: list[dict[str, str]]) -> bytes:
    """The template, filled in; a row without a source has one."""
    lines = [[{"source": SOURCE, **row}.get(key, "") for key in columns.KEYS] for row in rows]
    return columns.template(lines)


def brought(office, rows, *, by=None):
    return bring(by=by or system(), office=office, name="cu.xlsx", content=sheet(rows))


def entered(office, rows, *, by=None):
    return enter(brought(office, rows, by=by), by=by or system())
