"""The key that leads to people's requests about their own data."""

from motcua.ui.keyboard import EVERYWHERE, register

register(EVERYWHERE, {"privacy:requests": ("G", "Quyền dữ liệu")})
