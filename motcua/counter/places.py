"""The three places of a dossier that a desk receives for another agency: what the page offers to choose."""

from dataclasses import dataclass, field

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.dossiers.actions.intake import return_desk_of
from motcua.dossiers.places import communes_on, is_told
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """Where somebody helped to file, where the result may be fetched, who may do the steps of a commune: as choices by
    the agency's code, none where the page does not ask."""

    helpers: Choices = field(default_factory=list)
    returns: Choices = field(default_factory=list)
    told: Choices = field(default_factory=list)


def places_for(by: Post, edition: Edition | None, content: Content | None, *, crosses: bool) -> Places:
    """Return what the page asks for an edition."""
    if edition is None or content is None:
        return Places()
    asks = any(is_told(step) for step in content.route.steps)
    told = [("", "Theo địa chỉ, tờ khai"), *communes_on(today())] if asks else []
    helpers, returns = _across(by, edition) if crosses else ([], [])
    return Places(helpers, returns, told)


def _across(by: Post, edition: Edition) -> tuple[Choices, Choices]:
    """The desks of the province; this desk or that of the agency that settles."""
    around = Agency.objects.valid(today()).filter(kind=Kind.ONE_STOP, path__startswith=by.agency.paths_above()[0])
    helpers = [(unit.code, unit.name) for unit in around.exclude(pk=by.agency_id).order_by("name_key")]
    there = return_desk_of(edition)
    returns = [("", f"Nơi tiếp nhận: {by.agency.name}")]
    returns += [(there.code, f"Cơ quan giải quyết: {there.name}")] if there else []
    return [("", "Tại nơi tiếp nhận, hoặc không ai hỗ trợ"), *helpers], returns
