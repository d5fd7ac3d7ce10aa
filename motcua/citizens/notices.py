"""The code by which somebody comes in, and what administrators are told of by e-mail."""

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
FAILURES = register(
    Notice(
        key="citizens.failures",
        label="Thông báo không tới trong ngày",
        places={
            "day": Place("ngày", "22/11/2026"),
            "unit": Place("đơn vị", "Ủy ban nhân dân phường Mẫu"),
            "failed": Place("số tin không gửi được", "12"),
            "unclear": Place("số tin không rõ đã gửi chưa", "1"),
            "link": Place("địa chỉ trang xem", "https://motcua.example.vn/quan-tri/thong-bao/khong-toi/7/"),
        },
        vi=Words(
            "Thông báo không tới ngày {day}: {failed}",
            "{unit}, ngày {day}:\n- không gửi được: {failed}\n- không rõ đã gửi chưa: {unclear}\n\n"
            "Xem vì sao, cho gửi lại: {link}",
            "Ngày {day}: {failed} thông báo không tới, {unclear} không rõ. {link}",
        ),
        en=Words(
            "Notices not delivered on {day}: {failed}",
            "{unit}, {day}:\n- not sent: {failed}\n- not known to be sent: {unclear}\n\nSee why, send again: {link}",
            "{day}: {failed} notices not sent, {unclear} not known. {link}",
        ),
        chosen=False,
    )
)
