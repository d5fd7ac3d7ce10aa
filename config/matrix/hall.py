"""The addresses of the hall: kiosks, displays, windows, what is set, figures."""

from typing import Any

from config.matrix.expectations import ALLOWED, CONFLICT, FORBIDDEN, HIDDEN, ByRole, Posts, Public
from motcua.agencies.choices import Role

CLERKS = frozenset({Role.RECEPTIONIST})
SETTERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OF_DIVISION, Role.LEADER})
READERS = SETTERS | {Role.INSPECTOR, Role.REFORM_OFFICER}
# The ward's administrator sets its desk's hall; its leader reads figures only, its heads lead divisions, not the desk.
SETS = ByRole({Role.ADMINISTRATOR: ALLOWED, Role.LEADER: HIDDEN, Role.HEAD_OF_DIVISION: HIDDEN}, elsewhere=HIDDEN)
READS = ByRole(dict.fromkeys(READERS, ALLOWED) | {Role.HEAD_OF_DIVISION: HIDDEN}, elsewhere=HIDDEN)
FORM = {"GET": SETS, "POST": SETS}
HALL = "/sanh/quan-ly/<int:hall>/"


def _keeps(expect: str) -> ByRole:
    """Who ends and reopens the day: who sets the hall, and who works at its windows."""
    told = {
        Role.ADMINISTRATOR: expect,
        Role.RECEPTIONIST: expect,
        Role.LEADER: FORBIDDEN,
        Role.HEAD_OF_DIVISION: HIDDEN,
    }
    return ByRole(told, elsewhere=HIDDEN)


ROUTES: dict[str, dict[str, Any]] = {
    # devices and who follows a number: by secrets, not by posts
    "/sanh/thiet-bi/<str:device>/": {"GET": Public(HIDDEN)},  # no such address was handed out
    "/sanh/lay-so/": {"GET": Public(FORBIDDEN), "POST": Public(FORBIDDEN)},
    "/sanh/lay-so/<str:ticket>/": {"GET": Public(FORBIDDEN)},
    "/sanh/bang-so/": {"GET": Public(FORBIDDEN)},
    "/sanh/bang-so/hien-tai/": {"GET": Public(FORBIDDEN)},
    "/sanh/ve/<str:ticket>/": {"GET": Public(HIDDEN)},  # no paper has it
    "/sanh/ve/<str:ticket>/hien-tai/": {"GET": Public(HIDDEN)},
    "/sanh/ve/<str:ticket>/phieu.pdf": {"GET": Public(HIDDEN)},
    # the windows
    "/sanh/quay/": {"GET": Posts(CLERKS)},
    "/sanh/quay/so-moi/": {"GET": Posts(CLERKS), "POST": Posts(CLERKS)},
    "/sanh/quay/<int:window>/vao/": {"POST": Posts(CLERKS)},
    "/sanh/quay/<int:window>/roi/": {"POST": Posts(CLERKS)},
    "/sanh/quay/<int:window>/goi/": {"POST": Posts(CLERKS, gives=CONFLICT)},  # sent without the version that was seen
    "/sanh/quay/so/<int:ticket>/chuyen/": dict.fromkeys(("GET", "POST"), Posts(gives=FORBIDDEN)),  # not called by them
    "/sanh/quay/so/<int:ticket>/<slug:queue_deed>/": {"POST": Posts(CLERKS)},
    # what is set
    "/sanh/quan-ly/": {"GET": Posts(SETTERS)},
    "/sanh/quan-ly/mo/": {
        "GET": Posts(SETTERS, gives=FORBIDDEN),
        "POST": Posts(SETTERS, gives=FORBIDDEN),
    },  # none is left
    HALL: {"GET": SETS},
    f"{HALL}cach-goi/": FORM,
    f"{HALL}nhom-viec/moi/": FORM,
    f"{HALL}nhom-viec/<int:line>/": FORM,
    f"{HALL}nhom-viec/<int:line>/ngung/": {"POST": SETS},
    f"{HALL}quay/moi/": FORM,
    f"{HALL}quay/<int:window>/": FORM,
    f"{HALL}quay/<int:window>/bo/": {"POST": SETS},
    f"{HALL}uu-tien/moi/": FORM,
    f"{HALL}uu-tien/<int:ground>/thoi/": FORM,
    f"{HALL}thiet-bi/moi/": FORM,
    f"{HALL}thiet-bi/<uuid:device>/thu-hoi/": {"POST": SETS},
    f"{HALL}phan-cong/": FORM,
    f"{HALL}phan-cong/chep/": {"POST": SETS},
    f"{HALL}ngay/ket-thuc/": {"POST": _keeps(ALLOWED)},
    f"{HALL}ngay/mo-lai/": {"POST": _keeps(CONFLICT)},  # it was not ended
    # figures
    "/sanh/thong-ke/": {"GET": Posts(READERS)},
    "/sanh/thong-ke/<int:hall>/": {"GET": READS},
    "/sanh/thong-ke/<int:hall>/so/": {"GET": READS},
}
