"""Two drills on real databases: a backup restored on another server, and the version before brought forward.

`python -m bench.drills restore [--database NAME]` backs a database up (the sample office, with files, when none is
named), restores it on a second server with the keys that were kept apart, and proves it equal: by hashes, journal and
seals, by what every file and closed field holds, by what the blind indexes find, and by the next seal.
`python -m bench.drills upgrade [--from REVISION]` makes the sample office with the version before, migrates it with
this one, and proves that nothing it held is lost. Both print JSON and fail when anything differs.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import keys, places, postgres

STAND_IN = "01849ab"  # no version was tagged yet: the state before this one's work began
MIGRATE = ("manage.py", "migrate", "--verbosity", "0")
OFFICE = (  # an older version may know of no files yet
    "from importlib.util import find_spec\n"
    "if find_spec('bench.sample_office'):\n    from bench.sample_office import make; make()\n"
    "else:\n    import django; django.setup(); from demo.load import load; load()"
)
WRITE = (
    "import django; django.setup(); from motcua.agencies import actions; from motcua.agencies.models import Post;"
    " import datetime as d; actions.create_agency(by=Post.objects.system(), parent=None, kind='committee',"
    " level='commune', code='DRILL', name='Xã Diễn tập', valid_from=d.date(2026, 1, 1))"
)
HASHES = (
    "import sys, json, django; django.setup(); from django.db import transaction; from motcua.core.backup import"
    " fingerprints as f; only = json.load(sys.stdin);\nwith transaction.atomic(): json.dump(f.tables(only), sys.stdout)"
)
PAGES = (
    "import json, sys, django; django.setup(); from django.test import Client; from motcua.agencies.models import Post;"
    " from django.conf import settings; answers = {}\n"
    "for post in Post.objects.exclude(role='system').order_by('role', 'pk').distinct('role'):\n"
    "    client = Client(headers={'host': '127.0.0.1'}); client.force_login(post.person); s = client.session\n"
    "    s['post'] = post.pk; s.save()\n"
    "    for page in ('/xu-ly/', '/xu-ly/ho-so/', '/tiep-nhan/', '/quan-tri/'):\n"
    "        answers[post.role + ' ' + page] = client.get(page).status_code\n"
    "json.dump(answers, sys.stdout)"
)
GROWN_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


class Failed(Exception):
    """The drill found a difference; the message says which."""


def python(
    *words: str, environment: dict[str, str], cwd: Path = places.CHECKOUT, given: str = "", fine: tuple[int, ...] = (0,)
) -> str:
    """Run Python to its end and return what it printed. Raises Failed for an exit code that is not `fine`."""
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environment | {"PYTHONPATH": str(cwd)}, input=given,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in fine:
        raise Failed(f"{' '.join(words)[:200]}: {done.stdout[-1500:]} {done.stderr[-3000:]}")
    return done.stdout


def motcua(*words: str, environment: dict[str, str]) -> Any:
    """Run the real command and return its JSON."""
    return json.loads(python("-m", "motcua", *words, "--json", environment=environment))


def environment_of(server: str, database: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of the product's processes on an embedded server's database, with a folder of its own."""
    held = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MOTCUA_SUPERVISED")}
    return held | postgres.environment(server) | {
        "PGDATABASE": database, "MOTCUA_VAR": str(folder), "MOTCUA_DEMO": "1", "MOTCUA_LOG": "ERROR",
        "MOTCUA_PG_PROGRAMS": str(postgres.programs()), "DJANGO_SETTINGS_MODULE": "config.settings",
    } | more  # fmt: skip


@contextlib.contextmanager
def another_server() -> Iterator[str]:
    """An embedded server of this process's own, gone with everything in it at the end."""
    name = f"drill{os.getpid()}"
    postgres.PORTS[name] = 30_000 + os.getpid() % 30_000
    postgres.start(name)
    try:
        yield name
    finally:
        postgres.stop(name)
        shutil.rmtree(postgres.home() / name)
        del postgres.PORTS[name]


def make_database(server: str, name: str, *, anew: bool = False) -> None:
    """Make an empty database, in place of an old one when `anew`."""
    with psycopg.connect(**_address(server), dbname="postgres", autocommit=True) as connection:
        if anew:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(**_address(server), dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _address(server: str) -> dict[str, Any]:
    given = postgres.environment(server)
    return {"host": given["PGHOST"], "port": given["PGPORT"], "user": given["PGUSER"]}


def restore(source: dict[str, str], folder: Path) -> dict[str, Any]:
    """Back up the database of the environment `source`, restore it on another server and prove the two equal.

    `source` names what runs (PGDATABASE, MOTCUA_VAR, keys); returns the report. Raises Failed.
    """
    kept, apart, there = folder / "backup", folder / "keys-apart.json", folder / "restored"
    marks = _stopwatch()
    report = {"sealed": motcua("journal", "seal", environment=source)}
    before, there_before = _rebuilt(source), _held(source)
    report["backup"] = motcua("backup", str(kept), "--keys-to", str(apart), environment=source) | {"seconds": marks()}
    with another_server() as server:
        make_database(server, "restored")
        # into a folder, also when the house keeps its files in a bucket: the drill leaves that one alone
        target = environment_of(server, "restored", there, MOTCUA_KEYS_FILE=str(apart), MOTCUA_FILES="")
        target |= {name: source[name] for name in ("MOTCUA_TEST",) if name in source}
        report["restore"] = motcua("restore", str(kept), "--nothing-erased", environment=target) | {"seconds": marks()}
        report["journal"] = {"verify": _verified(target), "rebuild": _rebuilt(target) == before}
        if not report["journal"]["rebuild"]:
            raise Failed("rows rebuilt from their events differ from what they were before")
        report["files"] = motcua("files", "verify", environment=target)
        report["held"] = equally_held(there_before, _held(target))
        python("-c", WRITE, environment=target)
        report["next_seal"] = motcua("journal", "seal", environment=target)
        if not report["next_seal"]["seal"]:
            raise Failed("what was written after the restore was not sealed")
        report["journal_after"] = {"verify": _verified(target), "seconds": marks()}
        report["refused_again"] = _refused(kept, target)
    return report


def _verified(environment: dict[str, str]) -> bool:
    """Every seal and every note; the command fails when anything differs."""
    return bool(motcua("journal", "verify", "--notes", environment=environment)["ok"])


def _rebuilt(environment: dict[str, str]) -> Any:
    """What differs between rows and their events: a restore can neither add to it nor mend it."""
    words = ("-m", "motcua", "journal", "rebuild", "--json")
    return json.loads(python(*words, environment=environment, fine=(0, 1)))["differences"]


def _held(environment: dict[str, str]) -> Any:
    """Every file, closed field, blind index and seal, read through the keys."""
    return json.loads(python("-m", "bench.held", environment=environment))


def equally_held(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Compare what opens and what is found; a restore may add seals, never change one. Raises Failed."""
    seals, now = before["seals"], after["seals"]
    if now[: len(seals)] != seals:
        raise Failed("the chain of seals is not what it was")
    if differing := [name for name in before if name != "seals" and before[name] != after[name]]:
        raise Failed(f"what opens under the keys differs: {', '.join(differing)}")
    lost = {name: told["wrong"] for name, told in after["blind"].items() if told["wrong"]}
    if lost or after["addresses"]["lost"]:
        raise Failed(f"looked for and not found: {lost}, addresses: {after['addresses']['lost']}")
    return after | {"seals": len(seals)}


def _refused(kept: Path, target: dict[str, str]) -> bool:
    try:
        motcua("restore", str(kept), "--nothing-erased", environment=target)
    except Failed as refused:
        if "not empty" in str(refused):
            return True
        raise
    raise Failed("a database with data in it was written over")


def _stopwatch() -> Any:
    began = [time.monotonic()]

    def lap() -> float:
        began.append(time.monotonic())
        return round(began[-1] - began[-2], 1)

    return lap


def upgrade(revision: str, folder: Path) -> dict[str, Any]:
    """Make the sample office with an older version, migrate it with this one and compare. Raises Failed."""
    old, database, marks = folder / "before", "motcua_drill_upgrade", _stopwatch()
    if not _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"):
        raise Failed(f"{revision} is not in this clone: git fetch --tags --unshallow, or name another one with --from")
    _git("worktree", "add", "--detach", "-f", str(old), revision)
    if not (old / "manage.py").exists():
        raise Failed(f"git could not lay out {revision} in {old}")
    here = environment_of("data", database, folder / "var")
    try:
        _keys(here)
        make_database("data", database, anew=True)
        python(*MIGRATE, environment=here, cwd=old)
        python("-c", OFFICE, environment=here, cwd=old)
        python("manage.py", "journal", "seal", environment=here, cwd=old)
        before = json.loads(python("-c", HASHES, environment=here, given="null"))
        report: dict[str, Any] = {"from": revision, "made_before_seconds": marks()}
        python(*MIGRATE, environment=here)
        report["migrate_seconds"] = marks()
        report |= _compared(before, here)
        report["journal"] = {"verify": _verified(here), "rebuild": not _rebuilt(here)}
        if not report["journal"]["rebuild"]:
            raise Failed(f"after the upgrade rows differ from their events: {_rebuilt(here)[:5]}")
        report["files"] = motcua("files", "verify", environment=here)
        report["pages"] = json.loads(python("-c", PAGES, environment=here | {"MOTCUA_DEBUG": "1"}))
        if bad := {page: status for page, status in report["pages"].items() if status >= 500}:
            raise Failed(f"pages fail after the upgrade: {bad}")
        report["seconds"] = marks()
    finally:
        drop_database("data", database)
        _git("worktree", "remove", "--force", str(old))
    return report


def _keys(environment: dict[str, str]) -> None:
    Path(environment["MOTCUA_VAR"]).mkdir(parents=True, exist_ok=True)
    keys.make(Path(environment["MOTCUA_VAR"]) / "keys.json")


def _compared(before: dict[str, Any], environment: dict[str, str]) -> dict[str, Any]:
    """Every row of every old table, in its old columns, must be as it was; Django's own lists may grow."""
    old = {name: held["columns"] for name, held in before.items() if name not in GROWN_BY_DJANGO}
    after = json.loads(python("-c", HASHES, environment=environment, given=json.dumps(old)))
    if differing := sorted(name for name in old if after.get(name) != before[name]):
        raise Failed(f"the upgrade changed rows of: {', '.join(differing)}")
    return {"tables_equal": len(old), "rows_equal": sum(held["rows"] for held in after.values())}


def previous(checkout: Path = places.CHECKOUT) -> str:
    """Return the version before this one: the newest version's tag, the one before it where this is that very version.

    The stand-in where no such tag is known: a first version, a clone without tags, sources without their history.
    """
    described = ("describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    newest = _git(*described, "HEAD", checkout=checkout)
    at, here = (_git("rev-parse", f"{name}^{{commit}}", checkout=checkout) for name in (newest or "HEAD", "HEAD"))
    if newest and at == here:
        newest = _git(*described, "HEAD^", checkout=checkout)
    return newest or STAND_IN


def _git(*words: str, checkout: Path = places.CHECKOUT) -> str:
    """Return what git says, nothing where it refuses or is missing."""
    try:
        return subprocess.run(["git", *words], cwd=checkout, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def sample_office(folder: Path) -> dict[str, str]:
    """Make the sample office in a database of its own; returns its environment."""
    source = environment_of("data", "motcua_drill", folder / "var")
    _keys(source)
    make_database("data", "motcua_drill", anew=True)
    python(*MIGRATE, environment=source)
    python("-c", OFFICE, environment=source)
    return source


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench.drills", description=__doc__)
    parser.add_argument("drill", choices=["restore", "upgrade"])
    parser.add_argument("--database", help="an existing database of the embedded server, with MOTCUA_VAR its folder")
    parser.add_argument("--from", dest="revision", help="tag or commit (default: the version before this one)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was made is removed, as after Ctrl+C
    os.umask(0o022)  # the embedded server runs under another account
    with tempfile.TemporaryDirectory(prefix="motcua-drill-") as name:
        folder = Path(name)
        postgres.start("data")
        try:
            print(json.dumps(_run(options, folder), indent=1))
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    return 0


def _run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    if options.drill == "upgrade":
        return upgrade(options.revision or previous(), folder)
    if options.database:
        return restore(environment_of("data", options.database, places.var()), folder)
    try:
        return restore(sample_office(folder), folder)
    finally:
        drop_database("data", "motcua_drill")


if __name__ == "__main__":
    sys.exit(main())
