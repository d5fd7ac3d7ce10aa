"""All writes on registers and their lines."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from motcua.agencies.choices import Capacity, Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.numbering import Taken, take
from motcua.core.text import clean
from motcua.correspondence import notations, permissions
from motcua.correspondence.choices import ABBREVIATIONS, Action, DocType, RegisterKind
from motcua.correspondence.models import OutgoingDocument, Register


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
    _check_capacity(capacity)
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
        signer_capacity=signer.capacity if capacity is None else capacity,
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


def _check_capacity(capacity: str | None) -> None:
    if capacity is not None and capacity not in Capacity.values:
        raise BadInput("unknown_capacity", "Thẩm quyền ký phải là TM., Q., KT., TL. hoặc TUQ.", field="capacity")


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
