"""What officers are told of by e-mail: codes and procedures only, never a person or a paper."""

from motcua.notify.notices import Notice, Place, Words, register

ALARM = register(
    Notice(
        key="escalation.alarm",
        label="Cảnh báo thời hạn (cán bộ)",
        places={
            "what": Place("bậc đã chạm", "Bước đang làm qua 90% thời hạn"),
            "about": Place("mã hồ sơ và thủ tục", "H57.54-261123-0042 · Đăng ký khai sinh"),
            "due": Place("hạn", "17:00 07/12/2026"),
            "link": Place("địa chỉ trang xem", "https://motcua.example.vn/canh-bao/7/"),
        },
        vi=Words(
            "Cảnh báo thời hạn: {what}",
            "{what}.\n\n{about}\nHạn: {due}\n\nXem: {link}\n\nThư này do hệ thống gửi tự động. Đổi cách nhận ở mục Thư "
            "tổng hợp, cảnh báo.",
            "{what}: {about}, han {due}",
        ),
        en=Words(
            "Time limit warning: {what}",
            "{what}.\n\n{about}\nDue: {due}\n\nSee: {link}\n\nThis message was sent automatically.",
            "{what}: {about}, due {due}",
        ),
        chosen=False,
    )
)
DIGEST = register(
    Notice(
        key="escalation.digest",
        label="Thư tổng hợp hằng ngày (cán bộ)",
        places={
            "day": Place("ngày", "23/11/2026"),
            "late": Place("số việc quá hạn", "2"),
            "today": Place("số việc đến hạn hôm nay", "3"),
            "week": Place("số việc đến hạn trong tuần", "7"),
            "fresh": Place("số việc mới đến", "4"),
            "signing": Place("số việc chờ ký, duyệt", "1"),
            "warned": Place("số cảnh báo thời hạn", "1"),
            "first": Place("việc gấp nhất: mã và thủ tục", "H57.54-261123-0042 · Đăng ký khai sinh"),
            "link": Place("địa chỉ hộp việc", "https://motcua.example.vn/xu-ly/"),
            "choices": Place("địa chỉ đổi cách nhận", "https://motcua.example.vn/canh-bao/thu/"),
        },
        vi=Words(
            "Việc ngày {day}: {late} quá hạn, {today} đến hạn hôm nay",
            "Việc của bạn ngày {day}:\n- quá hạn: {late}\n- đến hạn hôm nay: {today}\n- đến hạn trong tuần: {week}\n"
            "- mới đến: {fresh}\n- chờ ký, duyệt: {signing}\n- cảnh báo thời hạn: {warned}\n\nGấp nhất: {first}\n\n"
            "Mở hộp việc: {link}\nĐổi giờ nhận, thôi nhận: {choices}",
            "{late} qua han, {today} den han hom nay. {link}",
        ),
        en=Words(
            "Your work on {day}: {late} overdue, {today} due today",
            "Your work on {day}:\n- overdue: {late}\n- due today: {today}\n- due this week: {week}\n- new: {fresh}\n"
            "- waiting for a signature: {signing}\n- warnings: {warned}\n\nMost urgent: {first}\n\nInbox: {link}\n"
            "Change the hour, or stop: {choices}",
            "{late} overdue, {today} due today. {link}",
        ),
        chosen=False,
    )
)
