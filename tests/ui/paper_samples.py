"""Invented people and dossiers for the printed papers, and how tests read a PDF."""

import copy
import io
import re
import unicodedata
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader

CODE = "H61.12.05-20261120-0000123"
LINK = "https://motcua.binhan.example.vn/t/Zk3vQ9x1LrT8wYp2Nd5uHs"
LONG_NAME = (
    "Công ty Trách nhiệm hữu hạn Một thành viên Đầu tư Xây dựng và Xuất nhập khẩu Nông lâm thủy sản Tây Nguyên Xanh – "
    "Lâm Ẫnh"
)
ATTACK = (
    'Trần #let x=1 *đậm* _nghiêng_ $x^2$ @nhãn <nhan> \\ "kép" #panic("x") // ghi chú /* */ `mã` ~ -- --- ... '
    '[khối] {ma} {due} #read("/etc/passwd") #import "@preview/x:0.1.0" #include("sets.json") \\u{41} &amp; %s {{ x }}'
)
SIZES = {"a5": (420, 595), "a4": (595, 842), "a4-wide": (842, 595), "a5-wide": (595, 420)}

COMMON: dict[str, Any] = {
    "agency": {
        "parent": "UBND phường Bình An",
        "name": "Trung tâm Phục vụ hành chính công",
        "name_text": "Trung tâm Phục vụ hành chính công phường Bình An",
    },
    "desk": "Trung tâm Phục vụ hành chính công phường Bình An",
    "code": CODE,
    "qr": LINK,
    "place": "Phường Bình An",
    "date": "2026-11-20",
    "number": "0123/TTPVHCC",
    "applicant": {
        "name": "Nguyễn Thị Thùy Dương",
        "id": "079185012345",
        "address": "Số 12/3 đường Hoàng Diệu, phường Bình An, tỉnh Lâm Đồng",
        "phone": "0912 345 678",
        "email": "thuyduong@example.vn",
    },
    "procedure": {"code": "1.004222", "name": "Đăng ký thường trú"},
}
SIGNER = {"lines": ["KT. Trưởng phòng", "Phó Trưởng phòng"], "name": "Phạm Văn Khánh"}
HANDOVER = {
    "from": "Trung tâm PVHCC phường Bình An",
    "to": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "at": "2026-11-20T10:30",
    "from_person": "Lê Hoàng Phúc",
    "to_person": "Võ Minh Trí",
    "result": "on_time",
    "note": "Chuyển 12 trang",
}
ENTRY = {
    "seq": 1,
    "code": "H61.12.05-20261102-0000001",
    "procedure": "Đăng ký khai sinh",
    "sets": 1,
    "applicant": "Huỳnh Thị Quỳnh",
    "address": "Số 3, đường Lê Lợi, phường Bình An",
    "phone": "0900 000 001",
    "lead": "UBND phường Bình An",
    "received": "2026-11-02T08:00",
    "due": "2026-11-07T17:00",
    "sent": "2026-11-02",
    "result_in": "2026-11-06",
    "returned": "2026-11-07",
    "method": "Trực tiếp",
    "note": "Bổ sung 1 lần",
}
OWN: dict[str, dict[str, Any]] = {
    "receipt": {
        "papers": [
            {"name": "Tờ khai thay đổi thông tin cư trú", "originals": 1},
            {"name": "Giấy tờ chứng minh chỗ ở hợp pháp", "originals": 1, "copies": 2},
            {"name": "Giấy chứng nhận kết hôn", "electronic": 1},
        ],
        "sets": 1,
        "limit": "07 ngày làm việc",
        "received": "2026-11-20T09:05",
        "due": "2026-12-01T17:00",
        "return_at": "Trung tâm Phục vụ hành chính công phường Bình An",
        "fee": "20.000 đồng",
        "book": {"no": "03", "seq": 1123},
        "clerk": {"name": "Lê Hoàng Phúc"},
        "submitter": {"name": "Trần Bảo Ngọc", "role": "người được ủy quyền"},
    },
    "supplement": {
        "items": ["Bổ sung chữ ký của chủ hộ;", "Nộp bản sao Giấy chứng nhận kết hôn."],
        "reason": "Thành phần hồ sơ chưa đầy đủ.",
        "basis": "Điều 21 Luật Cư trú",
        "answer_by": "2026-12-05T17:00",
        "round": 1,
        "contact": {"name": "ông Lê Hoàng Phúc", "phone": "0263 3000 456"},
        "signer": {"lines": ["Người hướng dẫn"], "name": "Lê Hoàng Phúc"},
    },
    "refusal": {
        "stage": "tiếp nhận",
        "reasons": ["Yêu cầu không thuộc thẩm quyền giải quyết.", "Giấy ủy quyền đã hết hiệu lực."],
        "basis": ["Khoản 3 Điều 17 (dẫn minh họa)"],
        "returned": "04 giấy tờ theo danh mục đã nộp",
        "signer": {"lines": ["Người tiếp nhận hồ sơ"], "name": "Lê Hoàng Phúc"},
    },
    "apology": {
        "to": ["Bà Nguyễn Thị Thùy Dương"],
        "received": "2026-11-02T08:15",
        "due": "2026-11-23T17:00",
        "reason": "chưa nhận được ý kiến về ranh giới thửa đất",
        "extension": "05 ngày làm việc",
        "new_due": "2026-11-30T17:00",
        "recipients": ["Như trên", "Lưu: VT"],
        "signer": SIGNER,
    },
    "stop": {
        "received": "2026-11-10T14:20",
        "requested": "2026-11-18",
        "request_no": "Đơn đề nghị ngày 17/11/2026",
        "reason": "thay đổi kế hoạch",
        "stage": "thẩm định hồ sơ",
        "stopped": "2026-11-19T10:00",
        "finance": "không hoàn trả do đã thẩm định",
        "returned": "toàn bộ giấy tờ đã nộp",
        "recipients": ["Như trên", "Lưu: VT, HS"],
        "signer": SIGNER,
    },
    "control": {
        "received": "2026-11-20T09:05",
        "due": "2026-12-01T17:00",
        "lead": "Phòng Kinh tế, Hạ tầng và Đô thị",
        "partners": ["Chi nhánh Văn phòng Đăng ký đất đai", "Thuế cơ sở 3"],
        "rows": [HANDOVER, {**HANDOVER, "result": "late", "at": "2026-11-24T08:00"}],
        "blank_rows": 1,
    },
    "register": {
        "year": "2026",
        "from": "2026-11-01",
        "to": "2026-11-30",
        "seq_from": "01",
        "seq_to": 2,
        "book_no": "11",
        "period": "(Từ ngày 01/11/2026 đến ngày 30/11/2026)",
        "period_short": "tháng 11/2026",
        "rows": [ENTRY, {**ENTRY, "seq": 2, "code": "H61.12.05-20261103-0000002", "applicant": "Đỗ Văn Long"}],
        "closing": {
            "date": "2026-11-30",
            "count": 2,
            "clerk": {"lines": ["Người lập sổ"], "name": "Lê Hoàng Phúc"},
            "head": {"lines": ["Giám đốc"], "name": "Đặng Thị Kim Oanh"},
        },
    },
    "result": {
        "number": "45/QĐ-UBND",
        "doc_type": "Quyết định",
        "abstract": "Về việc đăng ký thường trú",
        "received": "2026-11-02T08:15",
        "case": "Đăng ký vào chỗ ở thuê, mượn, ở nhờ",
        "subject": "Chuyển đến ở cùng gia đình",
        "basis": ["Luật Cư trú ngày 13 tháng 11 năm 2020"],
        "outcome": ["Giải quyết theo yêu cầu của chủ hồ sơ."],
        "recipients": ["Chủ hồ sơ", "Lưu: VT"],
        "signer": SIGNER,
    },
    "procedure": {
        "sheets": [
            {
                "code": "1.001193",
                "name": "Thủ tục đăng ký khai sinh",
                "field": "Hộ tịch",
                "qr": LINK,
                "valid_from": "2026-01-01",
                "valid_to": "2026-12-31",
                "edition": 3,
                "decision": "86/QĐ-UBND ngày 14/07/2025",
                "parts": [
                    {"title": "Trình tự thực hiện", "lines": ["Nộp hồ sơ tại trung tâm", "Nhận kết quả"]},
                    {"title": "Đối tượng thực hiện", "lines": ["Công dân Việt Nam"]},
                ],
            }
        ]
    },
    "poster": {
        "subtitle": "tiếp nhận tại Trung tâm Phục vụ hành chính công",
        "groups": [
            {
                "name": "Hộ tịch",
                "rows": [
                    {
                        "seq": 1,
                        "code": "1.001193",
                        "name": "Thủ tục đăng ký khai sinh",
                        "limit": "1 ngày làm việc",
                        "fee": "Không thu",
                        "qr": LINK,
                    }
                ],
            }
        ],
    },
    "filing-receipt": {
        "code": "000.00.32.H57-261120-0018",
        "procedure": {"name": "Đăng ký khai sinh", "code": "1.001193"},
        "received": "2026-11-20T21:05",
        "answer_due": "2026-11-23T17:00",
        "phone": "0205 123 456",
        "papers": [{"name": "Tờ khai đăng ký khai sinh"}, {"name": "Giấy chứng sinh"}],
    },
    "rights-receipt": {
        "code": "DL26-00012",
        "right": "Hạn chế xử lý dữ liệu",
        "received": "2026-11-20T09:05",
        "answer_due": "2026-11-24T17:00",
        "due": "2026-12-05T17:00",
        "asked": "Thôi dùng số điện thoại cũ của tôi để điền sẵn cho người khác.",
        "proof": "Thẻ căn cước, hộ chiếu (bản chính)",
        "contact": "0912 345 678",
        "wishes": [{"name": "Điện thoại đúng", "value": "0987 654 321"}],
        "answering": "Ủy ban nhân dân phường Hương Trà",
        "answerer": "Trần Thị Bích Hạnh, Văn thư",
        "source": "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
        "clerk": {"name": "Lê Thị Một Cửa"},
    },
    "posting-check": {
        "subtitle": "tại Trung tâm Phục vụ hành chính công",
        "summary": "12 thủ tục, 3 chưa niêm yết.",
        "groups": [
            {
                "name": "Hộ tịch",
                "rows": [
                    {
                        "seq": 1,
                        "code": "1.001193",
                        "name": "Thủ tục đăng ký khai sinh",
                        "edition": "bản 2, từ 01/01/2026",
                        "posted": "bản 1, ngày 02/01/2026",
                        "status": "Bản cũ",
                    }
                ],
            }
        ],
    },
    "report": {
        "form": "Biểu số II.06a/VPCP/KSTT",
        "name": "Tình hình, kết quả giải quyết thủ tục hành chính",
        "period": "Từ ngày 15/09/2026 đến hết ngày 14/12/2026",
        "group": "Lĩnh vực",
        "heads": [{"name": "Đã giải quyết", "span": 2}],
        "columns": [{"key": "(7)", "name": "Trước hạn"}, {"key": "(8)", "name": "Quá hạn"}],
        "rows": [{"seq": "1", "name": "Hộ tịch", "cells": ["1.234", "56"]}],
        "total": ["1.234", "56"],
        "note": "Số liệu như đã biết khi hết kỳ.",
    },
    "fee-receipt": {
        "agency": {"name": "Ủy ban nhân dân phường Bình An", "tax": "5800000007", "address": "Số 01 đường Trần Phú"},
        "serial": {"form": "01BLP2-001", "sign": "AB-26T", "no": "0000456"},
        "payer": {"name": "Nguyễn Thị Thùy Dương", "id": "079185012345", "address": "Số 12/3 đường Hoàng Diệu"},
        "lines": [
            {"name": "Lệ phí đăng ký cư trú", "count": 1, "price": 20000, "amount": 20000},
            {"name": "Phí chứng thực bản sao", "count": 15, "price": 67000, "amount": 1005000},
        ],
        "total": 1025000,
        "method": "transfer",
        "transaction": "FT26324000017",
        "clerk": {"name": "Trần Thị Bích Hạnh"},
    },
}
NOT_AS_TYPED = {"qr", "set", "method", "result", "name_text", "period_short"}  # drawn, chosen or said otherwise
COMMON_SHOWN = {
    "receipt": ("name", "id", "address", "phone", "email"),
    "supplement": ("name", "address", "phone", "email"),
    "refusal": ("name", "address", "phone", "email"),
    "apology": ("name",),
    "stop": ("name", "address", "phone", "email"),
    "control": ("name",),
    "register": (),
    "result": ("name", "id", "address"),
    "procedure": (),
    "poster": (),
    "posting-check": (),
    "report": (),
    "filing-receipt": ("name",),
    "rights-receipt": ("name", "id"),
    "fee-receipt": (),
}
ONCE = {
    ("2018", form)
    for form in ("stop", "procedure", "poster", "posting-check", "report", "rights-receipt", "filing-receipt")
}  # alike in both, or in one only
ALL = [(code, form) for code in ("2018", "2025") for form in OWN if (code, form) not in ONCE]


def sample(form: str, set_code: str = "2025") -> dict[str, Any]:
    """Return full values of a form."""
    values = copy.deepcopy({**COMMON, **OWN[form], "set": set_code})
    if form in ("register", "fee-receipt", "procedure", "poster", "posting-check", "report"):
        values = {
            key: value for key, value in values.items() if key not in ("desk", "applicant", "procedure", "number")
        }
    if form == "rights-receipt":
        del values["procedure"], values["number"]
    return values


def typed(value: Any, key: str = "") -> list[str]:
    """Return the texts in nested values that a paper shows as they were typed (dates are said in words)."""
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in typed(one, name)]
    if isinstance(value, list):
        return [text for one in value for text in typed(one, key)]
    if not isinstance(value, str) or key in NOT_AS_TYPED or re.match(r"\d{4}-\d\d-\d\d", value):
        return []
    return [value]


def shown(form: str, values: dict[str, Any]) -> list[str]:
    """Return every text that must be readable on the paper made from `values`."""
    own = {key: values[key] for key in OWN[form] if key in values}
    common = [values["agency"]["name"], *(values["applicant"][key] for key in COMMON_SHOWN[form])]
    return [
        *typed(own),
        *common,
        *([values["procedure"]["name"]] if COMMON_SHOWN[form] and "procedure" in values else []),
    ]


def squeezed(text: str) -> str:
    """Return a text without spaces and break points, composed: what two settings of one text have in common."""
    return re.sub(r"[\s\u00a0\u200b]", "", unicodedata.normalize("NFC", text))


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, squeezed."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def sizes_of(pdf: bytes) -> set[tuple[int, int]]:
    """Return the page sizes in whole points."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return {(round(float(box.width)), round(float(box.height))) for box in boxes}


def codes_in(pdf: bytes, *, dpi: int = 200) -> list[list[tuple[str, str]]]:
    """Return the (kind, text) of the codes that a reader finds in each page drawn at `dpi`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=dpi / 72).to_pil() for page in document]
    finally:
        document.close()
    return [
        sorted((found.format.name, found.text) for found in zxingcpp.read_barcodes(picture)) for picture in pictures
    ]


def outside(pdf: bytes) -> list[str]:
    """Return the signs that stand in the outer 4 mm of their page or beyond it, where no printer reaches."""
    found = []
    edge = 4 * 72 / 25.4
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                sign = text.get_text_range(place, 1)
                left, bottom, right, top = text.get_charbox(place)
                if sign.strip() and (left < edge or right > width - edge or bottom < edge or top > height - edge):
                    found.append(sign)
            text.close()
    finally:
        document.close()
    return found
