"""What the post has to do."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.exchange import answers, shown
from motcua.exchange.operations.asked import page_of, post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import TaskFilters
from motcua.tasks.choices import Tab
from motcua.tasks.models import Task

router = Router(tags=["tasks"])


@router.get("/tasks", response=answers.Tasks, operation_id="list_tasks", openapi_extra=told(401, 422))
def list_tasks(request: HttpRequest, wanted: Query[TaskFilters]) -> Any:
    """The post's inbox, the most urgent first, with the counts of its tabs; without `tab` all that is unfinished."""
    if wanted.tab and wanted.tab not in Tab.values:
        raise BadInput("unknown_tab", f"Chỉ nhận một trong: {', '.join(Tab.values)}.", field="tab")
    now, rows = clock.now(), Task.objects.visible_to(post_of(request))
    counts = rows.tab_counts(now)
    rows = rows.in_tab(wanted.tab, now) if wanted.tab else rows.unfinished()
    page = page_of(request, rows, wanted, order=("due_at", "pk"))
    return {"counts": counts, "items": [shown.task(row, now=now) for row in page.items], "next": page.next or None}
