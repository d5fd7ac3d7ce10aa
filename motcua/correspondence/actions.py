"""All writes on registers and their lines."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from motcua.agencies.choices import Capacity, Kind, Role
from motcua.agencies.models import Agency, Delegation, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, StepRefused
from motcua.core.numbering import Taken, take
from motcua.core.text import clean
from motcua.correspondence import letterheads, notations, permissions
from motcua.correspondence.choices import ABBREVIATIONS, Action, DocType, RegisterKind
from motcua.correspondence.models import Letterhead, OutgoingDocument, Register
from motcua.files.apart import emblem_of


@creates(Action.OPEN_REGISTER, permit=permissions.may_open_register)
def open_register(
    *, by: Post, agency: Agency, year: int, kind: str = RegisterKind.OUTGOING, first_number: int = 1
) -> Register:
    """Open the year's register; `first_number` continues a book begun on paper. Raises BadInput (`register_exists`)."""
    if kind not in RegisterKind.values or not 1 <= first_number <= 10**6 or not 2000 <= year <= 2100:
        raise BadInput("bad_register", "Loại sổ, năm hoặc số bắt đầu không hợp lệ.")
    name = RegisterKind(kind).label
    register = Register(agency=agency, year=year, kind=kind, name=name, first_number=first_number)
    try:
        with transaction.atomic():
            register.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("register_exists", "Sổ của năm này đã được mở.") from error
    return register


@action(Action.SET_NOTATIONS, permit=permissions.may_keep_register)
def set_notations(register: Register, *, by: Post, notations_by_type: dict[str, str]) -> None:
    """Set the register's own templates, by type of paper. Raises BadInput (`bad_notation`, `unknown_type`)."""
    for doc_type, template in notations_by_type.items():
        _known_type(doc_type)
        notations.check_template(template)
    register.notations = dict(notations_by_type)


@action(Action.CLOSE_REGISTER, permit=permissions.may_keep_register)
def close_register(register: Register, *, by: Post) -> dict[str, Any]:
    """Close the book today: no number is taken from it any more, and its last one is on record.

    Raises StepRefused when it is closed already.
    """
    if register.closed_on is not None:
        raise StepRefused("Sổ đã khóa.", code="register_closed")
    register.closed_on = local(register.moment).date()
    return {"last_number": register.documents.aggregate(last=Max("number"))["last"]}


@creates(Action.ISSUE, permit=permissions.may_issue)
def issue(
    *,
    by: Post,
    agency: Agency,
    doc_type: str,
    abstract: str,
    signer: Post,
    recipients: str,
    on: date | None = None,
    abbreviation: str | None = None,
    unit: str = "",
    keeper: str = "",
    copies: int = 1,
    remark: str = "",
    capacity: str | None = None,
    signs_for: str | None = None,
) -> OutgoingDocument:
    """Give a paper the next number of the agency's register of the year, its date and notation.

    The year's register is opened when it is not there. The date is that of the instant in which the number was taken,
    or `on`, which may be neither in the future, nor of another year, nor before the last number's date.
    `abbreviation` stands for the type's own (permits and certificates have theirs from the line ministry), `unit`
    for the drafting division of a công văn. Raises BadInput, and StepRefused (`register_closed`).
    """
    texts = {"abstract": abstract, "recipients": recipients, "keeper": keeper, "remark": remark}
    kept = {name: _text(text, name) for name, text in texts.items()}
    doc_type, short = _known_type(doc_type), _agency_notation(agency)
    _check_copies(copies)
    capacity = signer.signing_capacity if capacity is None else capacity
    delegation = signer.place.delegation if signer.place else None
    _check_capacity(capacity, delegation)
    if not permissions.same_office(signer, agency) or signer.role == Role.SYSTEM:
        raise BadInput("signer_of_another_agency", "Người ký không thuộc đơn vị này.", field="signer")
    taken = take(f"outgoing:{agency.pk}", period="year")  # the lock's instant decides the year, also at midnight
    register, last = _register(by=by, agency=agency, taken=taken)
    day = _date(taken, on=on, last=last)
    number = register.first_number - 1 + taken.number
    abbreviation = ABBREVIATIONS[DocType(doc_type)] if abbreviation is None else clean(abbreviation)
    template = register.notations.get(doc_type) or (notations.TYPED if abbreviation else notations.UNTYPED)
    notation = notations.written(template, number=number, abbreviation=abbreviation, agency=short, unit=clean(unit))
    document = OutgoingDocument(
        register=register,
        number=number,
        date=day,
        doc_type=doc_type,
        by=by,
        signer=signer,
        copies=copies,
        notation=_short(notation),
        signer_name=signer.person.name,
        signer_title=signer.title,
        signer_capacity=capacity,
        delegation=delegation,
        signs_for=signer.signs_for if signs_for is None else clean(signs_for, lines=True)[:200],
        **kept,
    )
    document.moment = taken.at
    document.save(force_insert=True)
    return document


def _register(*, by: Post, agency: Agency, taken: Taken) -> tuple[Register, date | None]:
    """Return the register of the year in which the number was taken and the date of its last number."""
    last = OutgoingDocument.objects.filter(register=OuterRef("pk")).order_by("-number").values("date")[:1]
    found = (
        Register.objects.filter(agency=agency, year=int(taken.period), kind=RegisterKind.OUTGOING)
        .select_for_update(of=("self",), no_key=True)  # closing waits for us, or we see that it is closed
        .annotate(last_date=Subquery(last))
        .first()
    )
    if found is None:
        return open_register(by=by, agency=agency, year=int(taken.period)), None
    if found.closed_on is not None:
        raise StepRefused(f"{found} đã khóa, không cấp số được nữa.", code="register_closed")
    return found, found.last_date


def _date(taken: Taken, *, on: date | None, last: date | None) -> date:
    today = local(taken.at).date()
    if on is None:  # a clock put right at midnight does not take the register back; the demo's may go back by months
        return last if last is not None and last - today == timedelta(days=1) else today
    if on > today or on.year != today.year:
        raise BadInput("date_not_possible", "Ngày văn bản không được ở tương lai hoặc thuộc năm khác.", field="on")
    if last is not None and on < last:
        raise BadInput("before_last_number", f"Số trước đã ghi ngày {last:%d/%m/%Y}; ngày không được lùi.", field="on")
    return on


LIMITS = {"abstract": 500, "recipients": 2_000, "keeper": 200, "remark": 500}
NEEDED = {"abstract": "trích yếu", "recipients": "nơi nhận"}


def _text(text: str, name: str) -> str:
    """Return a column's text, cleaned. Raises BadInput when it is needed and missing, or too long."""
    text = clean(text, lines=name == "recipients")
    if not text and name in NEEDED:
        raise BadInput(f"{name}_needed", f"Cần có {NEEDED[name]}.", field=name)
    if len(text) > LIMITS[name]:
        raise BadInput("too_long", f"Nội dung dài quá {LIMITS[name]} ký tự.", field=name)
    return text


def _known_type(doc_type: str) -> str:
    if doc_type not in DocType.values:
        raise BadInput("unknown_type", "Không có loại văn bản này.", field="doc_type")
    return str(doc_type)


def _agency_notation(agency: Agency) -> str:
    short = agency.notation or ("UBND" if agency.kind == Kind.PEOPLES_COMMITTEE else "")
    if not short:
        raise BadInput("agency_without_notation", "Đơn vị chưa khai ký hiệu trên văn bản.", field="agency")
    return short


def _check_copies(copies: int) -> None:
    if isinstance(copies, bool) or not isinstance(copies, int) or not 1 <= copies <= 10_000:
        raise BadInput("bad_copies", "Số lượng bản từ 1 đến 10.000.", field="copies")


def _check_capacity(capacity: str, delegation: Delegation | None) -> None:
    if capacity not in Capacity.values:
        raise BadInput("unknown_capacity", "Thẩm quyền ký phải là TM., Q., KT., TL. hoặc TUQ.", field="capacity")
    if (capacity == Capacity.TUQ) != (delegation is not None):
        raise BadInput("tuq_needs_document", "TUQ. chỉ ký theo văn bản ủy quyền có số, ngày.", field="capacity")


def _short(notation: str) -> str:
    if len(notation) > notations.LENGTH:
        raise BadInput("notation_too_long", f"Ký hiệu dài quá {notations.LENGTH} ký tự.", field="abbreviation")
    return notation


@action(Action.SEND, permit=permissions.may_change_line)
def send(document: OutgoingDocument, *, by: Post, on: date | None = None, received_by: str = "") -> None:
    """Write down that the paper left, and who signed for it. Raises StepRefused when it already had."""
    today = local(document.moment).date()
    if document.sent_on is not None:
        raise StepRefused("Văn bản này đã chuyển.", code="already_sent")
    document.sent_on = on or max(today, document.date)
    if document.sent_on < document.date or document.sent_on > max(today, document.date):
        raise BadInput("date_not_possible", "Ngày chuyển không trước ngày văn bản và không ở tương lai.", field="on")
    document.received_by = clean(received_by)[:200]


@action(Action.ANNOTATE, permit=permissions.may_change_line)
def annotate(document: OutgoingDocument, *, by: Post, **columns: Any) -> dict[str, Any]:
    """Fill in `keeper`, `recipients`, `copies` or `remark`. Raises BadInput (`not_changeable`) for any other column."""
    for name, value in columns.items():
        if name == "copies":
            _check_copies(value)
        elif name not in LIMITS or name == "abstract":
            raise BadInput("not_changeable", "Cột này của sổ không sửa được.", field=name)
        setattr(document, name, value if name == "copies" else _text(value, name))
    return {"columns": sorted(columns)}


@creates(Action.PUBLISH_LETTERHEAD, permit=permissions.may_publish_letterhead)
def publish_letterhead(*, by: Post, agency: Agency, valid_from: date, **parts: Any) -> Letterhead:
    """Put the office's own parts on its papers from a day on (today or later); what was printed stays as it was.

    `parts` as for `letterhead_of`. Raises BadInput.
    """
    row = letterhead_of(agency=agency, valid_from=valid_from, **parts)
    row.published_at = row.moment = now()
    if valid_from < local(row.moment).date():
        raise BadInput("in_the_past", "Chỉ dùng từ hôm nay trở đi: giấy đã in không đổi.", field="valid_from")
    row.save(force_insert=True)
    return row


def letterhead_of(
    *,
    agency: Agency,
    valid_from: date,
    valid_to: date | None = None,
    emblem: bytes | None = None,
    kept_emblem: Letterhead | None = None,
    lines: list[str] | None = None,
    notes: dict[str, str] | None = None,
    **words: str,
) -> Letterhead:
    """Return the parts checked, not yet saved: what a preview prints. `emblem`: a PNG or JPEG as it was uploaded;
    `kept_emblem`: the letterhead of the same unit whose picture goes on; `words`: place, contact, hours, signing.

    Raises BadInput for days that cannot be, words too long, a place between braces that nobody fills, a bad picture.
    """
    if valid_to is not None and valid_to < valid_from:
        raise BadInput("ends_before", "Ngày cuối phải từ ngày đầu trở đi.", field="valid_to")
    row = Letterhead(agency=agency, valid_from=valid_from, valid_to=valid_to)
    for name, limit in letterheads.LIMITS.items():
        setattr(row, name, _within(clean(words.get(name)), limit, field=name))
    row.lines = _lines(lines or [])
    row.notes = {form: text for form in letterheads.FORMS if (text := _note(form, (notes or {}).get(form)))}
    row.emblem = emblem_of(emblem) if emblem else kept_emblem.emblem if kept_emblem else None
    row.emblem_digest = sha256(bytes(row.emblem)).hexdigest() if row.emblem else ""
    if not (row.lines or row.notes or row.emblem or row.place or row.contact or row.hours or row.signing):
        raise BadInput("nothing_set", "Chưa đặt gì: hãy điền ít nhất một mục.")
    return row


def _within(text: str, limit: int, *, field: str) -> str:
    if len(text) > limit:
        raise BadInput("too_long", f"Nội dung dài quá {limit} ký tự.", field=field)
    if unknown := letterheads.unknown_places(text):
        known = ", ".join(f"{{{name}}}" for name in letterheads.PLACES)
        raise BadInput(
            "unknown_place", f"Không có chỗ điền “{{{unknown[0]}}}”. Ghi chú dùng được: {known}.", field=field
        )
    return text


def _lines(lines: list[str]) -> list[str]:
    kept = [text for line in lines if (text := clean(line))]
    if len(kept) > letterheads.MOST_LINES:
        raise BadInput("too_many_lines", f"Tối đa {letterheads.MOST_LINES} dòng.", field="lines")
    return [_within(text, letterheads.LONGEST_LINE, field="lines") for text in kept]


def _note(form: str, text: str | None) -> str:
    field, text = f"note_{form}", clean(text, lines=True)
    if len(text.splitlines()) > letterheads.MOST_NOTE_LINES:
        raise BadInput("too_many_lines", f"Tối đa {letterheads.MOST_NOTE_LINES} dòng.", field=field)
    return _within(text, letterheads.LONGEST_NOTE, field=field)


@action(Action.DROP_LETTERHEAD, permit=permissions.may_drop_letterhead)
def drop_letterhead(letterhead: Letterhead, *, by: Post) -> None:
    """Use it no more from this moment on; papers made before keep it. Raises StepRefused when it is over."""
    last = letterhead.valid_to
    if letterhead.dropped_at is not None or (last is not None and last < local(letterhead.moment).date()):
        raise StepRefused("Bản này đã thôi dùng.", code="already_over")
    letterhead.dropped_at = letterhead.moment
