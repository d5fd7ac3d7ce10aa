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
        self.places: dict[tuple[str, str], int] = {}

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
            self._job(event)

    def _job(self, event: int) -> None:
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
            " AND state IN ('open', 'waiting') ORDER BY due_at, id LIMIT 26",
            agency,
            role,
        ).fetchall()
        self._behind([row[self.place("tasks_task", "url_key")] for row in rows])
        self.run(
            "SELECT count(*) FILTER (WHERE due_at < now()), count(*) FROM tasks_task"
            " WHERE owner_id IS NULL AND agency_id = %s AND role = %s AND state IN ('open', 'waiting')",
            agency,
            role,
        ).fetchall()

    def place(self, table: str, column: str) -> int:
        """Where a column stands in SELECT *."""
        if (table, column) not in self.places:
            names = [each.name for each in self.run(f"SELECT * FROM {table} LIMIT 0").description]
            self.places |= {(table, name): number for number, name in enumerate(names)}
        return self.places[table, column]

    def _behind(self, codes: list[str]) -> None:
        self.run("SELECT * FROM dossiers_dossier WHERE code = ANY(%s)", codes).fetchall()

    def done(self, owner: int, before: Any = None) -> None:
        """A page of what a post has done, the newest first, from a moment on."""
        rows = self.run(
            "SELECT * FROM tasks_task WHERE owner_id = %s AND state = 'done' AND done_at < coalesce(%s, now())"
            " ORDER BY done_at DESC LIMIT 26",
            owner,
            before,
        ).fetchall()
        self._behind([row[self.place("tasks_task", "url_key")] for row in rows])

    def of_desk(self, desk: int, before: int) -> None:
        """A page of a desk's dossiers with applicant, edition and office."""
        self.run(
            "SELECT d.*, a.*, e.code, e.name, g.* FROM dossiers_dossier d"
            " JOIN citizens_applicant a ON a.id = d.applicant_id"
            " JOIN procedures_edition e ON e.id = d.edition_id JOIN agencies_agency g ON g.id = d.agency_id"
            " WHERE d.desk_id = %s AND d.id < %s ORDER BY d.id DESC LIMIT 26",
            desk,
            before,
        ).fetchall()

    def named(self, desk: int, words: str) -> None:
        """A page of a desk's dossiers whose applicant's name holds all the words."""
        self.run(
            "SELECT d.*, a.* FROM dossiers_dossier d JOIN citizens_applicant a ON a.id = d.applicant_id"
            f" WHERE d.desk_id = %s {' AND d.folded LIKE %s' * len(words.split())} ORDER BY d.id DESC LIMIT 26",
            desk,
            *(f"%{word}%" for word in words.split()),
        ).fetchall()

    def close(self, code: str) -> None:
        """Hand a result back: dossier, step, task, event, job."""
        with self.connection.transaction():
            (key,) = self.run("SELECT id FROM dossiers_dossier WHERE code = %s FOR UPDATE", code).fetchone()
            self.run("SELECT * FROM dossiers_step WHERE dossier_id = %s", key).fetchall()
            self.run("UPDATE dossiers_dossier SET version = version + 1, delivery = 'done' WHERE id = %s", key)
            (task,) = self.run(
                "UPDATE dossiers_step SET due_at = now() WHERE id ="
                " (SELECT max(id) FROM dossiers_step WHERE dossier_id = %s)"
                " RETURNING task_id",
                key,
            ).fetchone()
            self.run("UPDATE tasks_task SET due_at = now() WHERE id = %s", task)
            (event,) = self.run(
                "INSERT INTO dossiers_dossierevent (subject_id, action, by_id, state, version, happened_at, data)"
                " SELECT id, 'raw', received_by_id, state, version, now(), '{}' FROM dossiers_dossier"
                " WHERE id = %s RETURNING id",
                key,
            ).fetchone()
            self._job(event)

    def catalogue(self, office: str, words: str) -> None:
        """A page of procedures in force whose folded name holds the words."""
        self.run(
            "SELECT e.id, e.code, e.name FROM procedures_edition e JOIN agencies_agency g ON g.id = e.office_id"
            " WHERE g.code = %s AND e.folded LIKE %s AND e.cancelled_on IS NULL AND e.valid_to IS NULL"
            " ORDER BY e.folded LIMIT 26",
            office,
            f"%{words}%",
        ).fetchall()

    def edition(self, office: str, code: str) -> None:
        """All of a procedure as an office adopted it."""
        self.run(
            "SELECT e.* FROM procedures_edition e JOIN agencies_agency g ON g.id = e.office_id"
            " WHERE g.code = %s AND e.code = %s ORDER BY e.number DESC LIMIT 1",
            office,
            code,
        ).fetchall()

    def filing(self, key: uuid.UUID) -> None:
        """A filing with its account and edition, and its files."""
        self.run(
            "SELECT f.*, a.*, e.* FROM filing_filing f JOIN citizens_account a ON a.id = f.account_id"
            " JOIN procedures_edition e ON e.id = f.edition_id WHERE f.id = %s",
            key,
        ).fetchall()
        self.run("SELECT * FROM filing_filingfile WHERE filing_id = %s", key).fetchall()

    def kept(self, key: uuid.UUID) -> None:
        """What was typed, written over: as many bytes as before."""
        self.run("UPDATE filing_filing SET answers = answers || ''::bytea, saved_at = now() WHERE id = %s", key)

    def of_person(self, identity: bytes) -> None:
        """The dossiers of a person by the number's blind index."""
        self.run(
            "SELECT d.*, a.*, g.* FROM citizens_applicant a JOIN dossiers_dossier d ON d.applicant_id = a.id"
            " JOIN agencies_agency g ON g.id = d.desk_id WHERE a.identity_index = %s ORDER BY d.id DESC LIMIT 21",
            identity,
        ).fetchall()
