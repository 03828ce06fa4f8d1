"""What a change makes otherwise, thing by thing: as it was before, and as it is from its day on."""

from collections.abc import Iterator

from chassis.money import Money
from policy.domain.contract.agreed import Agreed, Beneficiary
from policy.domain.contract.change import Change, CoverChange
from policy.letters.names import Names
from policy.letters.sheet import Pair
from policy.letters.speech import Speech


def changes(change: Change, before: Agreed | None, names: Names, speech: Speech) -> Iterator[Pair]:
    """Each changed thing by its label; `before` None: nobody knows any more what it was."""
    say = speech.say

    def told(was: str | None, now: str) -> str:
        if before is None:
            return now
        return say("endorsement.from_to", before=was or say("endorsement.nothing"), after=now)

    for one in change.covers:
        yield from _cover(one, before, names, speech)
    if change.place is not None:
        was = ", ".join(one for one in speech.address(before.place) if one) if before else None
        now = ", ".join(one for one in speech.address(change.place) if one)
        yield say("common.place"), told(was, now)
    if change.insured_person is not None:
        yield (
            say("common.insured"),
            told(before.insured_person if before else None, change.insured_person),
        )
    if change.beneficiaries is not None:
        was = _all(before.beneficiaries, speech) if before else None
        now = _all(change.beneficiaries, speech) or say("endorsement.nothing")
        yield say("common.beneficiary"), told(was, now)
    if change.payment_mode is not None:
        was = say(f"mode.{before.payment_mode}") if before else None
        yield say("common.paid"), told(was, say(f"mode.{change.payment_mode}"))
    if change.contact is not None:
        yield say("common.contact"), told(before.contact if before else None, change.contact)
    for question, answer in change.answers.items():
        known = before.answers if before else {}
        was = names.answer(question, known[question], speech) if question in known else None
        yield names.asked(question, speech), told(was, names.answer(question, answer, speech))


def _cover(
    change: CoverChange, before: Agreed | None, names: Names, speech: Speech
) -> Iterator[Pair]:
    name = names.cover(change.id)
    was = before.cover(change.id) if before else None
    if change.removed:
        yield name, speech.say("endorsement.removed")
    if change.added and before and was is None:
        yield name, speech.say("endorsement.added")
    for part in ("limit", "deductible"):
        now: Money | None = getattr(change.added or change, part)
        if now is not None:
            old: Money | None = getattr(was, part) if was else None
            yield (
                f"{name} · {speech.say(f'schedule.{part}')}",
                speech.money(now)
                if old is None
                else speech.say(
                    "endorsement.from_to", before=speech.money(old), after=speech.money(now)
                ),
            )


def _all(those: tuple[Beneficiary, ...], speech: Speech) -> str:
    return speech.say("common.and_then").join(f"{one.name} ({one.percent} %)" for one in those)
