"""A contract and its account, joined: whatever befalls the one befalls the other."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import NoticeNeeded, PolicySuspended, PremiumReceived
from contracts.roles import Role
from chassis.ids import new_id
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line, an_offer, spanish_levies
from policy.examples.selling import an_authority, an_offer_as_sent
from policy.use_cases.issue_contract import IssueContract, issue_contract

USD = "YB-USD-0001"
Sells = Callable[..., Awaitable[UUID]]
