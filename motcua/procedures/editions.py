"""What an edition freezes: everything a dossier needs to know of its procedure, for ever. Pure.

An edition's `content` is the JSON of `Content`; the dossier reads it through these classes only.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from motcua.procedures.routes import Route, route_from, route_json

ASK = "ask"  # the desk is asked for the limit at receipt
COUNTER, ONLINE, POST = "counter", "online", "post"
CHANNELS = (COUNTER, ONLINE, POST)


@dataclass(frozen=True)
class Case:
    """A case (trường hợp) of the procedure."""

    key: str
    name: str


@dataclass(frozen=True)
class Paper:
    """A paper of the dossier; `case` None means every case.

    `valid_months`: for how many months after its issue it is taken, None where no rule says so (`valid_basis`: the
    rule, as "Nghị định 123/2015/NĐ-CP, điều 23").
    """

    name: str
    code: str = ""
    originals: int = 0
    copies: int = 0
    case: str | None = None
    required: bool = True
    valid_months: int | None = None
    valid_basis: str = ""


@dataclass(frozen=True)
class Fee:
    """A line of fees. amount None with set_by_council: the provincial council sets it; None alone: unknown; 0: free."""

    name: str
    kind: str = "charge"  # fee (phí) | charge (lệ phí) | price (mức giá)
    amount: int | None = None
    set_by_council: bool = False
    case: str | None = None
    channel: str | None = None
    note: str = ""


@dataclass(frozen=True)
class LimitRule:
    """The office's own limit for a case and channel (None = every); unit as in worktime, or ASK."""

    unit: str
    amount: Decimal | None = None
    case: str | None = None
    channel: str | None = None
    basis: str = ""


@dataclass(frozen=True)
class Terms:
    """Rules that differ by procedure and are data: never constants of the code."""

    cutoff: time | None = None
    supplement_policy: str = "pause"  # pause | restart | continue
    max_supplements: int | None = 1
    max_extensions: int = 1
    extension_days_before: int = 1
    crosses_from: date | None = None  # from this day any desk of the province receives it (NĐ 118/2025)


@dataclass(frozen=True)
class LegalEffect:
    """From when a legal basis is in force; `basis` is its number as in `legal_bases`."""

    basis: str
    effective_from: date | None = None


@dataclass(frozen=True)
class Measured:
    """What the index of service quality asks of a procedure (QĐ 766/QĐ-TTg, 2022); None: nobody has said it yet.

    `made_public_at` is when the decision was put on the portal, against `decided_on` and the effective dates of the
    legal bases; the other three are the denominators of the online indicators.
    """

    decided_on: date | None = None
    made_public_at: datetime | None = None
    effects: tuple[LegalEffect, ...] = ()
    full_online_eligible: bool | None = None
    paper_result: bool | None = None
    pays_online: bool | None = None


@dataclass(frozen=True)
class Content:
    """The frozen snapshot."""

    code: str
    name: str
    field_code: str
    field_name: str
    office: str
    division: str
    route: Route
    limits: tuple[LimitRule, ...]
    papers: tuple[Paper, ...] = ()
    fees: tuple[Fee, ...] = ()
    cases: tuple[Case, ...] = ()
    results: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    immediate: bool = False  # the result is given while the applicant waits
    decision: str = ""  # the deciding document of the adoption
    online_level: str = ""  # full | partial | ""
    measured: Measured = field(default_factory=Measured)
    form: Mapping[str, Any] | None = field(default=None, hash=False)  # JSON of a form (questions); None: none online

    def limit_for(self, *, case: str | None, channel: str) -> LimitRule | None:
        """Return the nearest limit: case and channel, case, channel, general; None when there is none."""

        def fits(rule: LimitRule) -> bool:
            return rule.case in (None, case) and rule.channel in (None, channel)

        ranked = sorted(filter(fits, self.limits), key=lambda r: (r.case is None, r.channel is None))
        return ranked[0] if ranked else None

    def papers_for(self, case: str | None) -> list[Paper]:
        """Return the papers asked in a case, in the order of the law."""
        return [paper for paper in self.papers if paper.case in (None, case)]

    def fees_for(self, *, case: str | None, channel: str) -> list[Fee]:
        """Return the lines of fees for a case and channel."""
        return [fee for fee in self.fees if fee.case in (None, case) and fee.channel in (None, channel)]


def rerouted(content: Content, later: Content) -> Content:
    """Return a content that goes by the route of a later one: its steps, and the units in which they are done."""
    return replace(content, route=later.route, division=later.division, office=later.office)


def measured_from(data: dict[str, Any]) -> Measured:
    """JSON → what the service index asks. Raises TypeError or ValueError."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    moment = data.get("made_public_at")
    effects = (LegalEffect(each["basis"], day(each.get("effective_from"))) for each in data.get("effects", ()))
    values = {name: data.get(name) for name in ("full_online_eligible", "paper_result", "pays_online")}
    return Measured(
        decided_on=day(data.get("decided_on")),
        made_public_at=datetime.fromisoformat(moment) if moment else None,
        effects=tuple(effects),
        **values,
    )


def measured_json(measured: Measured) -> dict[str, Any]:
    """What the service index asks → JSON; what nobody has said is left out."""
    data: dict[str, Any] = {}
    if measured.decided_on:
        data["decided_on"] = measured.decided_on.isoformat()
    if measured.made_public_at:
        data["made_public_at"] = measured.made_public_at.isoformat()
    if measured.effects:
        data["effects"] = [
            {"basis": each.basis, "effective_from": each.effective_from and each.effective_from.isoformat()}
            for each in measured.effects
        ]
    for name in ("full_online_eligible", "paper_result", "pays_online"):
        if getattr(measured, name) is not None:
            data[name] = getattr(measured, name)
    return data


def content_from(data: dict[str, Any]) -> Content:
    """JSON → content. Raises KeyError, TypeError or ValueError for what is missing or unknown."""
    data = dict(data)
    form = data.pop("form", None)
    if form is not None and not isinstance(form, Mapping):
        raise TypeError("form")
    terms = dict(data.pop("terms", {}))
    if terms.get("cutoff"):
        terms["cutoff"] = time.fromisoformat(terms["cutoff"])
    if terms.get("crosses_from"):
        terms["crosses_from"] = date.fromisoformat(terms["crosses_from"])
    limits = tuple(
        LimitRule(**(rule | {"amount": None if rule.get("amount") is None else Decimal(str(rule["amount"]))}))
        for rule in data.pop("limits")
    )
    return Content(
        route=route_from(data.pop("route")),
        limits=limits,
        terms=Terms(**terms),
        measured=measured_from(data.pop("measured", {})),
        papers=tuple(Paper(**paper) for paper in data.pop("papers", ())),
        fees=tuple(Fee(**fee) for fee in data.pop("fees", ())),
        cases=tuple(Case(**case) for case in data.pop("cases", ())),
        results=tuple(data.pop("results", ())),
        legal_bases=tuple(data.pop("legal_bases", ())),
        form=form,
        **data,
    )


def content_json(content: Content) -> dict[str, Any]:
    """Content → JSON; a form and the validity of papers are left out where there is none."""
    data = asdict(content)
    data["route"] = route_json(content.route)
    for rule in data["limits"]:
        rule["amount"] = None if rule["amount"] is None else str(rule["amount"])
    cutoff = content.terms.cutoff
    data["measured"] = measured_json(content.measured)
    for paper in data["papers"]:
        if paper["valid_months"] is None:  # as editions of before are written
            del paper["valid_months"], paper["valid_basis"]
    data["terms"]["cutoff"] = None if cutoff is None else f"{cutoff:%H:%M}"
    crosses = data["terms"].pop("crosses_from")
    if crosses is not None:  # left out where nothing crosses, as in editions of before
        data["terms"]["crosses_from"] = crosses.isoformat()
    if content.form is None:
        del data["form"]  # as editions of before there were forms are written
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}
