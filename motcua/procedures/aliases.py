"""One name for what sources write in many ways: agencies and fields. Pure; the table itself is data."""

import re
from collections.abc import Iterable, Mapping

from motcua.core.text import fold

COMMUNE = "Ủy ban nhân dân cấp xã"
PROVINCE = "Ủy ban nhân dân cấp tỉnh"

SEEDS = {
    "agency": {
        "uy ban nhan dan cap xa": COMMUNE,
        "uy ban nhan dan xa": COMMUNE,
        "uy ban nhan dan xa phuong thi tran": COMMUNE,
        "uy ban nhan dan cap xa phuong thi tran": COMMUNE,
        "uy ban nhan dan xa phuong dac khu": COMMUNE,
        "uy ban nhan dan phuong": COMMUNE,
        "chu tich uy ban nhan dan cap xa": COMMUNE,
        "chu tich uy ban nhan dan xa": COMMUNE,
        "uy ban nhan dan cap tinh": PROVINCE,
        "chu tich uy ban nhan dan cap tinh": PROVINCE,
        "uy ban nhan dan tinh thanh pho truc thuoc trung uong": PROVINCE,
        "cong an cap xa": "Công an cấp xã",
        "cong an xa": "Công an cấp xã",
        "van phong dang ky dat dai": "Văn phòng đăng ký đất đai",
        "chi nhanh van phong dang ky dat dai": "Chi nhánh Văn phòng đăng ký đất đai",
        "so noi vu": "Sở Nội vụ",
        "so tu phap": "Sở Tư pháp",
    },
    "field": {
        "782290570": "G10-NN06",
        "kinh te hop tac va phat trien nong thon": "G10-NN06",
        "thi dua, khen thuong": "G09-NV08",
        "thi dua - khen thuong": "G09-NV08",
    },
}

_PROVINCE_TAIL = re.compile(r"\s+-\s+(tinh|thanh pho|tp)\b.*$")


def agency_key(name: str) -> str:
    """Return the form by which an agency's name is looked up: no marks, no abbreviation, no province behind a dash."""
    key = _PROVINCE_TAIL.sub("", fold(name).replace("ubnd", "uy ban nhan dan"))
    return re.sub(r"\s+", " ", re.sub(r"[.,;]", " ", key)).strip()


def one_agency(name: str, table: Mapping[str, str]) -> str:
    """Return the name under which an agency is kept."""
    return table.get(agency_key(name), name)


def agencies(names: Iterable[str], table: Mapping[str, str]) -> list[str]:
    """Return the agencies under one name each, repeats left out, in order."""
    return list(dict.fromkeys(one_agency(name, table) for name in names))


def field_key(code: str, name: str, table: Mapping[str, str]) -> str:
    """Return the code under which a field is kept: by its code, by its name, else its own code or name."""
    bare = re.sub(r"\s*\([^)]*\)$", "", fold(name))
    return table.get(fold(code)) or table.get(bare) or code or bare[:40]
