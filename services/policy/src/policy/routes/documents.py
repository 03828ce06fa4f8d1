"""Documents over HTTP: made once, listed, and downloaded by who may."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, Page, PageRequest, Routes
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.document import DocumentKind, IssuedDocument
from policy.storage import Documents
from policy.use_cases.invoice_on_paper import PrintInvoice, print_invoice
from policy.use_cases.make_document import MakeDocument, make_document

routes = Routes(tags=["documents"])

Readers = Annotated[
    Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.ADJUSTER, Role.FINANCE)
]
Makers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.UNDERWRITER, Role.FINANCE)]


class PdfResponse(Response):
    """The bytes of a document."""

    media_type = "application/pdf"


class DocumentBody(Body):
    """Which document is wanted."""

    kind: DocumentKind = Field(examples=["schedule"])
    subject_id: UUID | None = Field(
        default=None,
        description="The endorsement, invoice or notice; what is of the contract needs none.",
    )
    language: Language | None = Field(
        default=None, description="The customer's own where none is named."
    )


class InvoiceDocumentBody(Body):
    """In which language the invoice of an application is wanted."""

    language: Language | None = Field(
        default=None, description="The customer's own where none is named."
    )


class DocumentView(BaseModel):
    """What is known of a document; `sha256` is of its bytes, `template` what it was made with."""

    id: UUID
    kind: DocumentKind
    policy_id: UUID | None = Field(description="The contract it is of.")
    application_id: UUID | None = Field(
        description="The application it is of: an invoice from before there was a contract."
    )
    customer_id: UUID
    subject_id: UUID
    subject_version: int
    language: Language
    file_name: str
    template: str
    sha256: str
    size: int
    made_at: datetime

    @classmethod
    def of(cls, document: IssuedDocument) -> Self:
        """Show this document."""
        return cls.model_validate(document, from_attributes=True)


@routes.post(
    "/policies/{policy_id}/documents", status_code=201, summary="Have a document of a policy made"
)
async def post_document(
    policy_id: UUID, body: DocumentBody, me: Makers, work: CurrentWork, response: Response
) -> DocumentView:
    """Made once for each thing, version and language: asked for again, it is the same one."""
    order = MakeDocument(
        kind=body.kind,
        policy_id=policy_id,
        subject_id=body.subject_id,
        language=body.language,
        by=me,
    )
    document = await make_document(order, work)
    response.headers["Location"] = f"/v1/documents/{document.id}"
    return DocumentView.of(document)


@routes.post(
    "/applications/{application_id}/invoice/documents",
    status_code=201,
    summary="Have the invoice of an application made as a document",
)
async def post_invoice_document(
    application_id: UUID,
    body: InvoiceDocumentBody,
    me: Makers,
    work: CurrentWork,
    response: Response,
) -> DocumentView:
    """The first payment, once it was asked for: made once for each language and offer."""
    order = PrintInvoice(application_id=application_id, language=body.language, by=me)
    document = await print_invoice(order, work)
    response.headers["Location"] = f"/v1/documents/{document.id}"
    return DocumentView.of(document)


@routes.get("/documents", summary="List documents, newest first")
async def get_documents(
    *,
    me: Readers,
    page: PageRequest,
    work: CurrentWork,
    customer_id: UUID | None = None,
    policy_id: UUID | None = None,
    application_id: UUID | None = None,
    kind: DocumentKind | None = None,
) -> Page[DocumentView]:
    """Of a file, a contract, an application, a kind. A customer lists their own."""
    wanted = Documents(work).matching(
        asked_by=me,
        customer_id=customer_id,
        policy_id=policy_id,
        application_id=application_id,
        kind=kind,
    )
    items, following = await page.fetch(work.session, wanted, key=Documents.key, descending=True)
    return Page(items=[DocumentView.of(item) for item in items], next=following)


@routes.get("/documents/{document_id}", summary="Read what is known of a document")
async def get_document(document_id: UUID, me: Readers, work: CurrentWork) -> DocumentView:
    """Its hash and its template among it. A customer reads their own."""
    return DocumentView.of(await Documents(work).get(document_id, asked_by=me))


@routes.get(
    "/documents/{document_id}/content",
    summary="Download a document",
    response_class=PdfResponse,
)
async def get_document_content(document_id: UUID, me: Readers, work: CurrentWork) -> PdfResponse:
    """A PDF, and never another one: `ETag` and `Content-Digest` are the hash of its bytes."""
    documents = Documents(work)
    document = await documents.get(document_id, asked_by=me)
    return PdfResponse(
        await documents.content(document),
        headers={
            "Content-Disposition": f'attachment; filename="{document.file_name}"',
            "Content-Digest": document.content_digest,
            "ETag": f'"{document.sha256}"',
            "Content-Language": document.language.value,
            "X-Content-Type-Options": "nosniff",
        },
    )
