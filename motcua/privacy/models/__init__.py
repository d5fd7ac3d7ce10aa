"""What citizens ask about their own data (`rights`), how long what is kept (`retention`),
and what is destroyed when its time is over (`destruction`)."""

from motcua.privacy.models.destruction import (
    DestructionItem,
    DestructionList,
    DestructionListEvent,
    DestructionListQuerySet,
    Hold,
    HoldEvent,
    HoldQuerySet,
)
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
    "DestructionItem",
    "DestructionList",
    "DestructionListEvent",
    "DestructionListQuerySet",
    "Hold",
    "HoldEvent",
    "HoldQuerySet",
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
