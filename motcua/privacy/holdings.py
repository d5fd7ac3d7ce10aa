"""What citizens, dossiers, payments, files and this app hold of people: how it is told, and what of it may go."""

from typing import Any

from django.db.models import Q

from motcua.agencies.actions.holding import forget_held
from motcua.agencies.models import Post
from motcua.citizens.actions import erase_declarations, forget_lookups
from motcua.citizens.models import Applicant, Consent, IdentityLookup, Unmasking
from motcua.core.clock import now, today
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.actions.memos import empty_memo
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier, DossierPaper, Memo, PrintedPaper, Result
from motcua.dossiers.telling import messages_about
from motcua.files.models import AccessLog, StoredFile
from motcua.notify.actions import empty
from motcua.notify.notices import all_notices
from motcua.privacy.actions.forgetting import forget_earlier
from motcua.privacy.choices import Fate, Record
from motcua.privacy.models import RetentionRule, RightsRequest, nearest
from motcua.privacy.people import dossiers_of, own_dossiers
from motcua.privacy.registry import Holding, Known, Rows, register
from motcua.privacy.registry import Result as Fated

OPEN_STILL = "Hồ sơ đang giải quyết: cần cho việc người yêu cầu đã đề nghị"


def _declarations(known: Known) -> Rows:
    return [
        {
            "Loại": each.get_kind_display(), "Họ và tên, tên tổ chức": each.name, "Số giấy tờ": each.identity_number,
            "Điện thoại": each.phone, "Thư điện tử": each.email, "Địa chỉ": each.address,
            "Khai lúc": each.recorded_at,
        }
        for each in known.declarations
    ]  # fmt: skip


def _consents(known: Known) -> Rows:
    """What the person agreed to at the office's desks; what they agreed to in an account, the account tells them."""
    rows = Consent.objects.filter(applicant__in=known.keys, by__agency__path__startswith=known.office.path)
    return [
        {"Đồng ý việc": each.get_kind_display(), "Nội dung": each.words(), "Bản chữ số": each.text,
         "Lúc": each.given_at, "Trạng thái": each.get_state_display(), "Hết hiệu lực": each.ended_at,
         "Ghi tại": each.by.agency.name}
        for each in rows.select_related("by__agency").order_by("given_at", "pk")
    ]  # fmt: skip


def _dossiers(known: Known) -> Rows:
    rows = dossiers_of(known).select_related("edition", "agency", "bill")
    return [
        {
            "Mã hồ sơ": each.code or "(chưa nộp)", "Thủ tục": each.edition.name, "Tư cách": _as_what(each, known),
            "Nội dung yêu cầu": _if_own(each, known, each.subject), "Cơ quan giải quyết": each.agency.name,
            "Trạng thái": each.get_state_display(), "Tiếp nhận": each.received_at, "Hẹn trả": each.appointed_due,
            "Có kết quả": each.decided_at, "Trả kết quả": each.returned_at,
            "Người nhận kết quả": _if_own(each, known, each.returned_to),
            "Phí, lệ phí (đồng)": each.bill.total if each.bill else None,
        }
        for each in rows
    ]  # fmt: skip


def _if_own(dossier: Dossier, known: Known, text: str) -> str:
    """What somebody wrote about another person's matter is not told to whoever carried the papers."""
    return text if dossier.applicant_id in known.keys else ""


def _as_what(dossier: Dossier, known: Known) -> str:
    return "chủ hồ sơ" if dossier.applicant_id in known.keys else f"người nộp ({dossier.submitter_role or 'nộp thay'})"


def _papers(known: Known) -> Rows:
    rows = DossierPaper.objects.filter(dossier__in=own_dossiers(known)).select_related("dossier", "file")
    found = [{"Mã hồ sơ": each.dossier.code, "Giấy tờ": each.name, "Bản chính": each.originals, "Bản sao": each.copies,
              "Tệp": str(each.file or "")} for each in rows.order_by("dossier", "order")]  # fmt: skip
    printed = PrintedPaper.objects.filter(dossier__in=own_dossiers(known)).select_related("dossier")
    return found + [
        {"Mã hồ sơ": each.dossier.code, "Giấy tờ": each.get_form_display(), "In lúc": each.made_at}
        for each in printed.order_by("dossier", "made_at")
    ]


def _told(known: Known) -> Rows:
    """What was written to the person in the course of a dossier: reasons of requests, refusals and delays."""
    found = []
    for dossier in own_dossiers(known).prefetch_related("supplement_requests", "extension_rows", "apologies"):
        kinds: tuple[tuple[str, Any, str], ...] = (
            ("Yêu cầu bổ sung", dossier.supplement_requests.all(), "asked_at"),
            ("Gia hạn", dossier.extension_rows.all(), "at"),
            ("Xin lỗi, hẹn lại", dossier.apologies.all(), "at"),
        )
        found += [
            {"Mã hồ sơ": dossier.code, "Việc": label, "Lý do": each.reason, "Lúc": getattr(each, moment)}
            for label, rows, moment in kinds
            for each in rows
            if getattr(each, moment) is not None  # a draft was written to nobody yet
        ]
    return found


def _files(known: Known) -> list[StoredFile]:
    """The files of the person's dossiers, each once: papers brought, results, what was printed."""
    of = {"dossier__in": own_dossiers(known), "file__isnull": False}
    keys = [model.objects.filter(**of).order_by().values("file") for model in (DossierPaper, Result, PrintedPaper)]
    wanted = Q(pk__in=keys[0]) | Q(pk__in=keys[1]) | Q(pk__in=keys[2])
    return list(StoredFile.objects.kept().filter(wanted).order_by("recorded_at", "pk"))


def _messages(known: Known) -> Rows:
    """The messages that told of the person's own dossiers; what they said is that a dossier is where it is."""
    rows = messages_about(own_dossiers(known)).order_by("created_at", "pk")
    labels = {notice.key: notice.label for notice in all_notices()}
    return [
        {"Lúc": each.created_at, "Thông báo": labels.get(each.kind, each.kind), "Kênh": each.get_channel_display(),
         "Tới": each.recipient, "Nội dung": each.body, "Trạng thái": each.get_state_display()}
        for each in rows
    ]  # fmt: skip


def _empty_messages(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """What was sent about dossiers that are closed is of no use any more."""
    return [
        Fated(
            "Thông báo đã gửi về hồ sơ đã xong",
            Fate.ERASED,
            empty(messages_about(each for each in own_dossiers(known) if each.is_closed)),
        )
    ]


def _looks(known: Known) -> Rows:
    """Who looked, by unit and post, not by name: whom to ask is the office."""
    here = {"by__agency__path__startswith": known.office.path}
    ways: tuple[tuple[str, Any, str], ...] = (
        ("Tra theo số", IdentityLookup.objects.of(list(known.indexes)).filter(**here), "at"),
        ("Xem đầy đủ thông tin", Unmasking.objects.filter(applicant__in=known.keys, **here), "at"),
        ("Xem tệp", AccessLog.objects.filter(file__in=[file.pk for file in _files(known)], **here), "seen_at"),
    )
    return [
        {"Lúc": getattr(row, moment), "Cách xem": label, "Vị trí": row.by.title, "Đơn vị": row.by.agency.name,
         "Để làm gì": row.why}
        for label, rows, moment in ways
        for row in rows.select_related("by__agency").order_by(moment, "pk")
    ]  # fmt: skip


def _requests(known: Known) -> Rows:
    rows = RightsRequest.objects.filter(office=known.office, identity_index__in=known.indexes)
    return [
        {"Số": each.code, "Quyền": each.get_right_display(), "Nhận lúc": each.received_at,
         "Trạng thái": each.get_state_display(), "Nội dung": each.asked, "Quyết định": each.get_outcome_display()}
        for each in rows.order_by("received_at", "pk")
    ]  # fmt: skip


def _erase_drafts(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """Drafts that were never handed in, and given-up ones: nobody needs them. The whole content goes."""
    rows = dossiers_of(known).filter(Q(state=State.DRAFT) | Q(state=State.WITHDRAWN, code=None))
    found = list(rows.filter(applicant__in=known.keys))  # what they began for somebody else is that person's
    for dossier in found:
        erase(dossier, by=by, cause=cause)
    return [Fated("Hồ sơ đang soạn, chưa nộp", Fate.ERASED, len(found))]


def _erase_memos(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """What colleagues wrote to each other is no part of a dossier: of closed ones it goes."""
    rows = Memo.objects.filter(dossier__in=dossiers_of(known), erased_at=None).select_related("task", "dossier")
    at, closed = now(), [each for each in rows if each.dossier.is_closed]
    for memo in closed:
        empty_memo(memo, by=by, at=at)
    return [
        Fated("Trao đổi nội bộ về hồ sơ đã xong", Fate.ERASED, len(closed)),
        Fated("Trao đổi nội bộ về hồ sơ đang giải quyết", Fate.KEPT, len(rows) - len(closed), OPEN_STILL),
    ]


def _keep_dossiers(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """Dossiers are kept within their time: each is told with the rule that keeps it."""
    rules = list(RetentionRule.objects.in_force(today()))
    counted: dict[str, int] = {}
    for dossier in dossiers_of(known):
        rule = nearest(rules, Record.DOSSIER, dossier.procedure_code, dossier.field_code)
        words = rule.cited if rule and dossier.is_closed else OPEN_STILL
        counted[words] = counted.get(words, 0) + 1
    return [Fated("Hồ sơ thủ tục hành chính", Fate.KEPT, count, words) for words, count in sorted(counted.items())]


def _erase_declarations(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """Declarations that no dossier names any more, of whatever office; the others belong to what is kept."""
    kept = Dossier.objects.filter(erased_at=None).order_by()
    needed = Q(pk__in=kept.values("applicant")) | Q(pk__in=kept.exclude(submitter=None).values("submitter"))
    held = set(Applicant.objects.filter(needed, pk__in=known.keys).values_list("pk", flat=True))
    gone = erase_declarations([key for key in known.keys if key not in held], by=by)
    rule = nearest(RetentionRule.objects.in_force(today()), Record.DOSSIER)
    return [
        Fated("Thông tin người nộp không còn hồ sơ nào dùng", Fate.ERASED, gone),
        Fated("Thông tin người nộp ghi trong hồ sơ phải giữ", Fate.KEPT, len(held), rule.cited if rule else ""),
    ]


def _erase_looks(known: Known, *, by: Post, cause: str) -> list[Fated]:
    """While something of the person is kept, who looked at it must be known; afterwards the link to them goes."""
    rows = IdentityLookup.objects.of(list(known.indexes)).filter(by__agency__path__startswith=known.office.path)
    if dossiers_of(known).exists():
        rule = nearest(RetentionRule.objects.in_force(today()), Record.JOURNAL)
        return [Fated("Nhật ký tra cứu", Fate.KEPT, rows.count(), rule.cited if rule else "")]
    gone = forget_lookups(list(known.indexes), office=known.office, by=by)
    return [Fated("Nhật ký tra cứu: đã bỏ phần cho biết tra ai", Fate.ERASED, gone)]


def _erase_held(known: Known, *, by: Post, cause: str) -> list[Fated]:
    numbers = set(known.numbers)
    gone = forget_held(lambda text: same_number(text, numbers), office=known.office, by=by)
    return [Fated("Trang gửi dở khi hết phiên làm việc", Fate.ERASED, gone)]


def _erase_requests(known: Known, *, by: Post, cause: str) -> list[Fated]:
    return [Fated("Họ tên, số giấy tờ trong các yêu cầu trước", Fate.ERASED, forget_earlier(known, by=by, cause=cause))]


def same_number(text: str, numbers: set[str]) -> bool:
    """Tell whether what was typed is one of the numbers, however it was spaced."""
    return "".join(character for character in text.upper() if character.isalnum()) in numbers


# told and erased in this order: drafts go before the declarations that they name
PARTS = [
    register(Holding("citizens.declarations", "Thông tin đã khai", 10, _declarations)),
    register(Holding("citizens.consents", "Điều đã đồng ý tại quầy", 12, _consents)),
    register(Holding("dossiers.drafts", "", 15, erase=_erase_drafts)),
    register(Holding("dossiers.memos", "", 18, erase=_erase_memos)),
    register(Holding("dossiers.dossiers", "Hồ sơ", 20, _dossiers, _keep_dossiers)),
    register(Holding("dossiers.papers", "Giấy tờ", 30, _papers, files=_files)),
    register(Holding("dossiers.told", "Lý do đã thông báo", 40, _told)),
    register(Holding("notify.messages", "Thông báo đã gửi", 45, _messages, _empty_messages)),
    register(Holding("looks.made", "Ai đã xem", 50, _looks)),
    register(Holding("privacy.requests", "Yêu cầu về dữ liệu cá nhân", 60, _requests, _erase_requests)),
    register(Holding("agencies.held", "", 70, erase=_erase_held)),
    register(Holding("looks.forgotten", "", 80, erase=_erase_looks)),
    register(Holding("citizens.forgotten", "", 90, erase=_erase_declarations)),
]
