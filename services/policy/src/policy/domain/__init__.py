"""What the policy service decides: who may be insured, against what, for how much and how long."""
