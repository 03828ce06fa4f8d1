"""Who is calling: access tokens of any OIDC issuer, verified here by every service itself."""
