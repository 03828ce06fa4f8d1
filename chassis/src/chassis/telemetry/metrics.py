"""The figures a service shows at `/metrics`, each labelled by service: a process may hold all."""

from typing import Final

from prometheus_client import Counter, Gauge

WORKS: Final = Counter("yinbao_works_committed", "Works committed.", ["service"])

OUTBOX_OLDEST: Final = Gauge(
    "yinbao_outbox_oldest_unsent_seconds",
    "Age of the oldest event that is committed and not yet on the bus; 0 when all are.",
    ["service"],
)
OUTBOX_SENT: Final = Counter("yinbao_outbox_sent", "Events the bus has for good.", ["service"])
OUTBOX_FAILED: Final = Counter(
    "yinbao_outbox_failed", "Attempts to send an event that the bus refused.", ["service"]
)

INBOX_TAKEN: Final = Counter("yinbao_inbox_taken", "Events taken and applied.", ["service"])
INBOX_DUPLICATES: Final = Counter(
    "yinbao_inbox_duplicates", "Events heard again, without effect.", ["service"]
)
INBOX_DEFERRED: Final = Counter(
    "yinbao_inbox_deferred", "Attempts that failed, put off for another try.", ["service"]
)
INBOX_PARKED: Final = Counter(
    "yinbao_inbox_parked", "Events given up on, kept as dead letters.", ["service"]
)

ALARMS_RUNG: Final = Counter("yinbao_alarms_rung", "Alarms that rang.", ["service"])
ALARMS_FAILED: Final = Counter(
    "yinbao_alarms_failed", "Alarms whose reaction failed, to ring again.", ["service"]
)
