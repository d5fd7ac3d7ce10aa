"""States of a dossier, its side states, the codes of what is done to it, and how they map to the national codes."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ tiếp nhận"
    RECEIVED = "received", "Đã tiếp nhận"
    IN_PROGRESS = "in_progress", "Đang giải quyết"
    WAITING_SUPPLEMENT = "waiting_supplement", "Chờ bổ sung giấy tờ"
    WAITING_PAYMENT = "waiting_payment", "Chờ nộp nghĩa vụ tài chính"
    SUSPENDED = "suspended", "Tạm dừng giải quyết"
    DECIDED = "decided", "Đã có kết quả"
    RETURNED = "returned", "Đã trả kết quả"
    REFUSED = "refused", "Không được tiếp nhận"
    WITHDRAWN = "withdrawn", "Công dân rút hồ sơ"
    STOPPED = "stopped", "Dừng giải quyết"


OPEN = (
    State.SUBMITTED,
    State.RECEIVED,
    State.IN_PROGRESS,
    State.WAITING_SUPPLEMENT,
    State.WAITING_PAYMENT,
    State.SUSPENDED,
)
HELD = (*OPEN, State.DECIDED)  # at the office: not yet in the citizen's hand
PAUSED = (State.WAITING_SUPPLEMENT, State.WAITING_PAYMENT, State.SUSPENDED)
CLOSED = (State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED)

# The ten codes of the national portal (reference: lifecycle, national codes).
NATIONAL_CODES = {
    State.DRAFT: 1,
    State.SUBMITTED: 1,
    State.RECEIVED: 2,
    State.REFUSED: 3,
    State.IN_PROGRESS: 4,
    State.WAITING_SUPPLEMENT: 5,
    State.WAITING_PAYMENT: 6,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.SUSPENDED: 8,
    State.DECIDED: 9,
    State.RETURNED: 10,
}
NATIONAL_LABELS = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}


class Channel(models.TextChoices):
    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POST = "post", "Bưu chính công ích"


class Outcome(models.TextChoices):
    POSITIVE = "positive", "Giải quyết theo yêu cầu"
    NEGATIVE = "negative", "Không giải quyết theo yêu cầu"


class Money(models.TextChoices):
    NOTHING = "nothing", "Không thu"
    DUE = "due", "Chưa nộp"
    PAID = "paid", "Đã nộp"
    WAIVED = "waived", "Được miễn"


class Delivery(models.TextChoices):
    AT_DESK = "at_desk", "Nhận tại bộ phận một cửa"
    BY_POST = "by_post", "Nhận qua bưu chính"
    ONLINE = "online", "Nhận bản điện tử"
    DONE = "done", "Đã giao"


class Trait(models.TextChoices):
    """What a dossier is counted by beside its states."""

    FULL = "full", "Nộp trực tuyến toàn trình"
    PART = "part", "Nộp trực tuyến một phần"
    CROSSING = "crossing", "Tiếp nhận phi địa giới"
    FILES = "files", "Có giấy tờ số hóa"
    REUSED = "reused", "Có giấy tờ dùng lại"
    RESULT = "result", "Có kết quả điện tử"
    APOLOGISED = "apologised", "Đã xin lỗi vì trễ hạn"
    PAID_ONLINE = "paid_online", "Nộp tiền trực tuyến"


class Sync(models.TextChoices):
    NOT_YET = "not_yet", "Chưa đồng bộ"
    SENT = "sent", "Đã gửi"
    CONFIRMED = "confirmed", "Đã được nhận"


class PauseKind(models.TextChoices):
    SUPPLEMENT = "supplement", "Chờ bổ sung giấy tờ"
    PAYMENT = "payment", "Chờ nộp nghĩa vụ tài chính"
    SUSPENSION = "suspension", "Tạm dừng theo quy định"


class StepState(models.TextChoices):
    OPEN = "open", "Đang làm"
    FINISHED = "finished", "Đã xong"
    SENT_BACK = "sent_back", "Trả lại bước trước"
    REDIRECTED = "redirected", "Chuyển đúng cơ quan"
    MOVED = "moved", "Chuyển sang quy trình mới"
    CANCELLED = "cancelled", "Không thực hiện"


class LegEnd(models.TextChoices):
    """How a leg ended."""

    JOINED = "joined", "Đã xong, về bước hợp nhánh"
    OVERTAKEN = "overtaken", "Thôi: đủ số chặng khác đã xong"
    RETURNED = "returned", "Thôi: hồ sơ trả về trước khi tách nhánh"
    CLOSED = "closed", "Thôi: hồ sơ kết thúc"


class Answered(models.TextChoices):
    """How the desk answered what was filed online; or that nobody waits for an answer any more."""

    RECEIVED = "received", "Tiếp nhận"
    REFUSED = "refused", "Từ chối"
    ASKED = "asked", "Yêu cầu bổ sung"
    ENDED = "ended", "Không còn phải trả lời"


class Side(models.TextChoices):
    """Who wrote a message."""

    CITIZEN = "citizen", "Người nộp"
    OFFICE = "office", "Cơ quan"


class Satisfaction(models.TextChoices):
    """What somebody thinks of how their dossier was settled."""

    SATISFIED = "satisfied", "Hài lòng"
    ORDINARY = "ordinary", "Bình thường"
    DISSATISFIED = "dissatisfied", "Không hài lòng"


class StepVerdict(models.TextChoices):
    """What the opinion of a route's step comes to; silence is nobody's yes, whatever the route lets follow from it."""

    YES = "yes", "Đồng ý"
    CONDITIONS = "conditions", "Đồng ý có điều kiện"
    NO = "no", "Không đồng ý"
    SILENT = "silent", "Không trả lời trong hạn"


GIVEN = (StepVerdict.YES, StepVerdict.CONDITIONS, StepVerdict.NO)  # by a person


class Strayed(models.TextChoices):
    """Why a step is at the head of the responsible division and not where the route says."""

    NO_ADDRESS = "no_address", "Địa chỉ chủ hồ sơ không ghi tên xã, phường nào có trên hệ thống"
    NO_ANSWER = "no_answer", "Tờ khai không có câu trả lời nêu cơ quan"
    NOBODY = "nobody", "Cơ quan theo quy trình chưa có ai giữ vai trò của bước này"


class Verdict(models.TextChoices):
    """What an opinion comes to; the text beside it says why."""

    YES = "yes", "Đồng ý"
    NO = "no", "Không đồng ý"
    NO_OBJECTION = "none", "Không có ý kiến khác"


class Silence(models.TextChoices):
    """What no answer by the deadline counts as; "" is the rule: silence is not consent."""

    AGREE = "agree", "Coi như đồng ý"


class OpinionEnd(models.TextChoices):
    """How an opinion that was asked for ended without an answer."""

    REVOKED = "revoked", "Đã thu hồi"
    DECLINED = "declined", "Từ chối cho ý kiến"
    WAIVED = "waived", "Giải quyết tiếp không chờ"
    SILENT = "silent", "Quá hạn không trả lời, coi như đồng ý"


class Form(models.TextChoices):
    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"
    APOLOGY = "apology", "Văn bản xin lỗi và đề nghị gia hạn"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    FEE = "fee", "Biên lai thu phí, lệ phí"
    RESULT = "result", "Văn bản kết quả"


class Action(models.TextChoices):
    DRAFT = "dossier.draft", "Soạn hồ sơ"
    ABANDON = "dossier.abandon", "Bỏ hồ sơ đang soạn"
    EDIT_DRAFT = "dossier.edit_draft", "Sửa hồ sơ đang soạn"
    FILE = "dossier.file", "Nộp hồ sơ đang soạn"
    REGISTER = "dossier.register", "Tiếp nhận tại quầy"
    SUBMIT = "dossier.submit", "Nộp hồ sơ"
    RECEIVE = "dossier.receive", "Tiếp nhận"
    REFUSE = "dossier.refuse", "Từ chối tiếp nhận"
    ASSIGN = "dossier.assign", "Phân công"
    HAND_OVER = "dossier.hand_over", "Chuyển bước"
    TAKE_OVER = "dossier.take_over", "Xác nhận đã nhận bàn giao"
    REDIRECT = "dossier.redirect", "Chuyển đúng cơ quan"
    PASS_SILENTLY = "dossier.pass_silently", "Hết hạn không có ý kiến, chuyển tiếp"
    MOVE_ROUTE = "dossier.move_route", "Chuyển sang quy trình mới"
    REQUEST_SUPPLEMENT = "dossier.request_supplement", "Yêu cầu bổ sung"
    RESUME = "dossier.resume", "Tiếp tục giải quyết"
    SUSPEND = "dossier.suspend", "Tạm dừng"
    CONSULT = "dossier.consult", "Xin ý kiến"
    ANSWER = "dossier.answer", "Trả lời ý kiến"
    FORWARD_OPINION = "dossier.forward_opinion", "Chuyển người trả lời ý kiến"
    DECLINE_OPINION = "dossier.decline_opinion", "Từ chối cho ý kiến"
    REMIND_OPINION = "dossier.remind_opinion", "Nhắc trả lời ý kiến"
    REVOKE_OPINION = "dossier.revoke_opinion", "Thu hồi câu hỏi ý kiến"
    WAIVE_OPINION = "dossier.waive_opinion", "Giải quyết tiếp không chờ ý kiến"
    REASSIGN = "dossier.reassign", "Giao lại việc của một người"
    RELEASE = "dossier.release", "Đưa việc về hộp chung vì người giữ không còn vị trí"
    AGREE_BY_SILENCE = "dossier.agree_by_silence", "Coi như đồng ý vì quá hạn không trả lời"
    PROPOSE = "dossier.propose", "Đề xuất"
    APPROVE = "dossier.approve", "Duyệt"
    SIGN = "dossier.sign", "Ký kết quả"
    EXTEND = "dossier.extend", "Gia hạn"
    DRAFT_APOLOGY = "dossier.draft_apology", "Soạn văn bản xin lỗi"
    APOLOGISE = "dossier.apologise", "Xin lỗi, hẹn lại ngày trả"
    RETURN_RESULT = "dossier.return_result", "Trả kết quả"
    SETTLE_AT_ONCE = "dossier.settle_at_once", "Giải quyết và trả ngay"
    WITHDRAW = "dossier.withdraw", "Rút hồ sơ"
    STOP = "dossier.stop", "Dừng giải quyết"
    CORRECT_RESULT = "dossier.correct_result", "Sửa kết quả"
    DELIVER_CORRECTION = "dossier.deliver_correction", "Giao bản đã sửa"
    COLLECT_FEE = "dossier.collect_fee", "Thu phí, lệ phí"
    WAIVE_FEE = "dossier.waive_fee", "Miễn phí, lệ phí"
    ATTACH = "dossier.attach", "Đính kèm tệp"
    MOVE_DUE = "dossier.move_due", "Dời hạn theo lịch làm việc"
    PASS_OVER = "dossier.pass_over", "Chuyển sang đơn vị mới"
    CORRECT_APPLICANT = "dossier.correct_applicant", "Sửa thông tin người nộp theo yêu cầu"
    RATE = "dossier.rate", "Đánh giá việc giải quyết"
    ERASE = "dossier.erase", "Xóa nội dung"
    ENTER_RESULT = "dossier.enter_result", "Ghi kết quả theo sổ giấy"
    MERGE_APPLICANT = "dossier.merge_applicant", "Gộp người nộp khai trùng"


# The kinds of task of a dossier; an action that is not named belongs to the steps.
STEP_WORK, OPINION_WORK, CORRECTION_WORK = "dossier.step", "dossier.opinion", "dossier.correction"
WORK_OF: dict[str, str] = {
    Action.ANSWER: OPINION_WORK,
    Action.FORWARD_OPINION: OPINION_WORK,
    Action.DECLINE_OPINION: OPINION_WORK,
    Action.DELIVER_CORRECTION: CORRECTION_WORK,
}


class BookAction(models.TextChoices):
    """What is done to a paper book."""

    OPEN = "paper_book.open", "Mở sổ giấy"
    SPOIL = "paper_book.spoil", "Ghi số bỏ, hỏng"
    PASS_OVER = "paper_book.pass_over", "Chuyển sổ sang đơn vị mới"


class MergeAction(models.TextChoices):
    MERGE = "merge.merge", "Gộp người nộp khai trùng"
    UNDO = "merge.undo", "Bỏ gộp"


class MergeCause(models.TextChoices):
    """Why one person was declared twice; it says whose the number of the declaration is that goes."""

    SAME_NUMBER = "same_number", "Cùng số định danh, khai khác nhau"
    NO_NUMBER = "no_number", "Một lần khai không ghi số"
    OLD_NUMBER = "old_number", "Số giấy tờ cũ của cùng người"
    MISTYPED = "mistyped", "Ghi nhầm số"


class Named(models.TextChoices):
    """As what a dossier names somebody."""

    APPLICANT = "applicant", "Chủ hồ sơ"
    SUBMITTER = "submitter", "Người nộp"
