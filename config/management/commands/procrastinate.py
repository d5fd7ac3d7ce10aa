"""`procrastinate worker`, which does no job on what the web would not serve: an older copy, lost keys."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from procrastinate.contrib.django.management.commands import procrastinate

from config.checks import refuse_unsafe


class Command(procrastinate.Command):
    """Procrastinate's own command; its worker starts only where the web does (decision 0035)."""

    def handle(self, *args: Any, **kwargs: Any) -> None:
        """Run what was asked for. Raises CommandError with the web's words for a worker that may not work here."""
        if kwargs["command"] == "worker":
            try:
                refuse_unsafe()
            except ImproperlyConfigured as refused:
                raise CommandError(str(refused)) from refused
        super().handle(*args, **kwargs)
