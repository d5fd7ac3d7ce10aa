"""Session engine: Django's own in the database, with the post written beside it and read together with it."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.core.exceptions import SuspiciousOperation
from django.db.models import CharField, QuerySet
from django.db.models.functions import Now

from motcua.agencies.models import Person, Session
from motcua.agencies.models.standing import duties
from motcua.core.clock import CoreNow
from motcua.core.prepared import Given, Prepared

log = logging.getLogger("django.security.SuspiciousSession")


def _live() -> "QuerySet[Session]":
    rows = Session.objects.select_related("person", "post__agency").annotate(present=CoreNow(), real=Now())
    rows = rows.annotate(**duties("post"))
    return rows.filter(session_key=Given("key", CharField()), expire_date__gt=Now())


_OF_KEY = Prepared(_live)


class SessionStore(db.SessionStore):
    """Keeps `post` and `person` as columns, so that ending a post or blocking a person ends the session.

    `row` is the row that was read (None without a session), with person, post, agency, `present` (the product's
    clock), `real` (real time) and the duties of the post from the same query.
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        began = data.setdefault("began", int(datetime.now(UTC).timestamp()))
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        # a working day from the log-in, however often the session is written meanwhile
        row.expire_date = min(row.expire_date, datetime.fromtimestamp(began + settings.SESSION_COOKIE_AGE, UTC))
        row.post_id = data.get("post")
        row.person_id = data.get("_auth_user_id")
        row.device_id, row.factor = data.get("device"), data.get("factor", "")
        return row

    def _get_session_from_db(self) -> Session | None:
        try:
            self.row = _OF_KEY.first(key=self.session_key)
        except SuspiciousOperation as error:
            log.warning("%s", error)
            self.row = None
        if self.row is None:
            self._session_key = None
        return self.row


def live_sessions(person: Person) -> list[Session]:
    """Return where somebody is logged in now, the last used first; sessions left idle are over."""
    idle = Now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = Session.objects.filter(person=person, expire_date__gt=Now(), last_seen__gt=idle)
    return list(rows.select_related("post__agency", "device").order_by("-last_seen", "pk"))
