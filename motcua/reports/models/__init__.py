"""What reports keep of their own: layouts, past figures, outside indexes, index versions, targets, usage."""

from motcua.reports.models.frozen import FrozenReport, FrozenReportEvent
from motcua.reports.models.layouts import BEGINNING, LayoutEvent, LayoutVersion, ReportLayout
from motcua.reports.models.outside import ExternalIndex, ExternalIndexEvent
from motcua.reports.models.past import PastFigure, PastFinding, PastImport, PastImportEvent
from motcua.reports.models.service_index import IndexVersion, IndexVersionEvent
from motcua.reports.models.targets import Target, TargetEvent
from motcua.reports.models.usage import Usage

__all__ = [
    "BEGINNING",
    "ExternalIndex",
    "ExternalIndexEvent",
    "FrozenReport",
    "FrozenReportEvent",
    "IndexVersion",
    "IndexVersionEvent",
    "LayoutEvent",
    "LayoutVersion",
    "PastFigure",
    "PastFinding",
    "PastImport",
    "PastImportEvent",
    "ReportLayout",
    "Target",
    "TargetEvent",
    "Usage",
]
