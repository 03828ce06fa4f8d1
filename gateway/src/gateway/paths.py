"""Which addresses are let in.

Gateway and service must never read one path differently, or a check made on one is not made on
the other. So whatever can be read twice is refused instead of being tidied: dot segments, empty
segments, encoded slashes, dots, percents and control characters, backslashes, path parameters.
"""

import re
from typing import Final

from gateway.asgi import Scope
from gateway.refusals import AddressTooLong, Malformed

LONGEST: Final = 8192

_DOTS: Final = rb"(?!\.{1,2}(?:/|$))"
_PLAIN: Final = rb"[A-Za-z0-9\-._~!$&'()*+,=:@]"
# not %00-%1f and %7f (control), %25 (percent), %2e (.), %2f (/), %3b (;), %5c (backslash)
_ENCODED: Final = rb"%(?![01]|7[fF]|2[5eEfF]|3[bB]|5[cC])[0-9a-fA-F]{2}"
_safe_path: Final = re.compile(rb"(?:/%s(?:%s|%s)+)+" % (_DOTS, _PLAIN, _ENCODED))
_safe_query: Final = re.compile(rb"[\x21-\x7e]*")


def check_address(scope: Scope) -> str:
    """The path to route by, once path and query are known to mean one thing only."""
    path: str = scope["path"]
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        # A server that hides what was sent: its reading is only believed when nothing was encoded.
        raw = scope["raw_path"] = path.encode()
    query: bytes = scope["query_string"]
    if len(raw) + len(query) > LONGEST:
        raise AddressTooLong(f"an address has at most {LONGEST} characters")
    if not _safe_path.fullmatch(raw):
        raise Malformed(
            "the path has an empty segment, a segment of dots, or a character read in two ways"
        )
    if not _safe_query.fullmatch(query):
        raise Malformed("the query has a character that must be percent-encoded")
    return path
