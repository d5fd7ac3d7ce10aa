"""Personal data in the table: closed, bound to its place, found only by exact value."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core import serializers
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.models import Post
from motcua.core.fields import Closed, EncryptedText, blind, key_name, open_bytes, seal_bytes
from motcua.core.models import Note
from tests.core.things import actions
from tests.core.things.models import Thing
from tests.nonempty import some

pytestmark = pytest.mark.django_db

PHONE = "0905 000 001"
ANSWERS = {"Họ tên mẹ": "Nguyễn Thị Bí Mật", "số": [1, None, True]}


@pytest.fixture
def person(by: Post) -> Thing:
    return actions.open_thing(by=by, phone=PHONE, second_phone="0905 000 002", answers=ANSWERS, note="Bà Bí Mật gọi")


def raw(column: str, thing: Thing) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM things_thing WHERE id = %s", [thing.pk])
        return cursor.fetchone()[0]


def put(column: str, thing: Thing, value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE things_thing SET {column} = %s WHERE id = %s", [value, thing.pk])


def test_what_was_written_is_read(person: Thing) -> None:
    kept = Thing.objects.get()
    assert (kept.phone, kept.second_phone, kept.answers) == (PHONE, "0905 000 002", ANSWERS)


def test_no_row_of_any_table_holds_it_in_clear(person: Thing) -> None:
    with connection.cursor() as cursor:
        tables = some(connection.introspection.table_names(cursor), least=50)
        assert Thing._meta.db_table in tables
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {connection.ops.quote_name(table)} t")
            dump = cursor.fetchone()[0]
            for word in ("0905 00", "000 001", "Bí Mật", "gọi"):
                assert word not in dump, table
                assert word.encode().hex() not in dump, table


def test_the_same_value_twice_looks_different(person: Thing, by: Post) -> None:
    other = actions.open_thing(by=by, phone=PHONE)
    assert raw("phone", person) != raw("phone", other)


@pytest.mark.parametrize(("column", "other"), [("phone", False), ("second_phone", False), ("phone", True)])
def test_a_value_opens_in_its_own_place_only(person: Thing, by: Post, column: str, other: bool) -> None:
    stranger = actions.open_thing(by=by, phone="0905 000 009", second_phone="0905 000 008")
    target = stranger if other else person
    put(column, target, raw("phone" if column == "second_phone" or other else "second_phone", person))
    with pytest.raises(InvalidTag):
        getattr(Thing.objects.get(pk=target.pk), column)


def test_the_place_of_a_value_is_table_column_and_row(person: Thing) -> None:
    field = Thing._meta.get_field("phone")
    assert isinstance(field, EncryptedText)
    assert field.place(person) == f"things_thing.phone.{person.pk}"
    with pytest.raises(TypeError, match="key"):
        field.place(Thing(pk=None))


def test_a_value_of_another_table_does_not_open(person: Thing) -> None:
    note = Note.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE things_thing SET id = %s, phone = (SELECT text FROM core_note)", [uuid.uuid4()])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    kept = Thing.objects.get()
    with pytest.raises(InvalidTag):
        assert kept.phone
    assert note.text == "Bà Bí Mật gọi"
    connection.set_rollback(True)


@pytest.mark.parametrize("place", [0, 1, 2, 5, 20, -1])
def test_a_value_changed_by_one_bit_does_not_open(person: Thing, place: int) -> None:
    changed = bytearray(raw("phone", person))
    changed[place] ^= 1
    put("phone", person, bytes(changed))
    with pytest.raises((InvalidTag, LookupError)):
        assert Thing.objects.get().phone


def test_an_old_key_still_opens_and_the_new_one_closes(person: Thing, settings: Any, by: Post) -> None:
    (old,) = settings.FIELD_KEYS
    settings.FIELD_KEYS = dict(settings.FIELD_KEYS) | {"2": bytes(range(32))}
    newer = actions.open_thing(by=by, phone="0905 000 009")
    assert (key_name(raw("phone", person)), key_name(raw("phone", newer))) == (str(old), "2")
    assert {thing.phone for thing in Thing.objects.all()} == {PHONE, "0905 000 009"}
    again = Thing.objects.get(pk=person.pk)
    again.phone = str(again.phone)
    again.save(update_fields=["phone"])
    assert key_name(raw("phone", person)) == "2"
    settings.FIELD_KEYS = {"2": bytes(range(32))}
    assert Thing.objects.get(pk=person.pk).phone == PHONE
    with pytest.raises(LookupError):
        assert Thing.objects.get(pk=person.pk).second_phone


def test_another_key_under_the_same_name_does_not_open(person: Thing, settings: Any) -> None:
    settings.FIELD_KEYS = dict.fromkeys(settings.FIELD_KEYS, bytes(32))
    with pytest.raises(InvalidTag):
        assert Thing.objects.get().phone


@pytest.mark.parametrize("empty", ["", None])
def test_nothing_is_null_and_read_as_empty_text(by: Post, empty: str | None) -> None:
    thing = actions.open_thing(by=by, second_phone=empty)
    assert raw("second_phone", thing) is None
    assert Thing.objects.get().second_phone == ""


@pytest.mark.parametrize("value", [{}, [], "", 0, False, {"a": []}])
def test_empty_answers_are_kept_as_they_are(by: Post, value: Any) -> None:
    thing = actions.open_thing(by=by, answers=value)
    assert raw("answers", thing) is not None
    assert Thing.objects.get().answers == value


def test_no_answers_are_none(thing: Thing) -> None:
    assert raw("answers", thing) is None
    assert Thing.objects.get().answers is None
    assert Thing().answers is None
    assert Thing().phone == ""


def test_values_shows_what_the_table_holds(person: Thing) -> None:
    shown = [
        Thing.objects.values("phone", "answers"),
        Thing.objects.values_list("phone", "second_phone"),
        Thing.objects.values_list("phone", flat=True),
        Thing.objects.annotate(copy=models.F("phone")).values("copy"),
    ]
    for rows in shown:
        assert "0905 00" not in repr(list(rows))
        assert "Bí Mật" not in repr(list(rows))
    assert isinstance(Thing.objects.values_list("phone", flat=True)[0], bytes)


def test_a_deferred_value_is_read_when_asked_for(person: Thing) -> None:
    for rows in (Thing.objects.only("title"), Thing.objects.defer("phone")):
        thing = rows.get()
        with CaptureQueriesContext(connection) as seen:
            assert thing.phone == thing.phone == PHONE
        assert len(seen) == 1


def test_a_row_read_and_saved_keeps_what_was_not_opened(person: Thing) -> None:
    before = raw("phone", person)
    thing = Thing.objects.get()
    thing.save()
    assert raw("phone", person) == before
    assert Thing.objects.get().phone == PHONE


def test_it_is_opened_only_when_read(person: Thing, settings: Any) -> None:
    settings.FIELD_KEYS = dict.fromkeys(settings.FIELD_KEYS, bytes(32))
    assert Thing.objects.get().title == ""  # a list of names needs no key


WRITES: list[Callable[[Thing], Any]] = [
    lambda thing: Thing.objects.update(phone="0905 00"),
    lambda thing: Thing.objects.update(answers={"a": 1}),
    lambda thing: Thing.objects.bulk_update([thing], ["phone"]),
    lambda thing: Thing.objects.filter(phone=PHONE).exists(),
    lambda thing: Thing.objects.filter(phone__in=[PHONE]).exists(),
    lambda thing: Thing.objects.create(phone=b"0905 00"),
]


@pytest.mark.parametrize("write", WRITES)
def test_no_other_way_puts_clear_text_into_the_table(person: Thing, write: Callable[[Thing], Any]) -> None:
    with CaptureQueriesContext(connection) as seen, pytest.raises(TypeError), transaction.atomic():
        write(person)
    assert "0905 00" not in str(list(seen))
    assert Thing.objects.get().phone == PHONE


def test_it_can_be_cleared_and_searched_for_absence(person: Thing) -> None:
    Thing.objects.update(second_phone=None)
    assert Thing.objects.filter(second_phone__isnull=True).get().second_phone == ""


def test_bulk_create_closes_every_value() -> None:
    Thing.objects.bulk_create([Thing(phone=f"0905 00{number}") for number in range(3)])
    assert "0905 00" not in repr(list(Thing.objects.values()))
    assert {thing.phone for thing in Thing.objects.all()} == {"0905 000", "0905 001", "0905 002"}


def test_validation_neither_changes_nor_sends_it(by: Post) -> None:
    rest = {"due_at": datetime(2026, 2, 12, tzinfo=UTC), "price": 1, "settings": {"a": 1}}
    thing = Thing(title="x", phone=PHONE, second_phone=PHONE, answers=ANSWERS, **rest)
    with CaptureQueriesContext(connection) as seen:
        thing.full_clean(exclude=["number", "title_key"])
    assert (thing.phone, thing.answers) == (PHONE, ANSWERS)
    assert "0905 00" not in str(list(seen))


def test_a_copied_row_must_be_opened_first(person: Thing) -> None:
    copy = Thing.objects.get()
    copy.pk = uuid.uuid4()
    with pytest.raises(TypeError, match="copy"), transaction.atomic():
        copy.save(force_insert=True)
    copy = Thing.objects.get()
    opened = (copy.phone, copy.second_phone, copy.answers)
    copy.pk, copy.number = uuid.uuid4(), None
    copy.save(force_insert=True)
    kept = Thing.objects.get(pk=copy.pk)
    assert (kept.phone, kept.second_phone, kept.answers) == opened


def test_a_key_given_as_text_is_the_same_place(by: Post) -> None:
    key = uuid.uuid4()
    actions.open_thing(by=by, id=key.hex.upper(), phone=PHONE)
    assert Thing.objects.get(pk=key).phone == PHONE


def test_a_dump_of_the_data_leaves_it_out(person: Thing) -> None:
    dump = serializers.serialize("json", [*Thing.objects.all(), *Note.objects.all()])
    assert "0905 00" not in dump
    assert "Bí Mật" not in dump


def test_a_table_whose_key_the_database_makes_is_refused() -> None:
    field = Thing._meta.get_field("phone")
    assert isinstance(field, EncryptedText)
    assert field.check() == []
    stray = EncryptedText()
    stray.set_attributes_from_name("stray")
    stray.model = Post
    assert [error.id for error in stray.check()] == ["core.E001"]


def test_the_blind_index_finds_exact_values_and_keeps_kinds_apart(person: Thing, settings: Any) -> None:
    assert Thing.objects.get(phone_index=blind("phone", PHONE)).pk == person.pk
    assert not Thing.objects.filter(phone_index=blind("phone", "0905 000 002")).exists()
    assert blind("phone", PHONE) == blind("phone", PHONE)
    assert len({blind("phone", PHONE), blind("identity", PHONE), blind("phone", PHONE + " ")}) == 3
    assert blind("a", "b:c") != blind("a:b", "c")
    assert len(blind("phone", PHONE)) == 16
    before = blind("phone", PHONE)
    settings.BLIND_KEYS = {2: bytes(32)}
    assert blind("phone", PHONE) != before


def test_closed_bytes_tell_their_key_and_nothing_else() -> None:
    closed = seal_bytes(b"secret", bound_to="here")
    assert b"secret" not in closed
    assert open_bytes(closed, bound_to="here") == b"secret"
    with pytest.raises(InvalidTag):
        open_bytes(closed, bound_to="there")
    assert isinstance(Closed(closed), bytes)
