"""What is wrong, in words: of a form for those who make it, of an answer for those who fill it in. Pure."""

from typing import NamedTuple

from motcua.questions.definition import Question
from motcua.ui import formats


class Problem(NamedTuple):
    """What is wrong in a form: at which question (None: the form itself), a stable code, a sentence."""

    question: str | None
    code: str
    message: str

    def data(self) -> dict[str, str | None]:
        """Return it as JSON has it."""
        return {"question": self.question, "code": self.code, "message": self.message}


SHAPES = {
    "unknown_kind": "Không có loại câu hỏi này.",
    "unknown_property": "Có mục không dùng ở đây: “{0}”.",
    "missing_property": "Thiếu mục “{0}”.",
    "missing_end": "Biểu mẫu chưa có phần kết thúc (“end”).",
    "no_options": "Câu hỏi chọn chưa có lựa chọn nào.",
    "no_questions": "Phần hoặc nhóm chưa có câu hỏi nào.",
    "group_in_group": "Nhóm lặp không đặt được trong nhóm lặp khác.",
    "unknown_layout": "Không có bố cục in “{0}”.",
    "bad_code": "Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, dài không quá 63.",
    "bad_condition": "Điều kiện không viết đúng.",
    "bad_limit": "Giới hạn “{0}” không viết đúng.",
    "bad_fee": "Dòng phí không viết đúng.",
    "too_many": "Danh sách dài quá mức cho phép.",
    "empty_text": "Có chỗ chưa viết chữ nào.",
    "bad_value": "Giá trị của “{0}” không đúng kiểu.",
}

ANSWERS = {
    "required": "Chưa trả lời.",
    "wrong_shape": "Câu trả lời không đúng kiểu.",
    "too_short": "Ngắn quá; cần ít nhất {min_length} ký tự.",
    "too_long": "Dài quá; nhiều nhất {max_length} ký tự.",
    "wrong_pattern": "Không đúng mẫu: {pattern_words}.",
    "bad_number": "Không phải là số; ví dụ: 12,5.",
    "too_many_decimals": "Có quá nhiều chữ số sau dấu phẩy; nhiều nhất {decimals}.",
    "too_small": "Nhỏ quá; ít nhất là {min}.",
    "too_great": "Lớn quá; nhiều nhất là {max}.",
    "bad_money": "Số tiền chưa đúng. Nhập số đồng, ví dụ 16.000.",
    "bad_date": "Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 1/2/2026.",
    "too_early": "Ngày sớm quá mức được nhận.",
    "too_late": "Ngày muộn quá mức được nhận.",
    "unknown_choice": "Chọn một trong các lựa chọn.",
    "too_few": "Ít quá; cần ít nhất {least}.",
    "too_many": "Nhiều quá; nhiều nhất {most}.",
    "bad_identity_number": "Số giấy tờ phải là số định danh 12 chữ số, số CMND 9 chữ số hoặc số hộ chiếu.",
    "bad_tax_code": "Mã số thuế không đúng; hãy xem lại.",
    "bad_phone": "Số điện thoại không đúng; ví dụ: 0912345678.",
    "bad_email": "Địa chỉ thư điện tử không đúng; ví dụ: ten@example.vn.",
    "wrong_era": "Câu hỏi này không nhận địa chỉ theo cách đó.",
    "unknown_unit": "Chọn tỉnh và xã, phường có trong danh mục.",
    "no_country": "Chưa ghi tên nước.",
    "no_line": "Chưa ghi số nhà, đường, thôn hoặc tổ dân phố.",
    "wrong_file_type": "Loại tệp này không được nhận; hãy dùng {types}.",
    "file_too_large": "Tệp lớn quá; nhiều nhất {max_size}.",
    "against_schema": "Câu trả lời không khớp với lược đồ của biểu mẫu.",
}
LEAST, MOST = ("min_choices", "min_files", "min_rows"), ("max_choices", "max_files", "max_rows")
UNSAID = "mức cho phép"


def answer_message(code: str, question: Question | None) -> str:
    """Say what is wrong with an answer, with the question's own limits."""
    limits = question.limits if question else {}
    said = {name: _said(name, value) for name, value in limits.items()}
    said["least"] = next((said[name] for name in LEAST if name in said), "1")
    said["most"] = next((said[name] for name in MOST if name in said), UNSAID)
    return ANSWERS[code].format_map(_Unsaid(said))


class _Unsaid(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "0" if key == "decimals" else UNSAID


def _said(name: str, value: object) -> str:
    if name == "max_size" and isinstance(value, int):
        return formats.size(value)
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        return formats.number(value)
    if isinstance(value, dict):
        return str(value.get("vi", ""))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
