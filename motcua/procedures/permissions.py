"""Who may adopt a procedure for an office, change its draft, publish and end it, and import the national catalogue."""

from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import operates
from motcua.procedures.models import Adoption, CodeAnswer, NationalChange, NationalProcedure, Posting, Proposal

KEEPERS = (Role.REFORM_OFFICER, Role.ADMINISTRATOR)


PARTS = (Kind.DIVISION, Kind.ONE_STOP)  # where an office's reform officer and administrator sit


def seat(by: Post) -> str:
    """Return the path of the office for which a post works: that above its division or centre, else its own unit."""
    path = by.agency.path
    return path.rstrip("/").rpartition("/")[0] + "/" if by.agency.kind in PARTS and by.agency.parent_id else path


def oversees(by: Post, office: Agency) -> bool:
    """Whether the office is the post's own or lies below it."""
    return by.role == Role.SYSTEM or office.path.startswith(seat(by))


def keeps(by: Post, office: Agency) -> bool:
    """The reform officers and administrators of the office or of one above it."""
    return by.role == Role.SYSTEM or (by.role in KEEPERS and oversees(by, office))


def may_adopt(by: Post, inputs: dict[str, Any]) -> bool:
    return keeps(by, inputs["office"])


def may_change_draft(by: Post, adoption: Adoption) -> bool:
    return keeps(by, adoption.office)


def may_publish(by: Post, adoption: Adoption) -> bool:
    """A draft becomes binding by the office's leader, or by those who keep the catalogue for them."""
    return keeps(by, adoption.office) or (by.role == Role.LEADER and oversees(by, adoption.office))


may_review = may_publish
may_cancel = may_publish
may_end = may_publish
may_undo_end = may_publish


def may_decide_change(by: Post, change: NationalChange) -> bool:
    """What changes the national record is decided by those who may import it."""
    return may_import(by)


def may_settle_doubts(by: Post, procedure: NationalProcedure) -> bool:
    """Whoever keeps a catalogue may look a doubt up and write down what is true."""
    return by.role == Role.SYSTEM or by.role in KEEPERS


def may_set_alias(by: Post, inputs: dict[str, Any]) -> bool:
    """A name settled once holds for every office."""
    return may_import(by)


def may_settle_code(by: Post, inputs: dict[str, Any]) -> bool:
    """Whose a damaged code is holds for every later import."""
    return may_import(by)


def may_settle_code_again(by: Post, answer: CodeAnswer) -> bool:
    return may_import(by)


def may_propose_change(by: Post, inputs: dict[str, Any]) -> bool:
    return may_import(by)


def may_import(by: Post) -> bool:
    """The national catalogue is common to all offices: the system and administrators of who operates bring it in."""
    return by.role == Role.SYSTEM or operates(by, Role.ADMINISTRATOR)


def may_post_at(by: Post, desk: Agency) -> bool:
    """What hangs at a desk is put up by its own people, and by those who keep the catalogue of its office."""
    return keeps(by, desk) or (by.role == Role.RECEPTIONIST and by.agency_id == desk.pk)


def may_put_up(by: Post, inputs: dict[str, Any]) -> bool:
    return may_post_at(by, inputs["desk"])


def may_take_down(by: Post, posting: Posting) -> bool:
    return may_post_at(by, posting.desk)


PROPOSERS = (Role.SPECIALIST, Role.HEAD_OF_DIVISION)


def may_submit(by: Post, inputs: dict[str, Any]) -> bool:
    """The division that settles a procedure proposes to shorten it, or those who keep the office's catalogue."""
    adoption: Adoption = inputs["adoption"]
    mine = by.role in PROPOSERS and by.agency.is_within(adoption.division)
    return mine or keeps(by, adoption.office)


def may_decide(by: Post, proposal: Proposal) -> bool:
    """Decided by a leader of the office or above it, never by those who proposed."""
    own = by.person_id == proposal.submitted_by.person_id  # whatever post they hold today
    return by.role == Role.LEADER and oversees(by, proposal.office) and not own


def may_withdraw(by: Post, proposal: Proposal) -> bool:
    """Those who proposed, those who keep the catalogue, and the system when what was reviewed is no longer given."""
    mine = by.person_id == proposal.submitted_by.person_id
    return mine or keeps(by, proposal.office) or may_pass_over(by, proposal)


def may_pass_over(by: Post, proposal: Proposal) -> bool:
    """Only the system, in a re-organisation."""
    return by.role == Role.SYSTEM


def may_shorten(by: Post, adoption: Adoption) -> bool:
    """Only as the outcome of a proposal, by whoever may make an edition binding."""
    return may_publish(by, adoption)
