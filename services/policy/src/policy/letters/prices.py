"""What something costs: the premium, each tax and surcharge by its name, and the total."""

from collections.abc import Sequence

from chassis.money import Money
from policy.domain.contract.cost import TermCost
from policy.domain.money.line import CLAIM, PREMIUM, Line, total
from policy.letters.names import Names
from policy.letters.sheet import Grid
from policy.letters.speech import Speech

Row = tuple[str, str, str]


def prices(lines: Sequence[Line], names: Names, speech: Speech, *, title: str, sum_: str) -> Grid:
    """The table of it; `sum_` is what the last row is called."""
    rows = [
        (_called(one, names, speech), _rate(one, names, speech), speech.money(one.amount))
        for one in lines
    ]
    currency = lines[0].amount.currency if lines else names.currency
    return _grid(rows, total(lines, currency), speech, title=title, sum_=sum_)


def costs(cost: TermCost, names: Names, speech: Speech, *, average: bool) -> Grid:
    """What a term costs, from the sum of the covers on; `average`: terms changed within it."""
    say = speech.say
    rows = [(say("schedule.net"), "", speech.money(cost.premium))]
    if cost.surcharge:
        rows.append((say("schedule.surcharge"), "", speech.money(cost.surcharge)))
    if cost.since:
        since = "less" if cost.since.amount < 0 else "more"
        rows.append((say(f"schedule.{since}"), "", speech.money(cost.since)))
    for one in cost.levies:
        base = cost.bases.get(one.id)
        rate = _rate(one, names, speech, base=base, average=average)
        rows.append((names.levy(one.id), rate, speech.money(one.amount)))
    whole = sum((one.amount for one in cost.levies), cost.premium + cost.surcharge + cost.since)
    return _grid(rows, whole, speech, title=say("schedule.price"), sum_=say("schedule.total"))


def _grid(rows: list[Row], whole: Money, speech: Speech, *, title: str, sum_: str) -> Grid:
    return Grid(
        title=title,
        head=tuple(speech.say(f"common.{one}") for one in ("item", "rate", "amount")),
        rows=(*rows, (sum_, "", speech.money(whole))),
    )


def _called(line: Line, names: Names, speech: Speech) -> str:
    if line.id == CLAIM:
        return speech.say("invoice.claim")
    return speech.say("schedule.net") if line.id == PREMIUM else names.levy(line.id)


def _rate(
    line: Line, names: Names, speech: Speech, *, base: Money | None = None, average: bool = False
) -> str:
    """The rate and what it is taken on: an amount where that is known, else in words."""
    if not line.rate or line.rate >= 1:
        return ""
    rate, on = speech.share(line.rate), names.levied_on.get(line.id)
    if base is not None:
        by_days = average and on == "sums"
        key = "common.rate_of_average" if by_days else "common.rate_of"
        return speech.say(key, rate=rate, base=speech.money(base))
    return rate if on is None else speech.say(f"common.rate_of_{on}", rate=rate)
