"""What the administration desk offers to whom: the front page and the matrix of permissions read this table."""

from typing import NamedTuple

from motcua.agencies.choices import Role
from motcua.questions.permissions import FORM_MAKERS


class Entry(NamedTuple):
    label: str
    url_name: str
    roles: tuple[Role, ...]
    hint: str
    at_the_machine: bool = False  # only for those who run the server


class Section(NamedTuple):
    title: str
    entries: tuple[Entry, ...]


KEEPERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)  # who has something at this desk
KEEPER = (Role.ADMINISTRATOR,)
GUARDS = (Role.INSPECTOR, Role.ADMINISTRATOR)  # of personal data
ANSWERING = (Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR)  # see to it that citizens are answered about their data
SIGNING = (Role.LEADER, Role.INSPECTOR)
READERS = (Role.ADMINISTRATOR, Role.INSPECTOR)  # of journals
WATCHERS = (Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)  # of figures: no dossier is settled here
POSTERS = (Role.RECEPTIONIST, Role.REFORM_OFFICER, Role.ADMINISTRATOR)  # who put up and take down
POSTING_READERS = (*POSTERS, Role.INSPECTOR, Role.LEADER)
SUBMITTERS = (Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.REFORM_OFFICER, Role.ADMINISTRATOR)
DECIDERS = (Role.LEADER,)
PROPOSAL_READERS = (*SUBMITTERS, *DECIDERS, Role.INSPECTOR)
PUBLISHERS = (Role.LEADER, Role.ADMINISTRATOR)
SECTIONS: tuple[Section, ...] = (
    Section(
        "Tổ chức và con người",
        (
            Entry("Đơn vị", "administration:units", KEEPER, "Cây đơn vị tại một ngày; lập, sửa, kết thúc, mẫu mã"),
            Entry("Cán bộ và vị trí", "administration:people", KEEPER, "Tài khoản, vị trí, mật khẩu, khóa API"),
            Entry("Vắng mặt, làm thay", "administration:absences", KEEPERS, "Ai vắng, ai làm thay, tại một ngày"),
            Entry("Ủy quyền ký", "administration:delegations", KEEPERS, "Văn bản, phạm vi, thời hạn; chấm dứt sớm"),
            Entry("Thang cảnh báo", "escalation:ladder", KEEPERS, "Ai được báo khi sắp hết, quá hạn; xem trước"),
            Entry("Lịch làm việc", "administration:calendar_home", KEEPER, "Tuần, ngày nghỉ; xem trước khi dời hạn"),
        ),
    ),
    Section(
        "Nhật ký và máy chủ",
        (
            Entry("Nhật ký", "administration:acts", READERS, "Ai làm gì, lúc nào, với hồ sơ nào"),
            Entry("Lượt xem", "administration:looks", READERS, "Ai mở tệp, xem đủ thông tin, tra theo số"),
            Entry(
                "Mẫu in", "administration:forms", READERS, "Biểu trưng, ghi chú, liên hệ của đơn vị; bộ mẫu đang dùng"
            ),
            Entry("Việc nền", "administration:jobs", KEEPER, "Hỏng, đang chạy, đang chờ; cho chạy lại", True),
            Entry("Tình trạng", "administration:health", KEEPER, "Cơ sở dữ liệu, bộ xử lý, đĩa, niêm phong", True),
        ),
    ),
    Section(
        "Thủ tục hành chính",
        (
            Entry("Thủ tục của đơn vị", "administration:catalogue", KEEPERS, "Sửa, ban hành, so sánh, thôi áp dụng"),
            Entry("Danh mục quốc gia", "administration:national", KEEPERS, "Bản quốc gia, các lần đổi, áp dụng thêm"),
            Entry("Chờ người xem", "administration:national_queues", KEEPERS, "Khác biệt, nghi vấn, cách viết lạ"),
            Entry("Biểu mẫu điện tử", "questions:trial", FORM_MAKERS, "Kiểm tra một tệp, xem thử từng trang"),
        ),
    ),
    Section(
        "Cơ quan, đơn vị",
        (
            Entry("Sắp xếp đơn vị", "administration:reorganisations", KEEPERS, "Nhập, tách, bỏ cấp: xem trước, chuyển"),
            Entry("Số liệu qua sắp xếp", "administration:unit_figures", WATCHERS, "Theo đơn vị khi đó hoặc hiện nay"),
        ),
    ),
    Section(
        "Bảo vệ dữ liệu cá nhân",
        (
            Entry("Cảnh báo và nhật ký xem", "administration:look_alerts", GUARDS, "Vị trí xem quá mức; ai đã xem ai"),
            Entry("Ai đã xem một người", "administration:who_looked", GUARDS, "Theo số giấy tờ; câu hỏi được ghi lại"),
            Entry("Người phụ trách", "privacy:duties", ANSWERING, "Ai trả lời yêu cầu của công dân về dữ liệu"),
            Entry("Thời hạn trả lời", "privacy:terms", ANSWERING, "Theo luật, có hiệu lực và căn cứ"),
            Entry("Thời hạn lưu giữ", "privacy:rules", ANSWERING, "Loại nào giữ bao lâu, theo văn bản nào"),
            Entry("Danh mục hủy", "privacy:destructions", SIGNING, "Hồ sơ hết thời hạn: xem trước, ký, hủy"),
        ),
    ),
    Section(
        "Công khai và rà soát thủ tục",
        (
            Entry("Niêm yết", "administration:posting_desks", POSTING_READERS, "Thiếu, bản cũ, phải gỡ; tờ niêm yết"),
            Entry("Rà soát thủ tục", "administration:proposals", PROPOSAL_READERS, "Đề xuất rút ngắn, số liệu"),
            Entry("Công khai số liệu", "openness:publications", PUBLISHERS, "Số liệu của đơn vị cho mọi người xem"),
        ),
    ),
    Section(
        "Thông báo cho người dân",
        (
            Entry("Thông báo gửi đi", "administration:notices", KEEPER, "Chờ, đã gửi, không tới vì sao; cho gửi lại"),
            Entry("Lời văn thông báo", "administration:notice_texts", KEEPER, "Thư, SMS, Zalo; xem thử, độ dài tin"),
            Entry("Cách gửi thông báo", "administration:notice_rules", KEEPER, "Giờ yên lặng, số lần gửi", True),
        ),
    ),
)


def sections_for(role: str, *, at_the_machine: bool) -> list[Section]:
    """Return the sections with the entries that a post of the role may open; a section without any is left out."""

    def open_to(entry: Entry) -> bool:
        return role in entry.roles and (at_the_machine or not entry.at_the_machine)

    mine = [Section(title, tuple(filter(open_to, entries))) for title, entries in SECTIONS]
    return [section for section in mine if section.entries]
