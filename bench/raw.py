"""The same work in raw PostgreSQL over one connection: what each figure is held against."""

import itertools
import secrets
import uuid
from typing import Any

import psycopg

_numbers = itertools.count(1)


class Raw:
    """Statements on the bench's database. Intake copies the rows of a dossier that the product itself took in."""

    def __init__(self, connection: psycopg.Connection, *, template: int, desk: int) -> None:
        self.connection, self.template, self.desk = connection, template, desk
        self.columns: dict[str, list[str]] = {}

    def run(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values)

    def copied(self, table: str, where: str, **new: Any) -> Any:
        """Insert a copy of rows with some columns given anew; returns the key of the last one."""
        if table not in self.columns:
            rows = self.run("SELECT column_name FROM information_schema.columns WHERE table_name = %s", table)
            self.columns[table] = [name for (name,) in rows]
        kept = [name for name in self.columns[table] if name not in new and name not in ("id", "xid", "recorded_at")]
        names = ", ".join(f'"{name}"' for name in (*new, *kept))
        taken = ", ".join((*("%s" for _ in new), *(f'"{name}"' for name in kept)))
        statement = f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE {where} RETURNING id"
        return self.run(statement, *new.values(), self.template).fetchall()[-1][0]

    def intake(self) -> None:
        """One dossier: number, applicant, dossier, papers, steps, task, paper to print, event, job."""
        with self.connection.transaction():
            applicant = self.copied(
                "citizens_applicant", "id = (SELECT applicant_id FROM dossiers_dossier WHERE id = %s)", id=uuid.uuid4()
            )
            number, at, _ = self.run("SELECT * FROM core_take_number(%s, 'YYYY-MM-DD')", f"raw:{self.desk}").fetchone()
            key = self.copied(
                "dossiers_dossier",
                "id = %s",
                code=f"RAW-{at:%y%m%d}-{number}-{next(_numbers)}",
                tracking_token=secrets.token_urlsafe(16),
                applicant_id=applicant,
                bill_id=None,
            )
            self.copied("dossiers_dossierpaper", "dossier_id = %s", dossier_id=key)
            task = self.copied("tasks_task", "id = (SELECT max(task_id) FROM dossiers_step WHERE dossier_id = %s)")
            self.copied("dossiers_step", "dossier_id = %s AND task_id IS NULL", dossier_id=key)
            self.copied("dossiers_step", "dossier_id = %s AND task_id IS NOT NULL", dossier_id=key, task_id=task)
            self.copied("dossiers_printedpaper", "dossier_id = %s", id=uuid.uuid4(), dossier_id=key, file_id=None)
            event = self.copied("dossiers_dossierevent", "subject_id = %s", subject_id=key)
            self.run(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " VALUES ('raw', 'raw', %s, 'succeeded')",
                f'{{"event": {event}}}',
            )

    def detail(self, code: str) -> None:
        """What a dossier's page reads, a statement a table."""
        row = self.run(
            "SELECT d.*, a.*, g.*, p.*, n.* FROM dossiers_dossier d JOIN citizens_applicant a ON a.id = d.applicant_id"
            " JOIN agencies_agency g ON g.id = d.desk_id LEFT JOIN agencies_post p ON p.id = d.received_by_id"
            " LEFT JOIN agencies_person n ON n.id = p.person_id WHERE d.code = %s",
            code,
        ).fetchone()
        for table, column in (
            ("dossiers_dossierpaper", "dossier_id"),
            ("dossiers_step", "dossier_id"),
            ("dossiers_pause", "dossier_id"),
            ("dossiers_result", "dossier_id"),
            ("dossiers_printedpaper", "dossier_id"),
            ("dossiers_consultation", "dossier_id"),
            ("dossiers_dossierevent", "subject_id"),
        ):
            self.run(f"SELECT * FROM {table} WHERE {column} = %s", row[0]).fetchall()

    def search(self, code: str) -> None:
        self.run("SELECT id, code, state FROM dossiers_dossier WHERE code = %s", code).fetchall()

    def inbox(self, agency: int, role: str) -> None:
        """One page of a pool's open tasks, with the dossiers behind them, and the counts of the tabs."""
        rows = self.run(
            "SELECT * FROM tasks_task WHERE owner_id IS NULL AND agency_id = %s AND role = %s"
            " AND state IN ('open', 'waiting')"
            " ORDER BY due_at, id LIMIT 26",
            agency,
            role,
        ).fetchall()
        codes = [row[8] for row in rows]
        self.run("SELECT * FROM dossiers_dossier WHERE code = ANY(%s)", codes).fetchall()
        self.run(
            "SELECT count(*) FILTER (WHERE due_at < now()), count(*) FROM tasks_task"
            " WHERE owner_id IS NULL AND agency_id = %s AND role = %s AND state IN ('open', 'waiting')",
            agency,
            role,
        ).fetchall()
