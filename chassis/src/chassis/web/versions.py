"""Versions over HTTP: `ETag` goes out with what was read, `If-Match` comes back to change it."""

import re
from typing import Annotated, Final

from fastapi import Depends, Header, Response

from chassis.web.refusals import BadRequest, PreconditionRequired

_ETAG: Final = re.compile(r'"([1-9][0-9]{0,8})"')
ETAG: Final = f"^{_ETAG.pattern}$"
"""What an ETag of ours looks like, for OpenAPI."""


async def _if_match(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The `ETag` of the version you read. 412 when it has changed since.",
        ),
    ] = None,
) -> int:
    if if_match is None:
        raise PreconditionRequired("send the ETag you read as If-Match", parameter="If-Match")
    written = _ETAG.fullmatch(if_match)
    if written is None:
        raise BadRequest('If-Match is one ETag such as "3"', parameter="If-Match")
    return int(written[1])


IfMatch = Annotated[int, Depends(_if_match)]
"""The version the caller read; 428 without. Hand it to `check_version`, which gives 412."""


def etag(response: Response, version: int) -> None:
    """Tell the caller which version this answer shows."""
    response.headers["ETag"] = f'"{version}"'
