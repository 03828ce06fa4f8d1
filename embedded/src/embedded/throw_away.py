"""A PostgreSQL for the tests of a machine that has none running; found by `chassis.testing`."""

from collections.abc import Iterator
from contextlib import contextmanager

from embedded import folder, postgres


@contextmanager
def server_url() -> Iterator[str]:
    """The URL of a server that lives as long as the tests, on a folder thrown away afterwards."""
    with folder.throw_away() as data, postgres.running(data, throw_away=True) as server:
        yield server.url()
