"""What may happen to a contract while it runs: one file per verb."""
