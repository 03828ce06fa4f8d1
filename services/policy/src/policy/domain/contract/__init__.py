"""The contract through time: what was agreed, how it changes, and what cover follows from it."""
