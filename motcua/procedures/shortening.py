"""An edition's content with one of its limits shortened: the limit, the papers, and the route fitted anew. Pure."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from motcua.procedures.editions import ASK, Content, LimitRule
from motcua.procedures.shapes import allot_again, working_minutes
from motcua.worktime.deadlines import COUNTED, Unit


def timed(content: Content) -> list[LimitRule]:
    """Return the limits that can be shortened: those that count something."""
    return [rule for rule in content.limits if rule.amount and rule.unit != ASK and Unit(rule.unit) in COUNTED]


def rule_of(content: Content, *, case: str, channel: str) -> LimitRule | None:
    """Return the limit that counts something for exactly this case and channel ("" for all)."""
    wanted = (case or None, channel or None)
    return next((rule for rule in timed(content) if (rule.case, rule.channel) == wanted), None)


def shortest(content: Content) -> LimitRule | None:
    """Return the limit that gives the least working time."""
    rules = {rule: working_minutes(rule) for rule in timed(content)}
    known = [rule for rule, minutes in rules.items() if minutes is not None]
    return min(known, key=lambda rule: rules[rule] or 0) if known else None


def shortened(
    content: Content, *, case: str, channel: str, after: Decimal, papers_removed: Collection[str], decision: str
) -> Content:
    """Return the content with the limit set to `after` by a decision, and without the papers named.

    The route is shared out anew only when the least working time becomes less; a limit that is not there stays so.
    """
    rule = rule_of(content, case=case, channel=channel)
    if rule is None:
        return content
    limits = tuple(replace(each, amount=after, basis=decision) if each == rule else each for each in content.limits)
    papers = tuple(paper for paper in content.papers if paper.name not in papers_removed)
    changed = replace(content, limits=limits, papers=papers, decision=decision)
    was, now = shortest(content), shortest(changed)
    if was is None or now is None or (working_minutes(now) or 0) >= (working_minutes(was) or 0):
        return changed
    return replace(changed, route=allot_again(content.route, now))
