"""What requests and lists put into the inbox."""

from motcua.privacy.actions import answering, destroying
from motcua.tasks.kinds import Kind, register

REQUEST = register(Kind(answering.KIND, "Yêu cầu về dữ liệu cá nhân", "lock"))
LIST = register(Kind(destroying.KIND, "Danh mục hủy hồ sơ", "paper"))
