"""What citizens ask about their own data (`rights`), and how long what is kept (`retention`)."""

from motcua.privacy.models.retention import RetentionRule, RetentionRuleEvent, RetentionRuleQuerySet, nearest
from motcua.privacy.models.rights import (
    DataDuty,
    DataDutyEvent,
    DataDutyQuerySet,
    RightsRequest,
    RightsRequestEvent,
    RightsRequestQuerySet,
    RightsTerm,
    RightsTermEvent,
    RightsTermQuerySet,
)

__all__ = [
    "DataDuty",
    "DataDutyEvent",
    "DataDutyQuerySet",
    "RetentionRule",
    "RetentionRuleEvent",
    "RetentionRuleQuerySet",
    "RightsRequest",
    "RightsRequestEvent",
    "RightsRequestQuerySet",
    "RightsTerm",
    "RightsTermEvent",
    "RightsTermQuerySet",
    "nearest",
]
