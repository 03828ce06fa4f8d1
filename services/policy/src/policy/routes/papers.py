"""Papers that were handed in, downloaded by who may."""

from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import Response

from chassis.identity import Principal, allow
from chassis.web import CurrentWork, Routes
from contracts.roles import Role
from policy.domain.sale.papers import BEGINNINGS, file_name
from policy.use_cases.keep_papers import read_paper

routes = Routes(prefix="/applications/{application_id}/papers", tags=["applications"])

Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER)]
_BYTES = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in BEGINNINGS}


@routes.get(
    "/{paper_id}",
    summary="Download a paper that was handed in",
    response_class=Response,
    responses={200: {"content": _BYTES}},
)
async def get_paper(
    application_id: UUID, paper_id: UUID, me: Readers, work: CurrentWork
) -> Response:
    """As it came. What speaks of somebody's health is for them and for who underwrites it."""
    application, paper, content = await read_paper(application_id, paper_id, me, work)
    digest = b64encode(bytes.fromhex(paper.sha256)).decode("ascii")
    return Response(
        content,
        media_type=paper.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(application, paper)}"',
            "Content-Digest": f"sha-256=:{digest}:",
            "ETag": f'"{paper.sha256}"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
