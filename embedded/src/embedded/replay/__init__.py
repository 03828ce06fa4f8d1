"""Replay: real claims driven through the front door, as a partner's book import would."""
