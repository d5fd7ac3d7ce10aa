"""What an import makes of a record, and the codes of what is done to an office's adoption of a procedure."""

from django.db import models


class Outcome(models.TextChoices):
    CREATED = "created", "Mới"
    UPDATED = "updated", "Có bản mới"
    UNCHANGED = "unchanged", "Không đổi"
    DOUBTFUL = "doubtful", "Cần người xem"
    REJECTED = "rejected", "Không nhận"


class AliasKind(models.TextChoices):
    AGENCY = "agency", "Cơ quan"
    FIELD = "field", "Lĩnh vực"


class Standing(models.TextChoices):
    """How an adoption stands; several may hold at once."""

    DRAFT = "draft", "Bản thảo, chưa ban hành"
    IN_FORCE = "in_force", "Đang áp dụng"
    SCHEDULED = "scheduled", "Sắp có hiệu lực"
    TO_REVIEW = "to_review", "Cần rà soát"
    WITHDRAWN = "withdrawn", "Thôi áp dụng"


class ChangeKind(models.TextChoices):
    """What a crawl says about the catalogue."""

    NEW = "new", "Thủ tục mới"
    CHANGED = "changed", "Nội dung khác"
    MISSING = "missing", "Không còn thấy"


class ChangeState(models.TextChoices):
    WAITING = "waiting", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    REJECTED = "rejected", "Không lấy"
    SUPERSEDED = "superseded", "Có khác biệt mới hơn thay"


class NationalAction(models.TextChoices):
    """What is done to the national records."""

    PROPOSE = "national_change.propose", "Đưa khác biệt vào hàng chờ"
    APPROVE = "national_change.approve", "Duyệt khác biệt"
    REJECT = "national_change.reject", "Không lấy khác biệt"
    SUPERSEDE = "national_change.supersede", "Thay bằng khác biệt mới hơn"
    SETTLE_DOUBTS = "national.settle_doubts", "Kết luận điều nghi vấn"
    SET_ALIAS = "alias.set", "Thống nhất cách viết"
    SETTLE_CODE = "code.settle", "Kết luận mã hỏng"
    SETTLE_CODE_AGAIN = "code.settle_again", "Sửa kết luận mã hỏng"


class Action(models.TextChoices):
    ADOPT = "adoption.adopt", "Áp dụng thủ tục tại đơn vị"
    CHANGE_DRAFT = "adoption.change_draft", "Sửa bản thảo"
    CHANGE_FORM = "adoption.change_form", "Sửa biểu mẫu điện tử"
    UNDO_FORM = "adoption.undo_form", "Hoàn tác biểu mẫu điện tử"
    CHANGE_ROUTE = "adoption.change_route", "Sửa quy trình"
    UNDO_ROUTE = "adoption.undo_route", "Hoàn tác quy trình"
    PUBLISH = "adoption.publish", "Ban hành bản công bố"
    REVIEW = "adoption.review", "Xác nhận đã rà soát"
    CANCEL = "adoption.cancel_edition", "Hủy bản chưa có hiệu lực"
    END = "adoption.end", "Thôi áp dụng"
    UNDO_END = "adoption.undo_end", "Bỏ thôi áp dụng"


class PostingState(models.TextChoices):
    POSTED = "posted", "Đang niêm yết"
    TAKEN_DOWN = "taken_down", "Đã gỡ"


class PostingStatus(models.TextChoices):
    """What hangs at a desk, held against what is in force there."""

    MISSING = "missing", "Chưa niêm yết"
    OUTDATED = "outdated", "Bản cũ"
    RIGHT = "right", "Đúng bản"
    LEFT_OVER = "left_over", "Phải gỡ"


class PostingAction(models.TextChoices):
    PUT_UP = "posting.put_up", "Ghi đã niêm yết"
    TAKE_DOWN = "posting.take_down", "Ghi đã gỡ"


class ProposalState(models.TextChoices):
    SUBMITTED = "submitted", "Chờ quyết định"
    APPROVED = "approved", "Đã duyệt"
    REJECTED = "rejected", "Không duyệt"
    WITHDRAWN = "withdrawn", "Đã rút"


class ProposalAction(models.TextChoices):
    SUBMIT = "proposal.submit", "Đề xuất rút ngắn thời hạn"
    APPROVE = "proposal.approve", "Duyệt đề xuất rút ngắn"
    REJECT = "proposal.reject", "Không duyệt đề xuất"
    WITHDRAW = "proposal.withdraw", "Rút đề xuất"
    PASS_OVER = "proposal.pass_over", "Chuyển theo sắp xếp đơn vị"
    SHORTEN = "adoption.shorten", "Rút ngắn thời hạn theo đề xuất"
