"""The three places of a dossier that a desk receives for another agency: what the page offers to choose."""

from dataclasses import dataclass

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.dossiers.actions.intake import return_desk_of
from motcua.procedures.models import Edition

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """Where somebody helped to file, and where the result may be fetched, as choices by the agency's code."""

    helpers: Choices
    returns: Choices


def places_for(by: Post, edition: Edition) -> Places:
    """Return what may be chosen: the desks of the province; this desk or that of the agency that settles."""
    around = Agency.objects.valid(today()).filter(kind=Kind.ONE_STOP, path__startswith=by.agency.paths_above()[0])
    helpers = [(unit.code, unit.name) for unit in around.exclude(pk=by.agency_id).order_by("name_key")]
    there = return_desk_of(edition)
    returns = [("", f"Nơi tiếp nhận: {by.agency.name}")]
    returns += [(there.code, f"Cơ quan giải quyết: {there.name}")] if there else []
    return Places([("", "Tại nơi tiếp nhận, hoặc không ai hỗ trợ"), *helpers], returns)
