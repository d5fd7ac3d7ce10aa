"""The keys that lead to requests about personal data and to lists of destruction."""

from motcua.ui.keyboard import EVERYWHERE, register

register(
    EVERYWHERE,
    {"privacy:requests": ("L", "Yêu cầu về dữ liệu cá nhân"), "privacy:destructions": ("G", "Danh mục hủy hồ sơ")},
)
