"""Versions of a contract's terms: which days they count for, and since when we knew.

A version is never edited. When we learn something, the versions that are no longer true are closed
(their recorded end is set, and nothing else), and new ones are written beside them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch


@dataclass(eq=False, kw_only=True)
class ContractVersion:
    """Terms for the days `[starts_on, ends_on)`, as known in `[recorded_at, superseded_at)`."""

    id: UUID
    policy_id: UUID
    starts_on: date
    ends_on: date
    recorded_at: datetime
    superseded_at: datetime | None = None
    agreed: Agreed

    @property
    def stretch(self) -> Stretch:
        """The days and the terms, whoever knew."""
        return Stretch(starts_on=self.starts_on, ends_on=self.ends_on, agreed=self.agreed)

    def was_known(self, known_at: datetime) -> bool:
        """Whether this is what we would have said then."""
        return self.recorded_at <= known_at and (
            self.superseded_at is None or known_at < self.superseded_at
        )


def in_force_on(
    versions: Iterable[ContractVersion], day: date, *, known_at: datetime
) -> ContractVersion | None:
    """The terms for that day, as we knew them then; None outside the term."""
    return next(
        (
            version
            for version in versions
            if version.starts_on <= day < version.ends_on and version.was_known(known_at)
        ),
        None,
    )


def shown_on(
    versions: Iterable[ContractVersion], day: date, *, known_at: datetime
) -> ContractVersion | None:
    """As `in_force_on`; before the first day of all, the terms that it begins with."""
    known = [version for version in versions if version.was_known(known_at)]
    first = min((version.starts_on for version in known), default=day)
    return in_force_on(known, max(day, first), known_at=known_at)


def known_stretches(versions: Iterable[ContractVersion], *, known_at: datetime) -> list[Stretch]:
    """All terms by their days, as we knew them then."""
    known = [version.stretch for version in versions if version.was_known(known_at)]
    return sorted(known, key=lambda stretch: stretch.starts_on)


def terms_nearest(
    stretches: Sequence[Stretch], day: date, *, ends_on: date | None = None
) -> Agreed:
    """The terms of that day; before the first those it begins with, after the last the last ones.

    `ends_on`: where it ended before its time, what would have come later never came.
    """
    if ends_on is not None:
        day = min(day, ends_on - timedelta(days=1))
    begun = [one for one in stretches if one.starts_on <= day]
    return (begun[-1] if begun else stretches[0]).agreed


def rewrite(
    versions: Sequence[ContractVersion],
    stretches: Sequence[Stretch],
    *,
    policy_id: UUID,
    at: datetime,
    ids: Callable[[], UUID],
) -> list[ContractVersion]:
    """Close the versions that are no longer true at `at`, and return the new ones beside them."""
    open_ones = {
        (version.starts_on, version.ends_on): version
        for version in versions
        if version.superseded_at is None
    }
    wanted = {(one.starts_on, one.ends_on): one for one in stretches}
    for key, version in open_ones.items():
        if key not in wanted or wanted[key].agreed != version.agreed:
            version.superseded_at = at
    return [
        ContractVersion(
            id=ids(),
            policy_id=policy_id,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            recorded_at=at,
            agreed=one.agreed,
        )
        for key, one in wanted.items()
        if key not in open_ones or open_ones[key].agreed != one.agreed
    ]
