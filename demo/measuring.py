"""What the service index asks of a procedure, as the sample wards have captured it; of a few nobody has yet."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ON_PAPER = ("Giấy", "Trích", "Bản", "Biên", "Con dấu", "Thẻ")  # how a result's name begins that is handed over on paper
PUT_UP = time(9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def measured_of(fact: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of `editions.Measured`, {} where the office has not settled the procedure itself yet.

    `known` is facts/measured.json: days and moments that are facts. What else is said is for illustration.
    """
    bases = fact.get("legal_bases", ())
    if not bases or any(rule["unit"] == "ask" for rule in fact["limits"]):
        return {}
    decided = date.fromisoformat(fact["national_decision"]["date"])
    put_up = datetime.combine(decided + timedelta(days=1 + len(fact["name"]) % 6), PUT_UP)
    dates = known["effective_from"]
    effects = [{"basis": basis, "effective_from": dates[basis]} for basis in bases if basis in dates]
    online = fact.get("online_level") == "full"
    measured = {
        "decided_on": decided.isoformat(),
        "made_public_at": known["made_public_at"].get(fact["code"], put_up.isoformat()),
        "full_online_eligible": online,
        "paper_result": _on_paper(fact, online=online),
        "pays_online": _pays(fact),
    }
    return {name: value for name, value in measured.items() if value is not None} | (
        {"effects": effects} if effects else {}
    )


def _on_paper(fact: Mapping[str, Any], *, online: bool) -> bool | None:
    results = fact.get("results", ())
    return not online or results[0].startswith(ON_PAPER) if results else None


def _pays(fact: Mapping[str, Any]) -> bool | None:
    """Whether something is paid, and online; None while the council that sets the amount has not."""
    fees = fact.get("fees", ())
    if any(fee.get("set_by_council") or fee.get("amount") is None for fee in fees):
        return None
    return any(fee["amount"] for fee in fees)
