"""A request to put a contract back in force, its answer, and what our silence means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Conflict
from chassis.identity import Principal
from chassis.ids import new_id
from chassis.money import Money
from chassis.work import Work, check_version
from contracts.roles import Role
from policy.domain.contract.picture import off_risk_since
from policy.domain.period import local_day, midnight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.paid import paid_late
from policy.domain.preservation.unpaid import must_have_term_left, put_back, term_is_over
from policy.domain.reinstatement import Reinstatement, ReinstatementStatus
from policy.storage import ArrearsBook, HouseBook, Policies, Reinstatements, Versions
from policy.storage.money.accounts import Accounts
from policy.use_cases.expect_premium import SUSPENSION_ENDS
from policy.use_cases.money.follow_contract import await_arrears, charge_again
from policy.use_cases.money.what_is_owed import owed_on
from policy.use_cases.raise_task import nothing_to_see_to, raise_task
from policy.use_cases.tell_of_request import asked_on, say_granted, want_evidence
from policy.use_cases.watch_contract import watch_new_contract
from statutes import Clock

ANSWER_DUE: Final = "reinstatement-answer-due"
TO_DECIDE: Final = "reinstatement_to_decide"
REVIVABLE: Final = frozenset({Status.SUSPENDED, Status.LAPSED})


class AskedAlready(Conflict, code="reinstatement-asked-already"):
    """A request of this contract waits for its answer."""


@dataclass(frozen=True, kw_only=True)
class AskReinstatement:
    """The wish to have cover back."""

    policy_id: UUID
    evidence: str | None
    by: Principal


@dataclass(frozen=True, kw_only=True)
class ProveInsurability:
    """Where the evidence is."""

    policy_id: UUID
    request_id: UUID
    version: int
    evidence: str
    by: Principal


@dataclass(frozen=True, kw_only=True)
class DecideReinstatement:
    """An underwriter's answer."""

    policy_id: UUID
    request_id: UUID
    version: int
    granted: bool
    reason: str
    by: Principal


async def ask_reinstatement(order: AskReinstatement, work: Work) -> Reinstatement:
    """Keep the request, say what is owed and what evidence is wanted, and start the law's clock."""
    house = HouseBook()
    policy = await Policies(work).get(order.policy_id, asked_by=order.by, alone=True)
    _must_be_revivable(policy, work)
    if await Reinstatements(work).waiting(policy.id) is not None:
        raise AskedAlready(f"a request for {policy.number} waits for its answer")
    account = await Accounts(work).by_id(policy.id)
    owed = account.unpaid(overdue=True).values()
    clock = _answer_clock(policy, house, work)
    request = Reinstatement(
        id=new_id(),
        policy_id=policy.id,
        customer_id=policy.customer_id,
        requested_at=work.now,
        requested_by=order.by.subject,
        owed=sum(owed, Money.zero(policy.premium.currency)),
        gap_from=off_risk_since(policy.facts) or policy.facts[-1].at,
        evidence_needed=bool(house.lines(policy.line) & house.rules().evidence_lines),
        evidence=order.evidence,
        answer=None if clock is None else clock.as_dict(),
        paid_at=None if owed else work.now,
    )
    Reinstatements(work).add(request)
    if clock is not None:
        work.set_alarm(ANSWER_DUE, request.id, at=clock.due)
    about = f"put {policy.number} back in force? {request.owed} is owed"
    await raise_task(TO_DECIDE, about, owner=Role.UNDERWRITER, policy=policy, work=work)
    if request.lacks_evidence:
        await want_evidence(request, policy, work)
    return request


async def prove_insurability(order: ProveInsurability, work: Work) -> Reinstatement:
    """The evidence that the risk is still insurable is handed in later."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    request = await Reinstatements(work).get(order.request_id, policy_id=policy.id)
    check_version(request.version, order.version)
    request.prove(order.evidence)
    return request


async def decide_reinstatement(order: DecideReinstatement, work: Work) -> Reinstatement:
    """Grant or refuse; granted and paid, cover is back, after its gap."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by, alone=True)
    request = await Reinstatements(work).get(order.request_id, policy_id=policy.id)
    check_version(request.version, order.version)
    if order.granted:
        _must_be_revivable(policy, work)
    decide = request.grant if order.granted else request.refuse
    decide(by=order.by.subject, reason=order.reason, at=work.now)
    work.cancel_alarm(ANSWER_DUE, request.id)
    await _answered(request, policy, work)
    return request


async def answer_by_silence(request_id: UUID, work: Work) -> None:
    """The time to answer is over and we said nothing: where the law says so, that is consent."""
    found = await Reinstatements(work).get(request_id)
    policy = await Policies(work).by_id(found.policy_id, alone=True)
    request = await Reinstatements(work).get(request_id, anew=True)
    if not _is_revivable(policy, work):
        await _nothing_comes_of(request, policy, work)
    elif request.stay_silent(library=HouseBook().law(), at=work.now):
        await _answered(request, policy, work)


async def _answered(request: Reinstatement, policy: Policy, work: Work) -> None:
    """Cover is back, or its customer hears what is left to do."""
    why, by = f"the request is {request.status}", request.decided_by or ""
    await nothing_to_see_to(TO_DECIDE, policy, why, work, by=by)
    await take_effect(request, policy, work)
    if request.status is ReinstatementStatus.GRANTED and request.cover_back_at is None:
        await say_granted(request, policy, work)


async def take_effect(request: Reinstatement, policy: Policy, work: Work) -> None:
    """Once it is granted and paid, cover is back; never of what has come back or ended since."""
    if not _is_revivable(policy, work):
        await _nothing_comes_of(request, policy, work)
        return
    account, before = await Accounts(work).by_id(policy.id), asked_on(request, policy)
    if any(day < before for day in account.unpaid()):
        request.owe()
    back = request.take_effect(day_paid=_day_paid(request, policy))
    if back is None:
        if request.status is ReinstatementStatus.GRANTED:
            await await_arrears(policy, work)
        return
    stretches = await Versions(work).stretches(policy)
    by, lapsed = request.decided_by or "", policy.status is Status.LAPSED
    paid = min(request.owed, paid_late(account, before=before))
    event = put_back(
        policy,
        stretches,
        cover_back_at=back,
        paid=paid,
        by=by,
        at=work.now,
        owing=owed_on(account, at=work.now),
    )
    work.publish(event)
    if lapsed:
        back_on = local_day(back, policy.time_zone)
        await charge_again(policy, stretches, back_on=back_on, work=work)
    await cover_is_back(policy, work)


def _day_paid(request: Reinstatement, policy: Policy) -> datetime | None:
    """The beginning of the day of payment, where the law has cover back from that day (CN-J3-8)."""
    plan = HouseBook().plan(policy.jurisdiction, policy.line)
    if request.paid_at is None or not plan.from_payment:
        return None
    return midnight(local_day(request.paid_at, policy.time_zone), policy.time_zone)


async def cover_is_back(policy: Policy, work: Work) -> None:
    """Its term runs on: nothing ends the suspension, and no other request waits."""
    for owed in await ArrearsBook(work).of(policy.id):
        work.cancel_alarm(SUSPENSION_ENDS, owed.id)
    await close_requests(policy, "cover is back", work)
    watch_new_contract(policy, work)


async def close_requests(policy: Policy, why: str, work: Work) -> None:
    """Nothing comes of a request for cover to come back: say why, and let no clock run on."""
    for request in await Reinstatements(work).all_waiting(policy.id):
        request.close(why, at=work.now)
        work.cancel_alarm(ANSWER_DUE, request.id)
    await nothing_to_see_to(TO_DECIDE, policy, why, work)


async def _nothing_comes_of(request: Reinstatement, policy: Policy, work: Work) -> None:
    why = "there is no cover that could come back"
    request.close(why, at=work.now)
    await nothing_to_see_to(TO_DECIDE, policy, why, work)


def _must_be_revivable(policy: Policy, work: Work) -> None:
    policy.must_be_among(*REVIVABLE)
    must_have_term_left(policy, at=work.now)


def _is_revivable(policy: Policy, work: Work) -> bool:
    return policy.status in REVIVABLE and not term_is_over(policy, at=work.now)


def _answer_clock(policy: Policy, house: HouseBook, work: Work) -> Clock | None:
    """The law that takes our silence for consent, if there is one."""
    library = house.law()
    if policy.jurisdiction not in library.packs:
        return None
    promised = library.promises_for(policy.jurisdiction, policy.line, "reinstatement", work.now)
    consent = (one for one in promised if one.consequence.effect.value == "silence_is_consent")
    entry = next(consent, None)
    return None if entry is None else Clock.start(entry, work.now)
