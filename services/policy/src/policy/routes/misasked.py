"""Questions that are well formed and have no answer, each with the parameter to blame."""

from chassis.web.refusals import BadRequest


class ComparedWithItself(BadRequest, code="compared-with-itself"):
    """Two or three different products are compared."""

    def __init__(self, parameter: str) -> None:
        why = "a product is compared with another, not with itself"
        super().__init__(why, parameter=parameter, place="query")


class KnownLater(BadRequest, code="known-later"):
    """What was known is asked of an instant that has not come."""

    def __init__(self, parameter: str) -> None:
        why = "we do not know yet what we shall know then"
        super().__init__(why, parameter=parameter, place="query")
