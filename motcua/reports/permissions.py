"""Who brings past figures in, keeps outside indexes and layouts, sets weights and targets."""

from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.models.office import AgencyQuerySet
from motcua.agencies.permissions import administers, operates
from motcua.dossiers.models.sight import overseen
from motcua.reports.models import ExternalIndex, PastImport, ReportLayout, Target
from motcua.reports.models.past import watched

KEEPERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER)


PARTS = (Kind.DIVISION, Kind.ONE_STOP)  # where an office's reform officer sits


def keeps_index(by: Post) -> bool:
    """Administrators and reform officers of the unit that operates, who may sit in one of its divisions."""
    if by.role == Role.SYSTEM or operates(by, *KEEPERS):
        return True
    above = by.agency.parent
    return by.role == Role.REFORM_OFFICER and by.agency.kind in PARTS and above is not None and above.operates


def may_publish_index(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps_index(by)


def keeps(by: Post, agency: Agency) -> bool:
    """Tell whether a post answers for the figures of a unit: of its own tree, or kept by one of it."""
    if by.role == Role.SYSTEM:
        return True
    places = [agency, *([agency.heir] if agency.heir else [])]
    return by.role in KEEPERS and any(place.path.startswith(watched(by)) for place in places)


def kept_units(office: Agency) -> AgencyQuerySet:
    """Return the units whose past figures an office brings in: its tree, and those whose records that keeps."""
    return Agency.objects.as_now(office.path)


def may_bring(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps(by, inputs["office"])


def may_settle_import(by: Post, batch: PastImport) -> bool:
    """Enter, give up, withdraw."""
    return keeps(by, batch.office)


def may_record_index(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps(by, inputs["agency"])


def may_change_index(by: Post, index: ExternalIndex) -> bool:
    return keeps(by, index.agency)


def may_create_layout(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps_index(by)


def may_change_layout(by: Post, layout: ReportLayout) -> bool:
    """The layouts of reports hold for every unit, like the index."""
    return keeps_index(by)


def sets_targets(by: Post, agency: Agency) -> bool:
    """The leader of the unit or of one above it, and who administers it."""
    leads = by.role == Role.LEADER and agency.is_within(by.agency)
    return leads or administers(by, agency)


def may_set_target(by: Post, inputs: dict[str, Any]) -> bool:
    return sets_targets(by, inputs["agency"])


def may_change_target(by: Post, target: Target) -> bool:
    return sets_targets(by, target.agency)


def freezes(by: Post, path: str) -> bool:
    """Leaders and reform officers, of the units whose figures they look through."""
    return by.role in (Role.LEADER, Role.REFORM_OFFICER) and path.startswith(overseen(by))


def may_freeze(by: Post, inputs: dict[str, Any]) -> bool:
    return freezes(by, inputs["agency"].path)
