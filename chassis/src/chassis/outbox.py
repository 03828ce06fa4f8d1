"""The outbox: what a work says is written in its own transaction; the relay carries it on later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from chassis.events import Event, Lane
from chassis.ids import new_id
from chassis.together import Part, Writing


class Said(NamedTuple):
    """One fact said in a work that is not committed yet."""

    event_id: UUID
    lane: Lane
    type: str
    subject: str
    data: bytes
    traceparent: str | None


def say(event: Event, traceparent: str | None) -> Said:
    """Turn an event into what the outbox keeps; one that is no JSON fails here, as it is said."""
    return Said(
        event_id=new_id(),
        lane=event.lane,
        type=event.wire_name,
        subject=event.subject,
        data=event.model_dump_json().encode(),
        traceparent=traceparent,
    )


# One statement for any number of events. Counting a subject locks its row until the commit, and a
# position is drawn only after that: so positions of one subject follow the order of commits.
# Subjects are counted in their own order, so that two works never wait for each other.
_RECORD: Final = Part(
    name="recorded",
    reading="""
        said AS (
            SELECT * FROM unnest(
                CAST(:event_ids AS uuid[]), CAST(:event_lanes AS text[]), CAST(:types AS text[]),
                CAST(:subjects AS text[]), CAST(:data AS bytea[]), CAST(:traceparents AS text[])
            ) WITH ORDINALITY AS s(event_id, lane, type, subject, data, traceparent, nth)
        ), counted AS (
            INSERT INTO outbox_subjects AS o (subject, version)
            SELECT subject, count(*) FROM said GROUP BY subject ORDER BY subject
            ON CONFLICT (subject) DO UPDATE SET version = o.version + excluded.version
            RETURNING subject, version
        )
    """,
    command="""
        INSERT INTO outbox
            (event_id, lane, type, source, subject, subject_version, time, data, traceparent)
        SELECT event_id, lane, type, CAST(:source AS text), subject,
               version - row_number() OVER (PARTITION BY subject ORDER BY nth DESC) + 1,
               CAST(:time AS timestamptz), data, traceparent
        FROM said JOIN counted USING (subject) ORDER BY nth
    """,
)


def record(said: Sequence[Said], *, source: str, time: datetime) -> Writing:
    """Write what was said to the outbox, numbered per subject."""
    event_ids, lanes, types, subjects, data, traceparents = zip(*said, strict=True)
    return _RECORD, {
        "event_ids": event_ids,
        "event_lanes": lanes,
        "types": types,
        "subjects": subjects,
        "data": data,
        "traceparents": traceparents,
        "source": source,
        "time": time,
    }
