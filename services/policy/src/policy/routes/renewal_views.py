"""What is said and shown of renewals over HTTP."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.money import Money
from chassis.web import Body
from policy.domain.offer import PaymentMode
from policy.domain.renewing.notices import NoticeKind, Silence
from policy.domain.renewing.proposal import TAXES, Comparison, Proposal
from policy.domain.renewing.renewal import How, RenewalStatus
from policy.domain.renewing.why import reason_code, reason_in
from policy.routes.clock_view import ClockView
from policy.routes.cover_views import CoverView
from policy.routes.endorsement_views import ChangeBody
from policy.routes.fields import Reason
from policy.storage import Products
from policy.use_cases.renewing.show_renewal import ShownRenewal


class RenewalTermsBody(Body):
    """What shall be otherwise in the next term; left out, it is offered as it was reckoned."""

    change: ChangeBody = Field(default_factory=ChangeBody)


class NonRenewalBody(Body):
    """Why we do not renew, as the customer reads it."""

    reason: Reason


class RenewalLevyView(BaseModel):
    """A tax or surcharge on top of the premium."""

    id: str
    base: Money
    rate: Decimal
    amount: Money


class TermPriceView(BaseModel):
    """What one whole term costs: net, with levies, and cover by cover."""

    product_version: str
    net: Money
    levies: list[RenewalLevyView]
    total: Money
    payment_mode: PaymentMode
    covers: list[CoverView]

    @classmethod
    def of(cls, terms: Proposal, shown: ShownRenewal) -> Self:
        """Show these terms, covers by their names."""
        names = Products().cover_names(shown.product, terms.product_version, shown.language)
        return cls.model_validate(
            {
                "product_version": terms.product_version,
                "net": terms.net,
                "levies": [vars_of(levy, RenewalLevyView) for levy in terms.levies],
                "total": terms.total,
                "payment_mode": terms.agreed.payment_mode,
                "covers": CoverView.all_of(terms.agreed, names),
            }
        )


class WalkStepView(BaseModel):
    """One reason why the price is another: by which factor, by how much, and where that leads."""

    reason: str
    text: str
    factor: Decimal
    change: Money
    level: Money


class TaxesStepView(BaseModel):
    """The last step, from the net premium to what is paid: what taxes and surcharges add to it."""

    text: str
    last_year: Money
    this_year: Money
    change: Money

    @classmethod
    def of(cls, compared: Comparison, language: str) -> Self:
        """With the walk it adds up to the rise of the total."""
        return cls(
            text=TAXES[language],
            last_year=compared.last.total - compared.last.net,
            this_year=compared.next.total - compared.next.net,
            change=compared.taxes,
        )


class RenewalNoticeView(BaseModel):
    """What we had to tell the customer, by when and under which rule, and whether it arrived."""

    kind: NoticeKind
    rule: str
    said_at: datetime
    in_time_until: datetime
    served_at: datetime | None
    bounced_at: datetime | None


class RenewalView(BaseModel):
    """A next term: what it costs beside this one and why, what can be chosen, and by when.

    `last_year` is the term that ends, with what changed on the way reckoned for a whole year.
    """

    policy_id: UUID
    number: str
    term: int
    status: RenewalStatus
    starts_on: date
    ends_on: date
    asked: bool
    """Whether the customer must say yes to have these terms, or it renews on them by itself."""
    silence: Silence | None
    """What follows if nothing is said to the offer, by what was served until now: these terms,
    those the contract has now, or its end. None where nothing waits for an answer."""
    last_year: TermPriceView | None
    this_year: TermPriceView | None
    rise: Money | None
    walk: list[WalkStepView]
    """From last year's net premium to this year's."""
    taxes: TaxesStepView | None = None
    """The step that follows it, to the total: together they are the rise."""
    new_business: Money | None
    """What somebody new would pay for the same, net."""
    changed: list[str]
    reason: str | None
    """Why it is not offered, is looked at, or ended: in the customer's language, or as a person
    wrote it."""
    reason_code: str | None = None
    choices: list[Literal["accept", "refuse"]]
    notices: list[RenewalNoticeView]
    carried: list[UUID]
    """Endorsements nobody has decided: undecided still, they become wishes for the next term."""
    how: How | None
    settled_at: datetime | None
    clocks: list[ClockView]
    refusable_until: datetime | None = None
    """Until when a no counts by itself, as things are; later a person decides."""
    with_a_person: bool = False
    """A late refusal waits for an underwriter."""

    @classmethod
    def of(cls, shown: ShownRenewal) -> Self:
        """Show this renewal, in the customer's language."""
        renewal, compared = shown.renewal, shown.renewal.compared
        plain = {
            name: getattr(renewal, name)
            for name in ("policy_id", "term", "status", "starts_on", "ends_on")
        }
        return cls(
            **plain,
            number=shown.number,
            asked=shown.asked,
            silence=shown.silence,
            reason=reason_in(renewal, shown.language),
            reason_code=reason_code(renewal),
            last_year=None if compared is None else TermPriceView.of(compared.last, shown),
            this_year=None if compared is None else TermPriceView.of(compared.next, shown),
            rise=None if compared is None else compared.rise,
            walk=_walk(compared, shown.language.value),
            taxes=None if compared is None else TaxesStepView.of(compared, shown.language.value),
            new_business=None if compared is None else compared.new_business,
            changed=[] if compared is None else list(compared.changed),
            choices=list(shown.choices),
            notices=[
                RenewalNoticeView.model_validate(one, from_attributes=True)
                for one in renewal.notices
            ],
            carried=list(shown.carried),
            how=None if renewal.settled is None else renewal.settled.how,
            settled_at=renewal.settled_at,
            clocks=[ClockView.of(one) for one in shown.clocks],
            refusable_until=shown.refusable_until,
            with_a_person=shown.late_no,
        )


def vars_of(thing: object, view: type[BaseModel]) -> dict[str, object]:
    """The fields of a value that a view shows."""
    return {name: getattr(thing, name) for name in view.model_fields}


def _walk(compared: Comparison | None, language: str) -> list[WalkStepView]:
    if compared is None:
        return []
    return [
        WalkStepView(
            reason=step.reason,
            text=step.words[language],
            factor=step.factor,
            change=step.change,
            level=step.level,
        )
        for step in compared.steps
    ]
