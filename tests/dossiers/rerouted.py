"""A procedure whose route changes while dossiers are under way."""

from types import SimpleNamespace
from typing import Any

from motcua.core import clock
from motcua.dossiers.actions.rerouting import move_route
from motcua.dossiers.models import Dossier
from motcua.procedures.actions.publish import publish
from motcua.procedures.actions.routing import change_route
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.route_files import read_route
from tests.dossiers.drawn import drawn_house, fact_of, step

PLAIN = "9.100001"
REASON = "Áp dụng quy trình mới của phường"


def plain(**more: Any) -> dict[str, Any]:
    """Four steps in a row; `more` are steps by their codes that take the place of these, None for none."""
    steps = {
        "nhan": step("nhan", "receptionist", "receiving", ("forward", "xem"), hours=0),
        "xem": step("xem", "specialist", "division", ("forward", "duyet")),
        "duyet": step("duyet", "head", "division", ("forward", "ky"), ("return", "xem"), limit="1 ngày làm việc"),
        "ky": step("ky", "leader", "parent", ("forward", "tra"), ("return", "duyet"), kind="signing"),
        "tra": step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
    } | more
    return {"limit": "15 ngày làm việc", "start": "nhan", "steps": [each for each in steps.values() if each]}


def renamed() -> dict[str, Any]:
    """The same with another code for the specialist's step, and no head between."""
    return plain(
        nhan=step("nhan", "receptionist", "receiving", ("forward", "tham_dinh"), hours=0), xem=None, duyet=None,
        tham_dinh=step("tham_dinh", "specialist", "division", ("forward", "ky"), limit="3 ngày làm việc"),
        ky=step("ky", "leader", "parent", ("forward", "tra"), ("return", "tham_dinh"), kind="signing"),
    )  # fmt: skip


def plain_house() -> SimpleNamespace:
    return drawn_house([fact_of(PLAIN, plain())])


def adoption_of(house: SimpleNamespace, code: str = PLAIN) -> Adoption:
    return Adoption.objects.get(office=house.ward, procedure__code=code)


def new_route(house: SimpleNamespace, route: dict[str, Any], code: str = PLAIN) -> Edition:
    """The route is changed in the designer and published, in force from today."""
    adoption = change_route(adoption_of(house, code), by=house.reform, route=read_route(route).route, note="Đổi")
    return publish(adoption, by=house.reform, valid_from=clock.today()).edition


def paired(dossier: Dossier, edition: Edition, **steps: str) -> dict[str, Any]:
    """What the action is given: which old step is which new one."""
    return {"edition": edition.pk, "mapping": {f"{dossier.edition_id}.{old}": new for old, new in steps.items()}}


def moved(dossier: Dossier, edition: Edition, house: SimpleNamespace, **steps: str) -> Dossier:
    return move_route(dossier, by=house.reform, note=REASON, **paired(dossier, edition, **steps))
