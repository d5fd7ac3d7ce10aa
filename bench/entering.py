"""A month of a ward's paper register, entered in this process. Django is set up by whoever imports this."""

import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench import world
from bench.clients import NAMES
from bench.raw import Raw
from bench.rounds import processor, spent, timed
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now, today
from motcua.counter import columns
from motcua.counter.actions.sheets import begin_sheet, run_sheet, take_sheet
from motcua.counter.choices import RowOutcome
from motcua.dossiers.actions.paper_books import open_book
from motcua.dossiers.models import Dossier
from motcua.procedures.models import edition_for

PROCEDURES = {"1.001193": "dung_han", "1.000656": "dung_han", "1.004873": "tren_dia_ban"}  # code → case
DESK = "H57.54.04"
RAW_EACH = 400


def measure(rows: int, ended: float) -> None:
    """Enter a register of so many rows and print what each part of it took, and the same intakes in raw PostgreSQL."""
    head = next(post for post in _people() if post.title.startswith("Phó"))
    book = open_book(by=head, code="BENCH", first=1, last=rows)
    content = columns.template(_lines(head, rows, ended), title="Sổ giấy")
    began = time.perf_counter()
    read = columns.read(content)
    took = {"read": time.perf_counter() - began}
    sheet = take_sheet(read, by=head, book=book, note="Mất điện", name="so.xlsx")
    took["looked at and kept"] = time.perf_counter() - began - took["read"]
    sheet = begin_sheet(sheet, by=head, with_warned=True)
    pids, begun = [os.getpid(), *world.database_programs()], time.perf_counter()
    before = processor(pids)
    run_sheet(sheet)
    took["entered"], used = time.perf_counter() - begun, spent(before, processor(pids))
    done = sheet.rows.filter(outcome=RowOutcome.DONE).count()
    for what, seconds in took.items():
        print(f"{what}: {seconds:.1f} s", flush=True)
    if used is not None:
        print(f"entered: {used / 1000:.1f} s of processor, of this process and the database's", flush=True)
    whole = sum(took.values())
    print(f"{done} of {rows} rows in {whole:.1f} s, {done / whole:.0f} a second", flush=True)
    _compare(book, took["entered"] / max(done, 1) * 1000)


def _compare(book: Any, each: float) -> None:
    """Say what one intake costs in raw PostgreSQL on one connection, on the same machine at the same time."""
    template = Dossier.objects.filter(paper_number__book=book, bill=None, state="received").order_by("pk")[0]
    with world.raw() as plain:
        raw = Raw(plain, template=template.pk, desk=template.desk_id)
        found = sorted(timed(raw.intake, RAW_EACH))[RAW_EACH // 2]
    print(f"one row {each:.2f} ms, one raw intake {found:.2f} ms: {found / each:.2f} of raw", flush=True)


def _people() -> list[Post]:
    desk = Agency.objects.get(code=DESK)
    return list(Post.objects.held(today()).with_names().filter(agency=desk, role=Role.RECEPTIONIST).order_by("pk"))


def _lines(head: Post, rows: int, ended: float) -> Iterator[list[Any]]:
    """Receipts of the last thirty days, those of half of them with their end."""
    chance, present = random.Random(31), local(now())
    codes = [code for code in PROCEDURES if edition_for(code, head.agency, present.date())]
    for number in range(1, rows + 1):
        received = (present - timedelta(days=30 - number * 25 / rows)).replace(hour=8 + number % 3, minute=number % 60)
        code, over = chance.choice(codes), chance.random() < ended
        row: dict[str, Any] = {
            "number": str(number), "received": received, "procedure": code, "case": PROCEDURES[code],
            "name": f"{chance.choice(NAMES)} {number}", "identity_number": f"046{chance.randrange(10**9):09}",
            "phone": "0912345678", "address": f"Tổ dân phố {number % 20}",
        }  # fmt: skip
        if over:
            row |= {"decided": received + timedelta(days=2), "returned": received + timedelta(days=3)}
            row["receiver"] = row["name"]
        yield [row.get(key, "") for key in columns.KEYS]
