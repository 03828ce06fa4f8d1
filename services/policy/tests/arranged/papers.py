"""What papers say, without spaces and line breaks."""

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


async def says(stage: Stage, policy: str, kind: str, subject: str | None = None) -> str:
    """Everything the document says, without spaces and line breaks."""
    finance = stage.as_(Role.FINANCE)
    made = await stage.http.post(
        f"/v1/policies/{policy}/documents",
        json={"kind": kind, "subject_id": subject},
        headers={**finance, **stage.key()},
    )
    assert made.status_code == 201, made.text
    answer = await stage.http.get(f"/v1/documents/{made.json()['id']}/content", headers=finance)
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
