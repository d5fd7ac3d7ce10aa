"""Session engine: Django's own in the database, with the post written beside it."""

from typing import Any

from django.contrib.sessions.backends import db

from motcua.agencies.models import Session


class SessionStore(db.SessionStore):
    """Keeps `post` and `person` as columns, so that ending a post or blocking a person ends the session."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.post_id = data.get("post")
        row.person_id = data.get("_auth_user_id")
        return row  # type: ignore[return-value]
