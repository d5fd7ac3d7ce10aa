"""The keys of casework's pages."""

from motcua.ui.keyboard import DETAIL, EVERYWHERE, LIST, register

register(
    EVERYWHERE,
    {
        "casework:inbox": ("H", "Hộp việc"),
        "casework:dossiers": ("D", "Hồ sơ"),
        "casework:overview": ("V", "Đơn vị"),
        "casework:people": ("Alt+O", "Người và việc"),
        "casework:hand_overs": ("Alt+H", "Bàn giao"),
        "casework:register_book": ("S", "Sổ theo dõi"),
        "casework:late": ("Z", "Trễ hạn"),
    },
)
register(LIST, {"list.scan": ("W", "Quét nhiều hồ sơ để làm một lượt")})
register(DETAIL, {"dossier.finish": ("T", "")})
