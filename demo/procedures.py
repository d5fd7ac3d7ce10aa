"""What the wards of the sample office give: the procedures of facts/procedures.json, adopted at each of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.measuring import measured_of
from demo.offices import HT, KT, TWO_LEVELS
from demo.online import add_missing, offered
from motcua.agencies.models import Agency, Post
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all

FACTS = Path(__file__).parent / "facts" / "procedures.json"
MEASURED = FACTS.with_name("measured.json")
PARTS = {"office": ".01", "justice": ".01", "economy": ".02", "culture": ".03", "police": ".05", "military": ".06"}
CITY = "H57.02"  # departments that the sample does not have are reached through the city's centre


def setting_of(ward: str) -> Setting:
    """Return who does what in a ward, and with whom."""
    inside = {key: f"{ward}{part}" for key, part in PARTS.items()}
    names = {"police": "Công an phường", "military": "Ban Chỉ huy quân sự phường", "economy": "Phòng Kinh tế"}
    partners = {key: (inside[key], name) for key, name in names.items()} | {
        "home_affairs": (CITY, "Sở Nội vụ"),
        "tax": (CITY, "cơ quan thuế"),
        "agriculture": ("H57.11", "Sở Nông nghiệp và Môi trường"),
        "construction": ("H57.16", "Sở Xây dựng"),
        "land_registry": ("H57.11.21", "Chi nhánh Văn phòng Đăng ký đất đai"),
    }
    return Setting(office=ward, divisions=inside, partners=partners)


def told() -> dict[str, Any]:
    """Return the facts, with what the wards have captured for the service index."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    known = json.loads(MEASURED.read_text(encoding="utf-8"))
    online = [offered(fact) for fact in facts["procedures"]]
    procedures = [fact | {"measured": measured_of(fact, known)} for fact in online]
    return facts | {"procedures": procedures}


def make(agencies: Mapping[str, Agency], *, by: Post) -> int:
    """Let both wards adopt what they have not adopted yet, forms with it; returns how many adoptions were made."""
    facts = told()
    return sum(_make(facts, agencies[ward], by) for ward in (HT, KT))


def _make(facts: dict[str, Any], office: Agency, by: Post) -> int:
    setting = setting_of(office.code)
    add_missing(facts, setting, office=office, by=by)
    return adopt_all(facts, office=office, setting=setting, valid_from=TWO_LEVELS, by=by)
