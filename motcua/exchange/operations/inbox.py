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
from motcua.tasks.choices import State, Tab
from motcua.tasks.listing import ORDER, counted, tab_counts, to_do, to_do_in
from motcua.tasks.models import Task

router = Router(tags=["tasks"])


@router.get("/tasks", response=answers.Tasks, operation_id="list_tasks", openapi_extra=told(401, 422))
def list_tasks(request: HttpRequest, wanted: Query[TaskFilters]) -> Any:
    """The post's inbox with the counts of its tabs, the most urgent first; what is done, the latest first."""
    if wanted.tab and wanted.tab not in Tab.values:
        raise BadInput("unknown_tab", f"Chỉ nhận một trong: {', '.join(Tab.values)}.", field="tab")
    now, by = clock.now(), post_of(request)
    counts = tab_counts(counted(by, now=now))
    if wanted.tab == Tab.DONE:  # the doer's index, at any depth
        page = page_of(request, Task.objects.done_by(by), wanted, order=("-done_at", "pk"))
    else:
        rows = to_do_in(by, wanted.tab, now=now) if wanted.tab else to_do(by, State.OPEN, State.WAITING)
        page = page_of(request, rows, wanted, order=ORDER)
    return {"counts": counts, "items": [shown.task(row, now=now) for row in page.items], "next": page.next or None}
