"""What the watch over personal data, and notices that did not arrive, put into the inbox."""

from motcua.citizens.actions.digesting import DIGEST_KIND
from motcua.citizens.actions.watching import ALERT_KIND
from motcua.tasks.kinds import Kind, register

ALERT = register(Kind(ALERT_KIND, "Xem dữ liệu cá nhân quá mức", "late"))
FAILURES = register(Kind(DIGEST_KIND, "Thông báo không tới người nhận", "mail"))
