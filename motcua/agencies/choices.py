"""Kinds, levels, roles and the codes of what is done to agencies and people."""

from django.db import models


class Kind(models.TextChoices):
    GOVERNMENT = "government", "Chính quyền địa phương"
    PEOPLES_COMMITTEE = "committee", "Ủy ban nhân dân"
    DEPARTMENT = "department", "Sở, ban, ngành"
    DIVISION = "division", "Phòng chuyên môn"
    ONE_STOP = "one_stop", "Bộ phận một cửa, Trung tâm Phục vụ hành chính công"
    SERVICE_UNIT = "service_unit", "Đơn vị sự nghiệp"
    VERTICAL = "vertical", "Cơ quan ngành dọc"
    SYSTEM = "system", "Hệ thống"


class Level(models.TextChoices):
    NATION = "nation", "Trung ương"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện (đến 30/6/2025)"
    COMMUNE = "commune", "Cấp xã"


class Role(models.TextChoices):
    RECEPTIONIST = "receptionist", "Cán bộ một cửa"
    SPECIALIST = "specialist", "Chuyên viên"
    HEAD_OF_DIVISION = "head_of_division", "Trưởng phòng"
    LEADER = "leader", "Lãnh đạo"
    REGISTRY_CLERK = "registry_clerk", "Văn thư"
    CASHIER = "cashier", "Thủ quỹ, kế toán"
    REFORM_OFFICER = "reform_officer", "Cán bộ cải cách hành chính"
    INSPECTOR = "inspector", "Thanh tra, giám sát"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    SYSTEM = "system", "Hệ thống"


class Capacity(models.TextChoices):
    """What stands before the signature (NĐ 30/2020, phụ lục I).

    TUQ. needs a dated written delegation, the rest come with the post.
    """

    NONE = "", "(không ghi)"
    TM = "TM.", "Thay mặt tập thể"
    Q = "Q.", "Quyền cấp trưởng"
    KT = "KT.", "Ký thay cấp trưởng"
    TL = "TL.", "Thừa lệnh"
    TUQ = "TUQ.", "Thừa ủy quyền"


class Action(models.TextChoices):
    CREATE_AGENCY = "agency.create", "Lập đơn vị"
    CHANGE_AGENCY = "agency.change", "Sửa đơn vị"
    END_AGENCY = "agency.end", "Kết thúc đơn vị"
    SET_CODE_PATTERN = "agency.set_code_pattern", "Đặt mẫu mã hồ sơ"
    SUCCEED_AGENCY = "agency.succeed", "Ghi đơn vị kế thừa"
    ENROL_PERSON = "person.enrol", "Lập tài khoản cán bộ"
    CHANGE_PASSWORD = "person.change_password", "Đổi mật khẩu"
    BLOCK_PERSON = "person.block", "Khóa tài khoản"
    UNBLOCK_PERSON = "person.unblock", "Mở khóa tài khoản"
    LOG_IN = "person.log_in", "Đăng nhập"
    APPOINT = "post.appoint", "Giao vị trí"
    END_POST = "post.end", "Kết thúc vị trí"
    ISSUE_TOKEN = "post.issue_token", "Cấp khóa API"
    REVOKE_TOKEN = "post.revoke_token", "Thu hồi khóa API"


LEFT = {  # why a session ended → what the log-in page says
    "idle": "Phiên làm việc đã hết vì lâu không thao tác. Hãy đăng nhập lại.",
    "post_ended": "Bạn không còn giữ vị trí đang làm việc. Hãy đăng nhập lại để chọn vị trí khác.",
    "ended": "Phiên làm việc đã kết thúc. Hãy đăng nhập lại.",
}
