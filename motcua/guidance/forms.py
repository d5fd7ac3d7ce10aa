"""What is asked of whoever writes an instruction."""

from typing import Any

from motcua.ui.inputs import Form, LineField, ProseField


class InstructionForm(Form):
    title = LineField(label="Tiêu đề", max_length=200)
    body = ProseField(label="Nội dung", max_length=8_000, help_text="Chữ thường, mỗi ý một dòng.")
    source = LineField(label="Căn cứ hoặc nguồn", max_length=200, help_text="Ví dụ: Công văn 12/UBND-VX ngày 3/3/2026.")


class WithdrawForm(Form):
    note = LineField(label="Lý do", max_length=300)


def begins_with(instruction: Any) -> dict[str, str]:
    """Return what stands in the form of an instruction that is rewritten."""
    return {name: getattr(instruction, name) for name in ("title", "body", "source")}
