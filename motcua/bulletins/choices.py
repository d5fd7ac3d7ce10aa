"""Rhythms of scheduled reports, what came of one mail, and the codes of what people do."""

from django.db import models


class Rhythm(models.TextChoices):
    DAILY = "daily", "Hằng ngày, số liệu hôm trước"
    WEEKLY = "weekly", "Thứ Hai hằng tuần, số liệu tuần trước"
    MONTHLY = "monthly", "Ngày 1 hằng tháng, số liệu tháng trước"
    QUARTERLY = "quarterly", "Ngày chốt số liệu hằng quý, kỳ báo cáo vừa hết"


class Form(models.TextChoices):
    NONE = "", "Không kèm tệp, chỉ có địa chỉ trang"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class Outcome(models.TextChoices):
    WAITING = "waiting", "Đang lập"
    SENT = "sent", "Đã viết thư"
    FAILED = "failed", "Không lập được"
    UNREACHED = "unreached", "Người nhận chưa có địa chỉ thư"


HOURS = range(5, 21)  # at which a mail may go


class Action(models.TextChoices):
    SAVE_VIEW = "saved_view.save", "Lưu trang số liệu"
    RENAME_VIEW = "saved_view.rename", "Đổi tên trang đã lưu"
    REMOVE_VIEW = "saved_view.remove", "Bỏ trang đã lưu"
    SCHEDULE = "schedule.set", "Đặt gửi báo cáo định kỳ"
    RESCHEDULE = "schedule.change", "Sửa báo cáo định kỳ"
    END_SCHEDULE = "schedule.end", "Thôi gửi báo cáo định kỳ"
    WRITE_REMARK = "remark.write", "Ghi chú số liệu"
    REWRITE_REMARK = "remark.rewrite", "Sửa ghi chú số liệu"
    ERASE_REMARK = "remark.erase", "Xóa ghi chú số liệu"
