"""People who act at the same moment, each with a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def together(*functions: Callable[[], Any]) -> list[Any]:
    """Run the functions at once, each in a thread; returns their results, or the exceptions they raised."""
    results: list[Any] = [None] * len(functions)
    gate = Barrier(len(functions), timeout=30)

    def one(place: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            results[place] = functions[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place,)) for place in range(len(functions))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=200)
    assert not any(each.is_alive() for each in threads), "somebody is still waiting"
    return results
