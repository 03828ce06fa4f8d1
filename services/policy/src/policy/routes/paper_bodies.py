"""Papers as they are handed in: whole, and within a request."""

from base64 import b64decode
from binascii import Error
from typing import Annotated, Literal

from pydantic import Field

from chassis.web import Body
from policy.domain.application_parts import Whose
from policy.domain.sale.papers import OtherContent, Sheet
from policy.routes.answers import Code
from policy.routes.fields import ShortLine

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])]


class SheetBody(Body):
    """A file with its content in base64. All of a request is at most 1 MiB: scan it so."""

    name: ShortLine
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: Annotated[
        str,
        Field(
            min_length=4,
            max_length=1_048_576,
            pattern=r"^[A-Za-z0-9+/]+={0,2}$",
            examples=["JVBERi0xLjcK"],
        ),
    ]
    sha256: Sha256 | None = Field(
        default=None, description="Of the content: where it is said it must be right."
    )

    def as_sheet(self, where: str, *, kind: str, of: Whose) -> Sheet:
        """The paper, as what it is said to be and whose; `where` it stands in the request."""
        try:
            content = b64decode(self.content, validate=True)
        except (Error, ValueError):
            raise OtherContent("it is not base64", field=f"{where}/content") from None
        return Sheet(
            kind=kind,
            name=self.name,
            of=of,
            content_type=self.content_type,
            content=content,
            said_sha256=self.sha256,
        )


class PaperBody(SheetBody):
    """A paper of one kind, and of one person."""

    kind: Code
    of: Whose = "holder"
