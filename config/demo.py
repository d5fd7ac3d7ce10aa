"""`make demo` and `motcua demo`: the sample office, and the whole product serving it on this machine."""

import argparse
import fcntl
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import IO, Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from config import places, postgres, serving, supervisor
from config.commands import bring_up_to_date
from config.database import demo as database
from config.places import CHECKOUT

HOST = os.environ.get("MOTCUA_DEMO_HOST", "127.0.0.1")


def main(argv: list[str]) -> int:
    """`motcua demo` makes the sample office and its accounts file; with --serve (`make demo`) it also serves them."""
    parser = argparse.ArgumentParser("motcua demo", description="Tạo văn phòng mẫu; --serve: chạy cả hệ thống.")
    parser.add_argument("--serve", action="store_true", help="chạy web và bộ xử lý nền / also serve")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    options = parser.parse_args(argv[1:])
    os.chdir(CHECKOUT)
    try:
        if options.serve:
            return serve(options.port)
        make_office()
    except (database.NotOurs, postgres.Unusable) as error:
        sys.exit(str(error))
    accounts = accounts_file()
    print(json.dumps({"accounts": str(accounts)}) if options.json else f"{accounts}")
    return 0


def serve(port: int) -> int:
    """Make everything ready, then keep it running until asked to stop."""
    began = time.monotonic()
    lock = _only_one()
    _refuse_taken(port)
    make_office()
    _collect_static()
    connections.close_all()
    os.environ["MOTCUA_SUPERVISED"] = "1"
    _greet(port, time.monotonic() - began)
    supervisor.keep(commands(port), watch=_keep_database)
    if "DATABASE_URL" not in os.environ:
        postgres.stop("data")
    lock.close()
    return 0


def make_office() -> None:
    """Database, migrations and the sample office; the office is loaded again only when its files changed."""
    mark = database.prepare()
    django.setup()
    bring_up_to_date(mark)
    sample = _sample()
    if mark.get("sample") != sample or not accounts_file().exists():
        _load()
    database.write_mark({"migrated": True, "sample": sample})


def accounts_file() -> Path:
    """The sample accounts: written by the sample office, read by people and by tests."""
    return places.var() / "demo-accounts.json"


def commands(port: int) -> dict[str, list[str]]:
    """The processes of the demo, in the order of their start."""
    return {"web": serving.web(HOST, port, workers=2), "worker": serving.worker(4)}


def _only_one() -> IO[str]:
    """Two demos on one database would migrate it under each other."""
    places.var().mkdir(parents=True, exist_ok=True)
    lock = open(places.var() / "demo.lock", "w")  # noqa: SIM115 held while we live
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("The demo of this checkout is already running.")
    return lock


def _refuse_taken(port: int) -> None:
    """granian binds with SO_REUSEPORT: a second server would share the port in silence."""
    for left in range(25, -1, -1):  # a demo killed a moment ago may still be letting go
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                return probe.bind((HOST, port))
            except OSError as error:
                if not left:
                    sys.exit(f"port {port}: {error.strerror}; make demo PORT=8077 uses another")
        time.sleep(0.2)


def _keep_database() -> None:
    """Start the embedded server again when it was killed."""
    if "DATABASE_URL" in os.environ or postgres.accepts("data"):
        return
    supervisor.say("database ended; again now")
    try:
        postgres.start("data")
    except postgres.Unusable as error:
        supervisor.say(str(error))


def _sample() -> str | None:
    """A stamp of the files the sample office is made from; None while there is no sample office."""
    if importlib.util.find_spec("demo") is None or importlib.util.find_spec("demo.load") is None:
        return None
    return database.digest(path for path in (CHECKOUT / "demo").rglob("*") if path.suffix in {".py", ".json", ".csv"})


def _load() -> None:
    if _sample() is not None:
        print("loading the sample office…", flush=True)
        importlib.import_module("demo.load").load()


def _collect_static() -> None:
    """Collect and compress static files only when one of them changed: it costs two seconds."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")  # beside the folder: everything in it is served
    found = sorted(
        (path, os.stat(storage.path(path)).st_mtime_ns, os.stat(storage.path(path)).st_size)
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    now = json.dumps([django.__version__, found])
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def _greet(port: int, seconds: float) -> None:
    lines = [f"Một Cửa: http://{HOST}:{port}/   (ready in {seconds:.1f} s; Ctrl+C stops)"]
    if accounts_file().exists():
        accounts: list[dict[str, Any]] = json.loads(accounts_file().read_text())
        seen: dict[str, dict[str, Any]] = {}
        for account in accounts:
            seen.setdefault(account["role"], account)
        lines += [f"Tài khoản mẫu / sample accounts ({accounts_file()}):"]
        lines += [f"  {each['username']:<24} {each['password']:<18} {each['post']}" for each in seen.values()]
        lines += ["  quantri…: trang bước hai của bản dùng thử hiện sẵn mã / the second step shows its code"]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(["demo", "--serve", *sys.argv[1:]]))
