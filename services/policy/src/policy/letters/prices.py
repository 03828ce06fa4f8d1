"""What something costs: the premium, each tax and surcharge by its name, and the total."""

from collections.abc import Sequence

from policy.domain.money.line import PREMIUM, Line, total
from policy.letters.names import Names
from policy.letters.sheet import Grid
from policy.letters.speech import Speech


def prices(lines: Sequence[Line], names: Names, speech: Speech, *, title: str, sum_: str) -> Grid:
    """The table of it; `sum_` is what the last row is called."""
    say = speech.say
    rows = [
        (
            say("schedule.net") if one.id == PREMIUM else names.levy(one.id),
            speech.share(one.rate) if one.rate and one.rate < 1 else "",
            speech.money(one.amount),
        )
        for one in lines
    ]
    currency = lines[0].amount.currency if lines else names.currency
    rows.append((sum_, "", speech.money(total(lines, currency))))
    return Grid(
        title=title,
        head=tuple(say(f"common.{one}") for one in ("item", "rate", "amount")),
        rows=tuple(rows),
    )
