"""A re-organisation's plan: read from its JSON, checked in words, and completed with the parts of the offices named.

{"moves": [{"before": "CODE", "after": ["CODE", {"unit": "CODE", "records": true, "words": ["Tứ Hạ"], "fields": […],
"procedures": […], "codes": […], "people": […]}]}], "people": {"username": {"unit": "CODE" | null, "title": "…"}}}
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Reorganisation
from motcua.agencies.passing import Plan, Seat, Share
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold

RULES = ("procedures", "fields", "words", "codes", "people")
MOST_MOVES = 2_000


def read(data: Any) -> dict[str, Any]:
    """Return a plan's JSON in its full form. Raises BadInput `plan_shape` saying what cannot be read."""
    if not isinstance(data, Mapping) or not isinstance(data.get("moves"), list) or not data["moves"]:
        raise _wrong("Phương án phải có danh sách “moves” (đơn vị cũ → đơn vị mới).")
    if len(data["moves"]) > MOST_MOVES:
        raise _wrong(f"Một đợt sắp xếp không quá {MOST_MOVES} dòng.")
    moves = [_move(number, each) for number, each in enumerate(data["moves"], start=1)]
    before = [move["before"] for move in moves]
    if twice := sorted({code for code in before if before.count(code) > 1}):
        raise _wrong(f"Đơn vị {twice[0]} có hai dòng trong phương án.")
    return {"moves": moves, "people": _people(data.get("people") or {})}


def _wrong(message: str) -> BadInput:
    return BadInput("plan_shape", message, field="plan")


def _move(number: int, data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping) or not isinstance(data.get("before"), str):
        raise _wrong(f"Dòng {number}: thiếu mã đơn vị cũ.")
    after = data.get("after")
    listed = [after] if isinstance(after, str | Mapping) else after
    if not isinstance(listed, list) or not listed:
        raise _wrong(f"Dòng {number}: thiếu đơn vị nhận.")
    return {"before": clean(data["before"]), "after": [_share(number, each) for each in listed]}


def _share(number: int, data: Any) -> dict[str, Any]:
    if isinstance(data, str):
        return {"unit": clean(data)}
    if not isinstance(data, Mapping) or not isinstance(data.get("unit"), str):
        raise _wrong(f"Dòng {number}: thiếu mã đơn vị nhận.")
    if unknown := sorted(set(data) - {"unit", "records", *RULES}):
        raise _wrong(f"Dòng {number}: không hiểu “{unknown[0]}”.")
    share: dict[str, Any] = {"unit": clean(data["unit"])}
    if data.get("records"):
        share["records"] = True
    for rule in RULES:
        values = data.get(rule) or []
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise _wrong(f"Dòng {number}: “{rule}” phải là một danh sách chữ.")
        if kept := [clean(each) for each in values if clean(each)]:
            share[rule] = kept
    return share


def _people(data: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(data, Mapping):
        raise _wrong("“people” phải là: tên đăng nhập → {unit, title}.")
    found = {}
    for username, seat in data.items():
        if not isinstance(seat, Mapping) or not isinstance(seat.get("unit"), str | None):
            raise _wrong(f"{username}: phải ghi đơn vị mới, hoặc null khi thôi giữ vị trí.")
        unit = seat.get("unit")
        title = clean(str(seat.get("title") or ""))[:120]
        found[clean(str(username)).lower()] = {"unit": clean(unit) if unit else None, "title": title}
    return found


def codes_in(data: Mapping[str, Any]) -> set[str]:
    """Return the code of every unit that a plan names."""
    codes = {move["before"] for move in data["moves"]}
    codes |= {share["unit"] for move in data["moves"] for share in move["after"]}
    return codes | {seat["unit"] for seat in data["people"].values() if seat["unit"]}


def units_of(data: Mapping[str, Any]) -> dict[str, Agency]:
    """Return code → unit for every unit that a plan names. Raises BadInput `unknown_unit`."""
    codes = codes_in(data)
    found = {unit.code: unit for unit in Agency.objects.filter(code__in=codes).select_related("parent")}
    if missing := sorted(codes - set(found)):
        raise BadInput("unknown_unit", f"Không có đơn vị mang mã {', '.join(missing[:5])}.", field="plan")
    return found


def plan_of(row: Reorganisation) -> Plan:
    """Return a re-organisation's plan, completed: divisions and desks of the offices named follow their offices.

    Raises BadInput for units that do not exist (on those days).
    """
    named = units_of(row.plan)
    eve = row.on - timedelta(days=1)
    shares: dict[int, tuple[Share, ...]] = {}
    units: dict[int, Agency] = {}
    for move in row.plan["moves"]:
        before = named[move["before"]]
        units[before.pk] = before
        shares[before.pk] = tuple(_share_of(each, named) for each in move["after"])
    problems = _problems(shares, units, on=row.on)
    if problems:
        raise BadInput("plan_not_possible", " ".join(problems[:5]), field="plan")
    guessed = _complete(shares, units, eve=eve, on=row.on)
    seats = {
        name: Seat(named[seat["unit"]] if seat["unit"] else None, seat["title"])
        for name, seat in row.plan["people"].items()
    }
    return Plan(
        key=row.pk, on=row.on, decision=row.decision, shares=shares, units=units, seats=seats, guessed=tuple(guessed)
    )


def _share_of(data: Mapping[str, Any], named: Mapping[str, Agency]) -> Share:
    rules = {rule: tuple(data.get(rule, ())) for rule in RULES}
    return Share(after=named[data["unit"]], records=bool(data.get("records")), **rules)


def _holds(unit: Agency, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)


def _problems(shares: Mapping[int, tuple[Share, ...]], units: Mapping[int, Agency], *, on: date) -> list[str]:
    """Return, in words, why units cannot pass to units on that day."""
    wrong = []
    for key, taken in shares.items():
        if not _holds(units[key], on - timedelta(days=1)):
            wrong.append(f"{units[key]} không tồn tại vào ngày trước ngày {on:%d/%m/%Y}.")
        for share in taken:
            if share.after.pk in shares:
                wrong.append(f"{share.after} vừa là đơn vị cũ vừa là đơn vị nhận.")
            elif not _holds(share.after, on):
                wrong.append(f"{share.after} không tồn tại vào ngày {on:%d/%m/%Y}.")
        if len(taken) > 1 and all(share.rules for share in taken):
            wrong.append(f"{units[key]} tách ra: phải có một đơn vị nhận phần còn lại (không kèm điều kiện).")
    return wrong + _left_alone(shares, units, on=on)


def _left_alone(shares: Mapping[int, tuple[Share, ...]], units: Mapping[int, Agency], *, on: date) -> list[str]:
    """Return what is said of offices of another level that hang under an old unit and have no place in the plan."""
    wrong = []
    for unit in units.values():
        others = Agency.objects.below(unit).valid(on).exclude(pk__in=list(shares)).exclude(level=unit.level)
        alone = [other for other in others if not any(other.is_same_office(named) for named in units.values())]
        wrong += [f"{other}: đơn vị trực thuộc {unit} chưa có trong phương án." for other in alone]
    return wrong


def _complete(shares: dict[int, tuple[Share, ...]], units: dict[int, Agency], *, eve: date, on: date) -> list[str]:
    """Let the divisions and the desk of each office follow it; returns, in words, what was guessed."""
    guessed = []
    for office in sorted(units.values(), key=lambda unit: -unit.depth):
        inner = Agency.objects.below(office).valid(eve).filter(level=office.level).exclude(pk=office.pk)
        for unit in inner:
            if unit.pk in shares:
                continue
            units[unit.pk] = unit
            shares[unit.pk] = tuple(
                Share(**vars(share) | {"after": _like(unit, share.after, on=on)}) for share in shares[office.pk]
            )
            guessed += [f"{unit} → {share.after}" for share in shares[unit.pk]]
    return guessed


def _like(unit: Agency, office: Agency, *, on: date) -> Agency:
    """Return the part of an office that is most like a unit: of its kind and name, else the only one of its kind.

    The office itself where nothing is alike; a desk goes to the desk whatever its name.
    """
    alike = Agency.objects.below(office).valid(on).filter(level=office.level, kind=unit.kind).exclude(pk=office.pk)
    found: Iterable[Agency] = list(alike.order_by("path"))
    same = [each for each in found if fold(each.short_name) == fold(unit.short_name)]
    if same or unit.kind == Kind.ONE_STOP:
        return next(iter([*same, *found]), office)
    return next(iter(found)) if len(list(found)) == 1 else office
