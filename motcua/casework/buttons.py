"""The allowed actions as buttons: the one that finishes the step first, two more beside it, the rest in a menu."""

from typing import Any

from motcua.agencies.models import Post
from motcua.casework.lines import slug_of
from motcua.core.addresses import address
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import offered
from motcua.dossiers.permissions import step_allows

ICONS = {
    Action.RECEIVE: "check",
    Action.HAND_OVER: "arrow",
    Action.TAKE_OVER: "check",
    Action.REDIRECT: "arrow",
    Action.PROPOSE: "send",
    Action.APPROVE: "check",
    Action.SIGN: "sign",
    Action.SETTLE_AT_ONCE: "hand",
    Action.RETURN_RESULT: "hand",
    Action.REQUEST_SUPPLEMENT: "wait",
    Action.RESUME: "arrow",
    Action.CONSULT: "users",
    Action.ANSWER: "send",
    Action.FORWARD_OPINION: "user",
    Action.DECLINE_OPINION: "x",
    Action.REMIND_OPINION: "wait",
    Action.REVOKE_OPINION: "x",
    Action.WAIVE_OPINION: "arrow",
    Action.COLLECT_FEE: "money",
    Action.WAIVE_FEE: "check",
    Action.ASSIGN: "user",
    Action.EXTEND: "calendar",
    Action.DRAFT_APOLOGY: "edit",
    Action.APOLOGISE: "calendar",
    Action.SUSPEND: "wait",
    Action.CORRECT_RESULT: "edit",
    Action.DELIVER_CORRECTION: "hand",
    Action.REFUSE: "x",
    Action.WITHDRAW: "leave",
    Action.STOP: "stop",
}
ENDING = (Action.REFUSE, Action.STOP, Action.WITHDRAW)
BESIDE = 2  # so many buttons stand beside the first one

LEADS = {
    Action.RECEIVE: "Cấp mã, hẹn ngày trả và bắt đầu tính thời hạn.",
    Action.REFUSE: "Hồ sơ không được tiếp nhận; phiếu mẫu 03 nêu lý do cho người nộp.",
    Action.ASSIGN: "Giao bước đang làm cho một người của đơn vị.",
    Action.HAND_OVER: "Kết thúc bước này và đưa hồ sơ vào hộp việc của người nhận.",
    Action.TAKE_OVER: "Xác nhận hồ sơ do cơ quan khác bàn giao đã tới nơi; tên và giờ ghi vào phiếu kiểm soát.",
    Action.REDIRECT: "Hồ sơ không thuộc thẩm quyền của cơ quan này: chuyển tới đúng nơi, hạn của bước giữ nguyên.",
    Action.REQUEST_SUPPLEMENT: "Yêu cầu một lần, đầy đủ. Đồng hồ dừng đến khi công dân nộp đủ; phiếu mẫu 02 được in.",
    Action.RESUME: "Ghi những gì công dân đã nộp; đồng hồ chạy lại và ngày hẹn được tính lại.",
    Action.SUSPEND: "Đồng hồ của hồ sơ dừng theo căn cứ pháp luật nêu dưới đây.",
    Action.CONSULT: "Câu hỏi vào hộp việc của nơi được hỏi; thời hạn của hồ sơ vẫn chạy.",
    Action.ANSWER: "Trả lời được ghi vào hồ sơ và báo cho người hỏi.",
    Action.FORWARD_OPINION: "Câu hỏi sang hộp việc của một người cùng đơn vị; hạn trả lời giữ nguyên.",
    Action.DECLINE_OPINION: "Người hỏi thấy lý do. Ý kiến bắt buộc vẫn còn thiếu cho đến khi có người khác trả lời.",
    Action.REMIND_OPINION: "Mỗi câu hỏi nhắc được một lần; hộp việc của người được hỏi ghi “được nhắc”.",
    Action.REVOKE_OPINION: "Câu hỏi rời hộp việc của người được hỏi; người đó thôi xem được hồ sơ.",
    Action.WAIVE_OPINION: "Phụ trách chịu trách nhiệm giải quyết tiếp khi chưa có ý kiến bắt buộc; lý do được lưu.",
    Action.PROPOSE: "Đề xuất được ghi vào diễn biến; hồ sơ chuyển lên người duyệt.",
    Action.APPROVE: "Đồng ý với đề xuất và chuyển hồ sơ đến bước kế tiếp.",
    Action.SIGN: "Kết quả lấy số trong sổ văn bản đi; đồng hồ của hồ sơ dừng tại đây.",
    Action.SETTLE_AT_ONCE: "Kết quả được ký, trả cho người nộp và hồ sơ kết thúc.",
    Action.EXTEND: "Hẹn lại ngày trả trước khi hết hạn; văn bản mẫu 04 được in. Hạn theo quy định vẫn giữ để thống kê.",
    Action.DRAFT_APOLOGY: "Soạn để người có thẩm quyền xem, sửa và ký. Chưa gửi ai, chưa lấy số; soạn lại được.",
    Action.APOLOGISE: "Ký văn bản mẫu 04: lấy số văn bản đi, báo ngày trả mới cho người dân (đã có kết quả thì chỉ "
    "xin lỗi); mỗi lần quá hạn một lần. Hồ sơ vẫn tính là quá hạn.",
    Action.RETURN_RESULT: "Ghi người nhận; hồ sơ kết thúc. Hồ sơ quá hạn vẫn trả được.",
    Action.WITHDRAW: "Công dân rút hồ sơ trước khi có kết quả; giấy tờ được trả lại.",
    Action.STOP: "Dừng hẳn việc giải quyết; thông báo nêu lý do được in.",
    Action.CORRECT_RESULT: "Bản kết quả mới thay bản cũ, lấy số mới; bản cũ vẫn được lưu.",
    Action.DELIVER_CORRECTION: "Ghi ai đã nhận bản đã sửa; nhớ nhận lại bản sai. Lúc trả lần đầu vẫn giữ nguyên.",
    Action.COLLECT_FEE: "Thu tiền và in biên lai.",
    Action.WAIVE_FEE: "Không thu phí, lệ phí của hồ sơ này; lý do được ghi lại.",
}


def label_of(dossier: Dossier, code: Action, *, by: Post) -> str:
    """Return what an action is called for this post: from a step that approves or signs, passing on is sending back."""
    sends_back = code == Action.HAND_OVER and not any(step_allows(each, dossier, code) for each in by.hats)
    return "Trả lại bước trước" if sends_back else str(code.label)


def url_of(dossier: Dossier, code: str, *, query: str = "") -> str:
    """Return the address of an action's page."""
    return address("casework:act", dossier.code, slug_of(code)) + query


def arranged(dossier: Dossier, *, by: Post, query: str = "") -> dict[str, Any]:
    """Return `first` (or None), `second` and `others`: dicts with label, url, icon, kind and key."""
    codes = offered(dossier, by=by)
    shown = [_button(dossier, code, by=by, query=query) for code in codes]
    calm = [button for button in shown if button["kind"] != "danger"]
    first, second = (calm[0] if calm else None), calm[1 : 1 + BESIDE]
    others = [button for button in shown if button is not first and button not in second]
    if first is not None:
        first |= {"kind": "primary", "key": "dossier.finish"}
    return {"first": first, "second": second, "others": others}


def _button(dossier: Dossier, code: Action, *, by: Post, query: str) -> dict[str, Any]:
    return {
        "label": label_of(dossier, code, by=by),
        "icon": ICONS.get(code, "arrow"),
        "kind": "danger" if code in ENDING else "",
        "url": url_of(dossier, code, query=query),
        "key": "",
    }
