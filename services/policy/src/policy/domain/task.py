"""A task: something a machine may not decide, for a person of a role, with why.

──► OPEN ──► DONE
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from chassis.errors import Conflict
from contracts.roles import Role

TaskKind = Literal[
    "papers_not_delivered",
    "premium_to_return",
    "late_withdrawal",
    "endorsement_to_decide",
    "notice_not_served",
    "cover_kept_unpaid",
    "small_sum_open",
    "reinstatement_to_decide",
    "renewal_to_decide",
    "renewal_notice_not_served",
    "renewal_unanswered",
    "old_terms_stand",
    "late_refusal",
    "account_on_hold",
    "paid_in_time",
    "refund_to_agree",
    "refund_to_reclaim",
    "money_in_question",
    "premium_taken_back",
]


class TaskStatus(StrEnum):
    """Whether somebody has seen to it."""

    OPEN = "open"
    DONE = "done"


class TaskDone(Conflict, code="task-done"):
    """Somebody has seen to it already."""


@dataclass(eq=False, kw_only=True)
class Task:
    """What is to be seen to, for which contract or application, by whom."""

    id: UUID
    kind: TaskKind
    owner: Role
    policy_id: UUID | None
    customer_id: UUID
    about: str
    opened_at: datetime
    status: TaskStatus = TaskStatus.OPEN
    done_at: datetime | None = None
    done_by: str | None = None
    outcome: str | None = None
    application_id: UUID | None = None
    """What it is about where there is no contract."""
    version: int = 1

    def finish(self, *, outcome: str, by: str, at: datetime) -> None:
        """It was seen to."""
        if self.status is TaskStatus.DONE:
            raise TaskDone(f"{self.done_by} has seen to it")
        self.status, self.outcome = TaskStatus.DONE, outcome
        self.done_by, self.done_at = by, at
