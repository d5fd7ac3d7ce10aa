"""Lines of what is due and of what is on a list, as pages and sheets show them. Reads only."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from motcua.core.clock import today
from motcua.privacy.choices import ItemOutcome
from motcua.privacy.models import DestructionList, RetentionRule
from motcua.privacy.overdue import due_on, rule_of
from motcua.ui.sheets import Column, write_sheet

COLUMNS = (
    Column("STT", 6), Column("Mã hồ sơ", 28), Column("Thủ tục", 44), Column("Ngày xong", 14),
    Column("Quy định", 44), Column("Hết thời hạn", 14), Column("Kết quả", 30),
)  # fmt: skip


def due_lines(dossiers: Iterable[Any]) -> list[dict[str, Any]]:
    """Return each dossier with the rule that says it is due, and since when."""
    rules = list(RetentionRule.objects.in_force(today()))
    found = [(dossier, rule_of(dossier, rules)) for dossier in dossiers]
    return [{"dossier": dossier, "rule": rule, "due": due_on(dossier, rule)} for dossier, rule in found]


def counts_of(found: DestructionList) -> list[tuple[str, int]]:
    """Return outcome → lines, in words, in one query."""
    rows = dict(found.items.order_by().values_list("outcome").annotate(Count("pk")))
    return [(str(outcome.label), rows[outcome]) for outcome in ItemOutcome if outcome in rows]


def sheet_of(found: DestructionList) -> bytes:
    """Return the list as it is signed and kept: every line with its rule and what became of it."""
    lines = found.items.select_related("dossier__edition", "rule").order_by("pk")
    rows = [
        (number, item.name, item.dossier.edition.name, item.closed_on, item.rule.cited, item.due_on,
         f"{item.get_outcome_display()}. {item.said}".strip(". "))
        for number, item in enumerate(lines, 1)
    ]  # fmt: skip
    lead = [str(found.office), f"Danh mục {found.code}"]
    if found.document is not None:
        signed = found.document
        lead.append(f"Quyết định {signed.notation}, {signed.signer_name} ký ngày {signed.date:%d/%m/%Y}")
    return write_sheet("Danh mục hồ sơ hết thời hạn lưu giữ", COLUMNS, rows, lead=lead)
