"""What differs between two layouts of a report, in words. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.dossiers.choices import Channel
from motcua.reports.checking import KINDS
from motcua.reports.designing import columns_of, kind_of
from motcua.reports.layouts import GROUPS, REGULATED
from motcua.reports.vocabulary import COUNT, UNITS, name_of

Data = Mapping[str, Any]


def differences(before: Data, after: Data) -> list[str]:
    """Return a sentence for every difference, the whole layout first, then column by column; [] for none."""
    return [*_of_whole(before, after), *_of_columns(before, after)]


def _of_whole(before: Data, after: Data) -> Iterator[str]:
    was, now = _general(before), _general(after)
    for name, value in now.items():
        if was[name] != value:
            yield f"{name}: “{was[name] or 'không có'}” thành “{value or 'không có'}”."


def _general(data: Data) -> dict[str, str]:
    signature = data.get("signature") or {}
    return {
        "Tên báo cáo": str(data.get("name", "")),
        "Ký hiệu biểu": str(data.get("form", "")),
        "Mỗi dòng là": GROUPS.get(str(data.get("group")), str(data.get("group"))).lower(),
        "In dòng có số ở cột": str(data.get("counted_when") or ""),
        "Kỳ báo cáo": "theo ngày chốt quy định" if data.get("cut_off") == REGULATED else "theo lịch",
        "Khối ký bên trái": " / ".join(signature.get("left", ())),
        "Khối ký bên phải": " / ".join(signature.get("right", ())),
        "Ghi chú dưới bảng": " / ".join(data.get("notes", ())),
        "Đẳng thức": "; ".join(identity_words(each) for each in data.get("identities", ())),
    }


def identity_words(identity: Data) -> str:
    """Write an identity as people type it: 3 = 4 + 5."""
    return f"{identity['whole']} = {' + '.join(str(key) for key in identity['parts'])}"


def _of_columns(before: Data, after: Data) -> Iterator[str]:
    was = {str(each.get("key")): each for each in columns_of(before)}
    now = {str(each.get("key")): each for each in columns_of(after)}
    for key in [key for key in was if key not in now]:
        yield f"Bỏ cột ({key}) {_titled(was[key])}."
    for key, column in now.items():
        if key not in was:
            yield f"Thêm cột ({key}) {_titled(column)}: {counted_as(column)}."
        elif _titled(was[key]) != _titled(column):
            yield f"Cột ({key}) đổi tên: {_titled(was[key])} thành {_titled(column)}."
        if key in was and (counted_as(was[key]), _unit(was[key])) != (counted_as(column), _unit(column)):
            yield (
                f"Cột ({key}) tính khác: {counted_as(was[key])} ({_unit(was[key])}) thành "
                f"{counted_as(column)} ({_unit(column)})."
            )
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        yield "Thứ tự các cột khác trước."


def _titled(column: Data) -> str:
    above = column.get("above")
    return f"“{above}: {column.get('name')}”" if above else f"“{column.get('name')}”"


def _unit(column: Data) -> str:
    return UNITS.get(str(column.get("unit", COUNT)), str(column.get("unit")))


def counted_as(column: Data) -> str:
    """Say in words how a column is counted."""
    kind = kind_of(column)
    if kind == "sum":
        return _sum(column.get("sum"), column.get("less"))
    if kind == "rate":
        share = column.get("rate") if isinstance(column.get("rate"), dict) else {}
        return f"tỷ lệ {_sum(share.get('of'), None)} trên {_sum(share.get('per'), None)}"  # type: ignore[union-attr]
    weights = column.get(kind) if isinstance(column.get(kind), dict) else {}
    parts = [_weighed(code, weight, first=not n) for n, (code, weight) in enumerate(weights.items())]  # type: ignore[union-attr]
    channels = [Channel(each).label.lower() for each in column.get("channels", ()) if each in Channel.values]
    told = f", chỉ {', '.join(channels)}" if channels else ""
    return f"{KINDS[kind].lower()}: {' '.join(parts) or 'chưa chọn số đếm'}{told}"


def _sum(plus: Any, less: Any) -> str:
    added = " + ".join(f"({key})" for key in plus or ()) or "chưa chọn cột"
    return added + "".join(f" − ({key})" for key in less or ())


def _weighed(code: str, weight: Any, *, first: bool) -> str:
    name = name_of(code).lower()
    sign = "" if first and weight in (1,) else "− " if isinstance(weight, int) and weight < 0 else "+ "
    times = "" if weight in (1, -1) else f"{abs(weight) if isinstance(weight, int) else weight} × "
    return f"{sign}{times}{name}"
