"""Whether another answer makes a contract cheaper: what nobody has shown is looked at first.

Less cover costs less and is the customer's own affair. An answer that costs less for no less cover
says that the risk is a smaller one.
"""

from collections.abc import Callable
from dataclasses import replace

from chassis.errors import Rejected
from policy.domain.contract.agreed import Agreed

Rate = Callable[[Agreed], Agreed]
"""By a price list: the same terms, each cover at its premium; refused where they are not sold."""


def cheaper_answers(before: Agreed, after: Agreed, rate: Rate) -> tuple[str, ...]:
    """The questions whose other answer makes it cheaper for no less cover.

    Each is tried by itself, so that none that costs more hides it, both beside what else is
    changed and without that, so that no cover hides it that comes or goes with it.
    """
    said = {**before.answers, **after.answers}
    names = [one for one in said if before.answers.get(one) != after.answers.get(one)]
    if not names:
        return ()
    was, now = rate(before), rate(after)
    return tuple(
        name
        for name in names
        if _eases(
            was,
            _rated(_answering(before, after, name), rate),
            _rated(_answering(after, before, name), rate),
            now,
        )
    )


def _eases(was: Agreed, alone: Agreed | None, without: Agreed | None, now: Agreed) -> bool:
    """`alone`: what was, with this answer; `without`: what shall be, but for it."""
    if without is None:  # it buys what is not sold otherwise; a sum that goes with another does not
        return alone is None or _insured(alone) == _insured(was)
    return _costs_less(without, now) or (alone is not None and _costs_less(was, alone))


def _costs_less(was: Agreed, now: Agreed) -> bool:
    return now.premium < was.premium and not _insures_less(was, now)


def _insures_less(was: Agreed, now: Agreed) -> bool:
    for cover in was.covers:
        kept = now.cover(cover.id)
        if kept is None or kept.limit < cover.limit or kept.deductible > cover.deductible:
            return True
    return False


def _insured(agreed: Agreed) -> list[object]:
    return [(one.id, one.limit, one.deductible) for one in agreed.covers]


def _answering(agreed: Agreed, like: Agreed, name: str) -> Agreed:
    """These terms with the answer of the others to one question, silence too."""
    answers = {one: answer for one, answer in agreed.answers.items() if one != name}
    if name in like.answers:
        answers[name] = like.answers[name]
    return replace(agreed, answers=answers)


def _rated(agreed: Agreed, rate: Rate) -> Agreed | None:
    try:
        return rate(agreed)
    except Rejected:  # half of a change may be what nobody sells
        return None
