"""What a product's things are called, for a document that names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Names:
    """In the document's language."""

    insurer: str
    product: str
    covers: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[tuple[str, str], ...] = ()
    """Id with version, and text."""

    def cover(self, cover_id: str) -> str:
        """The cover's name; its id where the product has no name for it."""
        return self.covers.get(cover_id, cover_id)
