"""`motcua deadlines … --agency CODE`: the same command, with the calendars stored in the database."""

import sys
from typing import NoReturn

from django.core.management.base import BaseCommand

from motcua.worktime.cli import main
from motcua.worktime.stored import calendar_of_agency


class Command(BaseCommand):
    help = "Tính ngày hẹn trả theo lịch làm việc của đơn vị."

    def run_from_argv(self, argv: list[str]) -> NoReturn:
        """Hand the words on as they are: the command reads them itself."""
        sys.exit(main(argv[1:], stored=calendar_of_agency))
