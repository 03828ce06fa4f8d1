"""What can happen to a household or a small business: questions, rules, and the risks they find."""
