"""Keep a risk or pass it on: the method, its arithmetic, and what was advised.

Nothing in here knows what we sell, what anybody earns by selling it, or what is being campaigned
for: import-linter keeps products and offers out, and a situation has no field for the rest.
"""
