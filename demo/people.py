"""The people of the sample office: all invented. Their password stands on the screen of the demo."""

from dataclasses import dataclass
from datetime import date

from demo.offices import HT, KT, TWO_LEVELS
from motcua.agencies import actions
from motcua.agencies.choices import Capacity, Role
from motcua.agencies.models import Agency, Person, Post

PASSWORD = "Mot-Cua-2026"  # noqa: S105 meant to be read

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"


@dataclass(frozen=True)
class Seat:
    """A post in a unit: the unit's code, or what follows the office's code ("" the office itself, ".04" its centre)."""

    unit: str
    role: Role
    title: str
    capacity: Capacity = Capacity.NONE
    signs_for: str = ""
    ended: bool = False


def chairs(unit: str) -> dict[str, Seat]:
    """Return the leaders' posts of a committee."""
    deputy = f"{COMMITTEE}\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    return {
        "chutich": Seat(unit, Role.LEADER, "Chủ tịch UBND", Capacity.TM, f"{COMMITTEE}\nCHỦ TỊCH"),
        "phochutich1": Seat(unit, Role.LEADER, "Phó Chủ tịch UBND (kinh tế, đô thị)", Capacity.KT, deputy),
        "phochutich2": Seat(unit, Role.LEADER, "Phó Chủ tịch UBND (văn hóa, xã hội)", Capacity.KT, deputy),
    }


WARD_DESK = {
    "tiepnhan1": Seat(".04", Role.RECEPTIONIST, "Công chức tiếp nhận và trả kết quả, quầy 1"),
    "tiepnhan2": Seat(".04", Role.RECEPTIONIST, "Công chức tiếp nhận và trả kết quả, quầy 2"),
    "thuquy": Seat(".04", Role.CASHIER, "Kế toán thu phí, lệ phí"),
}

WARD_OFFICES = {
    "chanhvanphong": Seat(
        ".01", Role.HEAD_OF_DIVISION, "Chánh Văn phòng", Capacity.TL, "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"
    ),
    "vanthu": Seat(".01", Role.REGISTRY_CLERK, "Công chức văn thư"),
    "tuphap1": Seat(".01", Role.SPECIALIST, "Công chức Tư pháp - Hộ tịch"),
    "tuphap2": Seat(".01", Role.SPECIALIST, "Công chức Tư pháp - Hộ tịch (chứng thực)"),
    "caicach": Seat(".01", Role.REFORM_OFFICER, "Công chức theo dõi cải cách hành chính"),
    "quantri": Seat("", Role.ADMINISTRATOR, "Quản trị hệ thống của phường"),
    "giamsat": Seat("", Role.INSPECTOR, "Phó Chủ tịch HĐND, phụ trách giám sát"),
    "tpkinhte": Seat(
        ".02",
        Role.HEAD_OF_DIVISION,
        "Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
        Capacity.TL,
        "TL. CHỦ TỊCH\nTRƯỞNG PHÒNG",
    ),
    "datdai": Seat(".02", Role.SPECIALIST, "Chuyên viên đất đai, môi trường"),
    "xaydung": Seat(".02", Role.SPECIALIST, "Chuyên viên xây dựng, đô thị"),
    "kinhdoanh": Seat(".02", Role.SPECIALIST, "Chuyên viên tài chính, đăng ký kinh doanh"),
    "tpvanhoa": Seat(
        ".03", Role.HEAD_OF_DIVISION, "Trưởng phòng Văn hóa - Xã hội", Capacity.TL, "TL. CHỦ TỊCH\nTRƯỞNG PHÒNG"
    ),
    "xahoi": Seat(".03", Role.SPECIALIST, "Chuyên viên lao động, người có công, bảo trợ xã hội"),
    "giaoduc": Seat(".03", Role.SPECIALIST, "Chuyên viên giáo dục, y tế, văn hóa"),
    "truongcongan": Seat(".05", Role.HEAD_OF_DIVISION, "Trưởng Công an phường", signs_for="TRƯỞNG CÔNG AN PHƯỜNG"),
    "cutru": Seat(".05", Role.SPECIALIST, "Cán bộ đăng ký cư trú"),
    "chihuytruong": Seat(".06", Role.HEAD_OF_DIVISION, "Chỉ huy trưởng", signs_for="CHỈ HUY TRƯỞNG"),
    "quansu": Seat(".06", Role.SPECIALIST, "Trợ lý đăng ký nghĩa vụ quân sự"),
    "truongquay": Seat(".04", Role.RECEPTIONIST, "Phó Giám đốc Trung tâm, phụ trách tiếp nhận"),
}

WARD_SEATS = WARD_DESK | chairs("") | WARD_OFFICES

PROVINCE_SEATS = chairs("") | {
    "giamdoc.ttpvhcc": Seat(".02", Role.HEAD_OF_DIVISION, "Giám đốc Trung tâm", signs_for="GIÁM ĐỐC"),
    "tiepnhan1": Seat(".02", Role.RECEPTIONIST, "Công chức tiếp nhận và trả kết quả, quầy Tư pháp"),
    "tiepnhan2": Seat(".02", Role.RECEPTIONIST, "Công chức tiếp nhận và trả kết quả, quầy Đất đai, xây dựng"),
    "thuquy": Seat(".02", Role.CASHIER, "Kế toán thu phí, lệ phí"),
    "vanthu": Seat(".01", Role.REGISTRY_CLERK, "Văn thư Văn phòng UBND"),
    "caicach": Seat(".01", Role.REFORM_OFFICER, "Chuyên viên kiểm soát thủ tục, cải cách hành chính"),
    "quantri": Seat("", Role.ADMINISTRATOR, "Quản trị hệ thống của thành phố"),
    "thanhtra": Seat("", Role.INSPECTOR, "Thanh tra viên"),
    "giamdoc.tnmt": Seat(".11", Role.LEADER, "Giám đốc Sở", signs_for="GIÁM ĐỐC"),
    "vanthu.tnmt": Seat(".11", Role.REGISTRY_CLERK, "Văn thư Sở"),
    "tpdatdai": Seat(".11.01", Role.HEAD_OF_DIVISION, "Trưởng phòng", signs_for="TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
    "datdai": Seat(".11.01", Role.SPECIALIST, "Chuyên viên quản lý đất đai"),
    "giamdoc.dkdd": Seat(".11.21", Role.LEADER, "Giám đốc Chi nhánh", signs_for="GIÁM ĐỐC"),
    "dangkydatdai": Seat(".11.21", Role.SPECIALIST, "Viên chức đăng ký đất đai"),
    "vanthu.dkdd": Seat(".11.21", Role.REGISTRY_CLERK, "Văn thư Chi nhánh"),
    "giamdoc.tuphap": Seat(".15", Role.LEADER, "Giám đốc Sở", signs_for="GIÁM ĐỐC"),
    "vanthu.tuphap": Seat(".15", Role.REGISTRY_CLERK, "Văn thư Sở"),
    "tptuphap": Seat(".15.01", Role.HEAD_OF_DIVISION, "Trưởng phòng", signs_for="TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
    "lylich": Seat(".15.01", Role.SPECIALIST, "Chuyên viên lý lịch tư pháp, quốc tịch"),
    "giamdoc.xaydung": Seat(".16", Role.LEADER, "Giám đốc Sở", signs_for="GIÁM ĐỐC"),
    "vanthu.xaydung": Seat(".16", Role.REGISTRY_CLERK, "Văn thư Sở"),
    "tpxaydung": Seat(".16.01", Role.HEAD_OF_DIVISION, "Trưởng phòng", signs_for="TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
    "xaydung": Seat(".16.01", Role.SPECIALIST, "Chuyên viên quản lý xây dựng"),
}

HT_NAMES = (
    "Nguyễn Hữu Phước", "Trần Thị Diệu Hiền", "Lê Quang Đạt", "Hồ Thị Ngọc Ánh", "Phan Văn Tín", "Đặng Thị Mỹ Lệ",
    "Võ Đình Khoa", "Hoàng Thị Thu Ba", "Nguyễn Thị Cẩm Nhung", "Trương Công Định", "Lê Thị Hoài An", "Phạm Minh Tuấn",
    "Huỳnh Văn Lộc", "Trần Quốc Hưng", "Đỗ Thị Bích Vân", "Nguyễn Xuân Sơn", "Lê Thị Khánh Linh", "Châu Thị Thanh Tâm",
    "Ngô Đức Huy", "Bùi Thị Yến", "Nguyễn Văn Ẩn", "Phùng Anh Dũng", "Lê Đình Quý", "Tôn Thất Bảo",
    "Nguyễn Thị Minh Hà",
)  # fmt: skip
KT_NAMES = (
    "Lê Viết Thành", "Nguyễn Thị Ái Liên", "Hoàng Trọng Nghĩa", "Trần Thị Đào", "Nguyễn Ngọc Ý", "Phan Thị Tường Vi",
    "Lê Hồng Quân", "Đinh Thị Loan", "Cao Thị Xuân Mai", "Nguyễn Đăng Khôi", "Hà Thị Uyên", "Trần Đại Nam",
    "Mai Xuân Trường", "Võ Văn Kiên", "Lương Thị Hòa", "Phạm Quang Vinh", "Tạ Thị Oanh", "Nguyễn Thị Ngà",
    "Đoàn Minh Ích", "Lê Thị Sương", "Hồ Viết Sáng", "Nguyễn Thế Anh", "Trịnh Văn Đông", "Dương Bá Lân",
    "Phan Thị Thu Cúc",
)  # fmt: skip
CITY_NAMES = (
    "Hoàng Công Minh", "Nguyễn Đình Thọ", "Lê Thị Quỳnh Giao", "Trần Hữu Thắng", "Phan Thị Hà My", "Ngô Văn Ước",
    "Lê Thị Ngân", "Vũ Thị Êm", "Nguyễn Hoài Bão", "Đặng Quốc Trung", "Trần Thanh Liêm", "Lê Phước Hải",
    "Nguyễn Thị Ánh Tuyết", "Hồ Đắc Lợi", "Võ Thị Kim Chi", "Trương Quang Phú", "Phạm Thị Đoan Trang", "Lê Văn Giỏi",
    "Đào Thị Hương Sen", "Nguyễn Khoa Nguyên", "Lại Thị Phượng", "Tống Phước Ninh", "Bạch Thị Thùy", "Nguyễn Cửu Vĩnh",
    "Lý Thị Ký", "Thái Văn Quyền",
)  # fmt: skip

OFFICES = (  # code, what ends the user names, seats, names
    (HT, "huongtra", WARD_SEATS, HT_NAMES),
    (KT, "kimtra", WARD_SEATS, KT_NAMES),
    ("H57", "hue", PROVINCE_SEATS, CITY_NAMES),
)

FURTHER = {  # a second post of somebody who has one; a post that has ended
    "phochutich1.huongtra": (
        "",
        Seat(f"{HT}.04", Role.HEAD_OF_DIVISION, "Giám đốc Trung tâm (kiêm nhiệm)", signs_for="GIÁM ĐỐC"),
    ),
    "phochutich1.kimtra": (
        "",
        Seat(f"{KT}.04", Role.HEAD_OF_DIVISION, "Giám đốc Trung tâm (kiêm nhiệm)", signs_for="GIÁM ĐỐC"),
    ),
    "tiepnhan3.huongtra": (
        "Nguyễn Thị Lài",
        Seat(f"{HT}.04", Role.RECEPTIONIST, "Công chức tiếp nhận (đã chuyển công tác)", ended=True),
    ),
}


def everyone() -> list[tuple[str, str, Seat]]:
    """Return (username, name, seat with the unit's whole code), wards first, one line per post."""
    found = []
    for code, office, seats, names in OFFICES:
        for (who, seat), name in zip(seats.items(), names[: len(seats)], strict=True):
            whole = Seat(f"{code}{seat.unit}", seat.role, seat.title, seat.capacity, seat.signs_for)
            found.append((f"{who}.{office}", name, whole))
    names_of = {username: name for username, name, _ in found}
    further = [(username, names_of.get(username, name), seat) for username, (name, seat) in FURTHER.items()]
    return found + further


def make(agencies: dict[str, Agency], *, by: Post, since: date = TWO_LEVELS) -> list[Post]:
    """Enrol and appoint everybody who is missing; returns the posts that are held, in the order of `everyone()`."""
    people = {person.username: person for person in Person.objects.filter(is_sample=True)}
    kept = {(post.person.username, post.agency.code, post.role): post for post in Post.objects.with_names()}
    held = []
    for username, name, seat in everyone():
        key = (username, seat.unit, seat.role)
        if username not in people:
            people[username] = actions.enrol_person(
                by=by, username=username, name=name, password=PASSWORD, is_sample=True
            )
        if key not in kept:
            kept[key] = actions.appoint(
                by=by,
                person=people[username],
                agency=agencies[seat.unit],
                role=seat.role,
                title=seat.title,
                capacity=seat.capacity,
                signs_for=seat.signs_for,
                valid_from=since,
            )
            if seat.ended:
                actions.end_post(kept[key], by=by)
        if kept[key].ended_at is None and not seat.ended:
            held.append(kept[key])
    return held
