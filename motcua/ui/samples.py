"""What the gallery shows: invented people, a fixed day (Friday 20/11/2026, 10:15), every state of every component."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html

from motcua.ui.formats import LOCAL
from motcua.ui.inputs import DayField, DongField, Form, LineField, MomentField, ProseField, ScanField
from motcua.ui.pages import Filters
from motcua.ui.paging import Page

NOW = datetime(2026, 11, 20, 10, 15, tzinfo=LOCAL)
PREFIX = "H57.23.107-"
TONES = (
    ("ontime", "Đúng tiến độ"),
    ("soon", "Còn 1 ngày"),
    ("late", "Quá 2 ngày"),
    ("wait", "Chờ bổ sung"),
    ("done", "Đã xong"),
    ("new", "Mới nhận"),
)
BUTTONS = (
    ("Tiếp nhận", "primary", ""),
    ("Chuyển bước", "", "arrow"),
    ("Dừng giải quyết", "danger", "stop"),
    ("Thôi", "quiet", ""),
)


class SampleFilters(Filters):
    q = LineField(label="Tìm trong danh sách", required=False)
    field = forms.ChoiceField(label="Lĩnh vực", required=False, choices=[("", "Tất cả lĩnh vực"), ("ht", "Hộ tịch")])
    step = forms.ChoiceField(label="Bước", required=False, choices=[("", "Mọi bước"), ("td", "Thẩm định")])


class SampleForm(Form):
    """One of each kind of field."""

    name = LineField(label="Họ và tên", max_length=120)
    identity = forms.CharField(
        label="Số định danh",
        help_text="Quét căn cước, hoặc gõ 12 số",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    born = DayField(label="Ngày sinh", help_text="Gõ 1/2/26 cũng được")
    received = MomentField(label="Thời điểm nhận", required=False)
    fee = DongField(label="Lệ phí", required=False)
    scan = ScanField(label="Mã hồ sơ liên quan", required=False)
    case = forms.ChoiceField(label="Trường hợp", choices=[("", "Chọn trường hợp"), ("a", "Đúng hạn"), ("b", "Quá hạn")])
    means = forms.ChoiceField(
        label="Nơi trả kết quả", widget=forms.RadioSelect, choices=[("desk", "Tại quầy"), ("home", "Tại nhà, miễn phí")]
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ đã nhận",
        help_text="Tích ít nhất tờ khai",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Tờ khai đăng ký khai sinh"), ("2", "Giấy chứng sinh")],
    )
    upload = forms.FileField(label="Tệp đính kèm", required=False)
    reason = ProseField(label="Lý do", required=False, help_text="In trên phiếu 02 và gửi cho người dân")
    agreed = forms.BooleanField(label="Đã đối chiếu với bản chính")


ROWS = (
    (
        "261103-0009",
        "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        "Trần Đình Khương",
        "Lãnh đạo ký",
        -2,
        "Trình lại",
    ),
    ("261104-0021", "Hòa giải tranh chấp đất đai", "Hồ Thị Diễm Thúy", "Thẩm định", -1, "Thẩm định"),
    (
        "261113-0012",
        "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh đối với người đã đăng ký tại nơi cư trú cũ",
        "Công ty trách nhiệm hữu hạn một thành viên Ngọc Hưởng",
        "Vào sổ",
        0,
        "Trả kết quả",
    ),
    ("261116-0002", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Bùi Thị Tường Vy", "Xác minh", 4, "Thẩm định"),
)


def rows() -> list[dict[str, Any]]:
    """Rows of a work list around NOW; `days` is what is left of the deadline."""
    found = []
    for tail, procedure, who, step, days, act in ROWS:
        due = NOW.replace(hour=17, minute=0) + timedelta(days=days)
        row = {"tail": tail, "code": PREFIX + tail, "procedure": procedure, "who": who, "step": step, "act": act}
        found.append(row | {"due": due, "late": due < NOW})
    return found


def citizen() -> dict[str, Any]:
    """A tracked dossier, as a citizen sees it."""
    return {
        "code": f"{PREFIX}261105-0018",
        "due": datetime(2026, 11, 23, 17, 0, tzinfo=LOCAL),
        "now": NOW,
        "route": ROUTE,
        "explain": EXPLAIN,
        "public_menu": [
            {"label": "Thủ tục", "url": "#", "current": False},
            {"label": "Tra cứu hồ sơ", "url": "#", "current": True},
        ],
        "public_foot": [
            {"title": "Bộ phận Tiếp nhận và Trả kết quả", "text": "Trung tâm Phục vụ hành chính công phường Hương Trà"},
            {
                "title": "Giờ làm việc",
                "text": "Thứ Hai đến thứ Sáu: 07:00–11:30, 13:30–17:00\nSáng thứ Bảy: 07:30–11:30",
            },
        ],
        "tasks": [
            ("Thông tin của con", "#con", "done", "Xong"),
            ("Thông tin cha mẹ", "#cha-me", "done", "Xong"),
            ("Giấy chứng sinh", "#giay", "new", "Chưa làm"),
        ],
        "answers": [
            ("Thủ tục", "Đăng ký khai sinh", "#thu-tuc"),
            ("Tên con", "Nguyễn Lê Bảo Ngọc", "#ten"),
            ("Nhận kết quả", "Tại nhà, miễn phí", "#nhan"),
        ],
        "form": SampleForm(),
    }


ROUTE = (
    ("Tiếp nhận", "1 giờ 20 phút / 4 giờ", "done"),
    ("Thẩm định", "3 ngày / 3 ngày", "done"),
    ("Soạn giấy phép", "Trần Quang Huy, 2 giờ / 1 ngày", "now"),
    ("Trưởng phòng thẩm tra", "4 giờ", ""),
    ("Lãnh đạo ký, vào sổ, trả", "1 ngày", ""),
)
EXPLAIN = (
    ("Nhận thứ Năm 05/11, 08:42", date(2026, 11, 5)),
    ("Ngày 1 là thứ Sáu", date(2026, 11, 6)),
    ("10 ngày làm việc, trừ 2 dịp cuối tuần", date(2026, 11, 19)),
    ("Dừng 11/11–13/11, thêm 2 ngày", date(2026, 11, 23)),
    "Trả trước 17:00 thứ Hai 23/11/2026",
)
MENU = (
    {"label": "Hộp việc", "url": "#hop-viec", "icon": "inbox", "count": 38, "group": "Việc của tôi", "current": True},
    {"label": "Chờ ký", "url": "#ky", "icon": "sign", "count": 6, "group": "Việc của tôi"},
    {"label": "Quá hạn", "url": "#qua-han", "icon": "flag", "count": 2, "tone": "late", "group": "Việc của tôi"},
    {"label": "Tiếp nhận hồ sơ", "url": "#tiep-nhan", "icon": "plus", "group": "Một cửa", "key": "counter:intake"},
    {"label": "Trả kết quả", "url": "#tra", "icon": "hand", "count": 9, "group": "Một cửa", "phone": True},
    {"label": "Tổng quan", "url": "#tong-quan", "icon": "chart", "group": "Điều hành"},
)
SHELL = {
    "agency": "Phường Hương Trà",
    "person": "Trần Quang Huy",
    "post": "Chuyên viên, Phòng Kinh tế, Hạ tầng và Đô thị",
    "posts": [
        {"label": "Chuyên viên", "url": "#1", "current": True},
        {"label": "Tiếp nhận hồ sơ", "url": "#2", "current": False},
    ],
    "links": [{"label": "Ủy quyền khi vắng", "url": "#uy-quyen", "icon": "calendar"}],
    "search_url": "#tim",
    "logout_url": "#ra",
    "demo": True,
    "now": NOW,
}
MONTHS = [f"T{n}" for n in (12, *range(1, 12))]
RECEIVED = [1620, 1790, 1240, 1910, 1880, 1960, 2010, 2090, 1990, 2130, 2180, 1590]
SETTLED = [1600, 1750, 1300, 1850, 1890, 1950, 2000, 2040, 2010, 2100, 2150, 1540]


def gallery(asked: Mapping[str, Any], here: str) -> dict[str, Any]:
    """Everything the gallery page draws."""
    shell = SHELL | {"search_url": here, "home_url": here}
    return {
        "shell": shell,
        "menu": MENU,
        "now": NOW,
        "tones": TONES,
        "buttons": BUTTONS,
        "rows": rows(),
        "filters_form": SampleFilters(asked),
        "form": SampleForm(initial={"born": date(2026, 2, 1), "fee": 16000, "means": "desk"}),
        "page": Page(items=list(ROWS), next="abc", previous="abd", first=26),
        "lone_page": Page(items=[], next="", previous="", first=1),
        "due": datetime(2026, 11, 23, 17, 0, tzinfo=LOCAL),
        "dues": _dues(),
        "tabs": _tabs(),
        "crumbs": [("Hộp việc", "#"), ("Trong tuần", "#tuan"), ("261105-0018", "")],
        "facts": _facts(),
        "events": _events(),
        "route": ROUTE,
        "explain": EXPLAIN,
        "tasks": citizen()["tasks"],
        "answers": citizen()["answers"],
        "stats": _stats(),
        "months": MONTHS,
        "years": ["2020", "2021", "2022", "2023", "2024"],
        "received_by_year": ("Tiếp nhận", [19_298, 22_515, None, 23_100, 24_060]),
        "on_time_by_year": ("Tỷ lệ đúng hạn", [88.4, 90, None, 95.2, 97.1]),
        "came_and_went": [
            ("T2", [[("", 12), ("done", 30)], [("ontime", 35), ("late", 2)]]),
            ("T3", [[("", 15), ("done", 26)], [("ontime", 38), ("late", 1)]]),
            ("T4", [[("", 21), ("done", 24)], [("ontime", 40), ("late", 4)]]),
        ],
        "came_and_went_legend": [
            ("", "Trực tuyến"),
            ("done", "Cách khác"),
            ("ontime", "Trước hạn, đúng hạn"),
            ("late", "Quá hạn"),
        ],
        "stated_years": [True, True, False, False, False],
        "series": [("Tiếp nhận", RECEIVED), ("Đã giải quyết", SETTLED)],
        "units": _units(),
        "legend": [("ontime", "Còn hạn"), ("soon", "Sắp đến hạn"), ("late", "Quá hạn")],
        "results": [
            {"name": "261103-0009", "tone": "ontime", "text": "Đã làm"},
            {"name": "261104-0021", "tone": "late", "text": "Hồ sơ đang chờ bổ sung"},
        ],
        "long": ROWS[2][1],
        "moment": NOW,
    }


def wrong(here: str) -> dict[str, Any]:
    """A form page after a bad answer and a change by somebody else."""
    return {
        "shell": SHELL | {"search_url": here, "home_url": here},
        "menu": MENU,
        "form": SampleForm({"identity": "0461", "born": "30/2/2026", "fee": "nhiều"}),
        "title": "Tiếp nhận hồ sơ",
        "save": "Tiếp nhận",
        "version": 3,
        "stale": True,
        "subject_url": here,
        "cancel_url": here,
    }


def _dues() -> list[dict[str, Any]]:
    five = NOW.replace(hour=17, minute=0)
    return [
        {"at": five - timedelta(days=2), "done": None, "waiting": "", "days": None},
        {"at": five, "done": None, "waiting": "", "days": None},
        {"at": five + timedelta(days=3), "done": None, "waiting": "", "days": 1},
        {"at": five + timedelta(days=5), "done": None, "waiting": "", "days": 3},
        {"at": five, "done": None, "waiting": "Chờ bổ sung", "days": None},
        {"at": five, "done": NOW, "waiting": "", "days": None},
        {"at": None, "done": None, "waiting": "", "days": None},
    ]


def _tabs() -> list[tuple[Any, ...]]:
    return [
        ("Việc phải làm", "#tat-ca", 38, "", True),
        ("Quá hạn", "#qua-han", 3, "late", False),
        ("Đến hạn hôm nay", "#hom-nay", 3, "soon", False),
        ("Chờ người khác", "#cho", 18, "", False),
        ("Đã xong", "#xong", None, "", False),
    ]


def _facts() -> list[Any]:
    reveal = format_html(
        '{} <button class="btn quiet sm" type="button">{}</button>', "046•••••0318", "Hiện số định danh"
    )
    return [
        ("Chủ hồ sơ", "Võ Quốc Thắng"),
        ("Số định danh", reveal),
        ("Điện thoại", "•••• ••• 274"),
        ("Người nộp", ""),
        {
            "label": "Địa điểm xây dựng",
            "value": "Thửa 214, tờ bản đồ 07, tổ dân phố Cổ Bưu",
            "wide": True,
            "light": True,
        },
    ]


def _events() -> list[Any]:
    return [
        (NOW, format_html("{} bắt đầu <b>{}</b>", "Trần Quang Huy", "soạn giấy phép")),
        (NOW - timedelta(days=7), "Nhận giấy tờ bổ sung; đồng hồ chạy lại", "ontime"),
        (
            NOW - timedelta(days=9),
            "Yêu cầu bổ sung; dừng đồng hồ",
            "wait",
            "Thiếu bản vẽ mặt bằng định vị.\nPhiếu 02 số 018.",
        ),
        (NOW - timedelta(days=15), "Tiếp nhận tại quầy 3, hẹn trả 19/11"),
    ]


def _stats() -> list[dict[str, Any]]:
    return [
        {"label": "Chờ tôi ký", "value": 6, "url": "#ky", "note": "2 hồ sơ hết hạn hôm nay"},
        {
            "label": "Đang giải quyết",
            "value": 1412,
            "url": "#dang",
            "spark": [3, 8, 10, 7, 9, 11, 13],
            "note": "38 mới",
        },
        {"label": "Quá hạn", "value": 9, "url": "#qua", "tone": "late", "spark": [12, 11, 9, 10, 9], "note": "giảm 3"},
        {"label": "Đúng hạn từ đầu năm", "value": "98,7", "unit": "%", "url": "#dung", "tone": "ontime"},
    ]


def _units() -> list[dict[str, Any]]:
    return [
        {"name": "Phòng Kinh tế, Hạ tầng và Đô thị", "parts": [("ontime", 44), ("soon", 5), ("late", 3)], "sum": 52},
        {"name": "Phòng Văn hóa, Xã hội", "parts": [("ontime", 28), ("soon", 2)], "sum": 30},
        {"name": "Trung tâm Phục vụ hành chính công", "parts": [("ontime", 11), ("late", 1)], "sum": 12},
    ]
