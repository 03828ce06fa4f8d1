"""What a contract owes and what was paid: invoices, receipts, refunds and their double entry."""
