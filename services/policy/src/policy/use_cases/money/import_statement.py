"""A statement of our bank came: each new entry is matched and booked, or waits for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.money.booking import Desk, Outcome, book
from policy.domain.money.matching import Known, clues
from policy.domain.money.overlap import doubtful, only_new
from policy.domain.money.statement import Entry, Import, Statement, StatementChanged, gaps
from policy.domain.money.taking_back import Originals
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.payments import Payments
from policy.storage.money.refunds import Refunds
from policy.storage.money.rules import collection_rules
from policy.storage.money.statements import Statements
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.money.find_originals import originals_of
from policy.use_cases.money.hold_deposits import hold_deposits
from policy.use_cases.money.keep import set_next_step, tell_contract
from policy.use_cases.money.raise_doubts import raise_doubts
from policy.use_cases.money.refunds_come_back import ask_where_they_go
from policy.use_cases.money.take_deposits_back import take_deposits_back
from policy.use_cases.money.tell_of_cover import tell_of_cover
from policy.use_cases.money.void_refunds import void_taken_back


@dataclass(frozen=True, kw_only=True)
class ImportStatement:
    """What the bank said, as it was read, and who brings it."""

    statement: Statement
    by: str


async def import_statement(order: ImportStatement, work: Work) -> tuple[Import, bool]:
    """Book what is new, and tell whether it was here before: then nothing is done."""
    said, rules, kept = order.statement, collection_rules(), Statements(work)
    said.must_be_ours(rules.our_accounts)
    said.must_add_up()
    said.must_have_happened(work.now.date())
    await kept.one_at_a_time(said.account)
    before = await kept.imported(said.account, said.statement_id)
    if before is not None:
        if before.digest != said.digest:
            raise StatementChanged(f"{said.statement_id} said something else", field="/content")
        return before, True
    last = await kept.before(said.account)
    new = only_new(said, await kept.brought(said.account, said.entries), last)
    accounts = Accounts(work)
    known = await _known(new, accounts, work)
    desk = Desk(known=known, rules=rules, at=work.now)
    booked = [book(one, desk, new_id=new_id) for one in new]
    counts = Counter(one.outcome for one in booked)
    done = Import(
        id=new_id(),
        account=said.account,
        statement_id=said.statement_id,
        format=said.format,
        sequence=said.sequence,
        opening=said.opening,
        closing=said.closing,
        digest=said.digest,
        warnings=[*gaps(said, last), *doubtful(new)],
        booked=len(booked) - counts[Outcome.SUSPENSE] - counts[Outcome.NOTHING],
        suspense=counts[Outcome.SUSPENSE],
        known=len(said.entries) - len(new),
        not_booked=said.not_booked,
        imported_at=work.now,
        imported_by=order.by,
    )
    await kept.add(done, booked)
    SuspenseQueue(work).add([one.suspense for one in booked if one.suspense is not None])
    await hold_deposits(booked, work)
    done.count_held(sum(1 for one in booked if one.suspense is not None and one.suspense.is_held))
    await take_deposits_back(booked, work)
    await raise_doubts(booked, known.accounts, work)
    await void_taken_back(booked, known.accounts, work)
    await ask_where_they_go(booked, known.accounts, work)
    touched = {one.policy_id for one in booked if one.policy_id is not None}
    changed = [one for one in known.accounts.values() if one.policy_id in touched]
    for account in changed:
        tell_contract(accounts, account, work)
    await accounts.save(*changed)
    await Ledger(work).append(entry for one in booked for entry in one.effects.journals)
    events = (event for one in booked for event in one.effects.events)
    work.publish(*await tell_of_cover(events, work))
    for account in changed:
        if account.credit or account.owed:
            set_next_step(account, work)
    return done, False


async def _known(new: Sequence[Entry], accounts: Accounts, work: Work) -> Known:
    """Everything the entries could mean, asked for at once and locked."""
    mentioned, kept = clues(new), Statements(work)
    payers = await kept.payers(mentioned.payers)
    called = await Payments(work).called(mentioned.taken_back, references=mentioned.returned)
    originals = Originals(collection_rules().our_accounts)
    for one in await originals_of(called, work):
        originals.keep(one)
    references = mentioned.references | mentioned.returned
    wanted = set(await accounts.named(references, mentioned.numbers))
    wanted.update(one for ids in payers.values() for one in ids)
    meant = (one for entry in new if entry.takes_back for one in originals.named(entry))
    wanted.update(one.journal.policy_id for one in meant if one.journal.policy_id)
    refunds = await Refunds(work).sent(mentioned.end_to_end | mentioned.bounced)
    wanted.update(refunds[one].policy_id for one in mentioned.bounced if one in refunds)
    known = Known(
        by_payer=payers,
        refunds=refunds,
        returned=await SuspenseQueue(work).returned(mentioned.end_to_end),
        originals=originals,
    )
    for account in await accounts.locked_all(wanted):
        known.keep(account)
    return known
