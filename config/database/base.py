"""Django's PostgreSQL backend, refusing servers that are too old."""

from typing import Any

from django.db.backends.postgresql import base, features, operations
from psycopg import ClientCursor


class DatabaseFeatures(features.DatabaseFeatures):
    """What the product needs of the server; Django compares the version when it connects."""

    minimum_database_version = (16,)


class DatabaseOperations(operations.DatabaseOperations):
    """What is written of a query into a log."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """Put the values into what `core.prepared` sent with its values apart."""
        if isinstance(cursor, ClientCursor):
            return super().last_executed_query(cursor, sql, params)
        return self.compose_sql(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend named in settings."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
