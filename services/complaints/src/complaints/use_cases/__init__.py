"""What complaints can do, one file per verb."""
