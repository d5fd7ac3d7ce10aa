"""What the people of a dossier are told of, with the words to begin with.

No notice names a person or holds an identity number: whoever reads somebody's phone learns a code, not a life.
"""

from motcua.notify.notices import Notice, Place, Words, register

COMMON = {
    "code": Place("mã hồ sơ", "H57.54-261123-0042"),
    "procedure": Place("tên thủ tục", "Đăng ký khai sinh"),
    "contact": Place("nơi tiếp nhận và điện thoại", "Trung tâm Phục vụ hành chính công phường Mẫu, 0236 3000 111"),
    "link": Place("địa chỉ theo dõi hồ sơ", "https://motcua.example.vn/t/Zx81kQ"),
}
FOOT_VI = "\n\nTheo dõi hồ sơ: {link}\nLiên hệ: {contact}\n\nThư này do hệ thống gửi tự động, không cần trả lời."
FOOT_EN = "\n\nFollow the application: {link}\nContact: {contact}\n\nThis message was sent automatically; do not reply."
RATE_VI = "\n\nMời bạn đánh giá việc giải quyết hồ sơ theo địa chỉ dưới đây."
RATE_EN = "\n\nPlease tell us how we did: follow the address below."
HEAD_VI, HEAD_EN = "Hồ sơ {code}: {procedure}.\n\n", "Application {code}: {procedure}.\n\n"


def _notice(
    key: str, label: str, vi: tuple[str, str, str], en: tuple[str, str, str], places: dict[str, Place] | None = None
) -> Notice:
    """Register a kind: subject, what is told, and the same in short, in both languages."""
    return register(
        Notice(
            key=f"dossiers.{key}", label=label, places=COMMON | (places or {}),
            vi=Words(f"{vi[0]}: {{code}}", f"{HEAD_VI}{vi[1]}{FOOT_VI}", f"Hồ sơ {{code}}: {vi[2]} {{link}}"),
            en=Words(f"{en[0]}: {{code}}", f"{HEAD_EN}{en[1]}{FOOT_EN}", f"Application {{code}}: {en[2]} {{link}}"),
        )
    )  # fmt: skip


SUBMITTED = _notice(
    "submitted", "Đã nộp trực tuyến",
    ("Đã nhận hồ sơ trực tuyến", "Hồ sơ đã gửi tới nơi tiếp nhận. Bạn được trả lời chậm nhất {answer_by}.",
     "đã gửi, trả lời chậm nhất {answer_by}."),
    ("Your online application has arrived", "It was sent to the one-stop office. You get an answer by {answer_by}.",
     "sent, answer by {answer_by}."),
    {"answer_by": Place("hạn trả lời", "10:00 24/11/2026")},
)  # fmt: skip
RECEIVED = _notice(
    "received", "Đã tiếp nhận",
    ("Đã tiếp nhận hồ sơ", "Hồ sơ đã được tiếp nhận. Ngày hẹn trả kết quả: {due}.", "đã tiếp nhận, hẹn trả {due}."),
    ("Your application was accepted", "It was accepted. The result is promised for: {due}.",
     "accepted, result by {due}."),
    {"due": Place("ngày hẹn trả", "17:00 07/12/2026")},
)  # fmt: skip
REFUSED = _notice(
    "refused", "Không được tiếp nhận",
    ("Hồ sơ không được tiếp nhận", "Hồ sơ không được tiếp nhận. Lý do ghi trong phiếu từ chối, xem theo địa chỉ dưới "
     "đây hoặc hỏi nơi tiếp nhận.", "không được tiếp nhận, xem lý do:"),
    ("Your application was not accepted", "It was not accepted. The reason is on the notice of refusal: follow the "
     "address below or ask the office.", "not accepted, see why:"),
)  # fmt: skip
SUPPLEMENT = _notice(
    "supplement", "Cần bổ sung giấy tờ",
    ("Cần bổ sung giấy tờ", "Hồ sơ cần bổ sung: {papers}. Thời gian chờ bổ sung không tính vào thời hạn giải quyết, "
     "trừ khi thủ tục quy định khác.", "cần bổ sung {papers}."),
    ("More papers are needed", "Please add: {papers}. The time until you do does not count towards the limit, unless "
     "the procedure says otherwise.", "please add {papers}."),
    {"papers": Place("tên giấy tờ phải nộp", "Giấy chứng sinh; Giấy chứng nhận kết hôn")},
)  # fmt: skip
RESUMED = _notice(
    "resumed", "Tiếp tục giải quyết",
    ("Hồ sơ được tiếp tục giải quyết", "Hồ sơ được tiếp tục giải quyết. Ngày hẹn trả kết quả: {due}.",
     "tiếp tục giải quyết, hẹn trả {due}."),
    ("Work on your application goes on", "Work goes on. The result is promised for: {due}.",
     "work goes on, result by {due}."),
    {"due": Place("ngày hẹn trả", "17:00 10/12/2026")},
)  # fmt: skip
DELAYED = _notice(
    "delayed", "Xin lỗi, hẹn lại ngày trả",
    ("Xin lỗi và hẹn lại ngày trả", "Hồ sơ chưa xong đúng hẹn ({before}). Cơ quan xin lỗi và hẹn trả kết quả: {due}.",
     "xin lỗi chậm hẹn, hẹn lại {due}."),
    ("We apologise: a new day", "It will not be ready as promised ({before}). We apologise; the new day is: {due}.",
     "sorry for the delay, new day {due}."),
    {"due": Place("ngày hẹn mới", "17:00 15/12/2026"), "before": Place("ngày đã hẹn", "17:00 07/12/2026")},
)  # fmt: skip
SORRY = _notice(
    "sorry", "Xin lỗi vì có kết quả chậm",
    ("Xin lỗi vì có kết quả chậm", "Kết quả đã có nhưng chậm so với ngày hẹn ({before}). Cơ quan xin lỗi; lý do ghi "
     "trong văn bản xin lỗi, xem theo địa chỉ dưới đây hoặc hỏi nơi tiếp nhận.", "xin lỗi vì có kết quả chậm."),
    ("We apologise: the result was late", "The result came later than promised ({before}). We apologise; the reason is "
     "in the letter: follow the address below or ask the office.", "sorry, the result was late."),
    {"before": Place("ngày đã hẹn", "17:00 07/12/2026")},
)  # fmt: skip
PAYMENT = _notice(
    "payment", "Cần nộp phí, lệ phí",
    ("Cần nộp phí, lệ phí", "Hồ sơ chờ bạn nộp: {amount}. Cách nộp xem theo địa chỉ dưới đây hoặc hỏi nơi tiếp nhận.",
     "cần nộp {amount}."),
    ("A payment is due", "Your application waits for a payment of {amount}. See the address below or ask the office.",
     "please pay {amount}."),
    {"amount": Place("số tiền", "50.000 đồng")},
)  # fmt: skip
READY = _notice(
    "ready", "Đã có kết quả",
    ("Đã có kết quả", "Kết quả đã có tại nơi tiếp nhận. Mang theo giấy hẹn và giấy tờ tùy thân khi đến nhận."
     f"{RATE_VI}",
     "đã có kết quả, mời đến nhận."),
    ("The result is ready", "The result is at the one-stop office. Bring the receipt and a proof of who you are."
     f"{RATE_EN}",
     "the result is ready."),
)  # fmt: skip
RETURNED = _notice(
    "returned", "Đã trả kết quả",
    ("Đã trả kết quả", "Kết quả đã được trả lúc {at}. Nếu không phải bạn hay người bạn nhờ nhận, hãy báo ngay cho nơi "
     f"tiếp nhận.{RATE_VI}", "đã trả kết quả lúc {at}."),
    ("The result was handed over", "It was handed over at {at}. If not to you or somebody you sent, tell the office at "
     f"once.{RATE_EN}", "result handed over at {at}."),
    {"at": Place("lúc trả", "09:30 08/12/2026")},
)  # fmt: skip
WITHDRAWN = _notice(
    "withdrawn", "Đã rút hồ sơ",
    ("Đã rút hồ sơ", "Hồ sơ đã rút theo yêu cầu lúc {at}. Nếu bạn không yêu cầu, hãy báo ngay cho nơi tiếp nhận.",
     "đã rút theo yêu cầu."),
    ("Your application was withdrawn", "It was withdrawn as asked at {at}. If you did not ask, tell the office at "
     "once.", "withdrawn as asked."),
    {"at": Place("lúc rút", "09:30 08/12/2026")},
)  # fmt: skip
MESSAGE = _notice(
    "message", "Cơ quan nhắn về hồ sơ",
    ("Cơ quan nhắn về hồ sơ", "Cơ quan vừa viết cho bạn về hồ sơ này. Đăng nhập cổng, mở Cửa của tôi để đọc.",
     "cơ quan vừa viết cho bạn, mở Cửa của tôi để đọc."),
    ("The office wrote to you", "The office wrote to you about this application. Log in and open My page to read and "
     "answer.", "the office wrote to you, open My page."),
)  # fmt: skip
STOPPED = _notice(
    "stopped", "Dừng giải quyết",
    ("Dừng giải quyết hồ sơ", "Hồ sơ dừng giải quyết. Lý do ghi trong thông báo dừng, xem theo địa chỉ dưới đây hoặc "
     "hỏi nơi tiếp nhận.", "dừng giải quyết, xem lý do:"),
    ("Work on your application has stopped", "Work has stopped. The reason is on the notice: follow the address below "
     "or ask the office.", "stopped, see why:"),
)  # fmt: skip
