"""A route of twelve steps with three legs, as a file has it."""

from typing import Any


def way(to: str, do: str = "forward") -> dict[str, Any]:
    return {"do": do, "to": to}


def step(code: str, name: str, post: str, agency: str, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "post": post, "agency": agency, "hours": 4, "actions": list(actions)} | more


def twelve() -> dict[str, Any]:
    """Every feature at once: legs to three agencies, an opinion, a return, payment, signing, papers, instructions."""
    split = {"do": "split", "to": ["b4", "b5", "b7"]}
    return {
        "name": "Cấp phép có lấy ý kiến", "limit": "20 ngày làm việc", "start": "b1",
        "steps": [
            step("b1", "Tiếp nhận hồ sơ", "receptionist", "receiving", way("b2")),
            step("b2", "Phân công xử lý", "head", "division", way("b3")),
            step("b3", "Thẩm định, gửi lấy ý kiến", "specialist", "division", split, way("b2", "return"), hours=8),
            step("b4", "Công an có ý kiến", "specialist", "named:P1.PC", way("b8"), kind="opinion", silence="agree"),
            step("b5", "Sở thẩm tra", "specialist", "named:P1.SXD", way("b6"), limit="2 ngày làm việc", hours=None),
            step("b6", "Lãnh đạo Sở duyệt", "leader", "named:P1.SXD", way("b8"), way("b5", "return")),
            step("b7", "Xã kiểm tra thực địa", "specialist", "commune", way("b8"), papers=["Biên bản kiểm tra"]),
            step("b8", "Tổng hợp ý kiến", "specialist", "division", way("b9"), way("b3", "return"), join="all"),
            step("b9", "Trưởng phòng kiểm tra", "head", "division", way("b10"), way("b8", "return")),
            step("b10", "Ký giấy phép", "leader", "parent", way("b11"), kind="signing", instructions="Xem bản vẽ."),
            step("b11", "Nộp lệ phí", "cashier", "receiving", way("b12"), kind="payment", hours=0),
            step("b12", "Trả kết quả", "receptionist", "receiving", {"do": "finish", "to": "end"}),
        ],
    }  # fmt: skip
