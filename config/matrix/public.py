"""The addresses that are open to everybody."""

from typing import Any

from config.matrix.expectations import CONFLICT, HIDDEN, METHODS, Accounts, Public

GALLERY = ("/ui/", "/hop-thu-dung-thu/")  # in the demo and the tests only
ROUTES: dict[str, dict[str, Any]] = {
    "/healthz": {"GET": Public()},
    "/healthz/sao-luu": {"GET": Public()},  # of this machine, or with the monitor's token: config/health.py
    # the citizens' pages
    "/": {"GET": Public()},
    "/robots.txt": {"GET": Public()},
    "/sitemap.xml": {"GET": Public()},
    "/tra-cuu/": {"GET": Public(), "POST": Public()},
    "/t/<str:token>": {"GET": Public()},
    "/t/<str:token>/danh-gia/": {"GET": Public(), "POST": Public()},
    "/xac-minh/": {"GET": Public(), "POST": Public()},
    "/xac-minh/<str:code>/": {"GET": Public(HIDDEN), "POST": Public(HIDDEN)},  # no such code
    "/ngon-ngu/<slug:language>/": {"GET": Public()},
    "/thu-tuc/": {"GET": Public()},
    "/thu-tuc/tim/": {"GET": Public()},
    "/thu-tuc/su-kien/<slug:event>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/<str:office>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/<str:office>/ban-in.pdf": {"GET": Public()},
    # figures that units show to everybody; the unit of the matrix shows none
    "/cong-khai-so-lieu/": {"GET": Public()},
    "/cong-khai-so-lieu/du-lieu.json": {"GET": Public()},
    "/cong-khai-so-lieu/cau-truc.json": {"GET": Public()},
    "/cong-khai-so-lieu/tai-lieu/": {"GET": Public()},
    "/cong-khai-so-lieu/<str:office>/": {"GET": Public(HIDDEN)},
    "/cong-khai-so-lieu/<str:office>/du-lieu.csv": {"GET": Public(HIDDEN)},
    "/cong-khai-so-lieu/<str:office>/du-lieu.json": {"GET": Public(HIDDEN)},
    "/cong-khai-so-lieu/<str:office>/the/": {"GET": Public(HIDDEN)},
    "/bieu-mau/don-vi-hanh-chinh/<slug:era>/<slug:province>.json": {"GET": Public()},  # names of units, for lists
    # coming in on the portal, and the account's own pages
    "/dang-nhap-cong-dan/": {"GET": Public(), "POST": Public()},
    "/dang-nhap-cong-dan/ma/": {"GET": Public(), "POST": Public()},
    "/dang-nhap-cong-dan/dinh-danh/": {"GET": Public(HIDDEN)},  # no provider is set here
    "/dang-nhap-cong-dan/dinh-danh/ve/": {"GET": Public()},  # of no trip: told in words
    "/dang-nhap-cong-dan/khoa/": {"GET": Public(), "POST": Public()},
    "/dang-xuat-cong-dan/": {"POST": Public()},
    "/cua-toi/": {"GET": Accounts()},
    "/cua-toi/ho-so/<str:code>/": {"GET": Accounts(HIDDEN)},  # somebody else's
    "/cua-toi/ho-so/<str:code>/trao-doi/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),
    "/cua-toi/ho-so/<str:code>/bo-sung/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),
    "/cua-toi/ho-so/<str:code>/rut/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),
    "/cua-toi/ho-so/<str:code>/danh-gia/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),
    "/cua-toi/ho-so/<str:code>/ket-qua/<int:result>/": {"GET": Accounts(HIDDEN)},
    "/cua-toi/ho-so/<str:code>/giay-in/<uuid:paper>.pdf": {"GET": Accounts(HIDDEN)},
    "/cua-toi/ho-so/<str:code>/tep/<uuid:file>/": {"GET": Accounts(HIDDEN)},
    "/cua-toi/dong-y/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/dong-y/<int:consent>/rut/": {"POST": Accounts(HIDDEN)},
    "/cua-toi/giay-to/": {"GET": Accounts()},
    "/cua-toi/giay-to/<str:paper>/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),  # somebody else's
    "/cua-toi/bien-lai/": {"GET": Accounts()},
    "/cua-toi/xac-nhan/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/lien-he/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/lien-he/ma/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/du-lieu/": {"GET": Accounts()},
    "/cua-toi/du-lieu/sua/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/du-lieu/du-lieu-cua-toi.json": {"GET": Accounts()},
    "/cua-toi/du-lieu/dong/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/du-lieu/yeu-cau/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/du-lieu/yeu-cau/<slug:rights>/": dict.fromkeys(("GET", "POST"), Accounts(HIDDEN)),
    "/cua-toi/du-lieu/yeu-cau/<slug:rights>/giay-nhan.pdf": {"GET": Accounts(HIDDEN)},
    "/cua-toi/khoa/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/khoa/<uuid:key>/bo/": {"POST": Accounts(HIDDEN)},  # somebody else's
    "/cua-toi/bao-tin/": {"GET": Accounts(), "POST": Accounts()},
    "/cua-toi/thiet-bi/": {"GET": Accounts()},
    "/cua-toi/thiet-bi/ket-thuc/": {"POST": Accounts()},
    # filing online
    "/nop/": {"GET": Accounts()},
    "/nop/<str:procedure>/<str:office>/": {"GET": Public(HIDDEN)},  # of a procedure that is not filed online
    "/nop/<str:procedure>/<str:office>/bat-dau/": {"GET": Accounts(HIDDEN), "POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/": {"GET": Accounts(HIDDEN)},  # from here on: somebody else's
    "/nop/<uuid:key>/phan/<int:number>/": {"GET": Accounts(HIDDEN), "POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/phan/<int:number>/luu/": {"POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/tai-len/": {"POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/tai-len/<uuid:file>/": {"GET": Accounts(HIDDEN), "PATCH": Accounts(HIDDEN)},
    "/nop/<uuid:key>/tep/<uuid:file>/": {"GET": Accounts(HIDDEN)},
    "/nop/<uuid:key>/kiem-tra/": {"GET": Accounts(HIDDEN)},
    "/nop/<uuid:key>/nop-ho-so/": {"GET": Accounts(HIDDEN), "POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/da-nop/": {"GET": Accounts(HIDDEN)},
    "/nop/<uuid:key>/da-nop/xac-nhan.pdf": {"GET": Accounts(HIDDEN)},
    "/nop/<uuid:key>/da-nop/to-khai.pdf": {"GET": Accounts(HIDDEN)},
    "/nop/<uuid:key>/bo/": {"GET": Accounts(HIDDEN), "POST": Accounts(HIDDEN)},
    "/nop/<uuid:key>/ban-moi/": {"POST": Accounts(HIDDEN)},
    "/hop-thu-dung-thu/": {"GET": Public()},
    # the gallery
    "/ui/": dict.fromkeys(METHODS, Public()),
    "/ui/bieu-mau-loi/": dict.fromkeys(METHODS, Public(CONFLICT)),
    "/ui/cong-dan/": dict.fromkeys(METHODS, Public()),
    "/ui/ban-in/": dict.fromkeys(METHODS, Public()),
    "/ui/loi/<int:status>/": dict.fromkeys(METHODS, Public(HIDDEN)),  # an error page, asked for 404
}
