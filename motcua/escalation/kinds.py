"""What the ladder puts into the inbox."""

from motcua.escalation.actions import listing, telling
from motcua.tasks.kinds import Kind, register

ALARM = register(Kind(telling.KIND, "Cảnh báo thời hạn", "flag"))
LIST = register(Kind(listing.KIND, "Danh sách trễ hạn tuần", "chart"))
