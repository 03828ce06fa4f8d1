"""The terms on paper: each cover with its limit and deductible, and what it is against."""

from collections.abc import Sequence

from chassis.money import Money
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.picture import Stretch
from policy.letters.names import Inside, Names, named
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


def covers(
    stretch: Stretch, premiums: Sequence[Money], names: Names, speech: Speech, *, alone: bool
) -> Grid:
    """The covers of these days, each at its premium for them; `alone`: they are all there are."""
    say = speech.say
    premium = "premium" if alone else "premium_of_days"
    days = say(
        "schedule.from_until",
        starts=speech.day(stretch.starts_on),
        ends=speech.day(stretch.ends_on),
    )
    return Grid(
        title=say("schedule.covers") if alone else days,
        head=tuple(say(f"schedule.{one}") for one in ("cover", "limit", "deductible", premium)),
        rows=(
            *_each(stretch, premiums, names, speech),
            *([] if alone else [_sum(premiums, speech)]),
        ),
    )


def _each(
    stretch: Stretch, premiums: Sequence[Money], names: Names, speech: Speech
) -> list[tuple[str, ...]]:
    return [
        (
            names.cover(one.id) + _waiting(one, names, speech),
            speech.money(one.limit),
            bears(one, speech),
            speech.money(premium),
        )
        for one, premium in zip(stretch.agreed.covers, premiums, strict=True)
    ]


def bears(cover: AgreedCover, speech: Speech) -> str:
    """What the customer bears of a loss under this cover: money, a share of it, or days."""
    say, what = speech.say, speech.money(cover.deductible)
    if cover.deductible_days:
        what = say("schedule.bears_days", days=cover.deductible_days)
    elif cover.deductible_share:
        share = speech.share(cover.deductible_share)
        if cover.deductible_most is None:
            what = say("schedule.bears_share", share=share, amount=what)
        else:
            most = speech.money(cover.deductible_most)
            what = say("schedule.bears_rest", amount=what, share=share, most=most)
    return say("schedule.bears_year", what=what) if cover.deductible_per == "year" else what


def _sum(premiums: Sequence[Money], speech: Speech) -> tuple[str, ...]:
    first, *others = premiums
    return (speech.say("schedule.sum_of_days"), "", "", speech.money(sum(others, first)))


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


def inside(stretches: Sequence[Stretch], names: Names, speech: Speech) -> tuple[Grid, ...]:
    """The limits inside those of the covers; no table where there are none."""
    say = speech.say
    rows = [
        (
            say("schedule.inside_of", cover=names.cover(cover), name=one.name),
            _most(one, speech),
            speech.money(one.each) if one.each else "",
        )
        for cover in _covered(stretches)
        for one in names.inside.get(cover, ())
    ]
    if not rows:
        return ()
    head = tuple(say(f"schedule.inside_{one}") for one in ("what", "most", "each"))
    return (Grid(title=say("schedule.inside"), head=head, rows=tuple(rows)),)


def _most(one: Inside, speech: Speech) -> str:
    if one.times is not None:
        return str(one.times)
    return speech.money(one.most) if one.most else ""


def tables_first(stretches: Sequence[Stretch], names: Names, speech: Speech) -> str:
    """What stands above the clauses where a contract agreed on other figures than they name."""
    other = [
        cover
        for cover, agreed in _covered(stretches).items()
        if cover in names.usual
        and any(names.usual[cover].is_other(one.deductible, one.limit) for one in agreed)
    ]
    if not other:
        return ""
    covers_ = speech.say("common.and_then").join(names.cover(one) for one in other)
    return speech.say("schedule.tables_first", covers=covers_)


def _covered(stretches: Sequence[Stretch]) -> dict[str, list[AgreedCover]]:
    found: dict[str, list[AgreedCover]] = {}
    for part in stretches:
        for one in part.agreed.covers:
            found.setdefault(one.id, []).append(one)
    return found


def _waiting(cover: AgreedCover, names: Names, speech: Speech) -> str:
    days = cover.waiting_days
    waits = speech.say("schedule.waits", days=days) if days else ""
    text = names.waiting.get(cover.id)
    return waits if text is None else speech.say("schedule.waits_for", waits=waits, text=text)
