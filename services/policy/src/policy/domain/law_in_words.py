"""The law by its name, in every language of ours."""

from contracts.insured import Language
from statutes import Entry


def law_in_words(entry: Entry) -> dict[str, str]:
    """The citation by language, with the id under which we keep it."""
    return {
        one.value: f"{entry.citation_in(one.value)} · {entry.id}"  # the id leads our people to it
        for one in Language
    }
