"""The sample dossiers as data: who asks for what, when, and what was done about it. All people are invented.

Moments are "N HH:MM": N working days before the day of loading (1 is the last one). A bare moment finishes the step
in hand; (moment, verb, inputs) does that verb. Nothing happens on the day itself, whose numbers are the visitor's.
A day in the inputs is written "+N" or "-N": working days after or before the day of loading.
"""

from dataclasses import dataclass, field
from typing import Any

Act = str | tuple[str, str] | tuple[str, str, dict[str, Any]]
HT_DESK, KT_DESK, HT = "H57.54.04", "H57.56.04", "H57.54"


@dataclass(frozen=True)
class Story:
    """One dossier. `birth`: register, submit, draft or file (on the portal, with these `answers`).

    `by`: user names (without office) that do what they may. `settles`: the office, where the desk receives for another.
    """

    who: str
    code: str
    then: tuple[Act, ...]
    case: str = ""
    desk: str = HT_DESK
    birth: str = "register"
    settles: str = ""
    channel: str = "counter"
    subject: str = ""
    submitter: str = ""
    submitter_role: str = ""
    posted: str = ""
    by: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)


BIRTH, COPY, EXTRACT, MARRIAGE, AGAIN = "1.001193", "2.000815", "2.000635", "1.000894", "1.004884"
BUILD, REPAIR, TREE, SHOP, LEASE = "1.013225", "1.013229", "1.002693", "1.001612", "1.012766"
FIRST_TITLE = "1.012753"  # three agencies work at once
DISABILITY, CARD = "1.001699", "1.001653"

JUSTICE = ("tuphap1", "phochutich2")
BUILDING, LAND, TRADE = ((who, "tpkinhte", "phochutich1") for who in ("xaydung", "datdai", "kinhdoanh"))
LINKED = ("dangkydatdai", "datdai", "tpkinhte", "phochutich1")
SOCIAL = ("xahoi", "tpvanhoa", "phochutich2")

CASH: tuple[str, dict[str, Any]] = ("collect_fee", {"method": "cash"})

STORIES = (
    Story(
        "Nguyễn Thị Mai Trâm", BIRTH, case="dung_han", by=JUSTICE,
        then=("14 08:05", "14 08:12", "14 08:50", "14 09:05", "14 09:12", "14 09:40"),
    ),
    Story(
        "Trần Văn Bửu", COPY,
        then=("13 14:10", ("13 14:12", *CASH), ("13 14:25", "settle_at_once", {"signer": "phochutich2.huongtra"})),
    ),
    Story(
        "Lê Thị Hồng Thắm", BUILD, case="nha_o", subject="Nhà ở 2 tầng, tổ dân phố 5", by=BUILDING,
        then=(
            "15 08:10", ("15 08:20", *CASH), "15 09:00", ("15 10:05", "assign", {"person": "xaydung.huongtra"}),
            ("14 15:10", "request_supplement", {
                "papers": ["Bản vẽ thiết kế xây dựng (mặt cắt móng và sơ đồ đấu nối thoát nước)"],
                "reason": "Bản vẽ đã nộp chưa có mặt cắt móng và sơ đồ đấu nối thoát nước.",
            }),
            ("11 08:30", "resume", {"papers": [{"name": "Bản vẽ thiết kế xây dựng (bổ sung)", "originals": 2}]}),
            "10 15:00", "8 10:00", "7 09:30", "7 15:20", "6 10:15", "6 14:00", "5 08:45",
        ),
    ),
    Story(
        "Hồ Văn Lượng", REPAIR, case="nha_o", subject="Nâng mái, thay cột hiên", by=BUILDING,
        then=(
            "13 09:20", "13 10:00", ("12 08:15", "assign", {"person": "xaydung.huongtra"}), "10 16:00",
            ("4 15:00", "apologise", {
                "due": "+3", "cause": "verification", "reason": "Phải xác minh lại ranh giới với thửa đất liền kề.",
            }),
        ),
    ),
    Story(
        "Phan Thị Lành", TREE, subject="Cây xà cừ trước nhà số 27, nghiêng về phía đường dây điện", by=LAND,
        then=("9 08:40", "9 10:15", "7 15:30", "4 16:10", "3 10:00"),
    ),
    Story(
        "Trương Văn Nhớ", SHOP, case="ca_nhan", subject="Quán cơm, tổ dân phố 3", by=TRADE,
        then=(
            "9 07:45", ("9 07:55", *CASH), "9 08:15", "9 14:30", "8 09:00", "8 14:00", "7 09:10", "7 14:20", "7 15:30",
            "6 08:05",
        ),
    ),
    Story(
        "Đoàn Thị Kim Ngọc", SHOP, case="ca_nhan", subject="Cửa hàng tạp hóa", by=TRADE,
        then=(
            "7 13:50", "7 14:20", "6 10:00", "5 15:40", "4 10:30", "3 09:00", "2 15:20", "2 16:10",
        ),
    ),
    Story(
        "Võ Đăng Khải", LEASE, subject="Xóa cho thuê lại lô đất số 12", by=LAND,
        then=("10 08:30", "10 09:10", "9 15:00", "6 10:00", "5 15:10", "4 14:00", "3 10:20"),
    ),
    Story(
        "Lê Văn Hiển", FIRST_TITLE, case="ton_giao", subject="Cấp Giấy chứng nhận lần đầu, thửa 214", by=LINKED,
        then=("8 08:40", "8 09:20", "6 15:00", ("6 16:30", "take_over"), ("3 10:00", "propose")),
    ),
    Story(
        "Hà Thị Xoa", DISABILITY, case="c2", by=SOCIAL,
        then=(
            "12 09:00", "12 15:00",
            ("6 09:00", "suspend", {"basis": "Chờ kết luận của Hội đồng Giám định y khoa (hẹn khám trong tháng)"}),
        ),
    ),
    Story(
        "Mai Văn Thuận", CARD, by=SOCIAL,
        then=(
            "4 10:05", "4 10:30",
            ("3 09:10", "request_supplement", {
                "papers": ["Ảnh màu cỡ 3x4 (02 ảnh)"], "reason": "Hồ sơ chưa có ảnh để làm giấy xác nhận mới.",
            }),
        ),
    ),
    Story(
        "Bùi Thị Ngọc Hân", AGAIN, by=JUSTICE,
        then=(
            "3 08:20", "3 09:00",
            ("2 08:40", "consult", {
                "agency": "H57.54.05", "due": "+2", "mandatory": True,
                "question": "Đề nghị cho biết thông tin cư trú của người yêu cầu trước năm 1990.",
            }),
        ),
    ),
    Story(
        "Nguyễn Văn Trực", MARRIAGE, case="tai_cho", by=JUSTICE,
        then=("8 07:30", "8 07:35", "8 07:55", "8 08:40", "8 08:50", "8 08:55", "8 09:15"),
    ),
    Story(
        "Lâm Thị Thu Cúc", EXTRACT,
        then=("5 10:10", ("5 10:12", *CASH), ("5 10:30", "settle_at_once", {"signer": "phochutich2.huongtra"})),
    ),
    Story("Đỗ Quang Thịnh", SHOP, case="ca_nhan", birth="file", answers={"starts_on": "+5"}, then=("1 15:40",)),
    Story(
        "Phùng Thị Ái Vân", SHOP, case="ca_nhan", birth="file", answers={"starts_on": "+5"}, by=TRADE,
        then=("3 19:30", "2 08:10", "2 08:30"),
    ),
    Story(
        "Kiều Văn Định", SHOP, case="ca_nhan", birth="file", answers={"starts_on": "+5"},
        then=("7 20:15", ("6 09:00", "refuse", {
            "reason": "Địa điểm kinh doanh ghi trong giấy đề nghị không thuộc địa bàn phường.",
        })),
    ),
    Story(
        "Nghiêm Thị Bảo Yến", BUILD, case="cong_trinh", subject="Kho hàng cấp IV", by=BUILDING,
        then=("9 14:00", "9 15:10", ("6 08:50", "withdraw", {"reason": "Chủ đầu tư thay đổi thiết kế, xin rút."})),
    ),
    Story(
        "Tạ Văn Bình", CARD, by=SOCIAL,
        then=("12 14:20", "12 15:00", ("7 10:10", "stop", {
            "reason": "Trùng với hồ sơ mà người nộp đã nộp và được giải quyết ở nơi cư trú trước đây.",
        })),
    ),
    Story(
        "Đinh Thị Quế", TREE, subject="Hai cây bàng trong sân nhà văn hóa", by=LAND,
        then=(
            "9 15:10", "8 08:00", "5 15:00",
            ("3 14:30", "extend", {"due": "+4", "reason": "Mưa lũ, chưa vào được nơi có cây để kiểm tra hiện trạng."}),
        ),
    ),
    Story(
        "Quách Văn Hiển", AGAIN, by=JUSTICE,
        then=(
            "13 08:15", "13 09:00", "12 10:00", "10 15:00", "10 16:00", "10 16:30", "9 08:30",
            ("6 10:40", "correct_result", {
                "template": "result", "reason": "Ghi nhầm tên đệm của người cha so với giấy tờ gốc.",
                "note": "Ghi nhầm tên đệm của người cha so với giấy tờ gốc.",
            }),
        ),
    ),
    Story("Châu Ngọc Bích", BUILD, case="nha_o", subject="Nhà ở 1 tầng, tổ dân phố 2", then=("1 16:10",)),
    Story("Bạch Văn Khôi", BUILD, case="nha_o", subject="Nhà ở có gác lửng", by=BUILDING, then=("1 14:00", "1 16:00")),
    Story(
        "Trịnh Thị Hảo", SHOP, case="ca_nhan", subject="Tiệm may", by=TRADE,
        then=("1 07:30", ("1 07:40", *CASH), "1 09:00", "1 14:10"),
    ),
    Story("Cao Đình Vũ", TREE, subject="Cây phượng trước cổng trường", by=LAND, then=("1 09:10", "1 10:30")),
    Story(
        "La Thị Ngọc Diệp", REPAIR, case="nha_o", subject="Thay mái tôn, sửa bếp", by=BUILDING,
        then=("2 08:20", "2 10:00", "1 15:20"),
    ),
    Story(
        "Hứa Văn Sang", BUILD, case="nha_o", subject="Nhà ở 3 tầng, tổ dân phố 7", by=BUILDING,
        then=(
            "5 09:30", ("5 09:40", *CASH), "5 10:40",
            ("3 14:20", "request_supplement", {
                "papers": ["Cam kết bảo đảm an toàn công trình liền kề (có chữ ký của hộ phía đông)"],
                "reason": "Bản cam kết đã nộp mới có chữ ký của một hộ liền kề.",
            }),
        ),
    ),
    Story(
        "Diệp Thị Tuyết", TREE, subject="Ba cây keo sát mái nhà", desk=KT_DESK, settles=HT, by=LAND,
        then=("4 13:40", "4 14:50", ("4 16:10", "take_over"), "2 10:10"),
    ),
    Story("Thân Thị Lụa", MARRIAGE, case="xac_minh", birth="draft", then=("1 16:35",)),
    Story("Vương Đình Hòa", CARD, channel="post", posted="4", then=("2 07:40", "2 08:00", "1 09:20")),
    Story(
        "Lương Thị Bé", BIRTH, case="qua_han", desk=KT_DESK, submitter="Lương Văn Cả", submitter_role="Cậu của trẻ",
        then=("11 08:00", "11 08:10", ("11 08:12", *CASH), "11 09:00", "11 09:20", "11 09:30", "10 08:20"),
    ),
    Story(
        "Phạm Hữu Tường", REPAIR, case="nha_o", desk=KT_DESK, by=BUILDING,
        then=("3 09:40", "3 10:30", "2 16:00"),
    ),
    Story(
        "Huỳnh Thị Sen", COPY, desk=KT_DESK,
        then=("6 15:05", ("6 15:10", *CASH), ("6 15:25", "settle_at_once", {"signer": "phochutich2.kimtra"})),
    ),
    Story(
        "Đặng Văn Phát", SHOP, case="ho_gia_dinh", desk=KT_DESK, by=TRADE,
        then=("2 08:15", ("2 08:25", *CASH), "2 08:45", "2 14:10", "1 09:30", "1 14:05", "1 15:50"),
    ),
    Story("Ngô Thị Tâm Đoan", CARD, desk=KT_DESK, by=SOCIAL, then=("8 10:20", "8 11:00", "7 15:00")),
    Story(
        "Đàm Thị Minh Thư", BIRTH, case="dung_han", birth="file", by=JUSTICE, answers={"child_born": "-15"},
        then=(
            "2 20:40", "1 08:05", "1 08:30", ("1 09:10", "request_supplement", {
                "papers": ["Giấy chứng nhận kết hôn của cha, mẹ"],
                "reason": "Tờ khai ghi cha, mẹ đã đăng ký kết hôn nhưng chưa có giấy tờ kèm theo.",
            }),
        ),
    ),
)  # fmt: skip
