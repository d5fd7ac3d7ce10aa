"""Queries composed once: for look-ups that every request makes, and for which Django would write the same SQL anew.

Writing the SQL of a look-up with a few joins costs Django ten times as much as asking it, and planning it costs
PostgreSQL as much as answering it. So both are done once: the SQL for each process, the plan for each connection.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection, models
from django.db.models.expressions import Expression, Func
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)

MOST_PLANS = 400  # kept by each connection; psycopg would keep 100 and forget those asked longest ago


class Given(Expression):
    """Stands in a queryset for a value that is told when the query is asked; bound, never written into the SQL."""

    def __init__(self, name: str, output_field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)

    def __eq__(self, other: object) -> bool:
        """Refuse to be compared with a value: what Python decided of a value not yet told would be kept for all."""
        if not isinstance(other, Expression) and other not in (None, ""):  # Django itself asks for the empty ones
            raise TypeError(f"{self.name} is told when the query is asked: {other!r} cannot be compared with it now")
        return self is other

    __hash__ = object.__hash__


class Among(Func):
    """A condition that a column has one of the values of an array: `filter(Among("code", Given("codes", …)))`, where
    `code__in` would be written anew for each number of values."""

    template, arg_joiner, arity = "(%(expressions)s))", " = ANY(", 2
    output_field = models.BooleanField()


class Prepared(Generic[M]):
    """A queryset whose SQL is written at its first use: `Prepared(lambda: M.objects.filter(pk=Given("key", …)))`.

    `first(key=5)` and `rows(key=5)` return what the queryset with that value returns: objects with what
    select_related, annotate and defer gave them; tuples of a queryset of values(). `count(key=5)` counts them. Values
    are bound as they are: of the column's own Python type. prefetch_related is not carried out. Raises KeyError for a
    value that is not given.
    """

    def __init__(self, compose: Callable[[], "models.QuerySet[M]"], *, held: bool = False) -> None:
        """`held`: rows stay what they are until the transaction ends (FOR KEY SHARE): many may hold one at once."""
        self._compose, self._held = compose, held

    @functools.cached_property
    def _plan(self) -> tuple[str, list[str], Callable[[Any], M], Any]:
        rows: Any = self._compose()
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = _written(*compiler.as_sql())
        sql = f"{sql} FOR KEY SHARE" if self._held else sql
        converters = compiler.get_converters([column for column, _, _ in compiler.select[: compiler.col_count]])
        make: Any = _maker(compiler) if rows._fields is None else tuple
        return sql, parameters, make, (compiler.apply_converters, converters)

    def rows(self, **values: Any) -> list[M]:
        sql, _, make, (convert, converters) = self._plan
        found = self._ask(sql, values)
        return [make(row) for row in (convert(found, converters) if converters else found)]

    def count(self, **values: Any) -> int:
        """Return how many rows there are."""
        counting = f"SELECT count(*) FROM ({self._plan[0]}) counted"  # noqa: S608 written by Django, values are bound
        return int(self._ask(counting, values)[0][0])

    def _ask(self, sql: str, values: dict[str, Any]) -> Any:
        bound = [values[name] for name in self._plan[1]]
        with _cursor() as cursor:
            cursor.execute(sql, bound)
            return cursor.fetchall()

    def first(self, **values: Any) -> M | None:
        return next(iter(self.rows(**values)), None)


class _Cursor(psycopg.Cursor[Any]):
    """Sends values apart from the SQL, and has the server keep its plan from the first time on.

    After five plans made for their values the server decides itself whether one plan for all values is as good.
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        """Prepared here only: elsewhere psycopg would keep count of every text it sends, with the values in it."""
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = None


def _cursor() -> Any:
    """Like connection.cursor(): checked, counted and logged by Django."""
    ours: Any = connection
    ours.close_if_health_check_failed()
    ours.ensure_connection()
    ours.connection.prepared_max = MOST_PLANS
    return ours._prepare_cursor(_Cursor(ours.connection))


def _written(sql: str, parameters: Any) -> tuple[str, list[str]]:
    """Write into the SQL what is the same at every asking, so that plans can count on it (partial indexes do); return
    it with the names of the values that are left to be told, in their order."""
    left, told = iter(parameters), []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(left)
        if isinstance(value, Given):
            told.append(value.name)
            return "%s"
        return str(ops.compose_sql("%s", [value])).replace("%", "%%")

    ops: Any = connection.ops
    return re.sub("%[%s]", place, sql), told


def _maker(compiler: Any) -> Callable[[Any], Any]:
    """What Django's ModelIterable does with a row, with all that does not depend on the row done before."""
    select, info, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map or {}
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _, _ in select[start:end]]
    populators = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # stubs of Django 6

    def make(row: Any) -> Any:
        made = model.from_db(connection.alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotations.items():
            setattr(made, name, row[place])
        return made

    return make


def attach(subject: Any, name: str, rows: list[Any]) -> None:
    """Let `subject.<name>.all()` be rows that were read already, as prefetch_related does."""
    manager: Any = getattr(subject, name)
    found = manager.get_queryset()
    found._result_cache, found._prefetch_done = rows, True
    if not hasattr(subject, "_prefetched_objects_cache"):
        subject._prefetched_objects_cache = {}
    subject._prefetched_objects_cache[name] = found
    for row in rows:
        manager.field.set_cached_value(row, subject)
