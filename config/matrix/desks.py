"""The addresses of the one-stop desk and of those who settle."""

from typing import Any

from config.matrix.expectations import HIDDEN, LOGIN, OVERSEERS, Acts, Posts, Public, Reads
from config.matrix.rules import DESK, HOLDERS, SITUATIONS
from motcua.agencies.choices import Role

BOOKS = OVERSEERS | {Role.RECEPTIONIST, Role.HEAD_OF_DIVISION}
WRITERS = frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_DIVISION})
LEADERS, SETTERS = frozenset({Role.LEADER}), frozenset({Role.INSPECTOR, Role.ADMINISTRATOR})
ANSWERING = LEADERS | SETTERS
SETTING = Posts(SETTERS, but=("administrator_elsewhere",))  # of the unit that operates the installation
ARCHIVE = frozenset({Role.REGISTRY_CLERK, Role.LEADER, Role.INSPECTOR})
HEADS = frozenset({Role.HEAD_OF_DIVISION, Role.LEADER})
LAYOUT_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER})  # of the unit that operates the installation
FREEZING = dict.fromkeys(("GET", "POST"), Posts(frozenset()))  # of this month, which is not over: nobody
MAKING_LAYOUTS = Posts(LAYOUT_KEEPERS, but=("administrator_elsewhere",))
NO_DRAFT = Posts(LAYOUT_KEEPERS, gives=HIDDEN, but=("administrator_elsewhere",))  # there is none in the tests' office
CLERKS = frozenset({Role.RECEPTIONIST})
HELPED = "/tiep-nhan/khai-giup/<uuid:key>/"
PAPER_BOOKS = "/tiep-nhan/so-giay/"
TWICE = "/tiep-nhan/khai-trung/"
PAPER_BOOK, PAPER_SHEET = f"{PAPER_BOOKS}<int:book>/", f"{PAPER_BOOKS}bang/<uuid:key>/"
# The desk, and whoever has the open step, lay files beside papers until the dossier is closed.
ATTACHERS = {situation: holders | DESK for situation, holders in HOLDERS.items()}
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
WEIGHING = Posts(frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER}), but=("administrator_elsewhere",))
ANOTHERS = ("inherited",)  # the desk did not receive it itself
NOTHING_PRINTED = ("submitted",)
NOT_RECEIVED = ("submitted", "refused")
SAVED = "/so-lieu/da-luu/<uuid:saved>/"
EXPORT = "/tep-da-lap/<uuid:export>/"
CODE, FILE = "/xu-ly/ho-so/<str:code>/", "/xu-ly/ho-so/<str:code>/tep/<uuid:file>/"

ROUTES: dict[str, dict[str, Any]] = {
    # coming in and going
    "/dang-nhap/": {"GET": Public(), "POST": Public()},
    "/dang-xuat/": {"POST": Public(LOGIN)},
    "/chon-vi-tri/": {"GET": Posts(), "POST": Posts(gives=HIDDEN)},  # without naming one of one's own posts
    "/doi-mat-khau/": {"GET": Posts(), "POST": Posts()},
    "/vao-viec/": {"GET": Posts(), "POST": Posts()},
    "/dang-do/<uuid:key>/": {"GET": Posts(gives=HIDDEN)},  # what somebody else was typing
    "/dang-do/<uuid:key>/bo/": {"POST": Posts()},  # removes one's own only
    # away, and standing in
    "/vang-mat/": {"GET": Posts()},
    "/vang-mat/moi/": {"GET": Posts(), "POST": Posts()},
    "/vang-mat/cho/<int:absent>/": dict.fromkeys(("GET", "POST"), Posts(HEADS, gives=HIDDEN)),  # of another unit
    "/vang-mat/<int:key>/di-lam-lai/": {"GET": Posts(gives=HIDDEN), "POST": Posts(gives=HIDDEN)},  # somebody else's
    # one's own account
    "/dang-nhap/buoc-hai/": {"GET": Posts(), "POST": Posts()},  # who is in is led on
    "/tai-khoan/": {"GET": Posts()},
    "/tai-khoan/xac-nhan/": {"GET": Posts(), "POST": Posts()},
    "/tai-khoan/phien/ket-thuc/": {"POST": Posts()},
    "/tai-khoan/thiet-bi/<int:key>/quen/": {"POST": Posts(gives=HIDDEN)},  # of somebody else
    "/tai-khoan/hai-lop/": {"GET": Posts()},
    "/tai-khoan/hai-lop/ung-dung/": {"GET": Posts(), "POST": Posts()},  # all of them ask for the password first
    "/tai-khoan/hai-lop/ung-dung/bo/": {"POST": Posts()},
    "/tai-khoan/hai-lop/khoa/": {"GET": Posts(), "POST": Posts()},
    "/tai-khoan/hai-lop/khoa/<uuid:key>/bo/": {"POST": Posts()},
    "/tai-khoan/hai-lop/ma-du-phong/": {"POST": Posts()},
    # the desk
    "/tiep-nhan/": {"GET": Posts(CLERKS), "POST": Posts(CLERKS)},
    "/tiep-nhan/thu-tuc/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/thu-tuc/noi-khac/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/giay-to/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/luu-tam/": {"POST": Posts(CLERKS)},
    "/tiep-nhan/luu-tam/tep/": {"POST": Posts(CLERKS, gives=HIDDEN)},  # without a row there is nothing to keep
    "/tiep-nhan/luu-tam/bo/": {"POST": Posts(CLERKS)},
    "/tiep-nhan/ban-nhap/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/ban-nhap/<int:key>/bo/": {"POST": Posts(CLERKS)},
    "/tiep-nhan/khai-giup/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/khai-giup/giay-dong-y/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/khai-giup/thu-tuc/<str:procedure>/": dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    HELPED: {"GET": Posts(CLERKS, gives=HIDDEN)},  # what others fill in for somebody: not there
    f"{HELPED}phan/<int:number>/": dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    f"{HELPED}phan/<int:number>/luu/": {"POST": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}tai-len/": {"POST": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}tai-len/<uuid:file>/": dict.fromkeys(("GET", "PATCH"), Posts(CLERKS, gives=HIDDEN)),
    f"{HELPED}tep/<uuid:file>/": {"GET": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}kiem-tra/": {"GET": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}to-khai.pdf": {"GET": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}nop/": dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    f"{HELPED}da-nop/": {"GET": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}bo/": dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    f"{HELPED}ban-moi/": {"POST": Posts(CLERKS, gives=HIDDEN)},
    f"{HELPED}nhan/": {"POST": Posts(CLERKS, gives=HIDDEN)},
    # paper books: a clerk looks, only the head of the desk enters them (no relation of the matrix is one)
    PAPER_BOOKS: {"GET": Posts(CLERKS)},
    f"{PAPER_BOOKS}mo/": dict.fromkeys(("GET", "POST"), Posts(frozenset())),
    PAPER_BOOK: {"GET": Posts(CLERKS)},
    f"{PAPER_BOOK}bo-so/": dict.fromkeys(("GET", "POST"), Posts(frozenset())),
    f"{PAPER_BOOK}in.pdf": {"GET": Posts(CLERKS)},
    f"{PAPER_BOOK}mau.xlsx": {"GET": Posts(CLERKS)},
    f"{PAPER_BOOK}tai-len/": dict.fromkeys(("GET", "POST"), Posts(frozenset())),
    f"{PAPER_BOOK}go/": dict.fromkeys(("GET", "POST"), Posts(frozenset())),
    PAPER_SHEET: dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    f"{PAPER_SHEET}can-sua.xlsx": {"GET": Posts(CLERKS, gives=HIDDEN)},
    # people declared twice: the head of the desk, administrators
    TWICE: dict.fromkeys(("GET", "POST"), Posts(ADMINISTRATORS)),
    f"{TWICE}<uuid:kept>/<uuid:gone>/": dict.fromkeys(("GET", "POST"), Posts(CLERKS | ADMINISTRATORS, gives=HIDDEN)),
    f"{TWICE}lan-gop/<int:key>/": {"GET": Posts(CLERKS | ADMINISTRATORS, gives=HIDDEN)},
    f"{TWICE}lan-gop/<int:key>/bo/": dict.fromkeys(("GET", "POST"), Posts(CLERKS | ADMINISTRATORS, gives=HIDDEN)),
    "/tiep-nhan/tra-ket-qua/": {"GET": Posts(CLERKS)},
    "/tiep-nhan/tra-ket-qua/<str:code>/": {
        "GET": Reads(CLERKS, only={"to_return": DESK}),
        "POST": Reads(CLERKS, only={"to_return": DESK}),
    },
    "/tiep-nhan/da-nhan/<str:code>/": {"GET": Reads(CLERKS, absent=ANOTHERS)},
    "/tiep-nhan/da-nhan/<str:code>/phieu/<uuid:paper>.pdf": {
        "GET": Reads(CLERKS, absent=(*NOTHING_PRINTED, *ANOTHERS))
    },
    # help beside the screen
    "/huong-dan/": {"GET": Posts()},
    "/huong-dan/ngay-dau/": {"GET": Posts()},
    "/huong-dan/ngay-dau/xong/": {"POST": Posts()},
    "/huong-dan/ngay-dau/an/": {"POST": Posts()},
    "/huong-dan/cua-co-quan/": {"GET": Posts(WRITERS)},
    "/huong-dan/cua-co-quan/moi/": {"GET": Posts(WRITERS), "POST": Posts(WRITERS)},
    "/huong-dan/cua-co-quan/<int:instruction>/sua/": {
        "GET": Posts(WRITERS, gives=HIDDEN),  # of another unit
        "POST": Posts(WRITERS, gives=HIDDEN),
    },
    "/huong-dan/cua-co-quan/<int:instruction>/bo/": {
        "GET": Posts(WRITERS, gives=HIDDEN),
        "POST": Posts(WRITERS, gives=HIDDEN),
    },
    # what citizens ask about their own data
    "/quyen-du-lieu/": {"GET": Posts()},
    "/quyen-du-lieu/moi/": {"GET": Posts(CLERKS), "POST": Posts(CLERKS)},
    "/quyen-du-lieu/phu-trach/": {"GET": Posts(ANSWERING)},
    "/quyen-du-lieu/phu-trach/giao/": {"GET": Posts(LEADERS), "POST": Posts(LEADERS)},
    "/quyen-du-lieu/thoi-han/": {"GET": Posts(ANSWERING)},
    "/quyen-du-lieu/thoi-han/dat/": {"GET": SETTING, "POST": SETTING},
    "/quyen-du-lieu/luu-giu/": {"GET": Posts(ANSWERING | ARCHIVE)},
    "/quyen-du-lieu/luu-giu/dat/": {"GET": SETTING, "POST": SETTING},
    "/quyen-du-lieu/huy/": {"GET": Posts(ARCHIVE)},
    "/quyen-du-lieu/huy/den-han/": {"GET": Posts(ARCHIVE)},
    "/quyen-du-lieu/huy/lap/": {"POST": Posts(frozenset({Role.REGISTRY_CLERK}))},  # nothing is due: refused in words
    "/quyen-du-lieu/huy/giu-lai/": {"GET": Posts(ARCHIVE)},
    "/quyen-du-lieu/huy/giu-lai/them/": {"GET": Posts(ARCHIVE), "POST": Posts(ARCHIVE)},
    "/quyen-du-lieu/huy/giu-lai/<int:hold>/thoi/": dict.fromkeys(("GET", "POST"), Posts(LEADERS, gives=HIDDEN)),
    "/quyen-du-lieu/huy/<slug:destruction>/": {"GET": Posts(ARCHIVE, gives=HIDDEN)},  # of another office
    "/quyen-du-lieu/huy/<slug:destruction>/danh-muc.xlsx": {"GET": Posts(ARCHIVE, gives=HIDDEN)},
    "/quyen-du-lieu/huy/<slug:destruction>/ky/": dict.fromkeys(("GET", "POST"), Posts(LEADERS, gives=HIDDEN)),
    "/quyen-du-lieu/huy/<slug:destruction>/khong-ky/": dict.fromkeys(("GET", "POST"), Posts(LEADERS, gives=HIDDEN)),
    "/quyen-du-lieu/<slug:rights>/": {"GET": Posts(gives=HIDDEN)},  # of another office
    "/quyen-du-lieu/<slug:rights>/giay-nhan.pdf": {"GET": Posts(gives=HIDDEN)},
    "/quyen-du-lieu/<slug:rights>/viec/<slug:rights_deed>/": dict.fromkeys(("GET", "POST"), Posts(gives=HIDDEN)),
    "/quyen-du-lieu/<slug:rights>/giao/": dict.fromkeys(("GET", "POST"), Posts(CLERKS, gives=HIDDEN)),
    # warnings by the ladder, mails
    "/canh-bao/thu/": {"GET": Posts(), "POST": Posts()},
    "/canh-bao/thang/": {"GET": Posts(KEEPERS)},
    "/canh-bao/thang/bac-moi/": {"GET": Posts(ADMINISTRATORS), "POST": Posts(ADMINISTRATORS)},
    "/canh-bao/thang/bac/<int:rung>/thoi/": dict.fromkeys(("GET", "POST"), Posts(ADMINISTRATORS, gives=HIDDEN)),  # none
    "/canh-bao/thang/gio-thu/": {"GET": Posts(ADMINISTRATORS), "POST": Posts(ADMINISTRATORS)},
    "/canh-bao/thang/xem-truoc/": {"GET": Posts(ADMINISTRATORS)},
    "/canh-bao/tuan/<int:weekly>/": {"GET": Posts(gives=HIDDEN)},  # of another office
    "/canh-bao/tuan/<int:weekly>/da-xem/": {"POST": Posts(gives=HIDDEN)},
    "/canh-bao/<int:alarm>/": {"GET": Posts(gives=HIDDEN)},  # told to somebody else
    "/canh-bao/<int:alarm>/da-biet/": {"POST": Posts(gives=HIDDEN)},
    # those who settle
    "/xu-ly/": {"GET": Posts()},
    "/xu-ly/ho-so/": {"GET": Posts()},
    "/xu-ly/toan-don-vi/": {"GET": Posts(OVERSEERS)},
    "/xu-ly/tre-han/": {"GET": Posts()},
    "/xu-ly/tre-han/tep.<slug:kind>": {"GET": Posts()},
    "/xu-ly/ban-giao/": {"GET": Posts()},
    "/so-lieu/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/ho-so/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-tieu/": dict.fromkeys(("GET", "POST"), Posts(frozenset({Role.LEADER, Role.ADMINISTRATOR}))),
    "/so-lieu/su-dung/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/bao-cao/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/bao-cao/<str:report_code>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/bao-cao/<str:report_code>/vi-sao-sai/<int:report_identity>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/bao-cao/<str:report_code>/vi-sao-sai/<int:report_identity>/dem-lai/": {
        "GET": Posts(OVERSEERS, gives=HIDDEN)  # no measure named
    },
    "/so-lieu/bao-cao/<str:report_code>/chot/": FREEZING,
    "/so-lieu/bao-cao/<str:report_code>/sau-ky/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chot/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chot/<int:frozen>/": {"GET": Posts(OVERSEERS, gives=HIDDEN)},  # none of theirs
    "/so-lieu/chot/<int:frozen>/tep.<slug:kind>": {"POST": Posts(OVERSEERS, gives=HIDDEN)},
    "/so-lieu/bieu-mau/": {"GET": Posts(OVERSEERS | ADMINISTRATORS)},
    "/so-lieu/bieu-mau/moi/": dict.fromkeys(("GET", "POST"), MAKING_LAYOUTS),
    "/so-lieu/bieu-mau/<str:report_code>/": {"GET": Posts(OVERSEERS | ADMINISTRATORS), "POST": MAKING_LAYOUTS},
    "/so-lieu/bieu-mau/<str:report_code>/ban/<int:number>/": {"GET": Posts(OVERSEERS | ADMINISTRATORS)},
    "/so-lieu/bieu-mau/<str:report_code>/nhap/": dict.fromkeys(("GET", "POST"), NO_DRAFT),
    "/so-lieu/bieu-mau/<str:report_code>/nhap/chung/": dict.fromkeys(("GET", "POST"), NO_DRAFT),
    "/so-lieu/bieu-mau/<str:report_code>/nhap/cot/<slug:report_column>/": dict.fromkeys(("GET", "POST"), NO_DRAFT),
    "/so-lieu/bieu-mau/<str:report_code>/xem-thu/": {"GET": NO_DRAFT},
    "/so-lieu/bieu-mau/<str:report_code>/ban-hanh/": dict.fromkeys(("GET", "POST"), NO_DRAFT),
    "/so-lieu/bao-cao/<str:report_code>/o/<slug:report_column>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/bao-cao/<str:report_code>/tep.<slug:kind>": {"POST": Posts(OVERSEERS)},
    "/so-lieu/da-luu/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/da-luu/luu/": {"GET": Posts(OVERSEERS), "POST": Posts(OVERSEERS)},
    f"{SAVED}doi-ten/": dict.fromkeys(("GET", "POST"), Posts(OVERSEERS, gives=HIDDEN)),  # somebody else's
    f"{SAVED}bo/": {"POST": Posts(OVERSEERS, gives=HIDDEN)},
    f"{SAVED}gui/": dict.fromkeys(("GET", "POST"), Posts(OVERSEERS, gives=HIDDEN)),
    "/so-lieu/dinh-ky/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/dinh-ky/<int:schedule>/sua/": dict.fromkeys(("GET", "POST"), Posts(OVERSEERS, gives=HIDDEN)),
    "/so-lieu/dinh-ky/<int:schedule>/thoi/": {"POST": Posts(OVERSEERS, gives=HIDDEN)},
    "/so-lieu/ghi-chu/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/ghi-chu/moi/": {"GET": Posts(OVERSEERS), "POST": Posts(OVERSEERS)},
    "/so-lieu/ghi-chu/<int:remark>/sua/": dict.fromkeys(("GET", "POST"), Posts(OVERSEERS, gives=HIDDEN)),  # elsewhere
    "/so-lieu/ghi-chu/<int:remark>/xoa/": {"POST": Posts(OVERSEERS, gives=HIDDEN)},
    "/tep-da-lap/": {"GET": Posts()},
    EXPORT: {"GET": Posts(gives=HIDDEN)},  # somebody else's
    f"{EXPORT}tai-ve/": {"GET": Posts(gives=HIDDEN)},
    f"{EXPORT}thoi/": {"POST": Posts(gives=HIDDEN)},
    f"{EXPORT}lap-lai/": {"POST": Posts(gives=HIDDEN)},
    "/so-lieu/danh-gia/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/danh-gia/tieu-chi/<slug:evaluation_criterion>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/danh-gia/tep.<slug:kind>": {"POST": Posts(OVERSEERS)},
    "/so-lieu/y-kien/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/thu-tuc/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/dien-bien/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/thu-hang/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/tep.<slug:kind>": {"POST": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/<str:indicator>/<slug:index_part>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/chi-so-766/cong-thuc/": {"GET": Posts(OVERSEERS | {Role.ADMINISTRATOR})},
    "/so-lieu/chi-so-766/cong-thuc/ban-hanh/": dict.fromkeys(("GET", "POST"), WEIGHING),
    "/xu-ly/nguoi/": {"GET": Posts(HEADS)},
    "/xu-ly/nguoi/<int:holder>/": {"GET": Posts(HEADS, gives=HIDDEN)},  # somebody of another office
    "/xu-ly/nguoi/<int:holder>/giao-lai/": {"POST": Posts(HEADS, gives=HIDDEN)},
    "/xu-ly/quet/": {"GET": Posts()},
    "/xu-ly/tim/": {"GET": Posts(), "POST": Posts()},
    "/xu-ly/cach-xem/": {"GET": Posts()},
    "/xu-ly/cach-xem/luu/": {"POST": Posts(gives=HIDDEN)},  # without naming a list
    "/xu-ly/cach-xem/cot/": {"POST": Posts(gives=HIDDEN)},
    "/xu-ly/cach-xem/<uuid:key>/": {"POST": Posts(gives=HIDDEN)},  # somebody else's
    "/xu-ly/nhieu/": {"POST": Posts()},
    "/xu-ly/nhieu/quet/": {"GET": Posts(), "POST": Posts()},
    "/xu-ly/nhieu/in/": {"POST": Posts()},
    "/xu-ly/nhieu/<uuid:key>/": {"GET": Posts(gives=HIDDEN), "POST": Posts(gives=HIDDEN)},  # of others: not there
    "/xu-ly/so-theo-doi/": {"GET": Posts(BOOKS)},
    "/xu-ly/so-theo-doi/tra/": {"POST": Posts(BOOKS)},
    CODE: {"GET": Reads()},
    f"{CODE}viec/<slug:action>/": {"GET": Acts("page"), "POST": Acts("sent")},
    f"{CODE}trao-doi/": {"POST": Reads()},
    f"{CODE}tin/": {"POST": Reads()},  # who may not write is told so, below
    f"{CODE}trao-doi/<uuid:key>/": {"POST": Reads(only={})},  # a note of another dossier
    f"{CODE}dinh-danh/": {"POST": Reads()},
    f"{CODE}giay-to/<int:paper>/tep/": {"GET": Reads(only=ATTACHERS), "POST": Reads(only=ATTACHERS)},
    f"{CODE}to-khai.pdf": {"GET": Reads(absent=tuple(SITUATIONS))},  # none of them was filed on the portal
    f"{CODE}phieu/<uuid:paper>.pdf": {"GET": Reads(absent=NOTHING_PRINTED)},
    f"{CODE}phieu-kiem-soat.<slug:kind>": {"GET": Reads(absent=NOT_RECEIVED)},
    FILE: {"GET": Reads()},
    f"{FILE}khung/": {"GET": Reads()},
    f"{FILE}trang/<int:number>.png": {"GET": Reads()},
    f"{FILE}tai-ve/": {"GET": Reads()},
}
