"""Underwriting: numbered rules over what was answered, and what they found."""
