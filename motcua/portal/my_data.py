"""Everything that an account keeps of its holder, as a file they can take along (luật Bảo vệ dữ liệu cá nhân)."""

from typing import Any

from motcua.citizens.actions import live_sessions
from motcua.citizens.choices import Action
from motcua.citizens.models import Account, Consent
from motcua.core.clock import local, now
from motcua.dossiers.models import Rating
from motcua.portal import my_receipts
from motcua.portal.my_dossiers import mine
from motcua.portal.my_papers import told_of
from motcua.procedures.models import contents_of

MOST = 5_000  # dossiers in a file


def everything(account: Account) -> dict[str, Any]:
    """Return what is kept, in words a reader understands; moments are ISO 8601 with the offset of Vietnam."""
    return {
        "made_at": _at(now()),
        "account": {
            "opened_at": _at(account.opened_at), "assurance": account.get_assurance_display(), "name": account.name,
            "identity_number": account.identity_number, "birth_date": account.birth_date, "phone": account.phone,
            "phone_proved_at": _at(account.phone_proved_at), "email": account.email,
            "email_proved_at": _at(account.email_proved_at), "address": account.address, "language": account.language,
            "identity_proved_at": _at(account.identity_proved_at),
        },
        "sessions": [
            {"device": each.label, "network": each.network, "way": each.get_way_display(),
             "began_at": _at(each.began_at), "last_seen": _at(each.last_seen)}
            for each in live_sessions(account)
        ],
        "consents": [
            {"what": each.get_kind_display(), "text": each.words(), "version": each.text, "language": each.language,
             "given_at": _at(each.given_at), "recorded_by": _recorder(each), "state": each.get_state_display(),
             "ended_at": _at(each.ended_at)}
            for each in _consents(account)
        ],
        "deeds": [
            {"at": _at(event.happened_at), "what": str(Action(event.action).label)}
            for event in account.events.order_by("pk")
        ],
        "declared": [
            {"at": _at(row.recorded_at), "kind": row.kind, "name": row.name, "identity_number": row.identity_number,
             "phone": row.phone, "email": row.email, "address": row.address}
            for row in account.applicants.filter(erased_at=None).order_by("recorded_at", "pk")
        ],
        "dossiers": _dossiers(account),
        **told_of(account.acting(), most=MOST),
        "receipts": _receipts(account),
        "ratings": _ratings(account),
    }  # fmt: skip


def agreed_to(account: Account, language: str) -> list[tuple[Consent, str, str]]:
    """Return what the holder agreed to, the newest first: consent, its words in a language, the desk that wrote it."""
    return [(each, each.words(language), _recorder(each)) for each in reversed(_consents(account))]


def _consents(account: Account) -> list[Consent]:
    return list(Consent.objects.visible_to(account.acting()).select_related("by__agency").order_by("given_at", "pk"))


def _recorder(consent: Consent) -> str:
    return "" if consent.applicant_id is None else consent.by.agency.name


def _dossiers(account: Account) -> list[dict[str, Any]]:
    rows = list(mine(account).order_by("pk")[:MOST])
    names = {key: content.name for key, content in contents_of({each.edition_id for each in rows}).items()}
    return [
        {
            "code": row.code,
            "procedure": names[row.edition_id],
            "state": row.get_state_display(),
            "office": row.desk.name,
            "received_at": _at(row.received_at),
            "due_at": _at(row.appointed_due),
            "returned_at": _at(row.returned_at),
        }
        for row in rows
    ]


def _ratings(account: Account) -> list[dict[str, Any]]:
    rows = Rating.objects.visible_to(account.acting()).select_related("dossier").order_by("given_at", "pk")
    return [
        {"code": row.dossier.code, "given_at": _at(row.given_at), "changed_at": _at(row.changed_at),
         "satisfied": row.get_satisfied_display(), "scores": row.scores, "words": row.words}
        for row in rows[:MOST]
    ]  # fmt: skip


def _receipts(account: Account) -> list[dict[str, Any]]:
    rows = my_receipts.told_of(account.acting(), most=MOST)
    return [row | {"paid_at": _at(row["paid_at"]), "refunded_at": _at(row["refunded_at"])} for row in rows]


def _at(moment: Any) -> str | None:
    return local(moment).isoformat(timespec="seconds") if moment is not None else None
