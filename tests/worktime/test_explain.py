"""The reasoning in words."""

from motcua.worktime.calendars import calendar_from
from motcua.worktime.explain import explain
from tests.worktime.calendars_for_tests import TET, WARD, ask, office


def lines(*args, **kwargs):
    return explain(ask(*args, **kwargs))


def test_the_rules_example_is_told_step_by_step():
    assert lines(office(*TET), "2026-02-12T15:30", "15 working_day", cutoff="15:00") == [
        "Tiếp nhận lúc 15:30 thứ năm 12/02/2026.",
        "Nhận từ 15:00 trở đi (giờ chốt trong ngày): tính là nhận vào ngày làm việc tiếp theo, thứ sáu 13/02/2026.",
        "Thời hạn 15 ngày làm việc, ngày thứ nhất là thứ hai 23/02/2026.",
        "Ngày nghỉ không tính: 16/02/2026 (Tết Nguyên đán), 17/02/2026 (Tết Nguyên đán), 18/02/2026 (Tết Nguyên đán), "
        "19/02/2026 (Tết Nguyên đán), 20/02/2026 (Tết Nguyên đán).",
        "Hết thời hạn lúc 17:00 thứ sáu 13/03/2026.",
        "Hẹn trả: 17:00 thứ sáu 13/03/2026.",
    ]


def test_why_a_receipt_counts_later_is_told():
    assert "sau giờ làm việc" in lines(office(), "2026-02-09T18:00", "1 working_day")[1]
    assert "Ngày nghỉ (thứ bảy)" in lines(office(), "2026-02-14T08:00", "1 working_day")[1]
    assert "Ngày nghỉ (Tết Nguyên đán)" in lines(office(*TET), "2026-02-17T08:00", "1 working_day")[1]
    assert len(lines(office(), "2026-02-09T08:00", "1 working_day")) == 4
    assert not any(
        "tính là nhận" in line for line in lines(calendar_from({"weekly": WARD}), "2026-02-14T08:00", "1 working_day")
    )


def test_a_move_to_a_working_day_is_told():
    assert "Ngày cuối thứ bảy 14/02/2026 là ngày nghỉ (thứ bảy): chuyển sang ngày làm việc tiếp theo." in lines(
        office(), "2026-02-09T08:00", "5 day"
    )


def test_a_swap_day_on_the_way_is_told():
    swap = office({"date": "2026-01-10", "works_as": "fri", "reason": "làm bù cho 02/01"})
    assert "Ngày làm việc theo lịch riêng: 10/01/2026 (làm bù cho 02/01)." in lines(
        swap, "2026-01-08T08:00", "3 working_day"
    )


def test_each_pause_is_told_with_what_it_moved():
    told = lines(
        office(),
        "2026-02-09T08:00",
        "5 working_day",
        ("2026-02-10T09:00", "2026-02-12T09:00"),
        ("2026-03-12T09:00", "2026-03-13T09:00"),
    )
    assert "Tạm dừng từ 09:00 thứ ba 10/02/2026 đến 09:00 thứ năm 12/02/2026: cộng thêm 2 ngày làm việc." in told
    assert (
        "Tạm dừng từ 09:00 thứ năm 12/03/2026 đến 09:00 thứ sáu 13/03/2026: bắt đầu khi đã hết hạn nên không tính."
        in told
    )
    assert "Hạn chuyển từ 17:00 thứ hai 16/02/2026 sang 17:00 thứ tư 18/02/2026." in told


def test_the_policies_are_told():
    pause = ("2026-02-10T09:00", "2026-02-12T09:00")
    assert any(
        "tính lại toàn bộ" in line
        for line in lines(office(), "2026-02-09T08:00", "5 working_day", pause, policy="restart")
    )
    assert any(
        "không làm thay đổi" in line
        for line in lines(office(), "2026-02-09T08:00", "5 working_day", pause, policy="continue")
    )
    assert any(
        "6 giờ 0 phút làm việc" not in line and "phút làm việc" in line
        for line in lines(office(), "2026-02-09T08:00", "8 hour", ("2026-02-09T09:00", "2026-02-09T09:20"))
    )


def test_no_limit_and_unknown_limits_are_told():
    assert "không có thời hạn" in lines(office(), "2026-02-09T08:00", "none")[0]
    assert "Chưa xác định" in lines(office(), "2026-02-09T08:00", "unknown")[0]


def test_every_unit_ends_with_the_appointment():
    for limit in (
        "1 working_day",
        "1.5 working_day",
        "1.5 day",
        "5 day",
        "1 month",
        "1 year",
        "8 hour",
        "30 minute",
        "same_day",
    ):
        told = lines(office(), "2026-02-09T08:00", limit)
        assert told[-1].startswith("Hẹn trả: "), limit
