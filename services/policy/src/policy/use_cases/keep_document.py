"""A sheet is set and kept, once for each thing, version and language."""

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.work import Work
from contracts.insured import Language
from policy.domain.document import Belongs, IssuedDocument, Subject
from policy.letters import Press, Sheet
from policy.storage import Documents


async def keep_document(
    sheet: Sheet, subject: Subject, of: Belongs, *, by: Principal, work: Work
) -> IssuedDocument:
    """Keep it with its hash and template, or give the one that somebody else was quicker with."""
    documents, press, language = Documents(work), Press(), Language(sheet.language)
    content = await press.set(sheet)
    document = IssuedDocument.make(
        new_id(),
        subject,
        content,
        language=language,
        of=of,
        template=press.template(subject.kind),
        by=by.subject,
        at=work.now,
    )
    if not await documents.keep(document, content):
        return await documents.made(subject, language) or document
    return document
