"""HTTP at the edge of a service: what routes are written with.

A routes module needs nothing else than this and `chassis.identity`.
"""

from chassis.web.current import CurrentWork
from chassis.web.fields import Body, Day, Instant, Line, PositiveMoney, Text
from chassis.web.pages import Page, PageRequest
from chassis.web.routes import Routes
from chassis.web.versions import IfMatch, etag

__all__ = [
    "Body",
    "CurrentWork",
    "Day",
    "IfMatch",
    "Instant",
    "Line",
    "Page",
    "PageRequest",
    "PositiveMoney",
    "Routes",
    "Text",
    "etag",
]
