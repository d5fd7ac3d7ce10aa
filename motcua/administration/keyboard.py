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
