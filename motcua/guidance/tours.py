"""The first day of each role: real screens, in the order in which one meets them."""

from typing import NamedTuple

from motcua.agencies.choices import Role


class TourStep(NamedTuple):
    """A step: its name in the record, what to try, and the screen on which."""

    key: str
    title: str
    text: str
    url_name: str


INBOX = TourStep("inbox", "Hộp việc", "Mọi việc phải làm nằm ở đây, việc quá hạn lên đầu. Bấm một dòng để mở.",
                 "casework:inbox")  # fmt: skip
FIND = TourStep("find", "Tìm hồ sơ", "Gõ tên không dấu, bốn số cuối của mã, hoặc địa chỉ; phím / mở ô tìm.",
                "casework:search")  # fmt: skip
LIST = TourStep("list", "Danh sách hồ sơ", "Những hồ sơ vị trí của bạn được đọc; lọc theo trạng thái, thủ tục.",
                "casework:dossiers")  # fmt: skip
ACCOUNT = TourStep("password", "Mật khẩu của bạn", "Đổi mật khẩu được giao thành của riêng mình.",
                   "agencies:change_password")  # fmt: skip
INTAKE = TourStep("intake", "Tiếp nhận", "Chọn thủ tục, nhập chủ hồ sơ, đánh dấu giấy tờ; ngày hẹn hiện ngay bên cạnh.",
                  "counter:intake")  # fmt: skip
RETURNS = TourStep("returns", "Trả kết quả", "Kết quả đã về quầy; quét mã trên giấy hẹn để mở.", "counter:returns")
BOOK = TourStep("book", "Sổ theo dõi", "In sổ theo ngày, dạng PDF hoặc bảng tính.", "casework:register_book")
OVERVIEW = TourStep("overview", "Toàn đơn vị", "Bao nhiêu hồ sơ ở đâu; mỗi con số mở ra đúng các hồ sơ của nó.",
                    "casework:overview")  # fmt: skip
DESK = TourStep("desk", "Quản trị", "Đơn vị, cán bộ, lịch làm việc, thủ tục, nhật ký.", "administration:home")
TOURS: dict[str, tuple[TourStep, ...]] = {
    Role.RECEPTIONIST: (ACCOUNT, INTAKE, FIND, RETURNS, INBOX, BOOK),
    Role.SPECIALIST: (ACCOUNT, INBOX, FIND, LIST),
    Role.HEAD_OF_DIVISION: (ACCOUNT, INBOX, FIND, LIST, BOOK),
    Role.LEADER: (ACCOUNT, INBOX, OVERVIEW, FIND, BOOK, DESK),
    Role.REGISTRY_CLERK: (ACCOUNT, INBOX, FIND, LIST),
    Role.CASHIER: (ACCOUNT, INBOX, FIND, LIST),
    Role.REFORM_OFFICER: (ACCOUNT, OVERVIEW, BOOK, DESK),
    Role.INSPECTOR: (ACCOUNT, OVERVIEW, BOOK, DESK),
    Role.ADMINISTRATOR: (ACCOUNT, DESK, INBOX),
}


def steps_of(role: str) -> tuple[TourStep, ...]:
    """Return the steps of a role; none for the system."""
    return TOURS.get(role, ())
