"""What is written for reports: a described office is replayed and undone, versions of the index are published."""

from motcua.reports.actions.replaying import replay

__all__ = ["replay"]
