"""What cover costs, down to the cent and each step: exact decimals, rounded once, half up."""
