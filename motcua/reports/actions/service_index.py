"""Versions of the index of service quality are published; none is ever changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.models import Post
from motcua.core.actions import creates
from motcua.core.clock import now
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.reports import permissions
from motcua.reports.choices import ServiceIndexAction
from motcua.reports.index_definition import restated, shipped, stated_of
from motcua.reports.models import IndexVersion

LONGEST_SOURCE = 300


@creates(ServiceIndexAction.PUBLISH, permit=permissions.may_publish_index)
def publish_index(*, by: Post, valid_from: date, source: str, stated: Mapping[str, Any]) -> IndexVersion:
    """Put weights and thresholds in force for periods that end on a day or later, until the next version does.

    Raises BadInput: `source_missing`, `begins_before` the version before it, what `restated` refuses, `just_published`.
    """
    source = clean(source)
    if not source or len(source) > LONGEST_SOURCE:
        raise BadInput("source_missing", f"Ghi văn bản quy định, nhiều nhất {LONGEST_SOURCE} ký tự.", field="source")
    last = IndexVersion.objects.order_by("-number").first()
    if last is not None and valid_from < last.valid_from:
        message = f"Không trước ngày áp dụng của bản {last.number}: {last.valid_from:%d/%m/%Y}."
        raise BadInput("begins_before", message, field="valid_from")
    number = last.number + 1 if last else 1
    sound = restated(shipped(), number=number, valid_from=valid_from, source=source, stated=stated)
    row = IndexVersion(number=number, valid_from=valid_from, source=source, stated=stated_of(sound), published_by=by)
    row.published_at = row.moment = now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("just_published", "Vừa có người ban hành một bản khác: hãy xem lại.") from error
    return row
