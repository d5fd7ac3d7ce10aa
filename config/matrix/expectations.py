"""What may be expected at an address, and the rows that each kind of expectation makes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from config.matrix.rules import ACTS, BY_ROLE, POINTLESS, RELATIONS, SITUATIONS, relations_in, sees
from motcua.agencies.choices import Role

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ALLOWED, FORBIDDEN, HIDDEN, CONFLICT = "allowed", "forbidden", "hidden", "conflict"
LOGIN, UNAUTHENTICATED, NO_METHOD, REFUSED = "login", "unauthenticated", "method_not_allowed", "refused"
ALL = frozenset(BY_ROLE)
OVERSEERS = frozenset({Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER})
BOOKS = OVERSEERS | {Role.RECEPTIONIST, Role.HEAD_OF_DIVISION}
CLERKS = frozenset({Role.RECEPTIONIST})
STRANGER = "anonymous"
ACCOUNT = "account"  # a citizen's, on the portal


@dataclass(frozen=True)
class Row:
    """One expectation. `relation` and `state` are "" where an address knows no dossier, `action` where it is no act."""

    route: str
    method: str
    role: str
    expect: str
    relation: str = ""
    state: str = ""
    situation: str = ""
    action: str = ""


@dataclass(frozen=True)
class Public:
    """Open to everybody; `gives` is what everybody gets."""

    gives: str = ALLOWED

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for role in (STRANGER, *BY_ROLE):
            yield Row(route, method, role, self.gives)


@dataclass(frozen=True)
class Posts:
    """Open to posts, or to those of some roles; `api` tells strangers by 401 instead of leading to the log-in.

    `but` are relations that have such a role and yet may not: those whose unit does not operate the installation.
    """

    roles: frozenset[Role] = ALL
    api: bool = False
    gives: str = ALLOWED
    but: tuple[str, ...] = ()

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, STRANGER, UNAUTHENTICATED if self.api else LOGIN)
        for role in BY_ROLE:
            yield Row(route, method, role, self.gives if role in self.roles else FORBIDDEN, relation=BY_ROLE[role])
        for relation in self.but:
            yield Row(route, method, RELATIONS[relation], FORBIDDEN, relation=relation)


@dataclass(frozen=True)
class ByRole:
    """Open to posts, each role as told; to others it is forbidden. `elsewhere`: what administrators of others get."""

    told: dict[Role, str] = field(hash=False)
    elsewhere: str = ""

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, STRANGER, LOGIN)
        for role, relation in BY_ROLE.items():
            yield Row(route, method, role, self.told.get(role, FORBIDDEN), relation=relation)
        if self.elsewhere:
            yield Row(route, method, Role.ADMINISTRATOR, self.elsewhere, relation="administrator_elsewhere")


@dataclass(frozen=True)
class Accounts:
    """Open to citizens' accounts; strangers and whoever works here are led to the citizens' log-in."""

    gives: str = ALLOWED

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, STRANGER, LOGIN)
        for role, relation in BY_ROLE.items():
            yield Row(route, method, role, LOGIN, relation=relation)
        yield Row(route, method, ACCOUNT, self.gives, relation=ACCOUNT)


@dataclass(frozen=True)
class Reads:
    """A dossier's content: for whoever sees it, and of the roles; for others it does not exist.

    `absent` are situations in which there is nothing to be read, `only` narrows who reads by situation.
    """

    roles: frozenset[Role] = ALL
    api: bool = False
    absent: tuple[str, ...] = ()
    only: dict[str, set[str]] | None = field(default=None, hash=False)

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for situation, state in SITUATIONS.items():
            yield Row(route, method, STRANGER, UNAUTHENTICATED if self.api else LOGIN, "", state, situation)
            for relation, role in relations_in(situation).items():
                yield Row(route, method, role, self._expect(relation, role, situation), relation, state, situation)

    def _expect(self, relation: str, role: Role, situation: str) -> str:
        if role not in self.roles:
            return FORBIDDEN
        readers = sees(situation) if self.only is None else self.only.get(situation, set()) & sees(situation)
        return ALLOWED if relation in readers and situation not in self.absent else HIDDEN


@dataclass(frozen=True)
class Acts:
    """The actions on a dossier. `kind`: page (the form: only where it is offered), sent (the form sent), api."""

    kind: str

    def rows(self, route: str, method: str) -> Iterator[Row]:
        for action in ACTS:
            for situation, state in SITUATIONS.items():
                stranger = UNAUTHENTICATED if self.kind == "api" else LOGIN
                yield Row(route, method, STRANGER, stranger, "", state, situation, action)
                for relation, role in relations_in(situation).items():
                    expect = self._expect(relation, action, situation)
                    yield Row(route, method, role, expect, relation, state, situation, action)

    def _expect(self, relation: str, action: str, situation: str) -> str:
        if relation not in sees(situation):
            return HIDDEN
        allowed = relation in ACTS[action].get(situation, set())
        if self.kind == "page":
            return ALLOWED if allowed and situation not in POINTLESS.get(action, ()) else HIDDEN
        if self.kind == "sent":
            return ALLOWED if allowed else REFUSED
        if situation not in ACTS[action]:
            return CONFLICT
        return ALLOWED if allowed else FORBIDDEN


@dataclass(frozen=True)
class NoMethod:
    """The address exists, the method does not."""

    def rows(self, route: str, method: str) -> Iterator[Row]:
        yield Row(route, method, "any", NO_METHOD)
