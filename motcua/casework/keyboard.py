"""The keys of casework's pages."""

from motcua.ui.keyboard import DETAIL, EVERYWHERE, register

register(
    EVERYWHERE,
    {
        "casework:inbox": ("H", "Hộp việc"),
        "casework:dossiers": ("D", "Hồ sơ"),
        "casework:overview": ("V", "Đơn vị"),
        "casework:register_book": ("S", "Sổ theo dõi"),
    },
)
register(DETAIL, {"dossier.finish": ("T", "")})
