"""The verbs of the small aggregate."""

from typing import Any

from motcua.core import numbering
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput, Refused
from motcua.core.fields import blind
from tests.core.things.lifecycle import LIFECYCLE
from tests.core.things.models import Thing


def may_do(by: Any, subject: Any) -> bool:
    return bool(by.role == "system")


def may_backdate(by: Any, subject: Any) -> bool:
    return subject.title != "never backdated"


@creates("thing.open", permit=may_do)
def open_thing(*, by: Any, title: str = "", phone: str = "", **fields: Any) -> Thing:
    thing = Thing(title=title, phone=phone, phone_index=blind("phone", phone) if phone else None, **fields)
    thing.save(force_insert=True)
    return thing


@creates("thing.register", permit=may_do)
def register(*, by: Any, scope: str, pattern: str = "{agency}-{yymmdd}-{seq:04}") -> tuple[Thing, dict[str, Any]]:
    taken = numbering.take(scope)
    thing = Thing(number=numbering.code(pattern, agency=scope, taken=taken))
    thing.moment = taken.at
    thing.save(force_insert=True)
    return thing, {"number": taken.number, "period": taken.period}


@creates("thing.open_tomorrow", permit=may_do)
def open_tomorrow(*, by: Any, at: Any) -> Thing:
    thing = Thing(title="tomorrow")
    thing.moment = at
    thing.save(force_insert=True)
    return thing


@creates("thing.open_and_rename", permit=may_do)
def open_and_rename(*, by: Any) -> Thing:
    thing = Thing(title="first")
    thing.save(force_insert=True)
    return rename(thing, by=by, title="second")


@action("thing.rename", permit=may_do, backdate=may_backdate)
def rename(thing: Thing, *, by: Any, title: str) -> dict[str, Any]:
    if not title:
        raise BadInput("empty_title", "Chưa ghi tên.", field="title")
    thing.title = title
    return {"length": len(title)}


@action("thing.change", permit=may_do)
def change(thing: Thing, *, by: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


@action("thing.set_option", permit=may_do)
def set_option(thing: Thing, *, by: Any, name: str, value: Any) -> None:
    thing.settings[name] = value


@action("thing.look", permit=may_do)
def look(thing: Thing, *, by: Any) -> dict[str, Any]:
    return {"digits": len(thing.phone), "answers": len(thing.answers or {})}


@action("thing.answer", permit=may_do)
def answer(thing: Thing, *, by: Any, key: str, value: str) -> None:
    thing.answers[key] = value


@action("thing.close", permit=may_do, lifecycle=LIFECYCLE)
def close(thing: Thing, *, by: Any) -> None:
    pass


@action("thing.wait", permit=may_do, lifecycle=LIFECYCLE)
def wait(thing: Thing, *, by: Any) -> None:
    thing.before = thing.state


@action("thing.resume", permit=may_do, lifecycle=LIFECYCLE)
def resume(thing: Thing, *, by: Any) -> None:
    pass


@action("thing.with_note", permit=may_do)
def with_note(thing: Thing, *, by: Any, note: str) -> dict[str, Any]:
    return {"words": len(note.split())}


@action("thing.rename_both", permit=may_do)
def rename_both(thing: Thing, *, by: Any, other: Thing, title: str, swallow: bool = False) -> None:
    """Rename another thing as part of this action."""
    thing.title = title
    try:
        rename(other, by=by, title=title if not swallow else "")
    except Refused:
        if not swallow:
            raise


@action("thing.rename_itself", permit=may_do)
def rename_itself(thing: Thing, *, by: Any) -> None:
    thing.untracked = 5
    rename(thing, by=by, title="inner")
