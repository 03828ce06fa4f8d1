"""The next term is reckoned and offered; or it is not, with a reason; or a person looks first."""

from chassis.errors import Refusal
from chassis.ids import new_id
from chassis.work import Work
from contracts.policy import PriceReason, RenewalNotOffered, RenewalOffered
from contracts.roles import Role
from policy.domain.law_in_words import law_in_words
from policy.domain.period import Period
from policy.domain.policy import Policy
from policy.domain.renewing.comparing import Turn
from policy.domain.renewing.notices import NoticeKind, RenewalNotice
from policy.domain.renewing.proposal import Comparison
from policy.domain.renewing.reasons import Why
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.renewing.rules import last_instant
from policy.domain.renewing.settle import silence_of
from policy.storage import HouseBook, Renewals, Tariffs, UnknownProduct, Versions
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.watch_renewal import eve_of, refusal_until, watch_renewal


async def offer_renewal(
    renewal: Renewal,
    policy: Policy,
    work: Work,
    *,
    looked_at: bool = False,
    anew: bool = True,
) -> None:
    """Reckon it from the terms as they are now; `looked_at`: an underwriter agrees to it.

    Not `anew`: what was offered and answered stands where it comes to the same.
    """
    turn = await _turn(renewal, policy, work)
    try:
        compared = Tariffs().compare(policy, turn)
    except UnknownProduct:
        if renewal.status is RenewalStatus.ACCEPTED:  # we are bound: a person sees to it
            await _hold(renewal, policy, Why.WITHDRAWN, work)
            return
        await refuse_renewal(renewal, policy, Why.WITHDRAWN, work, withdrawn=True)
        return
    except Refusal as why:  # the price list has no price for it: that is for a person, not an error
        if looked_at:
            raise
        await _hold(renewal, policy, str(why), work)
        return
    if not (looked_at or renewal.was_looked_at(compared.refer)):
        await _hold(renewal, policy, ", ".join(compared.refer), work, compared=compared)
        return
    if not anew and renewal.is_on_offer and renewal.must_be.comes_to(compared):
        renewal.note(compared)
        return
    notice = _notice("offer", renewal, policy, work, compared=compared)
    renewal.offer(compared, notice)
    await Renewals(work).expect(notice.id, renewal)
    work.publish(_offered(renewal, policy, compared, notice, work))
    watch_renewal(renewal, policy, work)


async def refuse_renewal(
    renewal: Renewal, policy: Policy, reason: str, work: Work, *, withdrawn: bool = False
) -> None:
    """We do not offer a next term, and say so."""
    notice = _notice("non_renewal", renewal, policy, work)
    renewal.refuse(reason, notice)
    await Renewals(work).expect(notice.id, renewal)
    work.publish(
        RenewalNotOffered(
            **which(renewal, policy),
            notice_id=notice.id,
            because="withdrawn" if withdrawn else "underwriting",
            reason=reason,
            cover_until=policy.ends_at,
            rule=notice.rule,
            law=law_in_words(HouseBook().law().entry(notice.rule)),
            in_time_until=notice.in_time_until,
        )
    )
    watch_renewal(renewal, policy, work)


def which(renewal: Renewal, policy: Policy) -> dict[str, object]:
    """What every word about a renewal says first."""
    return {
        "policy_id": policy.id,
        "number": policy.number,
        "customer_id": policy.customer_id,
        "term": renewal.term,
        "starts_on": renewal.starts_on,
        "ends_on": renewal.ends_on,
        "time_zone": policy.time_zone,
    }


async def _hold(
    renewal: Renewal, policy: Policy, why: str, work: Work, *, compared: Comparison | None = None
) -> None:
    renewal.hold(why, compared=compared)
    about = f"what to offer for the next term of {policy.number}? {why}"
    await raise_task("renewal_to_decide", about, owner=Role.UNDERWRITER, policy=policy, work=work)
    watch_renewal(renewal, policy, work)


async def _turn(renewal: Renewal, policy: Policy, work: Work) -> Turn:
    stretches = await Versions(work).stretches(policy)
    zone = policy.time_zone
    return Turn(
        jurisdiction=policy.jurisdiction,
        agreed=stretches[-1].agreed,
        last=Period(starts_on=policy.starts_on, ends_on=policy.term_ends_on, time_zone=zone),
        next=Period(starts_on=renewal.starts_on, ends_on=renewal.ends_on, time_zone=zone),
        change=renewal.change,
        ages=HouseBook().renewal().product(policy.product).ages,
    )


def _notice(
    kind: NoticeKind,
    renewal: Renewal,
    policy: Policy,
    work: Work,
    *,
    compared: Comparison | None = None,
) -> RenewalNotice:
    house = HouseBook()
    law = house.renewal_law(policy.jurisdiction, policy.line)
    rises = compared is not None and compared.rise.amount > 0
    announced = law.change if rises or law.alike is None else law.alike
    entry = house.law(policy.time_zone).entry(announced if kind == "offer" else law.non_renewal)
    return RenewalNotice(
        id=new_id(),
        kind=kind,
        rule=entry.id,
        said_at=work.now,
        in_time_until=last_instant(entry, policy),
        rise=None if compared is None else compared.rise,
    )


def _offered(
    renewal: Renewal, policy: Policy, compared: Comparison, notice: RenewalNotice, work: Work
) -> RenewalOffered:
    law = HouseBook().renewal_law(policy.jurisdiction, policy.line)
    silence = silence_of(renewal, law, at=work.now, read=True)
    return RenewalOffered(
        **which(renewal, policy),
        notice_id=notice.id,
        last_year=compared.last.total,
        this_year=compared.next.total,
        last_year_net=compared.last.net,
        this_year_net=compared.next.net,
        reasons=[
            PriceReason(
                reason=step.reason,
                words=dict(step.words),
                factor=step.factor,
                change=step.change,
                level=step.level,
            )
            for step in compared.steps
        ],
        asked=silence != "by_terms",
        silence=silence,
        answer_by=eve_of(renewal, policy),
        refusable_until=refusal_until(renewal, policy, work, read=True),
        rule=notice.rule,
        law=law_in_words(HouseBook().law().entry(notice.rule)),
        in_time_until=notice.in_time_until,
    )
