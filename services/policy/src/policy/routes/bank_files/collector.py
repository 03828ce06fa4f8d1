"""Python's search for reference cycles, put off while thousands of short-lived things are made.

A statement makes hundreds of thousands of objects and hardly a cycle; searching them again and
again was a third of the import (docs/decisions/0136). Files are bounded, so what waits is too.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search in here; whoever else turned it off finds it off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
