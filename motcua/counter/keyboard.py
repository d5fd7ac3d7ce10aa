"""The keys of the one-stop desk's pages."""

from motcua.ui.keyboard import EVERYWHERE, register

INTAKE, RECEIVED, HANDING = "Tiếp nhận", "Vừa tiếp nhận", "Trả kết quả"

register(EVERYWHERE, {"counter:intake": ("N", "Tiếp nhận hồ sơ"), "counter:returns": ("R", "Trả kết quả")})
register(EVERYWHERE, {"counter:books": ("Alt+Y", "Sổ giấy"), "counter:people": ("Alt+U", "Người khai trùng")})
register(INTAKE, {"counter:helping": ("Alt+K", "Khai trực tuyến giúp người dân")})
register(
    INTAKE,
    {
        "intake.procedure": ("Alt+1", "Thủ tục"),
        "intake.case": ("Alt+2", "Trường hợp và hình thức nộp"),
        "intake.person": ("Alt+3", "Chủ hồ sơ và người nộp"),
        "intake.papers": ("Alt+4", "Giấy tờ"),
        "intake.result": ("Alt+5", "Lệ phí và trả kết quả"),
        "intake.add_paper": ("Alt+G", "Thêm giấy tờ"),
        "intake.supplement": ("Alt+B", "Yêu cầu bổ sung"),
        "intake.refuse": ("Alt+C", "Từ chối"),
        "intake.settle": ("F8", "Giải quyết, trả ngay"),
        "intake.send": ("F9", ""),
    },
)
register(RECEIVED, {"received.print": ("P", "In giấy vừa lập"), "received.open": ("M", "Mở hồ sơ")})
register(HANDING, {"returns.hand_back": ("F9", "")})
