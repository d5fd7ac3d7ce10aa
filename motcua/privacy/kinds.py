"""What requests put into the inbox."""

from motcua.privacy.actions.answering import KIND
from motcua.tasks.kinds import Kind, register

REQUEST = register(Kind(KIND, "Yêu cầu về dữ liệu cá nhân", "lock"))
