"""Opinions: what silence means, who reads a confidential one, what a mandatory one holds back, who may do what to it.

A mandatory opinion keeps the step it was asked in from passing on until it is answered; silence is not consent unless
the step of the route says so.
"""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.errors import BadInput
from motcua.dossiers.choices import OpinionEnd, Silence
from motcua.dossiers.models import Consultation, Dossier, Step
from motcua.dossiers.permissions import heads, holds, is_asked, open_steps, opinions_of

SHOWN = 3  # so many units are named in a refusal


def silence_of(step: Any) -> str:
    """Return what no answer by the deadline counts as in a step of the route: "" (not consent) or "agree".

    The one place where the route is asked; a step of an edition that does not say has no such rule.
    """
    said = getattr(step, "silence", "")
    return str(said) if said in Silence.values else ""


def asking_step(dossier: Dossier, *, by: Post) -> Step | None:
    """Return the open step that the asker holds (by themself or in somebody's place)."""
    return next((step for step in open_steps(dossier) if holds(by.hat, step)), None)


def silence_in(dossier: Dossier, step: Step | None) -> str:
    """Return what the dossier's edition says of silence in a step as it is being done."""
    route = dossier.content.route
    return silence_of(next((each for each in route.all_steps() if step is not None and each.key == step.key), None))


def opens(by: Post, row: Consultation) -> bool:
    """Tell whether question and answer are shown to a reader of the dossier.

    A confidential one only to who asked, who is asked or answered, whoever stands in for them, and their heads.
    """
    return not row.confidential or any(_concerns(hat, row) for hat in by.hats)


def _concerns(by: Post, row: Consultation) -> bool:
    if by.pk in (row.asked_by_id, row.answered_by_id) or is_asked(by, row):
        return True
    return heads(by, row.asked_by.agency) or heads(by, row.agency)


def held_back(dossier: Dossier, current: Step | None = None) -> list[Consultation]:
    """Return the mandatory opinions without an answer that keep a step (any step: none named) from passing on: those
    asked on the same leg."""
    rows = [row for row in opinions_of(dossier) if row.holds_back]
    if current is None:
        return rows
    return [row for row in rows if row.asked_in is None or row.asked_in.branch_id == current.branch_id]


def check_answered(dossier: Dossier, current: Step) -> None:
    """Raise BadInput `opinion_missing` while a mandatory opinion holds the step back."""
    rows = held_back(dossier, current)
    if rows:
        names = "; ".join(row.agency.short_name for row in rows[:SHOWN])
        raise BadInput(
            "opinion_missing",
            f"Chưa có ý kiến bắt buộc của {names}. Không trả lời không phải là đồng ý: nhắc, hỏi lại, hoặc người phụ"
            " trách ghi lý do giải quyết tiếp không chờ.",
        )


def may_remind(by: Post, row: Consultation) -> bool:
    """Whoever asked, or heads them; once."""
    return row.is_waiting and row.reminded_at is None and _asks(by, row)


def may_revoke(by: Post, row: Consultation) -> bool:
    """Whoever asked; a mandatory one only who heads them: else nobody would ever have to wait for it."""
    return row.is_waiting and (_heads_asker(by, row) or (not row.mandatory and by.pk == row.asked_by_id))


def may_waive(by: Post, row: Consultation) -> bool:
    """Who heads the asker's unit."""
    return row.holds_back and _heads_asker(by, row)


def may_forward(by: Post, row: Consultation) -> bool:
    """Whoever is asked, and who heads them."""
    return row.is_waiting and (is_asked(by, row) or heads(by, row.agency))


def may_decline(by: Post, row: Consultation) -> bool:
    """Whoever is asked."""
    return row.is_waiting and is_asked(by, row)


def _asks(by: Post, row: Consultation) -> bool:
    return by.pk == row.asked_by_id or _heads_asker(by, row)


def _heads_asker(by: Post, row: Consultation) -> bool:
    return heads(by, row.asked_by.agency)


def _any(dossier: Dossier, may: Any, by: Post) -> bool:
    return any(may(by, row) for row in opinions_of(dossier))


def may_remind_some(by: Post, dossier: Dossier) -> bool:
    return _any(dossier, may_remind, by)


def may_revoke_some(by: Post, dossier: Dossier) -> bool:
    return _any(dossier, may_revoke, by)


def may_waive_some(by: Post, dossier: Dossier) -> bool:
    return _any(dossier, may_waive, by)


def may_forward_some(by: Post, dossier: Dossier) -> bool:
    return _any(dossier, may_forward, by)


def may_decline_some(by: Post, dossier: Dossier) -> bool:
    return _any(dossier, may_decline, by)


def may_agree_by_silence(by: Post, dossier: Dossier) -> bool:
    """Only the machine, after the deadline."""
    return by.role == Role.SYSTEM


def outcome_of(row: Consultation) -> str:
    """Say in a few words how it stands: agreed, declined, silent…; "" while it is waited for."""
    if row.answered_at is not None:
        return str(row.get_verdict_display()) or "Đã trả lời"
    return str(OpinionEnd(row.ending).label) if row.ending else ""
