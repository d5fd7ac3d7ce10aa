"""Session engine: Django's own in the database, with the post written beside it and read together with it."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.core.exceptions import SuspiciousOperation
from django.db.models.functions import Now

from motcua.agencies.models import Person, Session
from motcua.core.clock import CoreNow

log = logging.getLogger("django.security.SuspiciousSession")


class SessionStore(db.SessionStore):
    """Keeps `post` and `person` as columns, so that ending a post or blocking a person ends the session.

    `row` is the row that was read (None without a session), with person, post, agency, `present` (the product's
    clock) and `real` (real time) from the same query.
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.post_id = data.get("post")
        row.person_id = data.get("_auth_user_id")
        row.device_id, row.factor = data.get("device"), data.get("factor", "")
        return row

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.select_related("person", "post__agency").annotate(present=CoreNow(), real=Now())
        try:
            self.row = rows.get(session_key=self.session_key, expire_date__gt=Now())
        except Session.DoesNotExist:
            self.row, self._session_key = None, None
        except SuspiciousOperation as error:
            log.warning("%s", error)
            self.row, self._session_key = None, None
        return self.row


def live_sessions(person: Person) -> list[Session]:
    """Return where somebody is logged in now, the last used first; sessions left idle are over."""
    idle = Now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = Session.objects.filter(person=person, expire_date__gt=Now(), last_seen__gt=idle)
    return list(rows.select_related("post__agency", "device").order_by("-last_seen", "pk"))
