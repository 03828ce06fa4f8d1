"""camt.053.001.02 and .08: the bank's statement in XML, accepted by its namespace and no other."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from chassis.money import Money
from policy.domain.money.statement import Entry, Format, Statement, keyed
from policy.routes.bank_files.refusal import (
    UnreadableStatement,
    day_of,
    line_of,
    money_of,
    named,
    unreadable,
)
from policy.routes.bank_files.xml import Record, stream

NAMESPACES: Final = frozenset(
    f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}" for version in ("02", "08")
)
_STATEMENT: Final = "Document/BkToCstmrStmt/Stmt"
_CUT: Final = frozenset({"Stmt", "Bal", "Ntry", "TxDtls"})
_BOOKED: Final = "BOOK"
_ANNOUNCED: Final = frozenset({"PDNG", "INFO", "FUTR"})
_NONE: Final = frozenset({"NOTPROVIDED", "NONREF"})
_SEQUENCE: Final = re.compile(r"[0-9]{1,9}")
_TRUE: Final = frozenset({"true", "1"})
_SIGNS: Final = {"CRDT": 1, "DBIT": -1}


def read_camt(file: bytes, digest: bytes) -> Statement:
    """The one statement of the file."""
    booked: list[Entry] = []
    announced = seen = 0

    def take(record: Record) -> bool:
        nonlocal announced, seen
        if record.name != "Ntry":
            return False
        seen += 1
        try:
            if _status(record) == _BOOKED:
                booked.extend(_entries(record))
            else:
                announced += 1
        except UnreadableStatement as refused:
            raise named(f"entry {seen}, in line {record.line}", refused) from None
        return True

    namespace, whole = stream(file, cut=_CUT, give=take)
    if namespace not in NAMESPACES:
        raise unreadable("it is neither camt.053.001.02 nor camt.053.001.08")
    found = whole.parts.get(_STATEMENT, [])
    if len(found) != 1:
        raise unreadable(f"it holds {len(found)} statements; send one at a time")
    return _statement(found[0], booked, announced, digest)


def _statement(record: Record, entries: list[Entry], announced: int, digest: bytes) -> Statement:
    account = record.said("Acct/Id/IBAN", "Acct/Id/Othr/Id")
    statement_id = line_of(record.said("Id"), 70)
    if account is None:
        raise unreadable(f"the statement in line {record.line}: Acct/Id names no account")
    if statement_id is None:
        raise unreadable(f"the statement in line {record.line}: Id says nothing")
    opening = _balance(record, "OPBD", "PRCD")
    return Statement(
        account=account.replace(" ", "")[:34],
        statement_id=statement_id,
        format=Format.CAMT_053,
        sequence=_number(record.said("ElctrncSeqNb", "LglSeqNb")),
        opening=opening,
        closing=_balance(record, "CLBD"),
        entries=keyed(entries, opening=opening),
        not_booked=announced,
        digest=digest,
    )


def _balance(record: Record, *kinds: str) -> Money:
    for balance in record.parts.get("Bal", ()):
        if balance.said("Tp/CdOrPrtry/Cd") in kinds:
            try:
                return _amount(balance)
            except UnreadableStatement as refused:
                raise named(f"the balance in line {balance.line}", refused) from None
    raise unreadable(f"it has no balance {kinds[0]}")


def _number(written: str | None) -> int | None:
    return int(written) if written and _SEQUENCE.fullmatch(written) else None


def _status(record: Record) -> str:
    status = record.said("Sts/Cd", "Sts") or ""
    if status != _BOOKED and status not in _ANNOUNCED:
        raise unreadable("Sts is no status that we know")
    return status


def _amount(record: Record) -> Money:
    """An amount with its sign: the direction of this very entry, reversals included."""
    sign = _SIGNS.get(record.said("CdtDbtInd") or "")
    if sign is None:
        raise unreadable("CdtDbtInd is neither CRDT nor DBIT")
    return _signed(sign, _plain(record, "Amt"))


def _signed(sign: int, plain: Money) -> Money:
    return plain if sign == 1 else Money(-plain.amount, plain.currency)


def _plain(record: Record, path: str, nth: int = 0) -> Money:
    written = record.texts.get(path)
    if written is None:
        raise unreadable(f"{path} is missing")
    try:
        amount = money_of(written[nth], record.attributes.get((path, nth), {}).get("Ccy", ""))
    except UnreadableStatement as refused:
        raise named(path, refused) from None
    if amount.amount < 0:
        raise unreadable(f"{path}: an amount is negative; its sign is CdtDbtInd")
    return amount


def _entries(record: Record) -> Iterable[Entry]:
    """An entry, or the parts of a batch, whose sum is the entry's."""
    whole = _amount(record)
    details = record.parts.get("NtryDtls/TxDtls", ())
    if not details:
        return (_entry(record, Record(""), whole),)
    if len(details) == 1:
        return (_entry(record, details[0], whole),)
    amounts = [_part(one, whole) for one in details]
    if sum(part.amount for part in amounts) != whole.amount:
        raise unreadable("the parts of a batch are not what it says in all")
    return [
        _entry(record, one, amount, nth=nth)
        for nth, (one, amount) in enumerate(zip(details, amounts, strict=True), 1)
    ]


def _part(detail: Record, whole: Money) -> Money:
    plain = _plain(detail, "Amt" if "Amt" in detail.texts else "AmtDtls/TxAmt/Amt")
    written = detail.said("CdtDbtInd")
    sign = _SIGNS.get(written, 0) if written else (1 if whole.amount > 0 else -1)
    if not sign:
        raise unreadable(f"CdtDbtInd in line {detail.line} is neither CRDT nor DBIT")
    return _signed(sign, plain)


def _entry(record: Record, detail: Record, amount: Money, *, nth: int = 0) -> Entry:
    """What the entry says, and its detail; of a batch, the `nth` of its parts."""
    said = detail.said
    references = detail.texts.get("RmtInf/Strd/CdtrRefInf/Ref")
    executed = said("RltdDts/AccptncDtTm")
    head = record.said("AcctSvcrRef")
    own = _reference(said("Refs/AcctSvcrRef"))
    returned = line_of(said("RtrInf/Rsn/Cd"), 4)
    reversal = record.said("RvslInd") in _TRUE
    to, account = None, None
    if amount.amount < 0 and not (returned or reversal):  # then it names us
        to = said("RltdPties/Cdtr/Nm", "RltdPties/Cdtr/Pty/Nm")
        account = said("RltdPties/CdtrAcct/Id/IBAN", "RltdPties/CdtrAcct/Id/Othr/Id")
    return Entry(
        key=_key(line_of(head) or "", own, nth),
        amount=amount,
        booked_on=_day("BookgDt", record.said("BookgDt/Dt", "BookgDt/DtTm") or ""),
        executed_on=_day("AccptncDtTm", executed) if executed else None,
        payer=line_of(said("RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm")),
        payer_account=_account(said("RltdPties/DbtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/Othr/Id")),
        receiver=line_of(to),
        receiver_account=_account(account),
        reference=line_of(references[0], 35) if references else None,
        texts=_texts(detail),
        end_to_end=_reference(said("Refs/EndToEndId")),
        bank_reference=own or _reference(head),
        reversal=reversal,
        return_code=returned,
        charges=_charges(detail) or _charges(record),
        line=record.line,
    )


def _day(element: str, written: str) -> date:
    try:
        return day_of(written)
    except UnreadableStatement as refused:
        raise named(element, refused) from None


def _key(of_entry: str, own: str | None, nth: int) -> str:
    if nth and own in {None, of_entry}:
        return f"{of_entry}/{nth}" if of_entry else ""
    return own or of_entry


def _texts(detail: Record) -> tuple[str, ...]:
    return tuple(filter(None, map(line_of, detail.texts.get("RmtInf/Ustrd", ())[:20])))


def _charges(record: Record) -> Money | None:
    """What the bank kept back; .02 says it plainly, .08 in records or as a total."""
    for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Amt"):
        if path in record.texts:
            return _plain(record, path)
    found = len(record.texts.get("Chrgs/Rcrd/Amt", ()))
    amounts = [_plain(record, "Chrgs/Rcrd/Amt", nth) for nth in range(found)]
    return sum(amounts[1:], amounts[0]) if amounts else None


def _reference(written: str | None) -> str | None:
    kept = line_of(written, 70)
    return None if kept in _NONE else kept


def _account(written: str | None) -> str | None:
    return written.replace(" ", "").upper()[:34] if written else None
