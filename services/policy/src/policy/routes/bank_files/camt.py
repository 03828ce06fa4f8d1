"""camt.053.001.02 and .08: the bank's statement in XML, accepted by its namespace and no other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chassis.money import Money
from policy.domain.money.statement import Entry, Format, Statement, keyed
from policy.routes.bank_files.refusal import day_of, line_of, money_of, unreadable
from policy.routes.bank_files.xml import Node, stream

NAMESPACES: Final = frozenset(
    f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}" for version in ("02", "08")
)
_BOOKED: Final = "BOOK"
_ANNOUNCED: Final = frozenset({"PDNG", "INFO", "FUTR"})
_NONE: Final = frozenset({"NOTPROVIDED", "NONREF"})
_SEQUENCE: Final = re.compile(r"[0-9]{1,9}")
_SIGNS: Final = {"CRDT": 1, "DBIT": -1}


def read_camt(file: bytes, digest: bytes) -> Statement:
    """The one statement of the file."""
    booked: list[Entry] = []
    announced = 0

    def take(node: Node) -> None:
        nonlocal announced
        if _status(node) == _BOOKED:
            booked.extend(_entries(node))
        else:
            announced += 1

    namespace, root = stream(file, cut=frozenset({"Ntry"}), give=take)
    if namespace not in NAMESPACES or root.name != "Document":
        raise unreadable("it is neither camt.053.001.02 nor camt.053.001.08")
    found = root.all("BkToCstmrStmt/Stmt")
    if len(found) != 1:
        raise unreadable(f"it holds {len(found)} statements; send one at a time")
    return _statement(found[0], keyed(booked), announced, digest)


def _statement(node: Node, entries: tuple[Entry, ...], announced: int, digest: bytes) -> Statement:
    account = node.said("Acct/Id/IBAN", "Acct/Id/Othr/Id")
    statement_id = line_of(node.said("Id"), 70)
    if account is None or statement_id is None:
        raise unreadable("it names no account or has no id")
    return Statement(
        account=account.replace(" ", "")[:34],
        statement_id=statement_id,
        format=Format.CAMT_053,
        sequence=_number(node.said("ElctrncSeqNb", "LglSeqNb")),
        opening=_balance(node, "OPBD", "PRCD"),
        closing=_balance(node, "CLBD"),
        entries=entries,
        not_booked=announced,
        digest=digest,
    )


def _balance(node: Node, *kinds: str) -> Money:
    for balance in node.all("Bal"):
        if balance.said("Tp/CdOrPrtry/Cd") in kinds:
            return _amount(balance)
    raise unreadable(f"it has no balance {kinds[0]}")


def _number(written: str | None) -> int | None:
    return int(written) if written and _SEQUENCE.fullmatch(written) else None


def _status(node: Node) -> str:
    status = node.said("Sts/Cd", "Sts") or ""
    if status != _BOOKED and status not in _ANNOUNCED:
        raise unreadable("an entry has no status that we know")
    return status


def _amount(node: Node, path: str = "Amt") -> Money:
    """An amount with its sign: the direction of this very entry, reversals included."""
    sign = _SIGNS.get(node.said("CdtDbtInd") or "")
    if sign is None:
        raise unreadable("an amount is neither CRDT nor DBIT")
    plain = _plain(node.find(path))
    return Money(sign * plain.amount, plain.currency)


def _plain(node: Node | None) -> Money:
    if node is None:
        raise unreadable("an amount is missing")
    amount = money_of(node.text, node.attributes.get("Ccy", ""))
    if amount.amount < 0:
        raise unreadable("an amount is negative; its sign is CdtDbtInd")
    return amount


def _entries(node: Node) -> Iterator[Entry]:
    """An entry, or the parts of a batch, whose sum is the entry's."""
    whole = _amount(node)
    head = Entry(
        key=line_of(node.said("AcctSvcrRef")) or "",
        amount=whole,
        booked_on=day_of(node.said("BookgDt/Dt", "BookgDt/DtTm") or ""),
        reversal=node.said("RvslInd") in {"true", "1"},
        bank_reference=_reference(node.said("AcctSvcrRef")),
        charges=_charges(node),
    )
    details = node.all("NtryDtls/TxDtls")
    if len(details) <= 1:
        yield _detailed(head, details[0], whole) if details else head
        return
    parts = [_detailed(head, one, _part(one, whole)) for one in details]
    if sum(part.amount.amount for part in parts) != whole.amount:
        raise unreadable("the parts of a batch are not what it says in all")
    for nth, part in enumerate(parts, 1):
        own = part.key if part.key != head.key else ""
        yield replace(part, key=own or (f"{head.key}/{nth}" if head.key else ""))


def _part(detail: Node, whole: Money) -> Money:
    found = detail.find("Amt") or detail.find("AmtDtls/TxAmt/Amt")
    plain = _plain(found)
    written = detail.said("CdtDbtInd")
    sign = _SIGNS.get(written, 0) if written else (1 if whole.amount > 0 else -1)
    if not sign:
        raise unreadable("an amount is neither CRDT nor DBIT")
    return Money(sign * plain.amount, plain.currency)


def _detailed(head: Entry, detail: Node, amount: Money) -> Entry:
    payer = "RltdPties/Dbtr"
    references = detail.all("RmtInf/Strd/CdtrRefInf/Ref")
    executed = detail.said("RltdDts/AccptncDtTm")
    own = _reference(detail.said("Refs/AcctSvcrRef"))
    return replace(
        head,
        key=own or head.key,
        amount=amount,
        executed_on=day_of(executed) if executed else None,
        payer=line_of(detail.said(f"{payer}/Nm", f"{payer}/Pty/Nm")),
        payer_account=_account(
            detail.said("RltdPties/DbtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/Othr/Id")
        ),
        reference=line_of(references[0].text, 35) if references else None,
        texts=tuple(filter(None, (line_of(one.text) for one in detail.all("RmtInf/Ustrd")[:20]))),
        end_to_end=_reference(detail.said("Refs/EndToEndId")),
        bank_reference=own or head.bank_reference,
        return_code=line_of(detail.said("RtrInf/Rsn/Cd"), 4),
        charges=_charges(detail) or head.charges,
    )


def _charges(node: Node) -> Money | None:
    """What the bank kept back; .02 says it plainly, .08 in records or as a total."""
    found = [*node.all("Chrgs/TtlChrgsAndTaxAmt"), *node.all("Chrgs/Amt")]
    found = found[:1] or node.all("Chrgs/Rcrd/Amt")
    amounts = [_plain(one) for one in found]
    if not amounts:
        return None
    return sum(amounts[1:], amounts[0])


def _reference(written: str | None) -> str | None:
    kept = line_of(written, 70)
    return None if kept in _NONE else kept


def _account(written: str | None) -> str | None:
    return written.replace(" ", "").upper()[:34] if written else None
