"""PostgreSQL, from 16 on: a server named by DATABASE_URL, or the embedded one found through PGHOST."""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

CLOCK_MAY_BE_SET = "-c motcua.clock_may_be_set=on"  # elsewhere core_now() takes no notice of core_clocksetting


def from_environment() -> dict[str, Any]:
    """Django's description of the default database; libpq's own variables fill what DATABASE_URL leaves out."""
    given: dict[str, Any] = conninfo_to_dict(os.environ.get("DATABASE_URL", ""))
    if "1" in (os.environ.get("MOTCUA_DEMO"), os.environ.get("MOTCUA_TEST")):
        given["options"] = f"{given.get('options', '')} {CLOCK_MAY_BE_SET}".strip()
    return {
        "ENGINE": "config.database",
        "NAME": given.pop("dbname", os.environ.get("PGDATABASE", "motcua")),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": given,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # the web recovers by itself after the server was restarted
        "TEST": {
            "NAME": os.environ.get("PGDATABASE", "test_motcua"),
            "TEMPLATE": os.environ.get("MOTCUA_TEST_TEMPLATE"),
        },
    }
