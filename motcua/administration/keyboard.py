"""The keys that lead to the administration's pages."""

from motcua.ui.keyboard import EVERYWHERE, register

register(
    EVERYWHERE,
    {
        "administration:posting_desks": ("Y", "Niêm yết"),
        "administration:proposals": ("U", "Rà soát thủ tục"),
        "administration:home": ("Q", "Quản trị"),
    },
)
register(
    "Thiết kế biểu mẫu, quy trình",
    {
        "design.add": ("Alt+N", "Tới ô thêm câu hỏi, thêm bước"),
        "design.add_section": ("Alt+S", "Tới ô thêm phần"),
        "design.add_fee": ("Alt+G", "Tới ô thêm khoản thu"),
        "design.up": ("Alt+K", "Đưa thẻ đang mở lên"),
        "design.down": ("Alt+J", "Đưa thẻ đang mở xuống"),
        "design.remove": ("Alt+X", "Bỏ thẻ đang mở"),
        "design.undo": ("Alt+Z", "Hoàn tác bước cuối"),
        "design.problem": ("Alt+L", "Tới chỗ sai đầu tiên"),
        "design.try": ("Alt+T", "Thử biểu mẫu, chạy thử quy trình"),
    },
)
