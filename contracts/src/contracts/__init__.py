"""What the services say aloud: one module per publisher, and the roles people hold.

A published field is never removed, renamed or re-typed. New fields are optional. Anything else is
a new class, published beside the old one until its last reader is gone.
"""
