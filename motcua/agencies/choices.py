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
    CITIZEN = "citizen", "Người dân, tổ chức trên cổng"
    SYSTEM = "system", "Hệ thống"


# Nobody is appointed to these: scheduled work, and what comes through the portal.
MACHINES = (Role.SYSTEM, Role.CITIZEN)


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


OWN_RIGHT = (Capacity.NONE, Capacity.TM, Capacity.Q)  # of who leads; KT., TL. and TUQ. are somebody else's right


class Action(models.TextChoices):
    CREATE_AGENCY = "agency.create", "Lập đơn vị"
    CHANGE_AGENCY = "agency.change", "Sửa đơn vị"
    END_AGENCY = "agency.end", "Kết thúc đơn vị"
    SET_CODE_PATTERN = "agency.set_code_pattern", "Đặt mẫu mã hồ sơ"
    RETRY_JOB = "agency.retry_job", "Cho chạy lại việc nền"
    EXPORT_JOURNAL = "agency.export_journal", "Xuất nhật ký"
    OPERATE = "agency.operate", "Nhận vận hành hệ thống"
    HAND_OVER_OPERATION = "agency.hand_over_operation", "Thôi vận hành hệ thống"
    SUCCEED_AGENCY = "agency.succeed", "Ghi đơn vị kế thừa"
    ENROL_PERSON = "person.enrol", "Lập tài khoản cán bộ"
    CHANGE_PASSWORD = "person.change_password", "Đổi mật khẩu"
    BLOCK_PERSON = "person.block", "Khóa tài khoản"
    UNBLOCK_PERSON = "person.unblock", "Mở khóa tài khoản"
    LOG_IN = "person.log_in", "Đăng nhập"
    ADD_AUTHENTICATOR = "person.add_authenticator", "Bắt đầu gắn ứng dụng mã"
    CONFIRM_AUTHENTICATOR = "person.confirm_authenticator", "Gắn ứng dụng mã"
    REMOVE_AUTHENTICATOR = "person.remove_authenticator", "Bỏ ứng dụng mã"
    ADD_PASSKEY = "person.add_passkey", "Thêm khóa truy cập"
    REMOVE_PASSKEY = "person.remove_passkey", "Bỏ khóa truy cập"
    RENEW_RECOVERY_CODES = "person.renew_recovery_codes", "Cấp lại mã dự phòng"
    RESET_SECOND_FACTORS = "person.reset_second_factors", "Gỡ xác thực hai lớp của cán bộ"
    END_SESSIONS = "person.end_sessions", "Kết thúc phiên làm việc"
    FORGET_DEVICE = "person.forget_device", "Quên thiết bị"
    DEMAND_PASSWORD = "person.demand_password", "Buộc đổi mật khẩu"
    APPOINT = "post.appoint", "Giao vị trí"
    END_POST = "post.end", "Kết thúc vị trí"
    ISSUE_TOKEN = "post.issue_token", "Cấp khóa API"
    REVOKE_TOKEN = "post.revoke_token", "Thu hồi khóa API"
    DRAFT_REORGANISATION = "reorganisation.draft", "Lập phương án sắp xếp"
    CHANGE_REORGANISATION = "reorganisation.change", "Sửa phương án sắp xếp"
    CONFIRM_REORGANISATION = "reorganisation.confirm", "Xác nhận sắp xếp"
    CANCEL_REORGANISATION = "reorganisation.cancel", "Hủy phương án sắp xếp"
    BEGIN_REORGANISATION = "reorganisation.begin", "Bắt đầu chuyển"
    FINISH_REORGANISATION = "reorganisation.finish", "Chuyển xong"
    RECORD_ABSENCE = "absence.record", "Ghi vắng mặt"
    END_ABSENCE = "absence.end", "Kết thúc vắng mặt"
    DELEGATE = "delegation.give", "Ủy quyền ký"
    REVOKE_DELEGATION = "delegation.revoke", "Chấm dứt ủy quyền"


class Away(models.TextChoices):
    """Why somebody is away. No cause that tells of health: who wants to say more writes it in the note."""

    LEAVE = "leave", "Nghỉ"
    TRIP = "trip", "Đi công tác"
    TRAINING = "training", "Đi học, họp dài ngày"
    OTHER = "other", "Lý do khác"


# Who may stand in for whom, beside those of the same role: only work that lies below one's own.
STANDS_IN = {Role.SPECIALIST: (Role.HEAD_OF_DIVISION,), Role.HEAD_OF_DIVISION: (Role.LEADER,)}


class ReorganisationState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    CONFIRMED = "confirmed", "Đã xác nhận, chờ đến ngày"
    RUNNING = "running", "Đang chuyển"
    DONE = "done", "Đã chuyển xong"
    UNFINISHED = "unfinished", "Còn việc chưa chuyển được"
    CANCELLED = "cancelled", "Đã hủy"


class ItemState(models.TextChoices):
    PASSED = "passed", "Đã chuyển"
    KEPT = "kept", "Không phải chuyển"
    REFUSED = "refused", "Chưa chuyển được"


class Factor(models.TextChoices):
    """What was shown beside the password when a session began."""

    TOTP = "totp", "Ứng dụng mã"
    PASSKEY = "passkey", "Khóa truy cập"
    RECOVERY = "recovery", "Mã dự phòng"


PROVEN_ROLES = frozenset({Role.ADMINISTRATOR})  # work in these begins with a second proof beside the password


LEFT = {  # why a session ended → what the log-in page says
    "idle": "Phiên làm việc đã hết vì lâu không thao tác. Hãy đăng nhập lại.",
    "post_ended": "Bạn không còn giữ vị trí đang làm việc. Hãy đăng nhập lại để chọn vị trí khác.",
    "slow": "Bước thứ hai mất quá lâu. Hãy đăng nhập lại.",
    "ended": "Phiên làm việc đã kết thúc. Hãy đăng nhập lại.",
}
