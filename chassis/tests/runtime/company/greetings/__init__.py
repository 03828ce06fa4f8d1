"""A service as small as one can be, installed only for these tests: it writes cards."""
