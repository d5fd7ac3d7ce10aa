"""`motcua evaluation --agency CODE --from --to`: how the settling of dossiers is evaluated, by office, as known now.

Exit 0: done; 2 with a Vietnamese sentence: nothing was done.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from motcua.agencies.models import Agency
from motcua.reports.evaluation import Evaluated, evaluated
from motcua.reports.evaluation_terms import Evaluation, Scores, evaluation_on, shown
from motcua.reports.words import add_period, refuse


class Command(BaseCommand):
    help = "Đánh giá việc giải quyết thủ tục của các cơ quan trong một kỳ / the one-stop evaluation of offices"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True, metavar="CODE", help="mã đơn vị, kể cả các đơn vị bên dưới")
        parser.add_argument("--own", action="store_true", help="chỉ chính đơn vị ấy, không kể bên dưới")
        add_period(parser)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the evaluation to the standard output."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            refuse(f"Không có đơn vị “{options['agency']}”.")
        if options["last"] < options["first"]:
            refuse("Ngày cuối đứng trước ngày đầu.")
        below = Agency.objects.below(agency).order_by().values_list("pk", flat=True)
        evaluation = evaluation_on(options["last"])
        period = {"first": options["first"], "last": options["last"]}
        rows, total = evaluated(evaluation, [agency.pk] if options["own"] else below, **period)
        if options["json"]:
            self.stdout.write(json.dumps(_told(evaluation, agency, rows, total, **period), ensure_ascii=False))
            return
        for name, scores in [*((row.office.name, row.scores) for row in rows), ("Tất cả", total)]:
            cells = " ".join(f"({key}) {shown(cell.average)}" for key, cell in scores.cells.items())
            self.stdout.write(f"{name}: {cells}; tổng {shown(scores.total)}/{scores.of} {scores.band}".rstrip())


def _told(
    evaluation: Evaluation, agency: Agency, rows: list[Evaluated], total: Scores, **period: Any
) -> dict[str, Any]:
    return {
        "evaluation": str(evaluation.valid_from), "source": evaluation.source, "agency": agency.code,
        "from": str(period["first"]), "to": str(period["last"]),
        "criteria": [{"key": each.key, "name": each.name, "most": each.most} for each in evaluation.criteria],
        "rows": [{"agency": row.office.code, "name": row.office.name, **row.scores.told()} for row in rows],
        "total": total.told(),
    }  # fmt: skip
