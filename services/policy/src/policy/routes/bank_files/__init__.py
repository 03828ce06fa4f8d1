"""Statements of a bank as they come: camt.053 and CSV, plain or gzip, read with distrust."""

import hashlib
import zlib
from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from typing import Final

from policy.domain.money.statement import Format, Statement
from policy.routes.bank_files.camt import read_camt
from policy.routes.bank_files.refusal import unreadable
from policy.routes.bank_files.rows import read_csv

LARGEST: Final = 32 * 1024 * 1024
"""A file may unfold to so many bytes; a request carries fewer, so large ones come as gzip."""
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31
_READERS: Final[dict[Format, Callable[[bytes, bytes], Statement]]] = {
    Format.CAMT_053: read_camt,
    Format.CSV: read_csv,
}


def read_statement(kind: Format, content: str) -> Statement:
    """The statement in a file, given in base64; refuses whatever is not plainly one."""
    try:
        sent = b64decode(content, validate=True)
    except (Error, ValueError):
        raise unreadable("it is not base64") from None
    file = _unfolded(sent) if sent.startswith(_GZIP) else sent
    return _READERS[kind](file, hashlib.sha256(file).digest())


def _unfolded(sent: bytes) -> bytes:
    unfold = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        file = unfold.decompress(sent, LARGEST)
    except zlib.error:
        raise unreadable("it is not good gzip") from None
    if not unfold.eof or unfold.unused_data:
        raise unreadable(f"it is cut off, or unfolds to more than {LARGEST} bytes")
    return file
