"""What an office sets on its papers: published once, never changed, dropped; hostile words and pictures."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image, PngImagePlugin

from motcua.agencies.choices import Role
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.correspondence.actions import drop_letterhead, letterhead_of, publish_letterhead
from motcua.correspondence.choices import Action
from motcua.correspondence.letterheads import FORMS, filled, unknown_places
from motcua.correspondence.models import Letterhead
from tests.factories import make_ward


@pytest.fixture
def ward(db):
    return make_ward()


def publish(ward, **parts):
    given = {"by": ward[Role.ADMINISTRATOR], "agency": ward["ward"], "valid_from": today()} | parts
    return publish_letterhead(**({"contact": "0234 3567 890"} | given))


def picture(kind: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (900, 600), **save) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, kind, **save)
    return out.getvalue()


def refused_of(ward, **parts) -> tuple[str, str | None]:
    with pytest.raises(BadInput) as caught:
        publish(ward, **parts)
    assert not Letterhead.objects.exists()
    return caught.value.code, caught.value.field


def test_it_is_published_and_on_record(ward):
    row = publish(ward, lines=["Bộ phận một cửa"], notes={"receipt": "Mang theo giấy này."}, note="QĐ 5")
    event = row.events.get()
    assert (event.action, event.by, event.note()) == (Action.PUBLISH_LETTERHEAD, ward[Role.ADMINISTRATOR], "QĐ 5")
    assert event.data["changed"]["notes"] == {"receipt": "Mang theo giấy này."}
    assert Letterhead.objects.printed_by(ward["centre"], now()) == row  # the desk has none of its own


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST, Role.INSPECTOR, Role.REGISTRY_CLERK])
def test_only_administrators_publish_and_drop(ward, role):
    with pytest.raises(NotPermitted):
        publish(ward, by=ward[role])
    row = publish(ward)
    with pytest.raises(NotPermitted):
        drop_letterhead(row, by=ward[role])


def test_nobody_sets_another_offices_papers(ward):
    with pytest.raises(NotPermitted):
        publish(ward, by=make_ward()[Role.ADMINISTRATOR])
    row = publish(ward)
    assert not Letterhead.objects.visible_to(make_ward()[Role.ADMINISTRATOR]).exists()
    assert list(Letterhead.objects.visible_to(ward[Role.INSPECTOR])) == [row]
    assert not Letterhead.objects.visible_to(ward[Role.LEADER]).exists()


def test_the_nearest_units_own_wins_and_of_two_the_later(ward):
    of_ward, of_desk = publish(ward), publish(ward, agency=ward["centre"])
    assert Letterhead.objects.printed_by(ward["centre"], now()) == of_desk
    assert Letterhead.objects.printed_by(ward["division"], now()) == of_ward
    later = publish(ward, agency=ward["centre"], contact="Sau")
    assert Letterhead.objects.printed_by(ward["centre"], now()) == later


def test_a_span_of_days_comes_and_goes(ward, set_clock):
    set_clock("2026-02-10T08:00")
    usual, day = publish(ward), today()
    feast = publish(ward, valid_from=day + timedelta(days=2), valid_to=day + timedelta(days=5), hours="Nghỉ Tết")

    def printed(text: str):
        return Letterhead.objects.printed_by(ward["centre"], set_clock(text))

    assert printed("2026-02-11T23:59") == usual
    assert printed("2026-02-12T00:00") == feast
    assert printed("2026-02-15T23:59") == feast
    assert printed("2026-02-16T00:00") == usual


def test_what_is_published_or_dropped_later_does_not_change_an_earlier_paper(ward):
    first = publish(ward)
    before = now()
    second = publish(ward, contact="Mới")
    between = now()
    drop_letterhead(second, by=ward[Role.ADMINISTRATOR], note="Sai số")
    assert [Letterhead.objects.printed_by(ward["ward"], at) for at in (before, between, now())] == [
        first, second, first,
    ]  # fmt: skip


def test_it_is_dropped_once_and_not_from_a_stale_page(ward):
    row, by = publish(ward), ward[Role.ADMINISTRATOR]
    with pytest.raises(StaleVersion):
        drop_letterhead(row, by=by, version=row.version + 1)
    dropped = drop_letterhead(row, by=by, version=row.version, note="Thôi")
    assert dropped.last_event.action == Action.DROP_LETTERHEAD
    with pytest.raises(StepRefused):
        drop_letterhead(row, by=by)
    over = publish(ward, valid_to=today())
    assert drop_letterhead(over, by=by).dropped_at  # its last day is not over


@pytest.mark.parametrize(
    "change", ["contact = 'x'", "emblem = NULL", "valid_from = valid_from - 1", "dropped_at = NULL"]
)
def test_the_database_itself_keeps_it_frozen(ward, change):
    row = publish(ward, emblem=picture())
    drop_letterhead(row, by=ward[Role.ADMINISTRATOR])
    for statement in (f"UPDATE correspondence_letterhead SET {change}", "DELETE FROM correspondence_letterhead"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_days_and_words_that_cannot_be(ward):
    assert refused_of(ward, valid_from=today() - timedelta(days=1)) == ("in_the_past", "valid_from")
    assert refused_of(ward, valid_to=today() - timedelta(days=1)) == ("ends_before", "valid_to")
    assert refused_of(ward, contact=" \u202e\u200b\x00 ") == ("nothing_set", None)
    assert refused_of(ward, contact="x" * 10_000) == ("too_long", "contact")
    assert refused_of(ward, notes={"receipt": "x" * 10_000}) == ("too_long", "note_receipt")
    assert refused_of(ward, notes={"apology": "\n".join("abcdefgh")}) == ("too_many_lines", "note_apology")
    assert refused_of(ward, lines=["a", "b", "c"]) == ("too_many_lines", "lines")
    assert refused_of(ward, notes={"receipt": "Gọi {so_may}"}) == ("unknown_place", "note_receipt")
    assert refused_of(ward, hours="{}") == ("unknown_place", "hours")


def test_signs_that_nobody_sees_are_taken_out(ward):
    row = letterhead_of(agency=ward["ward"], valid_from=today(), contact="Gọi\u202e \x000234\u200b 1")
    assert row.contact == "Gọi 0234 1"


def test_places_are_filled_once_and_only_those_known():
    values = {"code": "A-{thu_tuc}", "procedure": {"name": "Khai sinh"}, "due": "2026-12-01T17:00", "desk": "Quầy 1"}
    text = "Mã {ma_ho_so}, {thu_tuc}, trả {ngay_hen} tại { noi_tra }; {x} và { lẻ"
    assert filled(text, values) == "Mã A-{thu_tuc}, Khai sinh, trả 01/12/2026 tại Quầy 1; {x} và { lẻ"
    assert unknown_places(text) == ["x"]
    assert filled("{ngay_hen}{noi_tra}", {"due_text": "Trả ngay"}) == "Trả ngay"
    assert set(FORMS) == {"receipt", "supplement", "refusal", "apology", "stop", "control"}


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "RGB")])
def test_a_picture_is_drawn_anew_and_small(ward, kind, mode):
    row = publish(ward, emblem=picture(kind, mode))
    with Image.open(io.BytesIO(row.emblem)) as drawn:
        assert (drawn.format, max(drawn.size)) == ("PNG", 320)
    assert len(row.emblem) < 100_000


def test_nothing_hidden_in_a_picture_is_kept(ward):
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "Chụp tại nhà bà Mẫu")
    upload = picture(pnginfo=told)
    assert b"Comment" in upload
    assert b"Comment" not in publish(ward, emblem=upload).emblem


def test_what_is_no_picture_is_refused_in_words(ward):
    bad = {
        b"%PDF-1.7 x": "not_a_picture",
        b"<svg xmlns='x' onload='alert(1)'/>": None,
        picture()[:200]: "damaged_file",
        picture(mode="L", size=(8_000, 8_000)): "too_many_pixels",
        b"\x89PNG\r\n\x1a\n" + b"x" * 1_100_000: "too_large",
        b"MZ" + b"x" * 100: "executable",
    }
    for content, code in bad.items():
        found, field = refused_of(ward, emblem=content)
        assert field == "emblem"
        assert code in (None, found), (content[:20], found)


def test_the_picture_that_was_there_goes_on(ward):
    first = publish(ward, emblem=picture())
    assert publish(ward, kept_emblem=first).emblem_digest == first.emblem_digest != ""
    assert publish(ward).emblem is None
