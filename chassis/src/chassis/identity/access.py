"""Who may call a route: `me: Annotated[Principal, allow(Role.ADJUSTER)]`."""

from dataclasses import replace
from typing import Any, Final

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from chassis.errors import Forbidden, Unauthenticated
from chassis.identity.principal import Principal
from chassis.identity.tokens import TokenVerifier

SCHEME: Final = "token"
VERIFIER: Final = "chassis.verifier"
"""Where a request's scope keeps what verifies its token."""
_PRINCIPAL: Final = "chassis.principal"


class Admission(SecurityBase):
    """Lets a caller in who holds one of `roles`; with none named, any caller whom we know."""

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles
        self.scheme_name = SCHEME
        self.model = HTTPBearer(
            bearerFormat="JWT", description="An access token of the company's OpenID provider."
        )

    async def __call__(self, request: Request) -> Principal:
        """The caller, with the roles that let them in; refuses a stranger and one who may not."""
        principal = await caller(request)
        if not self.roles or principal.roles == self.roles:
            return principal
        roles = principal.roles & self.roles
        if not roles:
            raise Forbidden(f"this takes the role {' or '.join(sorted(self.roles))}")
        # Only the roles that opened this door count behind it: a customer who also holds some role
        # of the provider's own, or of another desk, is a customer here and owns what is theirs.
        return replace(principal, roles=roles)


async def caller(request: Request) -> Principal:
    """Who calls, by their access token; verified once per request."""
    principal = known_caller(request)
    if principal is None:
        verifier: TokenVerifier = request.scope[VERIFIER]
        principal = request.scope[_PRINCIPAL] = await verifier.verify(_bearer(request))
    return principal


def known_caller(request: Request) -> Principal | None:
    """Who calls, if the route asked."""
    principal: Principal | None = request.scope.get(_PRINCIPAL)
    return principal


def _bearer(request: Request) -> str:
    written = request.headers.getlist("authorization")
    if not written:
        raise Unauthenticated("send an access token: Authorization: Bearer …")
    scheme, _, token = written[0].partition(" ")
    if len(written) > 1 or scheme.lower() != "bearer" or not token:
        raise Unauthenticated("Authorization is one bearer token")
    return token.strip()


def allow(*roles: str) -> Any:
    """Let in who holds one of `roles`, or with none named anybody we know; else 401 or 403."""
    return Depends(Admission(frozenset(str(role) for role in roles)))


def admissions_of(dependant: Dependant) -> list[Admission]:
    """Whom a route asks for, by what it depends on."""
    found = [dependant.call] if isinstance(dependant.call, Admission) else []
    for inner in dependant.dependencies:
        found.extend(admissions_of(inner))
    return found
