"""Tasks in a re-organisation: each passes with its thing, under that thing's lock; here they are only counted."""

from django.db.models import QuerySet

from motcua.agencies.passing import Part, Plan, register
from motcua.tasks.models import Task


def _unfinished(plan: Plan) -> "QuerySet[Task]":
    return Task.objects.unfinished().filter(agency__in=plan.keys)


register(
    Part(
        "tasks.unfinished",
        "Việc phải làm (chuyển cùng hồ sơ)",
        75,
        _unfinished,
        lambda task: f"{task.title}: {task.about}",
        lambda task: task.agency_id,
    )
)
