"""The press: a sheet becomes a PDF by Typst, away from the event loop and within a deadline.

What customers wrote reaches the template as JSON and is shown as text: it cannot become markup.
The template reads no file, and only its own folder could be read.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from chassis.errors import Unavailable
from policy.letters.sheet import Sheet

SECONDS: Final = 20.0
"""A sheet of ours takes some hundredths of a second; a schedule of forty clauses about a tenth."""
AT_ONCE: Final = 2
"""Setting is work for a processor: more at once would only crowd out answers."""
ARCHIVAL: Final = "a-2a"
"""PDF/A-2a (ISO 19005-2): it carries its fonts and can be read aloud."""
_NO_SUCH_SIGN: Final = "could not be displayed"
_HERE: Final = Path(str(files("policy") / "letters"))


class NotPrinted(Unavailable, code="document-not-printed"):
    """The document could not be set in time; ask again."""


class Press:
    """Sets sheets."""

    async def set(self, sheet: Sheet) -> bytes:
        """The sheet as a PDF; the same sheet gives the same bytes."""
        loop = asyncio.get_running_loop()
        waiting = loop.run_in_executor(_room(), _set, _data(sheet))
        try:
            return await asyncio.wait_for(waiting, SECONDS)
        except TimeoutError:
            raise NotPrinted("the document took too long to set") from None

    def template(self, kind: str) -> str:
        """Which version of the template: its kind, and the hash of the layout, words and font."""
        return f"{kind}@{_version()}"


def _set(data: str) -> bytes:
    try:
        return _compile(data, [ARCHIVAL])
    except typst.TypstError as refused:
        if _NO_SUCH_SIGN not in str(refused):
            raise
        # A sign that no font of ours has: PDF/A forbids that, and a contract cannot wait for it.
        return _compile(data, [])


def _compile(data: str, standards: list[str]) -> bytes:
    set_: Any = typst.compile  # its stub wants one type for source and paths
    made: bytes = set_(
        _layout(),
        root=_HERE / "templates",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"sheet": data},
    )
    return made


@cache
def _fonts() -> Any:
    """Read once: half the time of a sheet."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_HERE / "fonts"])


def _data(sheet: Sheet) -> str:
    said = asdict(sheet)
    at = sheet.made_at
    said["made_at"] = [at.year, at.month, at.day, at.hour, at.minute, at.second]
    return json.dumps(said, ensure_ascii=False)


@cache
def _room() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="press")


@cache
def _layout() -> bytes:
    return (_HERE / "templates" / "sheet.typ").read_bytes()


@cache
def _version() -> str:
    sources = sorted(one for part in ("templates", "words", "fonts") for one in _in(part))
    return sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:12]


def _in(part: str) -> list[Path]:
    return [one for one in (_HERE / part).iterdir() if one.is_file()]
