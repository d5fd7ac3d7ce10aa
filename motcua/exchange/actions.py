"""Writes of the exchange: the answers it remembers."""

import json
from collections.abc import Callable
from typing import Any

from django.db import InternalError, connection, transaction

from motcua.agencies.models import Post
from motcua.core.errors import BadInput, Refused, is_read_only
from motcua.core.fields import blind, blinds
from motcua.core.text import clean
from motcua.exchange.models import IdempotencyKey


class KeyReused(Refused):
    """The same key came with another body."""

    status = 409
    code = "idempotency_key_reused"
    message = "Khóa này đã dùng cho một yêu cầu khác nội dung."


def digest_of(body: dict[str, Any]) -> bytes:
    """Return a keyed digest over the request in its canonical form: personal data cannot be guessed back from it."""
    return blind("idempotency", _canonical(body))


def _canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)


# What was not called for is saved up to a minute's worth. No row comes back when there is too little in the bucket.
TAKE = """
INSERT INTO exchange_allowance AS kept (post_id, remaining, at)
VALUES (%(post)s, %(most)s - %(amount)s, clock_timestamp())
ON CONFLICT (post_id) DO UPDATE SET
    at = clock_timestamp(),
    remaining = least(%(most)s, kept.remaining + {grown}) - %(amount)s
WHERE least(%(most)s, kept.remaining + {grown}) >= %(amount)s
RETURNING 1
""".format(grown="greatest(extract(epoch FROM clock_timestamp() - kept.at), 0) * %(most)s / 60.0")
WAIT = """
SELECT (%(amount)s - least(remaining, %(amount)s)) * 60.0 / %(most)s - extract(epoch FROM clock_timestamp() - at)
FROM exchange_allowance WHERE post_id = %(post)s
"""


def take_calls(post: int, *, most: int, amount: int) -> tuple[bool, float]:
    """Take calls out of a post's bucket, which holds and fills with `most` a minute; real time, whatever the clock.

    Returns whether they were there, and if not in how many seconds they will be. One statement, two when refused. On a
    standby nothing can be counted and everything is let through: it only answers.
    """
    values = {"post": post, "most": most, "amount": amount}
    with connection.cursor() as cursor:
        try:
            cursor.execute(TAKE, values)
        except InternalError as error:
            if not is_read_only(error):
                raise
            return True, 0.0
        if cursor.fetchone():
            return True, 0.0
        cursor.execute(WAIT, values)
        found = cursor.fetchone()
    return False, max(0.0, float(found[0])) if found else 0.0


def once(*, by: Post, key: str, body: dict[str, Any], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run `make` once for a key, in the transaction that remembers its answer; two at once wait for each other.

    Raises KeyReused for the same key with another body.
    """
    if not key:
        with transaction.atomic():
            return make()
    if clean(key) != key or len(key) > 120:
        raise BadInput(
            "bad_key", "Khóa chống trùng tối đa 120 ký tự, không có khoảng trắng thừa.", field="idempotency_key"
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO exchange_idempotencykey (post_id, key, digest) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING RETURNING id",
                [by.pk, key, digest_of(body)],
            )
            made = cursor.fetchone()
        if made is None:
            return _remembered(by, key, body)
        answer = make()
        IdempotencyKey.objects.filter(pk=made[0]).update(answer=answer)
    return answer


def _remembered(by: Post, key: str, body: dict[str, Any]) -> dict[str, Any]:
    known = IdempotencyKey.objects.get(post=by, key=key)
    if bytes(known.digest) not in blinds("idempotency", _canonical(body), ever=True):
        raise KeyReused()
    assert known.answer is not None  # written in the transaction that made the key
    return dict(known.answer)
