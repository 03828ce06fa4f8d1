"""Somebody is to be forgotten: what the chassis itself still remembers of them.

Answers of keyed requests are kept for a week, to be given again (`chassis.web.idempotency`). The
key stays, so that a repetition is still known for one; what it was answered goes.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import text

from chassis.work import Work

# Without an index: somebody is forgotten seldom, and a week of answers is little.
_FORGET: Final = text("""
    UPDATE idempotency_keys AS kept SET body = convert_to('{}', 'UTF8')
    WHERE EXISTS (
        SELECT FROM unnest(CAST(:ids AS text[])) AS one (id)
        WHERE position(convert_to(one.id, 'UTF8') IN kept.body) > 0
              OR position(one.id IN kept.endpoint) > 0
    )
""")


async def forget_answers(naming: Iterable[UUID], work: Work) -> None:
    """Empty every kept answer that names one of these: a person, or what is theirs."""
    await work.session.execute(_FORGET, {"ids": [str(one) for one in naming]})
