"""How long we wait for a broker. There is no wait without an end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds, for each thing we wait for."""

    connect: float = 8
    """For a connection, and for the first session of a link."""
    answer: float = 10
    """For the broker's answer to one question."""
    confirm: float = 30
    """For the confirms of all that is published at once."""
    watch: float = 15
    """Between two looks at whether a session still works."""
    heartbeat: int = 10
    """The connection is dead when nothing was heard for about three of these."""
    shortest_pause: float = 0.1
    longest_pause: float = 5

    def pause(self, failed: int) -> float:
        """How long to rest after so many failures in a row."""
        doublings: int = 2 ** min(failed, 16)
        return min(self.shortest_pause * doublings, self.longest_pause)
