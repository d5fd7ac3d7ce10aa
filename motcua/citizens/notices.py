"""The code by which somebody comes in, or shows that a phone or an address is theirs."""

from motcua.notify.notices import Notice, Place, Words, register

LOGIN_CODE = register(
    Notice(
        key="citizens.login_code",
        label="Mã xác nhận",
        places={"code": Place("mã sáu chữ số", "204816"), "minutes": Place("mã dùng được trong bao nhiêu phút", "10")},
        vi=Words(
            "Mã xác nhận của bạn",
            "Mã xác nhận của bạn trên cổng dịch vụ công: {code}\n\nMã dùng một lần, trong {minutes} phút. Không đưa mã "
            "này cho ai: cán bộ không bao giờ hỏi mã.\n\nBạn không xin mã? Hãy bỏ qua thư này.",
            "{code} la ma xac nhan tren cong dich vu cong, dung trong {minutes} phut. Khong dua ma cho ai.",
        ),
        en=Words(
            "Your confirmation code",
            "Your confirmation code for the public service portal: {code}\n\nIt is good once, for {minutes} minutes. "
            "Give it to nobody: officials never ask for it.\n\nIf you did not ask for a code, ignore this message.",
            "{code} is your code for the public service portal, good for {minutes} minutes. Give it to nobody.",
        ),
        urgent=True,
        useful=10,
        chosen=False,
    )
)
