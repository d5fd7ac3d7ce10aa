"""What overseers are sent of figures: numbers and addresses, never a person or a paper."""

from motcua.notify.notices import Notice, Place, Words, register

REPORT = register(
    Notice(
        key="bulletins.report",
        label="Báo cáo định kỳ (lãnh đạo, thanh tra, cải cách hành chính)",
        places={
            "title": Place("tên trang đã lưu", "Cả phường, II.06a"),
            "period": Place("kỳ", "từ 01/10/2026 đến hết 31/10/2026"),
            "figures": Place("con số chính", "Số lượng hồ sơ tiếp nhận: tổng số 120, trực tuyến 80"),
            "link": Place("địa chỉ trang số liệu", "https://motcua.example.vn/so-lieu/bao-cao/II.06a/"),
            "file": Place("địa chỉ tệp", "https://motcua.example.vn/tep-da-lap/"),
            "choices": Place("địa chỉ đổi, thôi nhận", "https://motcua.example.vn/so-lieu/dinh-ky/"),
        },
        vi=Words(
            "{title}: số liệu {period}",
            "{title}, số liệu {period}.\n\n{figures}\n\nXem, mở từng con số: {link}\nTệp: {file}\n\nThư này do hệ "
            "thống gửi tự động theo lịch đã đặt. Xem, thôi nhận: {choices}",
            "{title} {period}: {figures}. {link}",
        ),
        en=Words(
            "{title}: figures {period}",
            "{title}, figures {period}.\n\n{figures}\n\nSee: {link}\nFile: {file}\n\n"
            "Sent automatically. Change: {choices}",
            "{title} {period}: {figures}. {link}",
        ),
        chosen=False,
    )
)
FAILED = register(
    Notice(
        key="bulletins.failed",
        label="Báo cáo định kỳ không lập được",
        places={
            "title": Place("tên trang đã lưu", "Cả phường, II.06a"),
            "period": Place("kỳ", "từ 01/10/2026 đến hết 31/10/2026"),
            "choices": Place("địa chỉ xem, sửa", "https://motcua.example.vn/so-lieu/dinh-ky/"),
        },
        vi=Words(
            "Không lập được: {title}",
            "Báo cáo định kỳ “{title}”, số liệu {period}, không lập được cho bạn. Có thể trang, biểu hay đơn vị không "
            "còn, hoặc vị trí của bạn không còn được xem số liệu ấy.\n\nXem, sửa: {choices}",
            "Khong lap duoc {title} {period}. {choices}",
        ),
        en=Words(
            "Could not be made: {title}",
            "The scheduled report “{title}”, figures {period}, could not be made for you.\n\nSee: {choices}",
            "Could not be made: {title} {period}. {choices}",
        ),
        chosen=False,
    )
)
