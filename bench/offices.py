"""Many wards out of one: copies of the sample ward Hương Trà with its people, posts, procedures and machine keys.

The copies are called Mẫu 01, Mẫu 02 …; every copied root has the event that its journal needs.
"""

from typing import Any

from django.db import connection, models

from bench.names import NAME, WARD, code_of, token_of
from motcua.agencies.models import AccessToken, Agency, Person, Post
from motcua.core import clock
from motcua.core.events import event_model, tracked
from motcua.procedures.models import Adoption, Edition


def make_wards(count: int) -> list[str]:
    """Copy the sample ward until there are `count` wards with it; returns their codes."""
    for number in range(1, count):
        if not Agency.objects.filter(code=code_of(number)).exists():
            _copy(number)
    return [code_of(number) for number in range(count)]


def _copy(number: int) -> None:
    units = _copy_units(number)
    _copy_posts(number, units)
    _copy_catalogue(number, units)


def _again(row: Any, **changes: Any) -> Any:
    """The same row as a new one, not yet saved."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**values | changes)


def told(rows: list[Any], action: str) -> None:
    """Write the first event of each row, as its action would have done."""
    if rows:
        journal, at, by = event_model(type(rows[0])), clock.now(), Post.objects.system()
        journal.objects.bulk_create(  # type: ignore[attr-defined]
            journal(
                subject=row, action=action, by=by, version=row.version, happened_at=at, data={"changed": tracked(row)}
            )
            for row in rows
        )


def _copy_units(number: int) -> dict[int, Agency]:
    """Return the old unit's key → the new unit."""
    made: dict[int, Agency] = {}
    for unit in Agency.objects.filter(path__contains=f"/{WARD}/").order_by("path"):
        code = unit.code.replace(WARD, code_of(number))
        name = {f: getattr(unit, f).replace(NAME, f"Mẫu {number:02}") for f in ("name", "short_name", "place")}
        parent = made.get(unit.parent_id, unit.parent)
        new = _again(unit, code=code, version=1, unit_code="", parent_id=None, **name)
        new.parent = parent
        new.save(force_insert=True)
        made[unit.pk] = new
    told(list(made.values()), "agency.create")
    return made


def _copy_posts(number: int, units: dict[int, Agency]) -> None:
    posts = list(Post.objects.filter(agency__in=units, ended_at=None).select_related("person").order_by("pk"))
    people: dict[int, Person] = {}
    for post in posts:
        if post.person_id not in people:
            username = f"{post.person.username.partition('.')[0]}.mau{number:02}"
            people[post.person_id] = _again(post.person, username=username, version=1, last_login=None)
    Person.objects.bulk_create(people.values())
    made = [_again(p, version=1, agency_id=units[p.agency_id].pk, person_id=people[p.person_id].pk) for p in posts]
    Post.objects.bulk_create(made)
    told(list(people.values()), "person.enrol")
    told(made, "post.appoint")
    clerk = next(post for post in made if post.role == "receptionist")
    AccessToken.objects.create(post=clerk, name="bench", digest=AccessToken.digest_of(token_of(number)))


def _copy_catalogue(number: int, units: dict[int, Agency]) -> None:
    """Adoptions and editions by the database itself: thirteen thousand contents need not pass through Python."""
    old = next(key for key, unit in units.items() if unit.code == code_of(number))
    swap = f"replace(%s::text, '{WARD}', '{code_of(number)}')::jsonb"
    unit = "CASE %s " + " ".join(f"WHEN {key} THEN {new.pk}" for key, new in units.items()) + " END"
    new = units[old].pk
    _insert(
        Adoption, f"a.office_id = {old}", office_id=str(new), division_id=unit % "a.division_id", draft=swap % "a.draft"
    )
    adoption = f"(SELECT id FROM procedures_adoption n WHERE n.office_id = {new} AND n.procedure_id = a.procedure_id)"
    _insert(Edition, f"a.office_id = {old}", office_id=str(new), adoption_id=adoption, content=swap % "a.content")
    told(list(Adoption.objects.filter(office=new).defer("draft")), "adoption.adopt")


def _insert(model: type[models.Model], where: str, **changed: str) -> None:
    """INSERT … SELECT of a table's own rows, some columns replaced by an expression."""
    meta = model._meta
    names = [f.column for f in meta.concrete_fields if not f.primary_key]
    taken = ", ".join("1" if name == "version" else changed.get(name, f'a."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {meta.db_table} ({columns}) SELECT {taken} FROM {meta.db_table} a WHERE {where}")
