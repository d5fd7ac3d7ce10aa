"""Django's PostgreSQL backend, refusing servers that are too old."""

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """What the product needs of the server; Django compares the version when it connects."""

    minimum_database_version = (16,)


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend named in settings."""

    features_class = DatabaseFeatures
