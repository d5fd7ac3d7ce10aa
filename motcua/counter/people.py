"""People declared twice: who may be one person, the two side by side, and what a merge moved. Reads only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.models import Applicant, ApplicantQuerySet
from motcua.core.clock import now
from motcua.core.identity import mask
from motcua.core.text import clean
from motcua.dossiers.choices import MergeCause
from motcua.dossiers.models import Dossier, Merge
from motcua.dossiers.models.dossier import DossierQuerySet
from motcua.dossiers.permissions import may_merge
from motcua.ui import formats
from motcua.ui.inputs import Form, LineField, ProseField

MOST_GROUPS, MOST_EACH, MOST_CODES = 50, 6, 20
LOOKED_AT = 400  # days: who was declared long ago is compared by the codes of two dossiers


class PairForm(Form):
    """Two dossiers whose applicants are to be compared."""

    one = LineField(label="Mã hồ sơ thứ nhất", max_length=60)
    other = LineField(label="Mã hồ sơ thứ hai", max_length=60)


class MergeForm(Form):
    """Why the two are one person."""

    cause = forms.ChoiceField(label="Vì sao khai trùng", choices=MergeCause.choices, widget=forms.RadioSelect)
    note = ProseField(
        label="Căn cứ", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="ví dụ: đã đối chiếu thẻ căn cước, đã gọi điện hỏi",
    )  # fmt: skip


class UndoForm(Form):
    """Why they are two after all."""

    note = ProseField(label="Vì sao bỏ gộp", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


def known_here(by: Post) -> ApplicantQuerySet:
    """The declarations that the desk took down, or that its dossiers name; merged and erased ones are left out. An
    administrator's are those of every desk of the unit."""
    named = dossiers_here(by).order_by()
    mine = _taken_down(by) | Q(pk__in=named.values("applicant")) | Q(pk__in=named.values("submitter"))
    return Applicant.objects.filter(mine, erased_at=None, merged_into=None)


def dossiers_here(by: Post) -> DossierQuerySet:
    """The desk's own dossiers; for an administrator, who reads none of them, those of every desk of the unit, of which
    only people and codes are shown."""
    if by.role == Role.ADMINISTRATOR and may_merge(by, {}):
        return Dossier.objects.filter(desk__path__startswith=by.agency.path)
    return Dossier.objects.visible_to(by).filter(desk=by.agency_id)


def _taken_down(by: Post) -> Q:
    if by.role == Role.ADMINISTRATOR:
        return Q(by__agency__path__startswith=by.agency.path)
    return Q(by__agency=by.agency_id)


def alike(by: Post) -> list[list[Applicant]]:
    """Return groups of declarations that may be one person's: one name with one phone, but another number or none;
    and one number with several names. As many queries for many as for few.
    """
    rows = Applicant.objects.filter(_taken_down(by), erased_at=None, merged_into=None, restricted_by=None)
    rows = rows.filter(recorded_at__gte=now() - timedelta(days=LOOKED_AT))
    groups = [*_several(rows.exclude(phone_index=None), ("kind", "folded", "phone_index"), "identity_index")]
    groups += _several(rows.exclude(identity_index=None), ("kind", "identity_index"), "folded")
    return groups[:MOST_GROUPS]


def _several(rows: "QuerySet[Applicant]", same: tuple[str, ...], differs: str) -> list[list[Applicant]]:
    """Rows equal in some columns and not in one (which may be empty in some)."""
    kinds = Count(differs, distinct=True), Count("pk"), Count(differs)
    found = rows.order_by().values(*same).annotate(kinds=kinds[0], all=kinds[1], given=kinds[2])
    doubtful = found.filter(Q(kinds__gt=1) | Q(kinds=1, given__lt=F("all")))[:MOST_GROUPS]
    wanted = Q(pk__in=[])
    for each in doubtful:
        wanted |= Q(**{name: each[name] for name in same})
    groups: dict[tuple[Any, ...], dict[Any, Applicant]] = {}
    for row in rows.filter(wanted).order_by("recorded_at", "pk"):
        key = tuple(_plain(getattr(row, name)) for name in same)
        groups.setdefault(key, {})[_plain(getattr(row, differs))] = row  # the newest of each
    return [sorted(each.values(), key=_keepable)[-MOST_EACH:] for each in groups.values() if len(each) > 1]


def _keepable(person: Applicant) -> tuple[bool, bool, Any]:
    """The last of a group is proposed to be kept: with a number, of an account, the newest."""
    return person.identity_index is not None, person.account_id is not None, person.recorded_at


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def pairs_of(group: list[Applicant]) -> list[dict[str, Any]]:
    """Return each of a group but the newest beside the newest, which is proposed to be kept."""
    *others, kept = group
    return [
        {"kept": side(kept), "gone": side(gone), "url": reverse("counter:compare_people", args=[kept.pk, gone.pk])}
        for gone in others
    ]


def side(person: Applicant) -> dict[str, Any]:
    """Return what one side shows: numbers masked."""
    return {
        "key": person.pk, "name": person.name, "kind": person.get_kind_display(),
        "identity": mask(person.identity_number), "phone": mask(person.phone), "address": person.address,
        "at": formats.moment(person.recorded_at), "account": person.account_id is not None,
        "held_back": person.restricted_by_id is not None,
    }  # fmt: skip


def compared(kept: Applicant, gone: Applicant) -> dict[str, Any]:
    """Return the two side by side, each with its dossiers, and which rows differ."""
    sides = [side(each) | _dossiers(each) for each in (kept, gone)]
    rows = (
        ("Là", "kind"), ("Họ và tên, tên tổ chức", "name"), ("Số định danh", "identity"), ("Điện thoại", "phone"),
        ("Địa chỉ", "address"), ("Khai lúc", "at"),
    )  # fmt: skip
    shown = [(label, sides[0][key] or "–", sides[1][key] or "–") for label, key in rows]
    truly = {"identity": kept.identity_number != gone.identity_number, "phone": kept.phone != gone.phone}
    return {
        "sides": [sides[0] | {"label": "Giữ lại"}, sides[1] | {"label": "Gộp vào"}],
        "rows": [(*row, truly.get(key, row[1] != row[2])) for row, (_, key) in zip(shown, rows, strict=True)],
        "swap_url": reverse("counter:compare_people", args=[gone.pk, kept.pk]), "cancel_url": reverse("counter:people"),
    }  # fmt: skip


def _dossiers(person: Applicant) -> dict[str, Any]:
    rows = Dossier.objects.filter(Q(applicant=person) | Q(submitter=person)).exclude(code=None).order_by("-pk")
    codes = list(rows.values_list("code", flat=True)[: MOST_CODES + 1])
    return {"codes": codes[:MOST_CODES], "more": len(codes) > MOST_CODES}


def pair_of(by: Post, form: PairForm) -> tuple[Applicant, Applicant] | None:
    """Return the applicants of two dossiers of the desk; None, with the reason in the form, for what is no pair."""
    found = []
    for name in ("one", "other"):
        code = clean(form.cleaned_data[name]).upper()
        rows = dossiers_here(by).select_related("applicant")
        dossier = rows.scanned(code)
        if dossier is None:
            form.add_error(name, "Nơi tiếp nhận này không có hồ sơ mang mã đó.")
            return None
        found.append(dossier.applicant)
    if found[0].pk == found[1].pk:
        form.add_error("other", "Hai hồ sơ này của cùng một lần khai, không có gì để gộp.")
        return None
    return found[0], found[1]


def cause_of(kept: Applicant, gone: Applicant) -> str:
    """Return the cause that fits what both say, "" where only people can tell."""
    if not gone.identity_number:
        return MergeCause.NO_NUMBER
    return MergeCause.SAME_NUMBER if kept.identity_number == gone.identity_number else ""


def told(merge: Merge) -> dict[str, Any]:
    """Return what a merge moved, for its page."""
    moved = merge.moved.select_related("dossier").order_by("pk")
    codes = sorted({str(each.dossier) for each in moved if each.dossier is not None})
    return {
        "merge": merge, "codes": codes, "consents": sum(each.consent_id is not None for each in moved),
        "kept": side(merge.kept), "gone": side(merge.gone), "title": "Gộp người nộp khai trùng",
        "crumbs_items": [("Người nộp khai trùng", reverse("counter:people")), (str(merge).capitalize(), "")],
    }  # fmt: skip
