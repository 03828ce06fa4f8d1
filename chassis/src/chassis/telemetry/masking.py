"""Masking: personal data and secrets never reach a log, by the name of a field or by their look.

Fields are the first line of defence: log ids, not people. What slips into a message or an
exception's text is caught by pattern.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

MASK: Final = "***"
_DEEPEST: Final = 6

_PERSONAL: Final = frozenset(
    {
        "address", "birthday", "bornon", "city", "contact", "dateofbirth", "description", "detail",
        "email", "familyname", "firstname", "fullname", "givenname", "insuredplace", "lastname",
        "line", "mail", "mobile", "name", "note", "phone", "postalcode", "recipient", "street",
        "surname", "telephone", "to", "zip",
    }
)  # fmt: skip
_SECRET: Final = re.compile(r"authori[sz]ation|cookie|password|passwd|secret|token|api_?key|dsn")
_NOT_LETTERS: Final = re.compile(r"[^a-z]")
_WHOLE_WORDS: Final = re.compile(r"(?:^|_)(email|mail|phone|address|street|surname)$")

_PATTERNS: Final = (
    (re.compile(r"eyJ[\w-]{5,}\.[\w-]+\.[\w-]*"), MASK),  # a token
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {MASK}"),
    (re.compile(r"(\w+://[^\s:/@]*):[^\s/@]+@"), rf"\1:{MASK}@"),  # a password in an address
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"), MASK),  # e-mail
    (re.compile(r"(?<![\w.+-])\+\d(?:[ ()./-]{0,2}\d){6,14}(?![\w-])"), MASK),  # +34 600 11 22 33
    (re.compile(r"(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"), MASK),  # (512) 555-0143
    (re.compile(r"(?<![\w.-])1[3-9]\d{9}(?![\w-])"), MASK),  # 13800138000
    # What libraries repeat of the values they were given.
    (re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL), f"[parameters: {MASK}]"),
    (re.compile(r"(DETAIL:\s*|Failing row contains|Key )\(?[^\n]*"), rf"\1{MASK}"),
    (re.compile(r"input_value=.*?, input_type="), f"input_value={MASK}, input_type="),
)
_SUSPICIOUS: Final = re.compile(r"@|\d{3}|eyJ|input_value|DETAIL|(?i:bearer|basic)\s|parameters: ")


def mask_text(text: str) -> str:
    """`text` without what looks like a person's or a secret."""
    if not _SUSPICIOUS.search(text):
        return text
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def mask_value(key: str, value: Any, depth: int = 0) -> Any:
    """`value` as it may be logged under `key`."""
    if value is None:
        return None
    if is_personal(key) or depth > _DEEPEST:
        return MASK
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): mask_value(str(name), one, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value("", one, depth + 1) for one in value]
    return mask_text(str(value))


_known: dict[str, bool] = {}


def is_personal(key: str) -> bool:
    """Whether a field of this name holds something about a person, or a secret."""
    known = _known.get(key)
    if known is None:
        plain = key.lower()
        known = (
            _NOT_LETTERS.sub("", plain) in _PERSONAL
            or _WHOLE_WORDS.search(plain) is not None
            or _SECRET.search(plain) is not None
        )
        if len(_known) < 10_000:  # noqa: PLR2004 - field names are few; made-up ones must not fill memory
            _known[key] = known
    return known


# Written by the chassis itself, in so many words: no need to look at them again on each line.
_OURS: Final = frozenset(
    {"timestamp", "level", "logger", "service", "trace_id", "span_id", "request_id", "method",
     "route", "status", "ms"}
)  # fmt: skip


def mask(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every field of a log line (a structlog processor)."""
    for key, value in event.items():
        if key not in _OURS:
            event[key] = mask_value(key, value)
    return event
