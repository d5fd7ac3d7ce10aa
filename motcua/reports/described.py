"""An office described in a file: its dossiers and what happened to them, as standings to be counted. Pure.

{"agencies": [{"code", "name", "parent"?}], "dossiers": [{"id", "agency", "procedure", "field", "channel", "events":
[{"at": "2026-01-05T08:30", "do", "due"?}]}]}; local times. A dossier is counted from its first `receive`; what came
before is not looked at. The due moment in force is the last one stated from then on, up to its ending; it ends when it
is first finished, withdrawn or stopped; `return` ends nothing. Events of one moment stand in the order of the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.core.clock import LOCAL
from motcua.dossiers.choices import Channel
from motcua.dossiers.counted import FINISHED, STOPPED, SUPPLEMENT, WITHDRAWN, Standing

ENDINGS = {"finish": FINISHED, "withdraw": WITHDRAWN, "stop": STOPPED}
DEEDS = {"receive", "request_supplement", "resume", "extend", "return", *ENDINGS}


class NotAnOffice(ValueError):
    """The file is not of the form; the message says where."""


@dataclass(frozen=True)
class Happening:
    at: datetime
    do: str
    due: datetime | None


@dataclass(frozen=True)
class Described:
    """A dossier: whose, of what, how it was filed, what happened in order of time."""

    agency: str
    procedure: str
    field: str
    channel: str
    events: tuple[Happening, ...]

    def standings(self) -> Iterator[tuple[datetime, Standing]]:
        """Yield how it stood after each event from its receipt on."""
        standing = Standing()
        for event in self.events:
            if standing.received is None and event.do != "receive":
                continue
            standing = _after(standing, event)
            yield event.at, standing


def _after(standing: Standing, event: Happening) -> Standing:
    if standing.received is None:
        standing = replace(standing, received=event.at)
    if event.do == "return" and standing.returned is None:
        standing = replace(standing, returned=event.at)
    if standing.ended is not None:
        return standing
    if event.due is not None:
        standing = replace(standing, due=event.due)
    if event.do in ENDINGS:
        return replace(standing, ended=event.at, how=ENDINGS[event.do], waits="")
    if event.do == "request_supplement":
        return replace(standing, waits=SUPPLEMENT)
    return replace(standing, waits="") if event.do == "resume" else standing


def office_from(data: Any) -> tuple[list[str], list[Described]]:
    """Return the units named and the dossiers; raises NotAnOffice."""
    office = _of(data, "tệp")
    units = [_text(_of(each, "agencies"), "code", "agencies") for each in _list(office, "agencies", "tệp")]
    dossiers = [_dossier(each, f"hồ sơ thứ {place}") for place, each in enumerate(_list(office, "dossiers", "tệp"), 1)]
    return [*dict.fromkeys([*units, *(dossier.agency for dossier in dossiers)])], dossiers


def _dossier(data: Any, where: str) -> Described:
    given = _of(data, where)
    where = f"hồ sơ {given['id']}" if given.get("id") else where
    channel = _text(given, "channel", where)
    if channel not in Channel.values:
        raise NotAnOffice(f"{where}: channel là counter, online hoặc post, không phải “{channel}”")
    events = [_event(each, where) for each in _list(given, "events", where)]
    return Described(
        agency=_text(given, "agency", where),
        procedure=_text(given, "procedure", where),
        field=_text(given, "field", where),
        channel=channel,
        events=tuple(sorted(events, key=lambda event: event.at)),
    )


def _event(data: Any, where: str) -> Happening:
    given = _of(data, where)
    do = _text(given, "do", where)
    if do not in DEEDS:
        raise NotAnOffice(f"{where}: không có việc “{do}”")
    due = given.get("due")
    return Happening(_moment(given.get("at"), where), do, None if due is None else _moment(due, where))


def _moment(value: Any, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise NotAnOffice(f"{where}: thời điểm không đúng dạng: {value!r}") from error
    return found.replace(tzinfo=LOCAL) if found.tzinfo is None else found


def _of(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise NotAnOffice(f"{where}: phải là một đối tượng")
    return data


def _list(data: Mapping[str, Any], name: str, where: str) -> list[Any]:
    if not isinstance(data.get(name), list):
        raise NotAnOffice(f"{where}: “{name}” phải là một danh sách")
    return list(data[name])


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise NotAnOffice(f"{where}: thiếu “{name}”")
    return value.strip()
