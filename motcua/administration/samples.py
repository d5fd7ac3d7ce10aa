"""Invented values with which the printed forms are tried: nobody and nothing of this page exists."""

from typing import Any

SIGNER = {"lines": ["KT. Trưởng phòng", "Phó Trưởng phòng"], "name": "Phạm Văn Mẫu"}
BOTH: dict[str, Any] = {
    "code": "MAU-261120-0001", "place": "Phường Mẫu", "date": "2026-11-20", "number": "12/PHIEU",
    "applicant": {"name": "Trần Thị Mẫu", "id": "000000000000", "address": "Tổ dân phố Mẫu", "phone": "0900 000 000"},
    "procedure": {"code": "0.000000", "name": "Thủ tục mẫu để xem thử"}, "received": "2026-11-20T09:05",
    "due": "2026-12-01T17:00",
}  # fmt: skip
MOVE = {
    "from": "Bộ phận một cửa", "to": "Phòng chuyên môn", "at": "2026-11-20T10:30", "from_person": "Lê Văn Mẫu",
    "to_person": "Võ Thị Mẫu", "result": "on_time", "note": "Chuyển 12 trang",
}  # fmt: skip
OWN: dict[str, dict[str, Any]] = {
    "receipt": {
        "papers": [{"name": "Tờ khai", "originals": 1}, {"name": "Giấy tờ chứng minh", "copies": 2}], "sets": 1,
        "limit": "07 ngày làm việc", "fee": "20.000 đồng", "clerk": {"name": "Lê Văn Mẫu"},
    },
    "supplement": {
        "items": ["Bổ sung chữ ký;", "Nộp bản sao giấy chứng nhận."], "reason": "Thành phần chưa đủ", "round": 1,
        "contact": {"name": "ông Lê Văn Mẫu", "phone": "0900 000 000"},
    },
    "refusal": {"reasons": ["Không thuộc thẩm quyền giải quyết."], "signer": SIGNER},
    "apology": {"reason": "chưa nhận được ý kiến phối hợp", "new_due": "2026-12-08T17:00", "signer": SIGNER},
    "stop": {"stopped": "2026-11-24T10:00", "reason": "chủ hồ sơ đề nghị dừng", "signer": SIGNER},
    "control": {"rows": [MOVE, {**MOVE, "from": "Phòng chuyên môn", "to": "Lãnh đạo", "at": "2026-11-24T08:00"}]},
    "result": {
        "number": "45/QĐ-UBND", "doc_type": "Quyết định", "abstract": "Về việc giải quyết hồ sơ mẫu",
        "outcome": ["Giải quyết theo yêu cầu của chủ hồ sơ."], "signer": SIGNER,
    },
    "fee-receipt": {
        "payer": {"name": "Trần Thị Mẫu"}, "total": 20_000,
        "lines": [{"name": "Lệ phí mẫu", "count": 1, "price": 20_000, "amount": 20_000}],
    },
}  # fmt: skip
NOT_SHARED = {"fee-receipt": ("due",), "result": ("due",), "register": ("applicant",)}


def values_of(form: str, *, set_code: str, agency: str) -> dict[str, Any]:
    """Return the values with which a form of a set is tried, in the name of the office that looks at it."""
    shared = {name: value for name, value in BOTH.items() if name not in NOT_SHARED.get(form, ())}
    return shared | OWN[form] | {"set": set_code, "agency": {"name": agency, "name_text": agency}}
