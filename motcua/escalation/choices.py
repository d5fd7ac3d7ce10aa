"""What a rung of the ladder looks at, whom it tells and how; the hours of digests; the codes of what is done."""

from django.db import models


class Subject(models.TextChoices):
    """Whose time it is."""

    STEP = "step", "Bước đang làm"
    DOSSIER = "dossier", "Cả hồ sơ"
    HAND_OVER = "hand_over", "Xác nhận nhận bàn giao"


class When(models.TextChoices):
    PERCENT = "percent", "Đã qua số phần trăm thời hạn"
    LATE = "late", "Quá hạn"
    WEEKLY = "weekly", "Danh sách hằng tuần"


class Whom(models.TextChoices):
    OWNER = "owner", "Người đang giữ việc"
    HEAD = "head", "Phụ trách bộ phận"
    LEADER = "leader", "Lãnh đạo cơ quan"
    REFORM = "reform", "Bộ phận cải cách hành chính"


class Channel(models.TextChoices):
    INBOX = "inbox", "Dòng trong hộp việc"
    MAIL = "mail", "Chỉ trong thư tổng hợp hằng ngày"


class Day(models.TextChoices):
    MON = "mon", "thứ Hai"
    TUE = "tue", "thứ Ba"
    WED = "wed", "thứ Tư"
    THU = "thu", "thứ Năm"
    FRI = "fri", "thứ Sáu"


class Wish(models.TextChoices):
    """Whether somebody wants the daily mail."""

    OFFICE = "office", "Như cơ quan đặt"
    YES = "yes", "Có, vào giờ tôi chọn"
    NO = "no", "Không"


DAYS = [day.value for day in Day]
HOURS = range(5, 21)  # at which a digest may go


class Action(models.TextChoices):
    SET_RUNG = "rung.set", "Đặt bậc cảnh báo"
    END_RUNG = "rung.end", "Thôi dùng bậc cảnh báo"
    SET_DIGEST = "digest_rule.set", "Đặt giờ thư tổng hợp"
    END_DIGEST = "digest_rule.end", "Kết thúc giờ thư tổng hợp"
