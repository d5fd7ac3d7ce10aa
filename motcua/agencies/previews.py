"""What a re-organisation will pass, before it does: counts by part, from where to where, with examples. Reads only."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from motcua.agencies.choices import ItemState
from motcua.agencies.models import Reorganisation
from motcua.agencies.passing import Part, Plan, all_parts

EXAMPLES = 3
LOOKED_AT = 2_000  # things of a part whose way is worked out one by one; the total is always exact


@dataclass(frozen=True)
class PartPreview:
    """One part: how many things wait, `ways` as (from → to, number), a few of them by name."""

    key: str
    label: str
    total: int
    ways: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    counted_only: bool


def preview(plan: Plan) -> list[PartPreview]:
    """Return every part of which something waits, in the order in which they pass."""
    found = [_of(part, plan) for part in all_parts()]
    return [each for each in found if each.total]


def _of(part: Part, plan: Plan) -> PartPreview:
    rows = part.waiting(plan)
    looked = list(rows.order_by(*part.ordering)[:LOOKED_AT])
    ways = Counter(_way(part, thing, plan) for thing in looked)
    examples = tuple(part.name(thing) for thing in looked[:EXAMPLES])
    return PartPreview(part.key, part.label, rows.count(), tuple(ways.most_common()), examples, part.pass_over is None)


def _way(part: Part, thing: Any, plan: Plan) -> str:
    before = plan.units.get(part.unit(thing) or 0)
    after = part.after(thing, plan) if part.after else plan.place(part.unit(thing))
    return f"{before.short_name if before else 'Đơn vị khác'} → {after.short_name if after else 'giữ nguyên'}"


def as_json(plan: Plan) -> dict[str, Any]:
    """Return the preview for machines."""
    return {"guessed": list(plan.guessed), "parts": [asdict(each) for each in preview(plan)]}


def progress_of(row: Reorganisation) -> list[dict[str, Any]]:
    """Return, by part, how many things there were at the start, how many passed and how many were refused."""
    labels = {part.key: part.label for part in all_parts()}
    done = Counter(row.items.exclude(state=ItemState.REFUSED).values_list("part", flat=True))
    refused = Counter(row.items.filter(state=ItemState.REFUSED).values_list("part", flat=True))
    return [
        {
            "label": labels.get(key, key),
            "done": done[key],
            "refused": refused[key],
            "whole": max(whole, done[key] + refused[key]),
        }
        for key, whole in row.progress.items()
        if whole or done[key] or refused[key]
    ]
