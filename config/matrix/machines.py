"""The addresses of machines."""

from typing import Any

from config.matrix.expectations import ALL, HIDDEN, METHODS, UNAUTHENTICATED, Acts, Posts, Public, Reads
from motcua.agencies.choices import Role

API = "/api/v1/dossiers/<code>"
TOKEN = Posts(api=True)
CLERKS = frozenset({Role.RECEPTIONIST})
NOTHING_PRINTED = ("submitted",)
ROUTES: dict[str, dict[str, Any]] = {
    # machines
    "/api/v1/openapi.json": {"GET": Public()},
    "/api/v1/": dict.fromkeys(METHODS, Public(HIDDEN)),  # whatever is no address of the API, too
    "/api/v1/dossiers": {"GET": TOKEN, "POST": Posts(CLERKS, api=True)},
    API: {"GET": Reads(api=True)},
    f"{API}/actions/<action>": {"POST": Acts("api")},
    f"{API}/events": {"GET": Reads(api=True)},
    f"{API}/documents/<form>.pdf": {"GET": Reads(api=True, absent=NOTHING_PRINTED)},
    "/api/v1/files": {"POST": Posts(ALL - {Role.INSPECTOR}, api=True)},
    "/api/v1/tracking/<code>": {"GET": Public()},
    "/api/v1/procedures": {"GET": TOKEN},
    "/api/v1/tasks": {"GET": TOKEN},
    "/api/v1/absences": {"GET": TOKEN, "POST": TOKEN},
    "/api/v1/absences/<key>/end": {"POST": TOKEN},  # whose it is, is asked of the absence
    # signed by a provider of SMS or Zalo: no post's token opens it
    "/api/v1/notices/<channel>/receipts": {"POST": Public(UNAUTHENTICATED)},
    "/api/v1/demo/clock": {"PUT": TOKEN},
    "/api/v1/demo/outbox": {"GET": Public()},  # in the demo and the tests only
}
