"""A procedure with a drawn route: three agencies side by side, one of them by two steps, joined before the head."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.dossiers.actions import moving
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.factories import make_agency, make_post

LINKED_STEP = "9.000029"
DRAWN, ANY_OF, TWO_OF, NESTED = "9.000020", "9.000021", "9.000022", "9.000023"
TAX, LAND, SENIOR = "A.7", "A.8", "A.9"


def step(code: str, post: str, agency: str, *actions: tuple[str, Any], **more: Any) -> dict[str, Any]:
    time = {} if {"hours", "limit"} & set(more) else {"limit": "2 ngày làm việc"}
    ways = [{"do": do, "to": to} for do, to in actions]
    return {"code": code, "name": f"Bước {code}", "post": post, "agency": agency, "actions": ways} | time | more


def drawn(join: Any = "all", **more: Any) -> dict[str, Any]:
    """The route as a file; `more` are steps by their codes that take the place of these."""
    steps = {
        "nhan": step("nhan", "receptionist", "receiving", ("forward", "chia"), hours=0),
        "chia": step("chia", "specialist", "division", ("split", ["thue", "dat", "hoi"]), ("forward", "thuong")),
        "thue": step("thue", "specialist", f"named:{TAX}", ("forward", "hop"), ("return", "chia")),
        "dat": step("dat", "specialist", f"named:{LAND}", ("forward", "dat2")),
        "dat2": step("dat2", "head", f"named:{LAND}", ("forward", "hop"), ("return", "dat"), limit="1 ngày làm việc"),
        "hoi": step("hoi", "specialist", f"named:{SENIOR}", ("forward", "hop"), kind="opinion"),
        "hop": step("hop", "head", "division", ("forward", "ky"), ("return", "chia"), join=join),
        "thuong": step("thuong", "specialist", "division", ("forward", "ky")),
        "ky": step("ky", "leader", "parent", ("forward", "tra"), ("return", "hop"), kind="signing"),
        "tra": step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
    } | more
    return {"limit": "15 ngày làm việc", "start": "nhan", "steps": [each for each in steps.values() if each]}


NESTED_LEG = {
    "dat": step("dat", "specialist", f"named:{LAND}", ("split", ["d1", "d2"])),
    "d1": step("d1", "specialist", f"named:{TAX}", ("forward", "dat2"), ("return", "chia"), ("return", "dat")),
    "d2": step("d2", "specialist", f"named:{SENIOR}", ("forward", "dat2")),
    "dat2": step("dat2", "head", f"named:{LAND}", ("forward", "hop"), join="all"),
}
ROUTES = {DRAWN: drawn(), ANY_OF: drawn("any"), TWO_OF: drawn(2), NESTED: drawn(**NESTED_LEG)}


def to_police() -> dict[str, Any]:
    """A route with one step of another office, which the tests' facts know as "police"."""
    return {
        "limit": "10 ngày làm việc", "start": "nhan",
        "steps": [
            step("nhan", "receptionist", "receiving", ("forward", "xac_minh"), hours=0),
            step("xac_minh", "specialist", "named:police", ("forward", "ky")),
            step("ky", "leader", "parent", ("forward", "tra"), kind="signing"),
            step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
        ],
    }  # fmt: skip


def fact_of(code: str, route: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"limits": [{"unit": "working_day", "amount": 15}]} | more | {"route": route}
    return make._fact(code, "Đăng ký đất đai thử", **given)


def drawn_house(more: Sequence[dict[str, Any]] = ()) -> SimpleNamespace:
    """The tests' ward with these procedures, and people at the three agencies (`.tax .land .land_head .senior`)."""
    house = make.make_house(more=[*(fact_of(code, route) for code, route in ROUTES.items()), *more])
    tax, land, senior = (
        make_agency(kind=Kind.VERTICAL, code=key, name=f"Cơ quan {key}") for key in (TAX, LAND, SENIOR)
    )
    house.tax, house.land = make_post(Role.SPECIALIST, agency=tax), make_post(Role.SPECIALIST, agency=land)
    house.land_head = make_post(Role.HEAD_OF_DIVISION, agency=land)
    house.senior = make_post(Role.SPECIALIST, agency=senior)
    return house


def split(house: SimpleNamespace, code: str = DRAWN) -> Dossier:
    """Received, and in its three legs."""
    return moving.hand_over(make.received(house, code), by=house.specialist)


def open_keys(dossier: Dossier) -> set[str]:
    return set(dossier.steps.filter(state="open").values_list("key", flat=True))


def ends(dossier: Dossier) -> dict[str, str]:
    """How each leg ended, by its first step; "" for one that runs."""
    return dict(dossier.legs.order_by("pk").values_list("key", "end"))
