"""Run by alembic for every package: migrate on the connection `chassis.migrations` has opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from chassis.database import Word
from chassis.documents import Document
from chassis.tables import metadata as chassis_metadata

config = context.config
package: str = config.attributes["package"]
metadata = config.attributes.get("metadata")


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """When drafting, look past the chassis's tables and the other version tables."""
    if kind != "table" or name is None or metadata is chassis_metadata:
        return True
    return name not in chassis_metadata.tables and not name.endswith("_version")


def render(kind: str, thing: Any, context: AutogenContext) -> str | Literal[False]:
    """A migration knows no class of ours: an enum's word is text to it, a document JSON."""
    if isinstance(thing, Document):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return "sa.Text()" if isinstance(thing, Word) else False


context.configure(
    connection=config.attributes["connection"],
    version_table=f"{package}_version",
    transaction_per_migration=True,
    target_metadata=metadata,
    include_name=is_ours,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
