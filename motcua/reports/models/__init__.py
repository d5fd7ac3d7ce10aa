"""What reports keep of their own: the published versions of the service index."""

from motcua.reports.models.service_index import IndexVersion, IndexVersionEvent

__all__ = ["IndexVersion", "IndexVersionEvent"]
