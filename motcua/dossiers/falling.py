"""Work that was just given to somebody whose absence takes in its due moment: said at once."""

from motcua.core.clock import local
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import open_steps
from motcua.tasks.falling import absence_over


def warning_of(dossier: Dossier) -> str:
    """Say that the holder of an open step is away when it is due, and who stands in; "" where all is well."""
    for step in open_steps(dossier):
        row = absence_over(step.owner, step.due_at)
        if row is not None and step.due_at is not None:
            stands = f"{row.substitute.person.name} làm thay" if row.substitute else "chưa có người làm thay"
            span = f"{row.valid_from:%d/%m} – {row.valid_to:%d/%m/%Y}"
            due = f"hạn của bước {local(step.due_at):%H:%M %d/%m/%Y} rơi vào lúc vắng hoặc ngay sau đó"
            return f"Lưu ý: {row.post.person.name} vắng {span} ({stands}), {due}."
    return ""
