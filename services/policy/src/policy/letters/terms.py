"""The terms on paper: each cover with its limit and deductible, and what it is against."""

from collections.abc import Sequence

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.letters.names import Names, named
from policy.letters.sheet import Grid, Pair, Paragraphs
from policy.letters.speech import Speech


def people(agreed: Agreed, speech: Speech) -> list[Pair]:
    """How it is paid, on whom it stands, and who is paid."""
    say = speech.say
    found = [(say("common.paid"), say(f"mode.{agreed.payment_mode}"))]
    if agreed.insured_person:
        found.append((say("common.insured"), agreed.insured_person))
    found += [
        (say("common.beneficiary"), f"{one.name} ({one.percent} %)") for one in agreed.beneficiaries
    ]
    return found


def covers(stretch: Stretch, names: Names, speech: Speech, *, alone: bool) -> Grid:
    """The covers of these days; `alone`: they are all the days there are."""
    say = speech.say
    days = say(
        "schedule.from_until",
        starts=speech.day(stretch.starts_on),
        ends=speech.day(stretch.ends_on),
    )
    return Grid(
        title=say("schedule.covers") if alone else days,
        head=tuple(say(f"schedule.{one}") for one in ("cover", "limit", "deductible", "premium")),
        rows=tuple(
            (
                names.cover(one.id) + _waiting(one.waiting_days, speech),
                speech.money(one.limit),
                speech.money(one.deductible),
                speech.money(one.premium),
            )
            for one in stretch.agreed.covers
        ),
    )


def against(stretches: Sequence[Stretch], names: Names, speech: Speech) -> Paragraphs:
    """The perils of each cover, by name."""
    found = {one.id: one.perils for part in stretches for one in part.agreed.covers}
    return Paragraphs(
        title=speech.say("schedule.perils"),
        lines=tuple(
            speech.say("schedule.against", cover=names.cover(id_), perils=named(perils, speech))
            for id_, perils in found.items()
        ),
    )


def _waiting(days: int, speech: Speech) -> str:
    return speech.say("schedule.waits", days=days) if days else ""
