"""Whether what was written is a layout that can be counted: each fault in words, with the column it is of. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.dossiers.choices import Channel
from motcua.reports.layouts import ANY, CALENDAR, GROUPS, REGULATED, WAYS
from motcua.reports.models.layouts import CODE
from motcua.reports.vocabulary import COUNT, PERCENT, UNITS, words

Data = Mapping[str, Any]
KINDS = {
    "in_period": "Phát sinh trong kỳ",
    "at_start": "Ở đầu kỳ",
    "at_end": "Ở cuối kỳ",
    "sum": "Cộng, trừ các cột khác",
    "rate": "Tỷ lệ phần trăm",
}
KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,9}", re.ASCII)
MOST_COLUMNS, MOST_IDENTITIES, MOST_LINES, MOST_MEASURES, HEAVIEST = 40, 40, 12, 70, 99
LONGEST, LONGEST_FORM, LONGEST_NOTE = 200, 100, 500
GENERAL = {
    "code", "name", "form", "group", "counted_when", "columns", "identities", "cut_off", "signature", "notes",
}  # fmt: skip
OF_COLUMN = {"key", "name", "above", "unit", "channels", "less", *KINDS}


@dataclass(frozen=True)
class Fault:
    """What is wrong; `column`: the key of the card on which it is mended, "" for that of the whole layout."""

    text: str
    column: str = ""


def faults(data: Any) -> list[Fault]:
    """Return everything that keeps a layout from being published, [] for a sound one."""
    if not isinstance(data, dict):
        return [Fault("Nội dung phải là một đối tượng JSON.")]
    columns = data.get("columns")
    if not isinstance(columns, list) or not all(isinstance(each, dict) for each in columns):
        return [*_of_whole(data), Fault("“columns” phải là danh sách các cột.")]
    found = [*_of_whole(data), *_of_number(columns)]
    for place, column in enumerate(columns, 1):
        found += _Checked(column, columns, place).faults()
    return [*found, *_circles(columns), *_counted_when(data, columns), *_identities(data, columns)]


def _of_whole(data: Data) -> Iterator[Fault]:
    for name in sorted(set(data) - GENERAL):
        yield Fault(f"Không có mục “{name}”.")
    if not isinstance(data.get("code"), str) or not re.fullmatch(CODE, data["code"], re.ASCII):
        yield Fault("Mã biểu gồm chữ không dấu, số, dấu chấm, gạch ngang, có ít nhất một chữ số, dài nhất 20 ký tự.")
    for name, label, most in (("name", "Tên báo cáo", LONGEST), ("form", "Ký hiệu biểu", LONGEST_FORM)):
        yield from _text(data.get(name), label, most)
    if data.get("group") not in [*GROUPS]:
        yield Fault("Dòng của biểu là lĩnh vực (field), thủ tục (procedure) hoặc đơn vị (agency).")
    if data.get("cut_off", CALENDAR) not in (CALENDAR, REGULATED):
        yield Fault("Kỳ báo cáo là theo lịch (calendar) hoặc theo ngày chốt quy định (regulated).")
    signature = data.get("signature", {})
    if not isinstance(signature, dict) or set(signature) - {"left", "right"}:
        yield Fault("Khối ký gồm bên trái (left) và bên phải (right).")
        signature = {}
    for name, label in (("left", "Khối ký bên trái"), ("right", "Khối ký bên phải")):
        yield from _lines(signature.get(name, []), label, LONGEST_FORM)
    yield from _lines(data.get("notes", []), "Ghi chú dưới bảng", LONGEST_NOTE)


def _text(value: Any, label: str, most: int, column: str = "") -> Iterator[Fault]:
    if not isinstance(value, str) or not value.strip():
        yield Fault(f"{label}: chưa ghi.", column)
    elif len(value) > most:
        yield Fault(f"{label}: dài quá {most} ký tự.", column)


def _lines(value: Any, label: str, most: int) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        yield Fault(f"{label}: là danh sách các dòng chữ, không dòng nào trống.")
    elif len(value) > MOST_LINES or any(len(each) > most for each in value):
        yield Fault(f"{label}: nhiều nhất {MOST_LINES} dòng, mỗi dòng không quá {most} ký tự.")


def _of_number(columns: Sequence[Data]) -> Iterator[Fault]:
    if not columns:
        yield Fault("Biểu chưa có cột nào.")
    if len(columns) > MOST_COLUMNS:
        yield Fault(f"Biểu có {len(columns)} cột; nhiều nhất {MOST_COLUMNS} cột.")
    keys = [each.get("key") for each in columns]
    for key in sorted({str(key) for key in keys if keys.count(key) > 1}):
        yield Fault(f"Cột ({key}): có hai cột cùng số hiệu.", key)


class _Checked:
    """One column among all."""

    def __init__(self, column: Data, columns: Sequence[Data], place: int) -> None:
        self.column = column
        self.others = {str(each.get("key")): each for each in columns}
        self.key = str(column.get("key") or "")
        self.said = f"Cột ({self.key})" if self.key else f"Cột thứ {place}"

    def _fault(self, text: str) -> Fault:
        return Fault(f"{self.said}: {text}", self.key)

    def faults(self) -> Iterator[Fault]:
        if not isinstance(self.column.get("key"), str) or not KEY.fullmatch(self.key):
            yield self._fault("số hiệu cột gồm chữ không dấu, số, gạch ngang, dài nhất 10 ký tự.")
        yield from _text(self.column.get("name"), f"{self.said}, tên cột", LONGEST, self.key)
        above = self.column.get("above", "")
        if not isinstance(above, str) or len(above) > LONGEST:
            yield self._fault(f"tiêu đề bên trên là chữ, không quá {LONGEST} ký tự.")
        for name in sorted(set(self.column) - OF_COLUMN):
            yield self._fault(f"không có mục “{name}”.")
        kinds = [kind for kind in KINDS if kind in self.column]
        if len(kinds) != 1:
            yield self._fault(f"phải có đúng một cách tính: {', '.join(KINDS.values()).lower()}.")
        elif not self._unit_known():
            yield self._fault(f"đơn vị tính là {', '.join(UNITS.values())}.")
        else:
            yield from _WAYS_OF[kinds[0]](self, kinds[0])

    def _unit_known(self) -> bool:
        return isinstance(self.column.get("unit", COUNT), str) and self.column.get("unit", COUNT) in UNITS

    def measured(self, way: str) -> Iterator[Fault]:
        """A column of measures."""
        weights = self.column[way]
        if not isinstance(weights, dict) or not 0 < len(weights) <= MOST_MEASURES:
            yield self._fault(f"chọn ít nhất một số đếm, nhiều nhất {MOST_MEASURES}.")
            return
        for code, weight in weights.items():
            yield from self._measure(code, weight, way)
        if "less" in self.column:
            yield self._fault("chỉ cột cộng, trừ các cột khác mới có phần trừ.")
        channels = self.column.get("channels", [])
        if not isinstance(channels, list) or any(each not in Channel.values for each in channels):
            yield self._fault("hình thức nộp là trực tiếp (counter), trực tuyến (online) hoặc bưu chính (post).")

    def _measure(self, code: str, weight: Any, way: str) -> Iterator[Fault]:
        word = words().get(code)
        if type(weight) is not int or not 0 < abs(weight) <= HEAVIEST:
            yield self._fault(f"hệ số của “{word.name if word else code}” là số nguyên từ 1 đến {HEAVIEST}, có thể âm.")
        if word is None:
            yield self._fault(f"không có số đếm “{code}”.")
        elif word.lasts and way != "at_end":
            yield self._fault(f"“{word.name}” là một trạng thái: chỉ đếm được ở cuối kỳ.")
        elif word.unit != self.column.get("unit", COUNT):
            yield self._fault(f"“{word.name}” tính bằng {UNITS[word.unit]}, khác đơn vị tính của cột.")

    def added(self, kind: str) -> Iterator[Fault]:
        """A sum of other columns."""
        yield from self._named(self.column["sum"], "phần cộng", needed=True)
        yield from self._named(self.column.get("less", []), "phần trừ", needed=False)
        yield from self._no_channels()
        if not isinstance(self.column["sum"], list) or not isinstance(self.column.get("less", []), list):
            return
        for key in [*self.column["sum"], *self.column.get("less", [])]:
            other = self.others.get(str(key), {})
            if other and "rate" not in other and other.get("unit", COUNT) != self.column.get("unit", COUNT):
                yield self._fault(f"khác đơn vị tính với cột ({key}).")

    def shared(self, kind: str) -> Iterator[Fault]:
        """A rate of other columns."""
        share = self.column["rate"]
        if not isinstance(share, dict) or set(share) != {"of", "per"}:
            yield self._fault("tỷ lệ gồm tử số (of) và mẫu số (per).")
            return
        yield from self._named(share["of"], "tử số", needed=True)
        yield from self._named(share["per"], "mẫu số", needed=True)
        yield from self._no_channels()
        if self.column.get("unit", COUNT) != PERCENT:
            yield self._fault("đơn vị tính của một tỷ lệ là phần trăm (percent).")

    def _no_channels(self) -> Iterator[Fault]:
        if "channels" in self.column:
            yield self._fault("hình thức nộp chỉ chọn ở cột đếm hồ sơ.")
        if "less" in self.column and "sum" not in self.column:
            yield self._fault("chỉ cột cộng, trừ các cột khác mới có phần trừ.")

    def _named(self, keys: Any, part: str, *, needed: bool) -> Iterator[Fault]:
        if not isinstance(keys, list) or (needed and not keys) or not all(isinstance(key, str) for key in keys):
            yield self._fault(f"{part}: chọn ít nhất một cột.")
            return
        for key in keys:
            if key not in self.others:
                yield self._fault(f"{part} nhắc đến cột ({key}), không có trong biểu.")
            elif "rate" in self.others[key]:
                yield self._fault(f"{part} nhắc đến cột ({key}), là một tỷ lệ nên không cộng được.")
        if len(set(keys)) < len(keys):
            yield self._fault(f"{part} nhắc hai lần đến một cột.")


_WAYS_OF: dict[str, Callable[[_Checked, str], Iterator[Fault]]] = {
    **dict.fromkeys(WAYS, _Checked.measured), "sum": _Checked.added, "rate": _Checked.shared,
}  # fmt: skip


def _circles(columns: Sequence[Data]) -> Iterator[Fault]:
    """Sums that rest on themselves, through whichever others."""
    resting = {str(each.get("key")): _rests_on(each) for each in columns}
    for key, first in resting.items():
        seen, ahead = set(), list(first)
        while ahead:
            other = ahead.pop()
            if other not in seen:
                seen.add(other)
                ahead += resting.get(other, [])
        if key in seen:
            yield Fault(f"Cột ({key}): tính từ chính nó, trực tiếp hoặc qua cột khác.", key)


def _rests_on(column: Data) -> list[str]:
    named = [column.get("sum"), column.get("less")]
    return [str(key) for keys in named if isinstance(keys, list) for key in keys]


def _counted_when(data: Data, columns: Sequence[Data]) -> Iterator[Fault]:
    found = next((each for each in columns if each.get("key") == data.get("counted_when")), None)
    if data.get("counted_when") == ANY:
        return
    if found is None:
        yield Fault("Chọn cột mà dòng có số khác 0 thì được in.")
    elif "rate" in found:
        yield Fault("Cột quyết định dòng nào được in không thể là một tỷ lệ.", str(data["counted_when"]))


def _identities(data: Data, columns: Sequence[Data]) -> Iterator[Fault]:
    given = data.get("identities", [])
    if not isinstance(given, list) or len(given) > MOST_IDENTITIES or not all(_is_identity(each) for each in given):
        yield Fault(f"Đẳng thức là một cột bằng tổng các cột, nhiều nhất {MOST_IDENTITIES} đẳng thức.")
        return
    units = {str(each.get("key")): "rate" if "rate" in each else each.get("unit", COUNT) for each in columns}
    for each in given:
        said = f"Đẳng thức ({each['whole']}) = {' + '.join(f'({key})' for key in each['parts'])}"
        named = [each["whole"], *each["parts"]]
        for key in [key for key in named if key not in units]:
            yield Fault(f"{said}: không có cột ({key}).")
        if any(units.get(key) == "rate" for key in named):
            yield Fault(f"{said}: một tỷ lệ không cộng được.")
        elif len({str(units[key]) for key in named if key in units}) > 1:
            yield Fault(f"{said}: các cột khác đơn vị tính.")
        if each["whole"] in each["parts"] or len(set(each["parts"])) < len(each["parts"]):
            yield Fault(f"{said}: nhắc hai lần đến một cột.")


def _is_identity(each: Any) -> bool:
    if not isinstance(each, dict) or set(each) != {"whole", "parts"} or not isinstance(each["whole"], str):
        return False
    return isinstance(each["parts"], list) and bool(each["parts"]) and all(isinstance(k, str) for k in each["parts"])
