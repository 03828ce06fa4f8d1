"""Ids: UUIDv7, so that rows made later sort later and indexes stay warm."""

from uuid import UUID

import uuid_utils.compat as uuids


def new_id() -> UUID:
    """A new UUIDv7 (RFC 9562)."""
    return uuids.uuid7()
