"""What can be done with money, one file per verb."""
