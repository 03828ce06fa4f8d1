"""Where money is kept: accounts with their invoices, the ledger, statements, suspense, refunds."""
