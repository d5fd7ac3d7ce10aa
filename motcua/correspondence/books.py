"""The register as it is read, printed and exported: ten columns (NĐ 30/2020, phụ lục IV)."""

from motcua.correspondence.choices import DocType
from motcua.correspondence.models import OutgoingDocument, Register

COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
Row = tuple[str, ...]


def register_rows(register: Register) -> list[Row]:
    """Return the register's lines in the order of their numbers, each as ten texts under COLUMNS; one query."""
    return [_row(document) for document in register.documents.order_by("number").iterator(chunk_size=2_000)]


def _row(document: OutgoingDocument) -> Row:
    sent = f"{document.sent_on:%d/%m/%Y}" if document.sent_on else ""
    kind = "" if document.doc_type == DocType.SPECIALISED else f"{document.get_doc_type_display()}. "
    return (
        document.notation,
        f"{document.date:%d/%m/%Y}",
        f"{kind}{document.abstract}",
        f"{document.signer_name}, {document.signer_title}",
        document.recipients,
        document.keeper,
        str(document.copies),
        sent,
        document.received_by,
        document.remark,
    )
