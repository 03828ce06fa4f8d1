"""Who is calling: access tokens of any OIDC issuer, verified here by every service itself."""

from chassis.identity.access import allow
from chassis.identity.principal import Principal
from chassis.identity.tokens import TokenVerifier
from chassis.identity.trial import TrialIssuer

__all__ = ["Principal", "TokenVerifier", "TrialIssuer", "allow"]
