"""What notices say on paper."""

from io import BytesIO
from uuid import UUID

from pypdf import PdfReader

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA


def squeezed(words: str) -> str:
    return "".join(words.split())


async def papers(stage: Stage, policy: UUID) -> list[str]:
    """What the notices on paper say, without spaces."""
    of_maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    query = {"policy_id": str(policy), "kind": "notice"}
    listed = await stage.http.get("/v1/documents", params=query, headers=of_maria)
    made = [
        await stage.http.get(f"/v1/documents/{one['id']}/content", headers=of_maria)
        for one in listed.json()["items"]
    ]
    pages = [PdfReader(BytesIO(one.content)).pages for one in made]
    return ["".join(squeezed(page.extract_text()) for page in paper) for paper in pages]
