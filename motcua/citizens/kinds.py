"""What the watch over personal data puts into the inbox."""

from motcua.citizens.actions.watching import ALERT_KIND
from motcua.tasks.kinds import Kind, register

ALERT = register(Kind(ALERT_KIND, "Xem dữ liệu cá nhân quá mức", "late"))
