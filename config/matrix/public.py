"""The addresses that are open to everybody."""

from typing import Any

from config.matrix.expectations import CONFLICT, HIDDEN, METHODS, Public

GALLERY = "/ui/"  # in the demo and the tests only
ROUTES: dict[str, dict[str, Any]] = {
    "/healthz": {"GET": Public()},
    "/healthz/sao-luu": {"GET": Public()},  # of this machine, or with the monitor's token: config/health.py
    # the citizens' pages
    "/": {"GET": Public()},
    "/robots.txt": {"GET": Public()},
    "/sitemap.xml": {"GET": Public()},
    "/tra-cuu/": {"GET": Public(), "POST": Public()},
    "/t/<str:token>": {"GET": Public()},
    "/xac-minh/": {"GET": Public(), "POST": Public()},
    "/xac-minh/<str:code>/": {"GET": Public(HIDDEN), "POST": Public(HIDDEN)},  # no such code
    "/ngon-ngu/<slug:language>/": {"GET": Public()},
    "/thu-tuc/": {"GET": Public()},
    "/thu-tuc/tim/": {"GET": Public()},
    "/thu-tuc/su-kien/<slug:event>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/<str:office>/": {"GET": Public()},
    "/thu-tuc/<str:procedure>/<str:office>/ban-in.pdf": {"GET": Public()},
    # the gallery
    "/ui/": dict.fromkeys(METHODS, Public()),
    "/ui/bieu-mau-loi/": dict.fromkeys(METHODS, Public(CONFLICT)),
    "/ui/cong-dan/": dict.fromkeys(METHODS, Public()),
    "/ui/ban-in/": dict.fromkeys(METHODS, Public()),
    "/ui/loi/<int:status>/": dict.fromkeys(METHODS, Public(HIDDEN)),  # an error page, asked for 404
}
