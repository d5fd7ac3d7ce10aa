"""The addresses of the administration desk."""

from typing import Any

from config.matrix.expectations import HIDDEN, OVERSEERS, REFUSED, Posts
from motcua.administration.sections import (
    DECIDERS,
    KEEPER,
    KEEPERS,
    POSTERS,
    POSTING_READERS,
    PROPOSAL_READERS,
    PUBLISHERS,
    READERS,
    SUBMITTERS,
)
from motcua.agencies.choices import Role
from motcua.questions.permissions import FORM_MAKERS

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MINE = Posts(frozenset(KEEPER))
HANGING, PUTTING_UP = Posts(frozenset(POSTING_READERS)), Posts(frozenset(POSTERS))
REVIEWED, PROPOSING = Posts(frozenset(PROPOSAL_READERS)), Posts(frozenset(SUBMITTERS))
DELEGATING = Posts(frozenset({Role.ADMINISTRATOR, Role.LEADER}))
PUBLISHING = Posts(frozenset(PUBLISHERS))
OPERATOR = Posts(ADMINISTRATORS, but=("administrator_elsewhere",))
LOOK, DEED = {"GET": MINE}, {"GET": MINE, "POST": MINE}
PRIVACY = "/quan-tri/du-lieu-ca-nhan/"
MESSAGE = "/quan-tri/thong-bao/tin/<uuid:notice>/"
WORDING = "/quan-tri/thong-bao/loi-van/<str:kind>/<slug:channel>/<slug:language>/"
NONE_SUCH = Posts(ADMINISTRATORS, gives=HIDDEN)
GUARDED = Posts(frozenset({Role.INSPECTOR, Role.ADMINISTRATOR}))
LIMITING = Posts(frozenset({Role.INSPECTOR}))  # of the unit that operates the installation
NO_SUCH = Posts(frozenset({Role.INSPECTOR, Role.ADMINISTRATOR}), gives=HIDDEN)  # an alert that is not there
ROUTES: dict[str, dict[str, Any]] = {
    "/quan-tri/": {"GET": Posts(frozenset(KEEPERS))},
    # personal data
    PRIVACY: {"GET": GUARDED},
    f"{PRIVACY}ai-da-xem/": {"GET": GUARDED, "POST": GUARDED},
    f"{PRIVACY}nhat-ky/<slug:record>/": {"GET": GUARDED},
    f"{PRIVACY}muc/<slug:look>/": {"GET": LIMITING, "POST": LIMITING},
    f"{PRIVACY}canh-bao/<slug:alert>/": {"GET": NO_SUCH},
    f"{PRIVACY}canh-bao/<slug:alert>/ket-luan/": {"GET": NO_SUCH, "POST": NO_SUCH},
    # units re-organised
    "/quan-tri/sap-xep/": {"GET": Posts(frozenset(KEEPERS))},
    "/quan-tri/sap-xep/moi/": {"GET": Posts(ADMINISTRATORS), "POST": Posts(ADMINISTRATORS)},
    "/quan-tri/sap-xep/so-lieu/": {"GET": Posts(OVERSEERS)},
    "/quan-tri/sap-xep/so-lieu/<int:unit>/": {"GET": Posts(OVERSEERS)},
    "/quan-tri/sap-xep/<int:key>/": {"GET": Posts(frozenset(KEEPERS), gives=HIDDEN)},  # of somebody else's tree
    "/quan-tri/sap-xep/<int:key>/sua/": {
        "GET": Posts(ADMINISTRATORS, gives=HIDDEN),
        "POST": Posts(ADMINISTRATORS, gives=HIDDEN),
    },
    "/quan-tri/sap-xep/<int:key>/tien-do/": {"GET": Posts(frozenset(KEEPERS), gives=HIDDEN)},
    "/quan-tri/sap-xep/<int:key>/xac-nhan/": {
        "GET": Posts(ADMINISTRATORS, gives=HIDDEN),
        "POST": Posts(ADMINISTRATORS, gives=HIDDEN),
    },
    "/quan-tri/sap-xep/<int:key>/huy/": {"POST": Posts(ADMINISTRATORS, gives=HIDDEN)},
    # forms as data
    "/bieu-mau/thu/": dict.fromkeys(("GET", "POST"), Posts(frozenset(FORM_MAKERS))),
    # what hangs at the desks
    "/quan-tri/niem-yet/": {"GET": HANGING},
    "/quan-tri/niem-yet/<int:desk>/": {"GET": HANGING},
    "/quan-tri/niem-yet/<int:desk>/ghi/": {"POST": PUTTING_UP},
    "/quan-tri/niem-yet/<int:desk>/go/": {"POST": PUTTING_UP},
    "/quan-tri/niem-yet/<int:desk>/danh-muc.pdf": {"GET": HANGING},
    "/quan-tri/niem-yet/<int:desk>/tung-thu-tuc.pdf": {"GET": HANGING},
    "/quan-tri/niem-yet/<int:desk>/phieu-kiem-tra.pdf": {"GET": HANGING},
    # figures shown to everybody
    "/cong-khai/": {"GET": PUBLISHING},
    "/cong-khai/mo/": {"GET": PUBLISHING, "POST": PUBLISHING},
    "/cong-khai/<int:publication>/ngung/": {"POST": Posts(frozenset(PUBLISHERS), gives=HIDDEN)},  # not there
    "/cong-khai/<int:publication>/mo-lai/": {"POST": Posts(frozenset(PUBLISHERS), gives=HIDDEN)},
    # review of procedures
    "/quan-tri/ra-soat/": {"GET": REVIEWED},
    "/quan-tri/ra-soat/so-lieu/": {"GET": REVIEWED},
    "/quan-tri/ra-soat/moi/": {"GET": PROPOSING},
    "/quan-tri/ra-soat/moi/<int:adoption>/": {"GET": PROPOSING, "POST": PROPOSING},
    "/quan-tri/ra-soat/<int:proposal>/": {"GET": Posts(frozenset(PROPOSAL_READERS), gives=HIDDEN)},  # not there
    "/quan-tri/ra-soat/<int:proposal>/duyet/": dict.fromkeys(("GET", "POST"), Posts(frozenset(DECIDERS), gives=HIDDEN)),
    "/quan-tri/ra-soat/<int:proposal>/khong-duyet/": dict.fromkeys(
        ("GET", "POST"), Posts(frozenset(DECIDERS), gives=HIDDEN)
    ),
    "/quan-tri/ra-soat/<int:proposal>/rut/": {"POST": Posts(frozenset(SUBMITTERS), gives=HIDDEN)},
    # messages out
    "/quan-tri/thong-bao/": LOOK,
    f"{MESSAGE}": {"GET": NONE_SUCH},
    f"{MESSAGE}viec/<slug:notice_deed>/": {"GET": NONE_SUCH, "POST": NONE_SUCH},
    "/quan-tri/thong-bao/khong-toi/<slug:digest>/": {"GET": NONE_SUCH},
    "/quan-tri/thong-bao/khong-toi/<slug:digest>/viec/<slug:failures_deed>/": {"GET": NONE_SUCH, "POST": NONE_SUCH},
    "/quan-tri/thong-bao/loi-van/": LOOK,
    WORDING: DEED,
    f"{WORDING}xem-thu/": {"POST": MINE},
    f"{WORDING}viec/<slug:text_deed>/": {"GET": NONE_SUCH, "POST": NONE_SUCH},  # of words that nobody wrote
    "/quan-tri/thong-bao/cach-gui/": {"GET": OPERATOR, "POST": OPERATOR},
    # units, people, posts
    "/quan-tri/don-vi/": LOOK,
    "/quan-tri/don-vi/<int:unit>/": LOOK,
    "/quan-tri/don-vi/<int:unit>/viec/<slug:unit_deed>/": DEED,
    "/quan-tri/can-bo/": LOOK,
    "/quan-tri/can-bo/moi/": DEED,
    "/quan-tri/can-bo/<int:person>/": LOOK,
    "/quan-tri/can-bo/<int:person>/viec/<slug:person_deed>/": DEED,
    "/quan-tri/vi-tri/<int:post>/": LOOK,
    "/quan-tri/vi-tri/<int:post>/viec/<slug:post_deed>/": DEED,
    "/quan-tri/vi-tri/<int:post>/khoa-api/": DEED,
    "/quan-tri/vi-tri/<int:post>/khoa-api/<int:token>/": DEED,
    # away and standing in, signing by delegation
    "/quan-tri/vang-mat/": {"GET": Posts(frozenset(KEEPERS))},
    "/quan-tri/vang-mat/moi/": DEED,
    "/quan-tri/vang-mat/<int:absence>/": {"GET": Posts(frozenset(KEEPERS), gives=HIDDEN)},  # of another tree
    "/quan-tri/vang-mat/<int:absence>/viec/<slug:absence_deed>/": dict.fromkeys(
        ("GET", "POST"), Posts(ADMINISTRATORS, gives=HIDDEN)
    ),
    "/quan-tri/uy-quyen/": {"GET": Posts(frozenset(KEEPERS))},
    "/quan-tri/uy-quyen/moi/": {"GET": DELEGATING, "POST": DELEGATING},
    "/quan-tri/uy-quyen/<int:delegation>/": {"GET": Posts(frozenset(KEEPERS), gives=HIDDEN)},
    "/quan-tri/uy-quyen/<int:delegation>/viec/<slug:delegation_deed>/": dict.fromkeys(
        ("GET", "POST"), Posts(frozenset({Role.ADMINISTRATOR, Role.LEADER}), gives=HIDDEN)
    ),
    # calendars
    "/quan-tri/lich/": LOOK,
    "/quan-tri/lich/<int:unit>/": LOOK,
    "/quan-tri/lich/<int:unit>/ngay/": DEED,
    "/quan-tri/lich/<int:unit>/tuan/": DEED,
    "/quan-tri/lich/ngay/<int:day>/bo/": DEED,
    "/quan-tri/lich/tuan/<int:week>/bo/": DEED,
    # journals, machine, forms
    "/quan-tri/nhat-ky/": {"GET": Posts(frozenset(READERS))},
    "/quan-tri/nhat-ky/xuat/<slug:journal>/": {"POST": Posts(frozenset(READERS), gives=REFUSED)},  # no form asked
    "/quan-tri/luot-xem/": {"GET": Posts(frozenset(READERS))},
    "/quan-tri/viec-nen/": {"GET": OPERATOR},
    "/quan-tri/viec-nen/<int:job>/chay-lai/": {"GET": OPERATOR, "POST": OPERATOR},
    "/quan-tri/tinh-trang/": {"GET": OPERATOR},
    "/quan-tri/mau-in/": {"GET": Posts(frozenset(READERS))},
    "/quan-tri/mau-in/phan-rieng/moi/": DEED,
    "/quan-tri/mau-in/phan-rieng/xem-thu/": {"POST": MINE},
    "/quan-tri/mau-in/phan-rieng/<int:letterhead>/": {"GET": Posts(frozenset(READERS), gives=HIDDEN)},  # not there
    "/quan-tri/mau-in/phan-rieng/<int:letterhead>/mau/<slug:form>/": {"GET": Posts(frozenset(READERS), gives=HIDDEN)},
    "/quan-tri/mau-in/phan-rieng/<int:letterhead>/viec/<slug:letterhead_deed>/": dict.fromkeys(
        ("GET", "POST"), Posts(ADMINISTRATORS, gives=HIDDEN)
    ),
    "/quan-tri/mau-in/<int:set_code>/<slug:form>/": {"GET": Posts(frozenset(READERS))},
}
