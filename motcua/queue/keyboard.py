"""The keys of the windows: each act on a number is one key."""

from motcua.ui.keyboard import EVERYWHERE, register

WINDOW = "Quầy gọi số"

register(
    EVERYWHERE,
    {
        "queue:desk": ("O", "Quầy gọi số"),
        "queue:halls": ("E", "Sảnh một cửa"),
        "queue:statistics_of_all": ("I", "Thống kê lượt đến"),
    },
)
register(
    WINDOW,
    {
        "queue.next": ("F9", "Gọi số tiếp theo"),
        "queue.begin": ("B", "Bắt đầu phục vụ"),
        "queue.recall": ("A", "Gọi lại"),
        "queue.skip": ("K", "Không có mặt"),
        "queue.finish": ("X", "Phục vụ xong"),
        "queue.transfer": ("C", "Chuyển quầy, nhóm việc"),
        "queue.intake": ("T", "Tiếp nhận hồ sơ của số này"),
        "queue.dossier": ("M", "Mở hồ sơ của giấy hẹn"),
        "queue.give": ("P", "Lấy số giúp"),
    },
)
