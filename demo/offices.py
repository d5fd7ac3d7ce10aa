"""The units of the sample office: what stands today, and Hương Trà town as it was until 30 June 2025.

Names, dates, official unit codes and deciding numbers are facts (demo/facts/units.json). Agency codes under H57 follow
the national pattern (QĐ 20/2020/QĐ-TTg), but the numbers of departments and wards are ours; so are telephone numbers,
the ward offices' addresses and the names of the seven service units.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Level
from motcua.agencies.models import Agency, AgencySuccession, Post

FACTS = Path(__file__).parent / "facts" / "units.json"

TWO_LEVELS = date(2025, 7, 1)  # since when there are no districts
CITY = date(2025, 1, 1)  # since when Huế is a city of its own (NQ 175/2024/QH15)
MERGER = "Nghị quyết 1675/NQ-UBTVQH15 ngày 16/6/2025"

HT, KT = "H57.54", "H57.56"  # the wards Hương Trà and Kim Trà


@dataclass(frozen=True)
class Unit:
    """A unit under the one whose code stands before the last dot, or under `under`."""

    code: str
    name: str
    kind: Kind
    short: str = ""
    level: Level = field(kw_only=True)
    since: date = TWO_LEVELS
    until: date | None = None
    under: str | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        return self.code.rpartition(".")[0] if self.under is None else self.under


def _province() -> list[Unit]:
    place = {"place": "Huế"}
    here: dict[str, Any] = {"level": Level.PROVINCE}
    return [
        Unit(
            "H57-2024",
            "Ủy ban nhân dân tỉnh Thừa Thiên Huế",
            Kind.PEOPLES_COMMITTEE,
            since=date(1989, 7, 1),
            until=date(2024, 12, 31),
            under="",
            more={"unit_code": "46", "notation": "UBND", **place},
            **here,
        ),
        Unit(
            "H57",
            "Ủy ban nhân dân thành phố Huế",
            Kind.PEOPLES_COMMITTEE,
            "UBND thành phố Huế",
            since=CITY,
            under="",
            more={"unit_code": "46", "notation": "UBND", "address": "16 Lê Lợi, phường Thuận Hoá", **place},
            **here,
        ),
        Unit("H57.01", "Văn phòng Ủy ban nhân dân thành phố", Kind.DIVISION, "Văn phòng UBND", more=place, **here),
        Unit(
            "H57.02",
            "Trung tâm Phục vụ hành chính công thành phố Huế",
            Kind.ONE_STOP,
            "TTPVHCC thành phố",
            more={"notation": "TTPVHCC", "address": "01 Lê Lai, phường Thuận Hoá", "phone": "0234 000 0200", **place},
            **here,
        ),
        Unit("H57.11", "Sở Nông nghiệp và Môi trường", Kind.DEPARTMENT, more={"notation": "SNNMT", **place}, **here),
        Unit("H57.11.01", "Phòng Quản lý đất đai", Kind.DIVISION, **here),
        Unit(
            "H57.11.21",
            "Chi nhánh Văn phòng Đăng ký đất đai khu vực Hương Trà",
            Kind.SERVICE_UNIT,
            "CN VPĐKĐĐ Hương Trà",
            more={"notation": "CNVPĐKĐĐ", "place": "Hương Trà"},
            **here,
        ),
        Unit("H57.15", "Sở Tư pháp", Kind.DEPARTMENT, more={"notation": "STP", **place}, **here),
        Unit("H57.15.01", "Phòng Hành chính và Bổ trợ tư pháp", Kind.DIVISION, **here),
        Unit("H57.16", "Sở Xây dựng", Kind.DEPARTMENT, more={"notation": "SXD", **place}, **here),
        Unit("H57.16.01", "Phòng Quản lý xây dựng", Kind.DIVISION, **here),
    ]


def _ward(code: str, unit_code: str, name: str, address: str, phone: str) -> list[Unit]:
    """A ward as NĐ 150/2025/NĐ-CP sets it up: three divisions and the centre; police and military command beside."""
    here: dict[str, Any] = {"level": Level.COMMUNE}
    ward, place = f"phường {name}", {"place": name}
    return [
        Unit(
            code,
            f"Ủy ban nhân dân {ward}",
            Kind.PEOPLES_COMMITTEE,
            f"UBND {ward}",
            more={"unit_code": unit_code, "notation": "UBND", "address": address, "phone": f"{phone} 00", **place},
            **here,
        ),
        Unit(
            f"{code}.01",
            f"Văn phòng HĐND và UBND {ward}",
            Kind.DIVISION,
            "Văn phòng HĐND và UBND",
            more={"notation": "VP", **place},
            **here,
        ),
        Unit(
            f"{code}.02",
            f"Phòng Kinh tế, Hạ tầng và Đô thị {ward}",
            Kind.DIVISION,
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            more={"notation": "KTHTĐT", **place},
            **here,
        ),
        Unit(
            f"{code}.03",
            f"Phòng Văn hóa - Xã hội {ward}",
            Kind.DIVISION,
            "Phòng Văn hóa - Xã hội",
            more={"notation": "VHXH", **place},
            **here,
        ),
        Unit(
            f"{code}.04",
            f"Trung tâm Phục vụ hành chính công {ward}",
            Kind.ONE_STOP,
            f"TTPVHCC {ward}",
            more={"notation": "TTPVHCC", "address": address, "phone": f"{phone} 04", **place},
            **here,
        ),
        Unit(
            f"{code}.05", f"Công an {ward}", Kind.VERTICAL, "Công an phường", more={"notation": "CAP", **place}, **here
        ),
        Unit(
            f"{code}.06",
            f"Ban Chỉ huy Quân sự {ward}",
            Kind.VERTICAL,
            "Ban CHQS phường",
            more={"notation": "BCH", **place},
            **here,
        ),
    ]


NEIGHBOURS = [  # where parts of the old town lie today; nobody of the sample office works there
    ("H57.35", "19804", "Phường", "Hương An"),
    ("H57.32", "19774", "Phường", "Kim Long"),
    ("H57.45", "19900", "Phường", "Thuận An"),
    ("H57.55", "20014", "Phường", "Hoá Châu"),
    ("H57.57", "20035", "Xã", "Bình Điền"),
]

TOWN = "H57.480"
TOWN_SINCE, TOWN_UNTIL = date(2011, 11, 15), date(2025, 6, 30)  # NQ 99/NQ-CP; NQ 1675/NQ-UBTVQH15

TOWN_DIVISIONS = (  # NĐ 37/2014/NĐ-CP: ten common to all districts, two of a town
    "Văn phòng HĐND và UBND",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Văn hóa và Thông tin",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Y tế",
    "Thanh tra thị xã",
    "Phòng Kinh tế",
    "Phòng Quản lý đô thị",
)
TOWN_SERVICE_UNITS = (
    "Trung tâm Văn hóa - Thông tin và Thể thao",
    "Trung tâm Dịch vụ nông nghiệp",
    "Trung tâm Phát triển quỹ đất",
    "Ban Quản lý dự án đầu tư xây dựng",
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "Đài Truyền thanh",
    "Ban Quản lý chợ và dịch vụ công ích",
)


def _town(facts: dict[str, Any]) -> list[Unit]:
    """The town hangs under the city, where it lay when it ended; a tree has one place for a unit."""
    span: dict[str, Any] = {"since": TOWN_SINCE, "until": TOWN_UNTIL, "level": Level.DISTRICT}
    address = {
        "unit_code": "480",
        "notation": "UBND",
        "place": "Hương Trà",
        "address": "107 Cách Mạng Tháng Tám, Tứ Hạ",
    }
    town = Unit(TOWN, "Ủy ban nhân dân thị xã Hương Trà", Kind.PEOPLES_COMMITTEE, more=address, **span)
    divisions = [
        Unit(
            f"{TOWN}.{number:02}",
            f"{name} thị xã Hương Trà".replace("thị xã thị xã", "thị xã"),
            Kind.DIVISION,
            name,
            **span,
        )
        for number, name in enumerate(TOWN_DIVISIONS, start=1)
    ]
    units = [
        Unit(f"{TOWN}.{number}", f"{name} thị xã Hương Trà", Kind.SERVICE_UNIT, name, **span)
        for number, name in enumerate(TOWN_SERVICE_UNITS, start=21)
    ]
    return [town, *divisions, *units, *map(_old_commune, _old_communes(facts))]


def _old_communes(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The town's sixteen communes and wards, and the one that two of them became in 2020."""
    merged = [{**change["to"], "since": change["on"]} for change in facts["changes"] if "to" in change]
    return [*facts["communes"], *merged]


def _old_commune(fact: dict[str, Any]) -> Unit:
    name = f"{fact['kind']} {fact['name']}"
    return Unit(
        _code_of(fact),
        f"Ủy ban nhân dân {name}",
        Kind.PEOPLES_COMMITTEE,
        f"UBND {name}",
        level=Level.COMMUNE,
        since=date.fromisoformat(fact.get("since", TOWN_SINCE.isoformat())),
        until=date.fromisoformat(fact["until"]),
        under=TOWN,
        more={"unit_code": fact["code"], "notation": "UBND", "place": fact["name"]},
    )


def _code_of(fact: dict[str, Any]) -> str:
    return f"{TOWN}.{fact['code']}" + (f"-{fact['since'][:4]}" if "since" in fact else "")


def all_units() -> list[Unit]:
    """Every unit, those above before those below."""
    neighbours = [
        Unit(
            code,
            f"Ủy ban nhân dân {kind.lower()} {name}",
            Kind.PEOPLES_COMMITTEE,
            f"UBND {kind.lower()} {name}",
            level=Level.COMMUNE,
            more={"unit_code": unit_code, "notation": "UBND", "place": name},
        )
        for code, unit_code, kind, name in NEIGHBOURS
    ]
    return [
        *_province(),
        *_ward(HT, "19996", "Hương Trà", "107 Cách Mạng Tháng Tám, phường Hương Trà", "0234 000 54"),
        *_ward(KT, "20017", "Kim Trà", "01 Kim Trà, phường Kim Trà", "0234 000 56"),
        *neighbours,
        *_town(_facts()),
    ]


def _facts() -> dict[str, Any]:
    town: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))["huong_tra_town"]
    return town


def make(*, by: Post) -> dict[str, Agency]:
    """Set up every unit that is missing and what took over from whom; returns the units by code."""
    known = {agency.code: agency for agency in Agency.objects.all()}
    for unit in all_units():
        if unit.code not in known:
            known[unit.code] = actions.create_agency(
                by=by,
                parent=known[unit.parent] if unit.parent else None,
                code=unit.code,
                name=unit.name,
                short_name=unit.short or unit.name,
                kind=unit.kind,
                level=unit.level,
                valid_from=unit.since,
                valid_to=unit.until,
                **unit.more,
            )
    _link(known, by=by)
    return known


def _successions(facts: dict[str, Any]) -> list[tuple[str, str, date, str]]:
    """Return (before, after, on, decision) of the town, its communes and the province."""
    today = {unit_code: code for code, unit_code, _, _ in NEIGHBOURS} | {"19996": HT, "20017": KT}
    until = TOWN_UNTIL.isoformat()
    found = [(TOWN, code, TWO_LEVELS, MERGER) for code in (HT, KT, today["20035"])]
    found += [(_code_of(c), today[c["today"]], TWO_LEVELS, MERGER) for c in _old_communes(facts) if c["until"] == until]
    for change in facts["changes"]:
        on, by_resolution = date.fromisoformat(change["on"]), f"Nghị quyết {change['by']}"
        if "to" in change:
            after = _code_of({**change["to"], "since": change["on"]})
            found += [(f"{TOWN}.{code}", after, on, by_resolution) for code in change["from"]]
    gone = [c for c in facts["communes"] if c["until"] == "2021-06-30"]
    found += [(_code_of(c), today[c["today"]], TWO_LEVELS, f"{MERGER} (sau Nghị quyết 1264/NQ-UBTVQH14)") for c in gone]
    return [*found, ("H57-2024", "H57", CITY, "Nghị quyết 175/2024/QH15")]


def _link(known: dict[str, Agency], *, by: Post) -> None:
    kept = set(AgencySuccession.objects.values_list("before__code", "after__code"))
    for before, after, on, decision in _successions(_facts()):
        if (before, after) not in kept:
            actions.succeed(known[before], by=by, after=known[after], on=on, decision=decision)
