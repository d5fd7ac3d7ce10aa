"""The kinds of task that dossiers put into the inbox."""

from motcua.dossiers.actions import opinions, steps
from motcua.tasks.kinds import Kind, register

STEP = register(Kind(steps.KIND, "Giải quyết hồ sơ", "dossier"))
OPINION = register(Kind(opinions.KIND, "Cho ý kiến", "message"))
