"""Rights, the states of a request, and the codes of what is done."""

from django.db import models


class Right(models.TextChoices):
    EXPORT = "export", "Cung cấp dữ liệu"
    CORRECTION = "correction", "Sửa dữ liệu"
    ERASURE = "erasure", "Xóa dữ liệu"
    RESTRICTION = "restriction", "Hạn chế xử lý dữ liệu"
    OBJECTION = "objection", "Phản đối xử lý dữ liệu"


ONLINE = (Right.CORRECTION, Right.ERASURE, Right.RESTRICTION, Right.OBJECTION)  # an export is handed over at the desk
HOLDING_BACK = (Right.RESTRICTION, Right.OBJECTION)  # granted, both hold the data back until they are lifted


class State(models.TextChoices):
    RECEIVED = "received", "Chờ phản hồi"
    ACKNOWLEDGED = "acknowledged", "Đã phản hồi, chờ quyết định"
    WORKING = "working", "Đang thực hiện"
    READY = "ready", "Chờ giao người yêu cầu"
    CLOSED = "closed", "Đã giao"
    WITHDRAWN = "withdrawn", "Người yêu cầu rút"


WAITING = (State.RECEIVED, State.ACKNOWLEDGED)
ENDED = (State.CLOSED, State.WITHDRAWN)


class Outcome(models.TextChoices):
    GRANTED = "granted", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"


class Proof(models.TextChoices):
    """How the person was known at the desk."""

    CARD = "card", "Thẻ căn cước, hộ chiếu (bản chính)"
    VNEID = "vneid", "Ứng dụng định danh điện tử"
    ACCOUNT = "account", "Tài khoản trên cổng, đã chứng minh danh tính"
    REPRESENTATIVE = "representative", "Người đại diện, có văn bản ủy quyền hoặc giấy tờ chứng minh"


class Fate(models.TextChoices):
    """What became of one kind of thing that was held."""

    ERASED = "erased", "Đã xóa"
    KEPT = "kept", "Giữ lại"
    GIVEN = "given", "Cung cấp"
    CORRECTED = "corrected", "Đã sửa"
    RESTRICTED = "restricted", "Đã hạn chế"


class Record(models.TextChoices):
    """Kinds of record, each kept for a time of its own."""

    DOSSIER = "dossier", "Hồ sơ thủ tục hành chính"
    RECEIPT = "receipt", "Biên lai phí, lệ phí"
    JOURNAL = "journal", "Nhật ký"


class ListState(models.TextChoices):
    PROPOSED = "proposed", "Chờ ký"
    APPROVED = "approved", "Đã ký, đang hủy"
    DONE = "done", "Đã hủy xong"
    REJECTED = "rejected", "Không ký"


class ItemOutcome(models.TextChoices):
    WAITING = "waiting", "Chờ hủy"
    DESTROYED = "destroyed", "Đã hủy"
    KEPT = "kept", "Giữ lại"
    LEFT = "left", "Không ký"


class Action(models.TextChoices):
    RECEIVE = "rights.receive", "Nhận yêu cầu về dữ liệu cá nhân"
    ASK = "rights.ask", "Yêu cầu trên cổng về dữ liệu cá nhân"
    ACKNOWLEDGE = "rights.acknowledge", "Phản hồi yêu cầu"
    EXTEND = "rights.extend", "Gia hạn trả lời"
    GRANT = "rights.grant", "Đồng ý thực hiện"
    REFUSE = "rights.refuse", "Không đồng ý"
    CARRY_OUT = "rights.carry_out", "Đã thực hiện"
    HAND_OVER = "rights.hand_over", "Giao kết quả cho người yêu cầu"
    WITHDRAW = "rights.withdraw", "Rút yêu cầu"
    PASS_OVER = "rights.pass_over", "Chuyển theo sắp xếp đơn vị"
    PASS_RESTRICTION = "rights.pass_restriction", "Chuyển hạn chế xử lý theo sắp xếp đơn vị"
    LIFT = "rights.lift", "Thôi hạn chế xử lý"
    FORGET = "rights.forget", "Xóa họ tên, số giấy tờ khỏi yêu cầu"
    NAME_DUTY = "data_duty.name", "Giao việc bảo vệ dữ liệu cá nhân"
    END_DUTY = "data_duty.end", "Thôi giao việc bảo vệ dữ liệu cá nhân"
    PROPOSE = "destruction.propose", "Lập danh mục hủy"
    APPROVE = "destruction.approve", "Ký danh mục hủy"
    REJECT = "destruction.reject", "Không ký danh mục hủy"
    FINISH = "destruction.finish", "Hủy xong"
    PASS_LIST = "destruction.pass_over", "Chuyển danh mục theo sắp xếp đơn vị"
    HOLD = "hold.place", "Giữ lại, chưa được hủy"
    RELEASE = "hold.release", "Thôi giữ lại"
    PASS_HOLD = "hold.pass_over", "Chuyển việc giữ lại theo sắp xếp đơn vị"
    SET_RULE = "retention_rule.set", "Đặt thời hạn lưu giữ"
    END_RULE = "retention_rule.end", "Kết thúc thời hạn lưu giữ"
    SET_TERM = "rights_term.set", "Đặt thời hạn trả lời"
    END_TERM = "rights_term.end", "Kết thúc thời hạn trả lời"
