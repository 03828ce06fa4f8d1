"""The whole company in one process."""
