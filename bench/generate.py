"""Many dossiers at once, with realistic spread: rows as the actions write them, copied in bulk.

Of a hundred, 84 are returned, 3 wait to be returned, 9 are being worked on, 2 wait for papers and 2 were refused or
withdrawn; receipts lie on working hours of the last 400 days; 70 procedures make four fifths of the work. Printed
papers are not made: their values are as large as the rest together and no page of the bench reads them.
"""

import json
import random
import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection

from motcua.agencies.models import Post
from motcua.core.fields import blind, seal_bytes
from motcua.core.models import Counter
from motcua.core.text import fold, person_sort_key
from motcua.dossiers.models import Dossier
from motcua.procedures.models import Edition
from motcua.tasks.models import Task

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ"]
MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Xuân", "Thu", "Bảo"]
GIVEN = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hoa", "Hùng", "Khánh", "Lan", "Linh", "Sơn"]
STATES = [
    ("returned", 84),
    ("decided", 3),
    ("in_progress", 9),
    ("waiting_supplement", 2),
    ("refused", 1),
    ("withdrawn", 1),
]
KEYS = ("receive", "hand_over", "specialist", "head", "leader", "register", "return")
NAMES = ("Tiếp nhận hồ sơ", "Chuyển hồ sơ", "Thẩm định", "Kiểm tra, trình ký", "Ký kết quả", "Vào sổ", "Trả kết quả")
VERBS = ("register", "hand_over", "propose", "approve", "sign", "hand_over", "return_result")
DONE = {"returned": 7, "decided": 6, "in_progress": 2, "waiting_supplement": 2, "refused": 1, "withdrawn": 2}


class Maker:
    """Rows of all tables for dossiers numbered `first`…; ids are given here and the sequences set afterwards."""

    def __init__(self, ward: str, *, chance: random.Random, now: datetime) -> None:
        self.chance, self.now = chance, now
        posts = {post.role: post for post in Post.objects.filter(agency__path__contains=f"/{ward}/").with_names()}
        self.posts = [
            posts[r]
            for r in (
                "receptionist",
                "receptionist",
                "specialist",
                "head_of_division",
                "leader",
                "registry_clerk",
                "receptionist",
            )
        ]
        rows = (
            Edition.objects.filter(office__code=ward)
            .values("pk", "code", "field_code", "name", "office_id")
            .order_by("pk")
        )
        self.editions = list(rows)
        self.desk = self.posts[0].agency
        kept = Counter.objects.filter(scope=f"dossier:{self.desk.pk}")
        self.counters: dict[str, int] = dict(kept.values_list("period", "last"))  # the sample office has dossiers too

    def one(self, number: int) -> SimpleNamespace:
        """Return the rows of one dossier by table."""
        chance = self.chance
        edition = self.editions[min(int(chance.expovariate(1 / 18)), len(self.editions) - 1)]
        state = chance.choices([s for s, _ in STATES], [w for _, w in STATES])[0]
        at = self._moment(state)
        period = f"{at + timedelta(hours=7):%Y-%m-%d}"
        self.counters[period] = self.counters.get(period, 0) + 1
        code = f"{self.desk.code}-{period[2:4]}{period[5:7]}{period[8:]}-{self.counters[period]:04}"
        due = at + timedelta(days=chance.choice((3, 5, 7, 10, 15, 30)))
        rows = SimpleNamespace(number=number, edition=edition, state=state, at=at, code=code, due=due)
        rows.applicant, rows.name = self._applicant(at)
        rows.ends = self._ends(rows)
        return rows

    def _moment(self, state: str) -> datetime:
        days = self.chance.randrange(0, 12) if DONE[state] == 2 else self.chance.randrange(10, 400)
        day = (self.now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(minutes=self.chance.randrange(30, 560))

    def _applicant(self, at: datetime) -> tuple[tuple[Any, ...], str]:
        chance, key = self.chance, uuid.UUID(int=self.chance.getrandbits(128), version=4)
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        identity, phone = f"046{chance.randrange(10**9):09}", f"09{chance.randrange(10**8):08}"

        def sealed(column: str, value: str) -> bytes:
            return seal_bytes(value.encode(), bound_to=f"citizens_applicant.{column}.{key}")

        row = (
            key,
            "person",
            name,
            person_sort_key(name),
            fold(name),
            sealed("identity_number", identity),
            blind("identity", identity),
            sealed("phone", phone),
            blind("phone", phone),
            None,
            sealed("address", "Tổ dân phố mẫu"),
            at,
            self.posts[0].pk,
        )
        return row, name

    def _ends(self, rows: SimpleNamespace) -> list[datetime]:
        """When each step that is done was done; one in twenty dossiers is late."""
        done, span = DONE[rows.state], (rows.due - rows.at) * (1.2 if self.chance.random() < 0.05 else 0.8)
        return [min(rows.at + span * number / 7, self.now) for number in range(done)]

    def dossier(self, r: SimpleNamespace) -> tuple[Any, ...]:
        closed = r.state in ("returned", "refused", "withdrawn")
        decided = r.ends[4] if len(r.ends) > 4 else None
        received = None if r.state == "refused" else r.at
        return (
            r.number,
            7,
            r.code,
            r.state,
            r.edition["office_id"],
            self.desk.pk,
            r.edition["pk"],
            r.edition["code"],
            r.edition["field_code"],
            "",
            "",
            r.applicant[0],
            "",
            fold(r.name),
            "counter",
            r.at,
            received,
            self.posts[0].pk if received else None,
            received,
            10,
            "working_day",
            r.due if received else None,
            r.due if received else None,
            r.due if received else None,
            decided,
            "positive" if decided else "",
            r.ends[-1] if r.state == "returned" else None,
            r.name if r.state == "returned" else "",
            "at_desk" if r.state == "returned" else "",
            r.ends[-1] if closed else None,
            "nothing",
            "at_desk",
            "not_yet",
            KEYS[min(len(r.ends), 6)],
            "in_progress" if r.state == "waiting_supplement" else "",
            0,
            0,
            secrets.token_urlsafe(16),
        )

    def steps(self, r: SimpleNamespace, first_task: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """Return the rows of steps and tasks; the last step is open while the dossier is."""
        steps, tasks = [], []
        is_open = r.state in ("decided", "in_progress", "waiting_supplement")
        for place in range(len(r.ends) + is_open):
            post, began = self.posts[place], r.ends[place - 1] if place else r.at
            end = r.ends[place] if place < len(r.ends) else None
            task = first_task + len(tasks) if place else None
            state = "finished" if end else "open"
            owner = post.pk if end else None
            steps.append(
                (
                    r.number,
                    place + 1,
                    KEYS[place],
                    NAMES[place],
                    "",
                    post.agency_id,
                    post.role,
                    owner,
                    task,
                    state,
                    began,
                    r.due,
                    end,
                    owner,
                )
            )
            if place:
                waits = "waiting" if r.state == "waiting_supplement" else "open"
                tasks.append(
                    (
                        task,
                        "dossier.step",
                        NAMES[place],
                        f"{r.code} · {r.edition['name']}"[:300],
                        "done" if end else waits,
                        post.agency_id,
                        post.role,
                        owner,
                        "casework:dossier",
                        r.code,
                        began,
                        r.due,
                        end,
                        owner,
                    )
                )
        return steps, tasks

    def events(self, r: SimpleNamespace) -> Iterator[tuple[Any, ...]]:
        for place, end in enumerate(r.ends):
            state = r.state if place == len(r.ends) - 1 else "in_progress"
            data = {"changed": {"state": state, "step": KEYS[min(place + 1, 6)]}}
            yield (
                r.number,
                f"dossier.{VERBS[place]}",
                self.posts[place].pk,
                state,
                place + 1,
                end,
                end,
                json.dumps(data),
            )


TABLES = {
    "citizens_applicant": """id kind name name_key folded identity_number identity_index phone phone_index email address
        recorded_at by_id""",
    "dossiers_dossier": """id version code state agency_id desk_id edition_id procedure_code field_code case subject
        applicant_id submitter_role folded channel registered_at received_at received_by_id effective_at limit_amount
        limit_unit limit_due appointed_due first_promised decided_at outcome returned_at returned_to returned_by_means
        closed_at money delivery sync step resume_to supplements extensions tracking_token""",
    "tasks_task": """id kind title about state agency_id role owner_id url_name url_key opened_at due_at done_at
        done_by_id""",
    "dossiers_step": """dossier_id order key name leg agency_id role owner_id task_id state started_at due_at
        finished_at finished_by_id""",
    "dossiers_dossierpaper": "dossier_id order name code originals copies handed_in_at",
    "dossiers_dossierevent": "subject_id action by_id state version happened_at recorded_at data",
}
CHUNK = 5_000


def make(count: int, *, ward: str, seed: int = 7) -> None:
    """Make `count` dossiers at a ward of the sample office, in chunks, then set sequences and counters and analyse."""
    maker = Maker(ward, chance=random.Random(seed), now=datetime.now(UTC))
    first = (Dossier.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    task = (Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    with connection.cursor() as cursor:
        for start in range(first, first + count, CHUNK):
            task = _chunk(cursor, maker, range(start, min(start + CHUNK, first + count)), task)
        _finish(cursor, maker)


def _chunk(cursor: Any, maker: Maker, numbers: range, task: int) -> int:
    made = [maker.one(number) for number in numbers]
    out: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    for rows in made:
        out["citizens_applicant"].append(rows.applicant)
        out["dossiers_dossier"].append(maker.dossier(rows))
        steps, tasks = maker.steps(rows, task)
        task += len(tasks)
        out["dossiers_step"] += steps
        out["tasks_task"] += tasks
        out["dossiers_dossierevent"] += maker.events(rows)
        out["dossiers_dossierpaper"] += [(rows.number, n, f"Giấy tờ {n}", "", 1, 0, rows.at) for n in (1, 2, 3)]
    for name, columns in TABLES.items():
        named = ", ".join(f'"{column}"' for column in columns.split())
        with cursor.copy(f"COPY {name} ({named}) FROM STDIN") as copy:
            for row in out[name]:
                copy.write_row(row)
    return task


def _finish(cursor: Any, maker: Maker) -> None:
    for table in ("dossiers_dossier", "tasks_task"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    scope = f"dossier:{maker.desk.pk}"
    rows = [(scope, period, last) for period, last in maker.counters.items()]
    cursor.executemany(
        "INSERT INTO core_counter (scope, period, last) VALUES (%s, %s, %s)"
        " ON CONFLICT (scope, period) DO UPDATE SET last = excluded.last",
        rows,
    )
    cursor.execute("VACUUM ANALYZE")
