"""Why the company did not start, as one line for the person at the keyboard."""

from chassis.settings import Misconfigured


class CannotStart(Misconfigured):
    """Something on this machine is missing or taken; the message says what, and what to do."""
