"""Kinds of applicants and of look-ups, the life of an alert, and the codes of what is done."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Cá nhân"
    ORGANISATION = "organisation", "Tổ chức"


class LookupKind(models.TextChoices):
    IDENTITY = "identity", "Số giấy tờ"
    PHONE = "phone", "Số điện thoại"


class Look(models.TextChoices):
    """The ways of looking at somebody's data, each with its own limit."""

    LOOKUP = "lookup", "Tra theo số giấy tờ, điện thoại"
    REVEAL = "reveal", "Xem đầy đủ thông tin"
    FILE = "file", "Xem tệp giấy tờ"


class AccountState(models.TextChoices):
    OPEN = "open", "Đang dùng"
    CLOSED = "closed", "Đã đóng"


class Assurance(models.TextChoices):
    """How surely the house knows who holds an account."""

    CONTACT = "contact", "Đã xác nhận điện thoại hoặc thư điện tử"
    IDENTITY_1 = "identity_1", "Định danh điện tử mức 1"
    IDENTITY_2 = "identity_2", "Định danh điện tử mức 2"


PROVEN = (Assurance.IDENTITY_1, Assurance.IDENTITY_2)  # who it is has been proven by the state


class Way(models.TextChoices):
    """How somebody came in."""

    CODE = "code", "Mã dùng một lần"
    IDENTITY = "identity", "Định danh điện tử"
    PASSKEY = "passkey", "Khóa truy cập"


class CodePurpose(models.TextChoices):
    """What a one-time code is good for."""

    LOG_IN = "log_in", "Đăng nhập"
    PROVE = "prove", "Xác nhận lại chính mình"
    CONTACT = "contact", "Đổi nơi liên hệ"


class ConsentKind(models.TextChoices):
    """What people are asked to agree to; the words of each version are in `consents.py`."""

    ACCOUNT = "account", "Giữ dữ liệu trong tài khoản"
    ASSISTED = "assisted", "Nhờ cán bộ khai và nộp hồ sơ trực tuyến"


class ConsentState(models.TextChoices):
    GIVEN = "given", "Đang có hiệu lực"
    REPLACED = "replaced", "Đã đồng ý bản mới hơn"
    WITHDRAWN = "withdrawn", "Đã rút"


class AlertState(models.TextChoices):
    OPEN = "open", "Chờ xem xét"
    CLOSED = "closed", "Đã xem xét"


class Finding(models.TextChoices):
    JUSTIFIED = "justified", "Đúng công việc"
    NOT_JUSTIFIED = "not_justified", "Không đúng công việc"


class Action(models.TextChoices):
    CHOOSE_NOTICES = "account.choose_notices", "Chọn cách được báo tin"
    OPEN_ACCOUNT = "account.open", "Mở tài khoản trên cổng"
    OPEN_PROVEN = "account.open_proven", "Mở tài khoản bằng định danh điện tử"
    PROVE_IDENTITY = "account.prove", "Chứng minh danh tính"
    CORRECT_ACCOUNT = "account.correct", "Sửa thông tin tài khoản"
    CHANGE_CONTACT = "account.contact", "Đổi nơi liên hệ"
    ADD_ACCOUNT_KEY = "account.add_key", "Thêm khóa truy cập của tài khoản"
    REMOVE_ACCOUNT_KEY = "account.remove_key", "Bỏ khóa truy cập của tài khoản"
    JOIN_ACCOUNT = "account.join", "Gộp vào tài khoản đã chứng minh danh tính"
    CLOSE_ACCOUNT = "account.close", "Đóng tài khoản"
    GIVE_CONSENT = "consent.give", "Đồng ý"
    RECORD_CONSENT = "consent.record", "Ghi sự đồng ý tại quầy"
    REPLACE_CONSENT = "consent.replace", "Đồng ý bản mới hơn"
    MOVE_CONSENT = "consent.move", "Chuyển theo người được gộp"
    WITHDRAW_CONSENT = "consent.withdraw", "Rút đồng ý"
    RAISE_ALERT = "look_alert.raise", "Cảnh báo xem dữ liệu quá mức"
    CLOSE_ALERT = "look_alert.close", "Kết luận cảnh báo"
    RAISE_DIGEST = "failure_digest.raise", "Tổng hợp thông báo không tới"
    CLOSE_DIGEST = "failure_digest.close", "Đã xem thông báo không tới"
    CHANGE_LIMIT = "look_limit.change", "Đổi mức xem dữ liệu"
