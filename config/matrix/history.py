"""The addresses of figures over years: of the past from files, beside those of the facts; indexes from outside."""

from typing import Any

from config.matrix.expectations import HIDDEN, OVERSEERS, Posts
from motcua.agencies.choices import Role

PAST = frozenset({Role.ADMINISTRATOR, Role.REFORM_OFFICER})  # over their units

ROUTES: dict[str, dict[str, Any]] = {
    "/so-lieu/so-sanh/<str:report_code>/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/so-sanh/<str:report_code>/tep.<slug:kind>": {"POST": Posts(OVERSEERS)},
    "/so-lieu/nhieu-nam/": {"GET": Posts(OVERSEERS)},
    "/so-lieu/nhieu-nam/tep.<slug:kind>": {"POST": Posts(OVERSEERS)},
    "/so-lieu/so-lieu-cu/": {"GET": Posts(PAST)},
    "/so-lieu/so-lieu-cu/mau.xlsx": {"GET": Posts(PAST)},
    "/so-lieu/so-lieu-cu/gui/": {"GET": Posts(PAST), "POST": Posts(PAST)},
    "/so-lieu/so-lieu-cu/<int:past_import>/": dict.fromkeys(("GET", "POST"), Posts(PAST, gives=HIDDEN)),  # of others
    "/so-lieu/so-lieu-cu/<int:past_import>/rut/": dict.fromkeys(("GET", "POST"), Posts(PAST, gives=HIDDEN)),
    "/so-lieu/so-lieu-cu/<int:past_import>/can-sua.xlsx": {"GET": Posts(PAST, gives=HIDDEN)},
    "/so-lieu/chi-so/": {"GET": Posts(OVERSEERS | PAST)},
    "/so-lieu/chi-so/moi/": {"GET": Posts(PAST), "POST": Posts(PAST)},
    "/so-lieu/chi-so/<int:external_index>/sua/": dict.fromkeys(("GET", "POST"), Posts(PAST, gives=HIDDEN)),
    "/so-lieu/chi-so/<int:external_index>/rut/": dict.fromkeys(("GET", "POST"), Posts(PAST, gives=HIDDEN)),
}
