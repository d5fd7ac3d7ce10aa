"""The keys of the pages of figures."""

from motcua.ui.keyboard import EVERYWHERE, register

register(
    EVERYWHERE,
    {
        "figures:home": ("Alt+R", "Số liệu"),
        "figures:past_imports": ("Alt+P", "Số liệu cũ"),
        "figures:layouts": ("Alt+Q", "Biểu báo cáo"),
        "figures:targets": ("Alt+V", "Chỉ tiêu đúng hạn"),
    },
)
