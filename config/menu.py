"""The menu and the shell's facts: the only place that knows every app."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject

from motcua.agencies.choices import Role
from motcua.citizens.access import account_of
from motcua.core import clock
from motcua.core.addresses import address
from motcua.tasks.listing import late_of

DESK = (Role.RECEPTIONIST,)
DIVISION = (Role.SPECIALIST, Role.HEAD_OF_DIVISION)
HEADS = (Role.HEAD_OF_DIVISION, Role.LEADER)
BOOKS = (Role.RECEPTIONIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)
KEEPERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)
OVERSEERS = (Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)
HALL_SETTERS = (Role.ADMINISTRATOR, Role.HEAD_OF_DIVISION, Role.LEADER)
VISITS = (Role.INSPECTOR, Role.REFORM_OFFICER)  # the others come to them from the hall's page
# (label, url name, icon, roles or None for all, on the phone's bar); the url name is that of the entry's shortcut too
ENTRIES = (
    ("Hộp việc", "casework:inbox", "inbox", None, True),
    ("Tiếp nhận", "counter:intake", "plus", DESK, True),
    ("Trả kết quả", "counter:returns", "hand", DESK, True),
    ("Gọi số", "queue:desk", "bell", DESK, False),
    ("Sổ giấy", "counter:books", "paper", DESK, False),
    ("Hồ sơ", "casework:dossiers", "dossier", None, True),
    ("Đơn vị", "casework:overview", "chart", OVERSEERS, True),
    ("Trễ hạn", "casework:late", "flag", (*OVERSEERS, Role.HEAD_OF_DIVISION), False),
    ("Số liệu", "figures:home", "clip", OVERSEERS, False),
    ("Biểu báo cáo", "figures:layouts", "clip", (Role.ADMINISTRATOR,), False),
    ("Bàn giao", "casework:hand_overs", "send", (*DESK, Role.SPECIALIST, Role.REGISTRY_CLERK, *HEADS), False),
    ("Người và việc", "casework:people", "users", HEADS, False),
    ("Sổ theo dõi", "casework:register_book", "book", BOOKS, False),
    ("Niêm yết", "administration:posting_desks", "paper", DESK, False),
    ("Rà soát thủ tục", "administration:proposals", "clip", DIVISION, False),
    ("Quyền dữ liệu", "privacy:requests", "lock", (*DESK, Role.LEADER), False),
    ("Sảnh một cửa", "queue:halls", "users", HALL_SETTERS, False),
    ("Lượt đến", "queue:statistics_of_all", "users", VISITS, False),
    (
        "Người khai trùng",
        "counter:people",
        "users",
        (Role.ADMINISTRATOR,),
        False,
    ),
    ("Số liệu cũ", "figures:past_imports", "clip", (Role.ADMINISTRATOR,), False),
    ("Chỉ tiêu đúng hạn", "figures:targets", "flag", (Role.ADMINISTRATOR,), False),  # leaders come from their page
    ("Danh mục hủy", "privacy:destructions", "clip", (Role.REGISTRY_CLERK,), False),
    ("Quản trị", "administration:home", "building", KEEPERS, False),
)


FOOT = (
    {"title": "Cần giúp đỡ", "text": "Gọi số điện thoại in trên giấy hẹn,\nhoặc hỏi tại trung tâm nơi bạn nộp hồ sơ."},
    {"title": "Thông tin của bạn", "text": "Trang theo dõi không hiện tên, địa chỉ và giấy tờ của ai."},
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu` and `shell`; nothing is asked of the database for pages that draw no menu."""
    post = getattr(request, "post", None)
    mine = SimpleLazyObject(lambda: account_of(request))  # asked of the database by the citizens' pages only
    facts: dict[str, Any] = {"account": mine, "demo": settings.MOTCUA_DEMO, "now": None, "public_url": "/"}
    public = {"public_menu": _public(request), "public_foot": FOOT}
    if post is None:
        return {"menu": [], "shell": facts, **public}
    late = SimpleLazyObject(lambda: late_of(post, now=_now(post)))
    facts |= {
        "agency": post.agency.short_name, "person": post.person.name, "post": post.title, "posts": [],
        "links": _links(), "home_url": _url("casework:inbox"), "search_url": _url("casework:search"),
        "help_url": _url("guidance:guide"),
        "logout_url": _url("agencies:log_out"), "now": SimpleLazyObject(clock.now) if settings.MOTCUA_DEMO else None,
    }  # fmt: skip
    return {"menu": [_entry(row, request, late) for row in ENTRIES if _shown(row, post.role)], "shell": facts, **public}


def _now(post: Any) -> datetime:
    """The moment of the request, where the door has read it."""
    return getattr(post, "present", None) or clock.now()


def _url(name: str) -> str:
    try:
        return address(name)
    except NoReverseMatch:  # the pages of ui are tried with addresses of their own
        return ""


def _shown(row: Any, role: str) -> bool:
    return bool(_url(row[1])) and (row[3] is None or role in row[3])


def _entry(row: Any, request: HttpRequest, late: Any) -> dict[str, Any]:
    label, name, icon, _, phone = row
    url = _url(name)
    inbox = name == "casework:inbox"
    return {
        "label": label, "url": url, "icon": icon, "key": name, "phone": phone, "group": "",
        "current": request.path == url, "tone": "late" if inbox else "", "count": late if inbox else None,
    }  # fmt: skip


def _public(request: HttpRequest) -> list[dict[str, Any]]:
    demo = [("Hộp thư dùng thử", "notify:outbox")] if settings.MOTCUA_DEMO else []
    pairs = [*demo, ("Thủ tục", "portal:catalogue"), ("Tra cứu", "portal:track"), ("Cán bộ", "agencies:log_in")]
    shown = [(label, _url(name)) for label, name in pairs if _url(name)]
    return [{"label": label, "url": url, "current": request.path == url} for label, url in shown]


def _links() -> list[dict[str, str]]:
    pairs = [
        ("Tài khoản của tôi", "agencies:account", "lock"), ("Vắng mặt, làm thay", "agencies:absences", "users"),
        ("Thư tổng hợp, cảnh báo", "escalation:mails", "mail"),
        ("Chọn vị trí", "agencies:choose_post", "user"),
        ("Ngày đầu làm việc", "guidance:first_day", "flag"),
    ]  # fmt: skip
    return [{"label": label, "url": _url(name), "icon": icon} for label, name, icon in pairs if _url(name)]
