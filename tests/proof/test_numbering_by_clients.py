"""Sixteen client processes at two desks, through HTTP: numbers 1..n of each desk and day; no desk waits for another."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg

from tests.proof.load import assert_no_gap, body_of
from tests.proof.world import World

CLIENT = Path(__file__).parent / "client.py"
CLIENTS = 16
OLD, NEW = "260311", "260312"


def start_client(world: World, seed: int) -> subprocess.Popen[str]:
    desks = [
        word for who in ("A.clerk", "B.clerk") for word in (world.accounts[who]["token"], world.accounts[who]["agency"])
    ]
    command = [sys.executable, "-I", "-S", str(CLIENT), str(world.port), str(seed), NEW, *desks]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def set_clock(world: World, moment: str | None) -> None:
    with world.connection("A.clerk") as connection:
        assert connection.call("PUT", "/demo/clock", {"now": moment})[0] == 200


def test_sixteen_processes_number_without_gap_across_midnight_and_refusals(world: World) -> None:
    clients = [start_client(world, seed) for seed in range(CLIENTS)]
    try:
        for client in clients:
            assert client.stdout.readline() == "ready\n"
        set_clock(world, "2026-03-11T23:59:58+07:00")
        for client in clients:
            client.stdin.write("go\n")
            client.stdin.flush()
        told = [json.loads(client.communicate(timeout=90)[0]) for client in clients]
    finally:
        for client in clients:
            client.kill()
            client.wait()
        set_clock(world, None)
    assert [each["trouble"] for each in told] == [[]] * CLIENTS
    assert sum(each["refused"] for each in told) > CLIENTS, "too few numbers were given back"
    codes = [code for each in told for code in each["codes"]]
    assert sorted(codes) == sorted(
        code for (code,) in world.ask("SELECT code FROM dossiers_dossier") if "-260313-" not in code
    )
    counted = {key: n for key, n in assert_no_gap(world).items() if key[1] != "260313"}  # another test's day
    desks = {world.accounts[who]["desk"] for who in ("A.clerk", "B.clerk")}
    assert set(counted) == {(desk, day) for desk in desks for day in (OLD, NEW)}
    assert world.ask(
        "SELECT count(*) FROM dossiers_dossier d JOIN dossiers_dossierevent e ON e.subject_id = d.id"
        " WHERE e.action = 'dossier.register' AND e.happened_at = d.registered_at"
        " AND d.received_at = d.registered_at AND d.code NOT LIKE '%-260313-%'"
    ) == [(len(codes),)]
    print(f"{counted}, {sum(each['refused'] for each in told)} numbers given back")


def test_a_desk_does_not_wait_for_another(world: World) -> None:
    """Desk A's next number is held by somebody who does not come to an end; desk B goes on as if nothing were."""
    a, b = (world.accounts[f"{ward}.clerk"] for ward in ("A", "B"))
    answers: dict[str, tuple[int, float]] = {}
    set_clock(world, "2026-03-13T10:00:00+07:00")
    began = time.monotonic()

    def hand_in(who: str) -> None:
        with world.connection(f"{who}.clerk", timeout=60) as connection:
            status, _ = connection.call("POST", "/dossiers", body_of(world.accounts[f"{who}.clerk"]["agency"]))
        answers[who] = (status, time.monotonic() - began)

    waiting = threading.Thread(target=hand_in, args=("A",))
    with psycopg.connect(**world.address()) as holder:
        holder.execute("SELECT * FROM core_take_number(%s, 'YYYY-MM-DD')", [f"dossier:{a['desk']}"])
        waiting.start()
        for _ in range(5):
            hand_in("B")
        held = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        assert world.ask(held, world.database) == [(1,)]
        assert set(answers) == {"B"}
        holder.rollback()
    waiting.join(30)
    assert {status for status, _ in answers.values()} == {201}
    assert answers["A"][1] > answers["B"][1]
    today = {desk: n for (desk, day), n in assert_no_gap(world).items() if day == "260313"}
    assert today == {a["desk"]: 1, b["desk"]: 5}
