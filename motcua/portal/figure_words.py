"""The public figures in words, in the language of the page: what each number counts, and how what is hidden is said."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.openness import open_data
from motcua.openness.published import (
    DISSATISFIED,
    LATE,
    ON_TIME,
    OPEN,
    RATED,
    SATISFIED,
    SETTLED,
    TOLD_RECEIVED,
    TOLD_SETTLED,
    Share,
    Shown,
)
from motcua.reports.durations import OVER
from motcua.reports.suppression import RECEIVED
from motcua.ui import formats

Words = Any

# measure → (its name, what it counts)
MEASURES: dict[str, tuple[Words, Words]] = {
    RECEIVED: (
        _("Tiếp nhận"),
        _("Hồ sơ được tiếp nhận trong kỳ, mọi hình thức nộp. Hồ sơ bị từ chối tiếp nhận không tính."),
    ),
    SETTLED: (_("Đã giải quyết"), _("Hồ sơ có kết quả, được rút hoặc dừng trong kỳ, tính một lần vào ngày đầu tiên.")),
    ON_TIME: (
        _("Đúng hạn"),
        _("Hồ sơ đã giải quyết trước hoặc trong ngày hẹn, không sau giờ hẹn; thời gian chờ người nộp không tính."),
    ),
    LATE: (_("Trễ hạn"), _("Hồ sơ đã giải quyết sau lúc hẹn trả.")),
    OPEN: (_("Đang giải quyết"), _("Hồ sơ đã tiếp nhận chưa giải quyết xong khi hết tháng, kể cả đang chờ người nộp.")),
    TOLD_RECEIVED: (
        _("Đính chính tiếp nhận"),
        _("Hồ sơ tiếp nhận ở các tháng trước mà tháng này mới biết (ghi từ sổ giấy, nơi khác chuyển đến); âm là bớt."),
    ),
    TOLD_SETTLED: (
        _("Đính chính giải quyết"),
        _("Hồ sơ giải quyết xong ở các tháng trước mà tháng này mới biết; âm là bớt."),
    ),
    open_data.ON_TIME_SHARE: (
        _("Tỷ lệ đúng hạn"),
        _("Số đúng hạn chia cho số đã giải quyết, phần trăm. Khi số trễ hạn bị ẩn vì nhỏ thì chỉ ghi tỷ lệ ít nhất."),
    ),
    RATED: (_("Lượt đánh giá"), _("Hồ sơ được người nộp đánh giá trong kỳ.")),
    SATISFIED: (_("Hài lòng hoặc bình thường"), _("Lượt đánh giá chọn hài lòng hoặc bình thường.")),
    DISSATISFIED: (_("Chưa hài lòng"), _("Lượt đánh giá chọn không hài lòng.")),
    open_data.SATISFIED_SHARE: (
        _("Tỷ lệ hài lòng hoặc bình thường"),
        _("Lượt đánh giá hài lòng hoặc bình thường chia cho mọi lượt đánh giá, phần trăm."),
    ),
    open_data.DAYS: (
        _("Ngày giải quyết thường gặp"),
        _("Số ngày làm việc đủ cho 9 trên 10 hồ sơ có kết quả, không kể ngày chờ người nộp; 61 là hơn 60."),
    ),
}  # fmt: skip

# field of the data → what stands in it
FIELDS: dict[str, Words] = {
    "agency": _("Mã đơn vị"),
    "period_kind": _("Loại kỳ: month (tháng) hoặc year (năm)"),
    "period": _("Kỳ: 2026-03 là tháng 3 năm 2026, 2026 là năm 2026"),
    "procedure": _("Mã thủ tục; trống là mọi thủ tục của đơn vị"),
    "procedure_name": _("Tên thủ tục; trống là mọi thủ tục của đơn vị"),
    "measure": _("Số đo, theo bảng dưới"),
    "state": _("shown: có số; hidden: ẩn vì số nhỏ hoặc để không tính ra số nhỏ; no_data: chưa có dữ liệu"),
    "value": _("Giá trị; trống (JSON: null) khi không có số. Dấu thập phân là dấu chấm"),
    "least": _("Với tỷ lệ bị ẩn: chắc chắn không dưới mức này"),
    "most": _("Với tỷ lệ bị ẩn: chắc chắn không trên mức này"),
}

HIDDEN = _("ẩn")
LEAST = _("từ {share} %")
MOST_SHARE = _("đến {share} %")
WITHIN = _("9 trên 10 hồ sơ xong trong {days} ngày làm việc")
SAME_DAY = _("9 trên 10 hồ sơ xong trong ngày")
BEYOND = _("hơn 60 ngày làm việc")
TOO_FEW = _("chưa đủ hồ sơ để nói")
NO_DATA = _("chưa có dữ liệu")


def number_of(shown: Shown) -> Words:
    """Return a number as it stands in a table."""
    if shown.value is not None:
        return formats.number(shown.value)
    return HIDDEN if shown.hidden else "–"


def share_of(share: Share) -> Words:
    """Return a share as it stands in a table."""
    if share.exact is not None:
        return f"{_tenths(share.exact)} %"
    if share.least is not None:
        return LEAST.format(share=_tenths(share.least))
    if share.most is not None:
        return MOST_SHARE.format(share=_tenths(share.most))
    return HIDDEN if share.hidden else "–"


def days_of(days: Shown) -> Words:
    """Return in words within how long 9 of 10 were finished."""
    if days.value is None:
        return TOO_FEW
    if days.value >= OVER:
        return BEYOND
    return WITHIN.format(days=days.value) if days.value else SAME_DAY


def _tenths(share: Decimal) -> str:
    return formats.number(share, 1)
