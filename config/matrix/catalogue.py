"""The addresses of the catalogue's administration."""

from typing import Any

from config.matrix.expectations import CONFLICT, HIDDEN, Posts
from motcua.administration.sections import KEEPERS
from motcua.agencies.choices import Role

LOOKERS = frozenset(KEEPERS)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
EDITORS = frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER})
OPERATOR = Posts(ADMINISTRATORS, but=("administrator_elsewhere",))
PUBLISHERS = EDITORS | {Role.LEADER}
ADOPTION, NATIONAL = "/quan-tri/thu-tuc/<int:adoption>/", "/quan-tri/danh-muc-quoc-gia/<int:procedure>/"
DESIGNER = f"{ADOPTION}bieu-mau/thiet-ke/"
QUESTION = "cau/<slug:form_question>"
CARDS = ("chung", "ket-thuc", QUESTION, f"{QUESTION}/van-ban", "phan/<slug:form_section>", "phi/<slug:form_fee>")
ROUTES: dict[str, dict[str, Any]] = {
    "/quan-tri/thu-tuc/": {"GET": Posts(LOOKERS)},
    ADOPTION: {"GET": Posts(LOOKERS)},
    f"{ADOPTION}sua/quy-trinh/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS, gives=CONFLICT)},  # a stale page
    f"{ADOPTION}sua/quy-trinh/thu/": {"GET": Posts(EDITORS)},
    f"{ADOPTION}sua/quy-trinh/so-sanh/": {"GET": Posts(EDITORS)},
    f"{ADOPTION}sua/quy-trinh/co-san/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    f"{ADOPTION}sua/quy-trinh/tep/<slug:route_format>/": {"GET": Posts(EDITORS)},
    f"{ADOPTION}sua/quy-trinh/chuyen-ho-so/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS)},
    f"{ADOPTION}sua/quy-trinh/chuyen-ho-so/luot/<uuid:key>/": dict.fromkeys(  # of somebody else: not there
        ("GET", "POST"), Posts(PUBLISHERS, gives=HIDDEN)
    ),
    f"{ADOPTION}sua/<slug:part>/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    f"{ADOPTION}bieu-mau/": {"GET": Posts(LOOKERS)},
    f"{ADOPTION}bieu-mau/tep/": {"GET": Posts(LOOKERS)},
    f"{ADOPTION}bieu-mau/nhap/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    f"{ADOPTION}bieu-mau/thu/": {"GET": Posts(LOOKERS), "POST": Posts(LOOKERS)},
    f"{ADOPTION}bieu-mau/bo/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS, gives=CONFLICT)},  # a stale page
    DESIGNER: {"GET": Posts(EDITORS), "POST": Posts(EDITORS, gives=CONFLICT)},  # a stale page
    f"{DESIGNER}thu/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    **{f"{DESIGNER}{card}/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)} for card in CARDS},
    f"{ADOPTION}ban-hanh/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS, gives=CONFLICT)},  # a stale page
    f"{ADOPTION}so-sanh/": {"GET": Posts(LOOKERS)},
    f"{ADOPTION}ra-soat/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS)},
    f"{ADOPTION}thoi/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS)},
    f"{ADOPTION}thoi/bo/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS)},
    f"{ADOPTION}ban/<int:number>/": {"GET": Posts(LOOKERS)},
    f"{ADOPTION}ban/<int:number>/huy/": {"GET": Posts(PUBLISHERS), "POST": Posts(PUBLISHERS)},
    "/quan-tri/danh-muc-quoc-gia/": {"GET": Posts(LOOKERS)},
    NATIONAL: {"GET": Posts(LOOKERS)},
    f"{NATIONAL}ap-dung/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    f"{NATIONAL}nghi-van/": {"GET": Posts(EDITORS), "POST": Posts(EDITORS)},
    "/quan-tri/danh-muc-quoc-gia/cho-xem/": {"GET": Posts(LOOKERS)},
    "/quan-tri/danh-muc-quoc-gia/so-tep/": {"GET": OPERATOR, "POST": OPERATOR},
    "/quan-tri/danh-muc-quoc-gia/khac-biet/": {"GET": Posts(LOOKERS)},
    "/quan-tri/danh-muc-quoc-gia/khac-biet/quyet/": {"POST": OPERATOR},
    "/quan-tri/danh-muc-quoc-gia/khac-biet/quyet-het/": {"GET": OPERATOR, "POST": OPERATOR},
    "/quan-tri/danh-muc-quoc-gia/khac-biet/luot/<uuid:key>/": dict.fromkeys(  # of somebody else: not there
        ("GET", "POST"), Posts(ADMINISTRATORS, gives=HIDDEN)
    ),
    "/quan-tri/danh-muc-quoc-gia/khac-biet/<int:change>/": {"GET": Posts(LOOKERS, gives=HIDDEN)},  # no such key
    "/quan-tri/danh-muc-quoc-gia/lan-nhap/<int:run>/": {"GET": Posts(LOOKERS, gives=HIDDEN)},
    "/quan-tri/danh-muc-quoc-gia/ma-hong/": {"GET": Posts(LOOKERS)},
    "/quan-tri/danh-muc-quoc-gia/ma-hong/<int:row>/": dict.fromkeys(  # no such row
        ("GET", "POST"), Posts(ADMINISTRATORS, gives=HIDDEN)
    ),
    "/quan-tri/danh-muc-quoc-gia/cach-viet/": {"GET": Posts(LOOKERS), "POST": Posts(LOOKERS)},
}
