"""What reports keep of their own: figures of the past, indexes from outside, versions of the service index."""

from motcua.reports.models.outside import ExternalIndex, ExternalIndexEvent
from motcua.reports.models.past import PastFigure, PastFinding, PastImport, PastImportEvent
from motcua.reports.models.service_index import IndexVersion, IndexVersionEvent

__all__ = [
    "ExternalIndex",
    "ExternalIndexEvent",
    "IndexVersion",
    "IndexVersionEvent",
    "PastFigure",
    "PastFinding",
    "PastImport",
    "PastImportEvent",
]
