"""The kinds of task that dossiers put into the inbox, and what may be done to many of them in one go."""

from motcua.dossiers.actions import corrections, escalating, extending, memos, messages, opinions, rerouting, steps
from motcua.dossiers.actions.in_bulk import VERBS, verb_on_many
from motcua.dossiers.choices import Action
from motcua.dossiers.falling import warning_of
from motcua.tasks import bulk
from motcua.tasks.kinds import Kind, register

STEP = register(Kind(steps.KIND, "Giải quyết hồ sơ", "dossier"))
OPINION = register(Kind(opinions.KIND, "Cho ý kiến", "message"))
MEMO = register(Kind(memos.KIND, "Trao đổi", "message", personal=True))
MESSAGE = register(Kind(messages.KIND, "Trả lời người nộp", "message"))
LATE_REPLY = register(Kind(escalating.KIND, "Chậm trả lời trực tuyến", "flag"))
APOLOGY = register(Kind(extending.KIND, "Ký văn bản xin lỗi", "edit"))
CORRECTION = register(Kind(corrections.KIND, "Giao kết quả đã sửa", "hand"))
BULK = [
    bulk.register(bulk.BulkVerb(str(code), str(Action(code).label), verb_on_many(code), warning_of)) for code in VERBS
]
MOVED = bulk.register(bulk.BulkVerb(str(Action.MOVE_ROUTE), str(Action.MOVE_ROUTE.label), rerouting.move_one_of_many()))
