"""What reports keep of their own: layouts, figures of the past, indexes from outside, versions of the service index."""

from motcua.reports.models.layouts import BEGINNING, LayoutEvent, LayoutVersion, ReportLayout
from motcua.reports.models.outside import ExternalIndex, ExternalIndexEvent
from motcua.reports.models.past import PastFigure, PastFinding, PastImport, PastImportEvent
from motcua.reports.models.service_index import IndexVersion, IndexVersionEvent

__all__ = [
    "BEGINNING",
    "ExternalIndex",
    "ExternalIndexEvent",
    "IndexVersion",
    "IndexVersionEvent",
    "LayoutEvent",
    "LayoutVersion",
    "PastFigure",
    "PastFinding",
    "PastImport",
    "PastImportEvent",
    "ReportLayout",
]
