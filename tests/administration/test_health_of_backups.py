"""The page of health tells of backups and drills, and warns in words."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from motcua.core.models import BackupDeed, BackupRecord

HEALTH = "/quan-tri/tinh-trang/"


def told(deed, *, ago=timedelta(), **more):
    fields = {"manifest": "a" * 64, "place": "may:/sao-luu/1", "bytes": 5_000_000, "rows": 1_234, "files": 56} | more
    return BackupRecord.objects.create(deed=deed, recorded_at=Now() - ago, **fields)


def test_a_house_without_backup_is_warned(house, keeper):
    page = keeper.get(HEALTH).text
    assert "Chưa có bản sao lưu nào" in page
    assert "Chưa từng diễn tập khôi phục" in page


def test_a_fresh_backup_and_drill_are_told_and_nothing_is_warned(house, keeper):
    told(BackupDeed.MADE, keys_apart=True)
    told(BackupDeed.CHECKED)
    told(BackupDeed.DRILLED, ago=timedelta(days=99), place="may-hai:thu", told="1234 dòng")
    page = keeper.get(HEALTH).text
    for words in (
        "may:/sao-luu/1",
        "1.234 dòng",
        "56 tệp",
        "khóa để riêng",
        "đã kiểm tra còn nguyên vẹn",
        "may-hai:thu",
    ):
        assert words in page
    assert 'data-tone="soon"' not in page.split("<main")[1]


def test_an_old_backup_a_broken_one_and_an_old_drill_are_warned_of(house, keeper):
    told(BackupDeed.MADE, ago=timedelta(hours=30))
    told(BackupDeed.FAILED_CHECK, told="tệp thiếu")
    told(BackupDeed.DRILLED, ago=timedelta(days=101))
    page = keeper.get(HEALTH).text
    assert "Bản sao lưu gần nhất đã 30 giờ, quá mức 26 giờ." in page
    assert "Bản sao lưu gần nhất bị hỏng: tệp thiếu" in page
    assert "Đã 101 ngày chưa diễn tập khôi phục" in page


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (48, 365)])
def test_the_settings_say_how_old_is_too_old(house, keeper, settings, hours, days):
    told(BackupDeed.MADE, ago=timedelta(hours=30))
    told(BackupDeed.DRILLED, ago=timedelta(days=101))
    settings.BACKUP_HOURS, settings.DRILL_DAYS = hours, days
    page = keeper.get(HEALTH).text
    assert "quá mức" not in page
    assert "chưa diễn tập" not in page
