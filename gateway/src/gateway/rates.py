"""How often one client may ask: GCRA, one number of memory per client.

The number is the instant at which the client has nothing more to pay off ("theoretical arrival
time"). A policy of 600 a minute lets 600 come at once, then one every tenth of a second. Each
gateway process counts for itself.

Headers follow draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "customer";q=600;w=60` and
`RateLimit: "customer";r=599;t=1`, where t says when the whole quota will be back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Final

from chassis.identity.principal import Principal
from gateway.asgi import Headers
from gateway.refusals import TooMany, retry_after


@dataclass(frozen=True)
class Policy:
    """So many requests in so many seconds."""

    name: str
    quota: int
    window: int

    @cached_property
    def header(self) -> tuple[bytes, bytes]:
        """How the policy is told to clients."""
        return b"ratelimit-policy", f'"{self.name}";q={self.quota};w={self.window}'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Who may ask how often."""

    anyone: Policy = Policy("anyone", 600, 60)
    """By address: without a token, or with one that is no good."""
    customer: Policy = Policy("customer", 600, 60)
    staff: Policy = Policy("staff", 60_000, 60)
    """People at work, and the programs of partners who import a book of business."""

    def of(self, principal: Principal | None) -> Policy:
        """The policy that holds for this caller."""
        if principal is None:
            return self.anyone
        return self.staff if principal.is_staff else self.customer


class Rates:
    """Counts what each client used; of too many clients it forgets the one longest not seen."""

    def __init__(
        self, *, remembered: int = 100_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._debts: dict[str, float] = {}
        self._remembered: Final = remembered
        self._clock = clock

    def __len__(self) -> int:
        return len(self._debts)

    def take(self, policy: Policy, client: str) -> Headers:
        """One request of this client: the headers that tell what is left. Raises TooMany."""
        now = self._clock()
        key = f"{policy.name} {client}"
        each = policy.window / policy.quota
        # popped and put back: a dict keeps insertion order, so its first key is the longest unseen
        debt = max(self._debts.pop(key, now), now) + each
        over = debt - now - policy.window
        if over > each * 1e-6:  # a millionth of a request forgives the rounding of sums
            self._debts[key] = debt - each
            raise TooMany(
                f"{policy.quota} requests in {policy.window} seconds is what we agreed",
                headers=[retry_after(over), *_told(policy, 0, debt - each - now)],
            )
        self._debts[key] = debt
        if len(self._debts) > self._remembered:
            del self._debts[next(iter(self._debts))]
        return _told(policy, int((policy.window - (debt - now)) / each + 1e-6), debt - now)

    def check(self, policy: Policy, client: str) -> None:
        """Raises TooMany if this client could not `take` now; takes nothing."""
        over = self._debts.get(f"{policy.name} {client}", 0.0) - self._clock() - policy.window
        each = policy.window / policy.quota
        if over + each > each * 1e-6:
            raise TooMany(
                "too many requests from your address failed or came without a token",
                headers=[retry_after(over + each), policy.header],
            )


def _told(policy: Policy, left: int, seconds: float) -> Headers:
    state = b'"%s";r=%d;t=%d' % (policy.name.encode(), left, -int(-seconds // 1))
    return [policy.header, (b"ratelimit", state)]
