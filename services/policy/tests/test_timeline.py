"""The contract through time: the golden cases of endorsements out of sequence, and of versions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.money import Money
from contracts.insured import Address, Peril
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.bill import Bill, bill, rated
from policy.domain.contract.change import Change, CoverChange
from policy.domain.contract.picture import Stretch
from policy.domain.contract.timeline import Clash, Resolution, Step, clashes, terms_on, unpriced
from policy.domain.contract.versions import ContractVersion, in_force_on, rewrite

HOME = Address(line="Calle del Mar 1", city="Valencia", country="ES")
ZERO = Money(Decimal("0.00"), "EUR")
BEGIN, END = date(2026, 1, 1), date(2027, 1, 1)


def eur(amount: str | int) -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.01")), "EUR")


def cover(cover_id: str, limit: int) -> AgreedCover:
    return AgreedCover(
        id=cover_id, perils=(Peril.FIRE,), limit=eur(limit), deductible=eur(0), premium=ZERO
    )


AT_FIRST = Agreed(place=HOME, covers=(cover("building", 200_000), cover("contents", 40_000)))
WHOLE = Stretch(starts_on=BEGIN, ends_on=END, agreed=AT_FIRST)


def rate(agreed: Agreed) -> Agreed:
    """The building 2.20 and the contents 4.00 a thousand; an alarm takes off a tenth."""
    per_thousand = {"building": Decimal("2.20"), "contents": Decimal("4.00")}
    alarm = Decimal("0.9") if agreed.answers.get("alarm") else Decimal(1)
    return replace(
        agreed,
        covers=tuple(
            replace(
                one,
                premium=Money(
                    (one.limit.amount / 1000 * per_thousand[one.id] * alarm).quantize(
                        Decimal("0.01")
                    ),
                    "EUR",
                ),
            )
            for one in agreed.covers
        ),
    )


def contents(number: int, effective_on: date, limit: int, **more: object) -> Step:
    change = Change(covers=(CoverChange(id="contents", limit=eur(limit)),))
    return replace(Step(number=number, effective_on=effective_on, change=change), **more)  # type: ignore[arg-type]


E1 = contents(1, date(2026, 7, 1), 60_000)
E2 = Step(number=2, effective_on=date(2026, 5, 1), change=Change(answers={"alarm": True}))
E2_CONTENTS = contents(2, date(2026, 5, 1), 50_000)


def billed(steps: list[Step], so_far: str = "0.00") -> Bill:
    return bill(rated(unpriced(WHOLE, steps), rate), billed=eur(so_far))


def test_out_of_sequence_golden_596_02() -> None:
    first, second, third = billed([]), billed([E1], "600.00"), billed([E1, E2], "640.33")

    assert (first.total, second.due, third.total) == (eur("600"), eur("40.33"), eur("596.02"))
    assert third.due == eur("-44.31")
    assert [(one.days, one.premium) for one in third.segments] == [
        (120, eur(600)),
        (61, eur(540)),
        (184, eur(612)),
    ]
    assert third.total != eur("559.73")  # what a snapshot to the end would come to, E1 lost


def test_two_changes_of_one_field_offer_two_outcomes() -> None:
    assert clashes([E1], E2_CONTENTS) == [
        Clash(field="covers.contents.limit", number=1, effective_on=date(2026, 7, 1))
    ]
    keep = billed([E1, replace(E2_CONTENTS, resolution=Resolution.KEEP_LATER)])
    over = billed([E1, replace(E2_CONTENTS, resolution=Resolution.OVERWRITE)])
    assert (keep.total, over.total) == (eur("647.01"), eur("626.85"))


def test_changes_of_different_fields_or_in_sequence_do_not_clash() -> None:
    assert clashes([E1], E2) == []
    assert clashes([E1], contents(2, date(2026, 8, 15), 55_000)) == []


def test_removing_a_cover_clashes_with_a_later_change_of_it() -> None:
    gone = Step(
        number=2,
        effective_on=date(2026, 5, 1),
        change=Change(covers=(CoverChange(id="contents", removed=True),)),
    )

    assert [clash.field for clash in clashes([E1], gone)] == ["covers.contents.limit"]


def test_P_18_P_19_P_20_segments_add_up() -> None:  # noqa: N802 - the case's id
    def annual(premium: int) -> Agreed:
        one = replace(cover("building", 1000), premium=eur(premium))
        return Agreed(place=HOME, covers=(one,))

    days = [(BEGIN, 600), (date(2026, 4, 1), 720), (date(2026, 10, 1), 660)]
    ends = [date(2026, 4, 1), date(2026, 10, 1), END]
    parts = [
        Stretch(starts_on=start, ends_on=end, agreed=annual(premium))
        for (start, premium), end in zip(days, ends, strict=True)
    ]
    after_first = [parts[0], replace(parts[1], ends_on=END)]

    assert bill(after_first, billed=eur(600)).due == eur("90.41")
    assert bill(parts, billed=eur("690.41")).due == eur("-15.12")
    assert bill(parts, billed=eur(600)).total == eur("675.29")


def test_P_21_many_small_changes_add_up_to_the_cent() -> None:  # noqa: N802 - the case's id
    so_far, dues = eur(600), []
    for count in range(1, 4):
        steps = [contents(count, date(2026, 7, 2), 40_000 + 2500 * count)]
        reckoned = bill(rated(unpriced(WHOLE, steps), rate), billed=so_far)
        dues.append(reckoned.due)
        so_far = reckoned.total

    assert dues == [eur("5.01"), eur("5.02"), eur("5.01")]


days = st.dates(BEGIN, date(2026, 12, 31))
changes = st.one_of(
    st.integers(1, 99).map(
        lambda k: Change(covers=(CoverChange(id="contents", limit=eur(k * 1000)),))
    ),
    st.integers(1, 99).map(
        lambda k: Change(covers=(CoverChange(id="building", limit=eur(k * 1000)),))
    ),
    st.booleans().map(lambda on: Change(answers={"alarm": on})),
)


@given(st.lists(st.tuples(days, changes), max_size=6), st.randoms())
def test_entered_in_whatever_order_changes_of_their_own_fields_come_to_the_same(
    wanted: list[tuple[date, Change]], shuffle: object
) -> None:
    distinct = {(day, min(change.touched)): change for day, change in wanted}
    steps = [
        Step(number=0, effective_on=day, change=change) for (day, _), change in distinct.items()
    ]
    shuffled = list(steps)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]

    one = [replace(step, number=k) for k, step in enumerate(steps)]
    other = [replace(step, number=k) for k, step in enumerate(shuffled)]

    assert billed(one).total == billed(other).total
    assert terms_on(END, AT_FIRST, one) == terms_on(END, AT_FIRST, other)


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def the_versions() -> list[ContractVersion]:
    policy_id = new_id()
    e3 = contents(2, date(2026, 8, 15), 55_000)
    known: list[ContractVersion] = []
    for at, steps in [
        (noon(2025, 12, 20), []),
        (noon(2026, 6, 15), [E1]),
        (noon(2026, 9, 10), [E1, e3]),
    ]:
        stretches = unpriced(WHOLE, steps)
        known += rewrite(known, stretches, policy_id=policy_id, at=at, ids=new_id)
    return known


def test_8_2_the_bitemporal_table_is_written_as_it_should_be() -> None:
    rows = [
        (
            version.agreed.covers[1].limit.amount,
            version.starts_on,
            version.ends_on,
            version.recorded_at,
            version.superseded_at,
        )
        for version in the_versions()
    ]

    assert rows == [
        (40_000, BEGIN, END, noon(2025, 12, 20), noon(2026, 6, 15)),
        (40_000, BEGIN, date(2026, 7, 1), noon(2026, 6, 15), None),
        (60_000, date(2026, 7, 1), END, noon(2026, 6, 15), noon(2026, 9, 10)),
        (60_000, date(2026, 7, 1), date(2026, 8, 15), noon(2026, 9, 10), None),
        (55_000, date(2026, 8, 15), END, noon(2026, 9, 10), None),
    ]


@pytest.mark.parametrize(
    ("day", "known_at", "sum_insured"),
    [
        (date(2026, 8, 20), noon(2026, 11, 22), 55_000),
        (date(2026, 8, 20), noon(2026, 8, 20), 60_000),
        (date(2026, 7, 10), noon(2026, 6, 1), 40_000),
        (date(2026, 7, 10), noon(2026, 11, 22), 60_000),
        (date(2027, 1, 1), noon(2026, 11, 22), None),
    ],
)
def test_8_2_the_five_questions(day: date, known_at: datetime, sum_insured: int | None) -> None:
    found = in_force_on(the_versions(), day, known_at=known_at)

    assert (found and found.agreed.covers[1].limit.amount) == sum_insured
