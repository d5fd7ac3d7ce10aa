"""Where a step of the route is done: the desk, the division, the office, a named agency, the applicant's commune, or
the unit that an answer of the online form names."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers.choices import Action, Strayed
from motcua.dossiers.filed import form_of
from motcua.dossiers.models import Dossier
from motcua.procedures import routes
from motcua.procedures.editions import Content
from motcua.questions.choices import Era
from motcua.questions.units import codes_of

RETURNS = Action.RETURN_RESULT.removeprefix("dossier.")


INSIDE = (routes.DESK, routes.DIVISION, routes.OFFICE)  # the rest is looked for elsewhere


class Whereabouts(NamedTuple):
    """In which unit and by which role a step is done; `strayed` (Strayed) says why not where the route has it."""

    agency: Agency
    role: str
    strayed: str = ""


def whereabouts(dossier: Dossier, step: routes.Step, content: Content) -> Whereabouts:
    """Return where a step is done now: where the route says or, where another agency cannot be told or nobody there can
    do it, at the head of the division that answers for the procedure, who passes it on. Raises BadInput
    `nobody_for_step` when there is nobody either way."""
    on = local(dossier.moment).date()
    if (found := place_on(dossier, step, content, on=on)) is not None:
        return Whereabouts(found, step.role)
    if step.at not in INSIDE:
        head = Agency.objects.with_holders(Role.HEAD_OF_DIVISION, within=content.division, on=on)
        if head is not None:
            return Whereabouts(head, Role.HEAD_OF_DIVISION, why_strayed(dossier, step, content, on=on))
    role = Role(step.role).label
    raise BadInput("nobody_for_step", f"Chưa có ai giữ vai trò “{role}” cho bước “{step.name}”.")


def why_strayed(dossier: Dossier, step: routes.Step, content: Content, *, on: date) -> str:
    """Return why a step is not done where the route says (Strayed)."""
    if _within(dossier, step, content, on=on):
        return Strayed.NOBODY
    return Strayed.NO_ADDRESS if step.at == routes.COMMUNE else Strayed.NO_ANSWER


def is_told(step: routes.Step) -> bool:
    """Tell whether what is written in the dossier says where a step is done."""
    return step.at == routes.COMMUNE or step.at.startswith(routes.ANSWER)


def unclear(dossier: Dossier, content: Content, *, on: date) -> str:
    """Say in words which step's place is not told by the dossier, and what is missing; "" when all are."""
    for step in filter(is_told, content.route.steps):
        if not _within(dossier, step, content, on=on):
            return f"Bước “{step.name}” {_what_is_missing(dossier, step)}"
    return ""


def communes_on(on: date) -> list[tuple[str, str]]:
    """Return the communes' people's committees that stand on a day as choices: code, name."""
    return list(_committee(on).order_by("name_key", "pk").values_list("code", "name"))


def _what_is_missing(dossier: Dossier, step: routes.Step) -> str:
    if step.at != routes.COMMUNE:
        return "do cơ quan mà tờ khai nêu làm, nhưng tờ khai chưa có câu trả lời ấy. Hãy chọn nơi làm bước này."
    address = clean(dossier.applicant.address or "")
    said = f"địa chỉ “{address}” không nêu xã, phường nào có trên hệ thống" if address else "chưa ghi địa chỉ"
    return f"do xã, phường của chủ hồ sơ làm, nhưng {said}. Sửa địa chỉ, hoặc chọn nơi làm bước này."


def place_on(dossier: Dossier, step: routes.Step, content: Content, *, on: date) -> Agency | None:
    """Return the unit in which a step would be done on a day; None when nobody there holds its role."""
    if step.at == routes.DESK:
        return dossier.hands_back if RETURNS in step.actions else dossier.desk
    within = _within(dossier, step, content, on=on)
    found = Agency.objects.with_holders(step.role, within=within, on=on) if within else None
    return found or (after_reorganisation(dossier, step.role, within=within, on=on) if within else None)


def _within(dossier: Dossier, step: routes.Step, content: Content, *, on: date) -> str:
    """Return the code of the unit in or under which the step is done, "" when it cannot be told."""
    if step.at == routes.DIVISION:
        return content.division
    if step.at == routes.OFFICE:
        return content.office
    if is_told(step):
        found = (
            commune_of(dossier, on=on)
            if step.at == routes.COMMUNE
            else answered_unit(dossier, step.at.removeprefix(routes.ANSWER), on=on)
        )
        return found or (dossier.told_place.code if dossier.told_place else "")
    return step.at.removeprefix(routes.AGENCY)


def commune_of(dossier: Dossier, *, on: date) -> str:
    """Return the code of the people's committee of the commune where the applicant lives; "" where the address names
    none that is known here."""
    parts = [part for part in map(clean, (dossier.applicant.address or "").split(",")) if part]
    units = codes_of(Era.CURRENT, (parts[-1], parts[-2])) if len(parts) > 1 else None
    found = _committee(on).filter(unit_code=units[-1]).first() if units else None
    return found.code if found else ""


def _committee(on: date) -> Any:
    return Agency.objects.valid(on).filter(kind=Kind.PEOPLES_COMMITTEE, level=Level.COMMUNE).order_by("-path")


def answered_unit(dossier: Dossier, field: str, *, on: date) -> str:
    """Return the code of the unit that an answer names: by its own code, or by that of an administrative unit."""
    form = form_of(dossier)
    found = unit_named(list(_texts(form.answers.get(field))), on=on) if form is not None else None
    return found.code if found else ""


def unit_named(told: Sequence[str], *, on: date) -> Agency | None:
    """Return the unit that the last of some codes names which names one: its own code, or an administrative unit's."""
    known = Agency.objects.valid(on).filter(Q(code__in=told) | Q(unit_code__in=[text for text in told if text]))
    found = {unit.code: unit for unit in known} | {unit.unit_code: unit for unit in known if unit.unit_code}
    return next((found[text] for text in reversed(told) if text in found), None)


def _texts(value: Any) -> Iterator[str]:
    """The texts of an answer: one, several, or those of an address from the province down."""
    if isinstance(value, dict):
        yield from (str(value[key]) for key in ("province", "district", "commune") if value.get(key))
    elif isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, str))
    elif isinstance(value, str):
        yield value


def after_reorganisation(dossier: Dossier, role: str, *, within: str, on: date) -> Agency | None:
    """Return where a unit's work is done since others took over from it: in the dossier's own office if they share.

    None when nobody took over, or nobody there holds the role.
    """
    heirs = Agency.objects.heirs_of(within, on=on)
    near = [heir for heir in heirs if heir.is_same_office(dossier.agency)]
    for heir in near or heirs:
        if found := Agency.objects.with_holders(role, within=heir.code, on=on):
            return found
    nearest = Post.objects.that_can(role, (near or heirs)[0], on) if heirs else []
    return nearest[0].agency if nearest else None
