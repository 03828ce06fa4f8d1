"""A promise of ours may be better than the law, never worse."""

from collections.abc import Callable

import pytest

from statutes import BadPack, Library, reckon, with_promises
from statutes.asking import instant
from statutes.examples import PACK_ENTRY as ENTRY
from statutes.examples import PACK_HEAD as HEAD

NOW = instant("2026-01-01T10:00Z")
Loader = Callable[..., Library]

OWN = HEAD.replace('"XX"', '"COMPANY"\nowner = "company"')
COMPANY = OWN + ENTRY.replace('"XX-1"', '"YB-1"\nbetters = "XX-1"')


@pytest.mark.parametrize(
    ("length", "unit"), [(10, "calendar_day"), (4, "week"), (240, "hour"), (30, "calendar_day")]
)
def test_a_promise_that_is_better_than_the_law_is_kept_beside_it(
    load_with: Loader, length: int, unit: str
) -> None:
    ours = COMPANY.replace("length = 30", f"length = {length}").replace("calendar_day", unit)

    library = load_with(HEAD + ENTRY, ours)

    at = instant("2026-05-04T10:00+02:00")
    found = library.promises_for("xx", "life", "claims", at)
    assert [entry.id for entry in found] == ["XX-1", "YB-1"]
    assert reckon(found[1], at).due <= reckon(found[0], at).due


@pytest.mark.parametrize(
    ("length", "unit"),
    [(31, "calendar_day"), (1, "month"), (5, "week"), (21, "business_day"), (1000, "hour")],
)
def test_a_promise_that_can_be_worse_than_the_law_is_refused_with_the_reason(
    load_with: Loader, length: int, unit: str
) -> None:
    ours = COMPANY.replace("length = 30", f"length = {length}").replace("calendar_day", unit)

    with pytest.raises(
        BadPack, match="can be worse for the customer than 30 calendar days"
    ) as said:
        load_with(HEAD + ENTRY, ours)

    assert str(said.value).startswith("company.toml: YB-1.length: ")
    assert "XX-1 promises (Act 1)" in str(said.value)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[[entry.pause]]\nreason = "documents"\nmode = "suspend"', "does not pause so"),
        ('[[entry.extend]]\nreason = "complex"\nby = 1', "is not so extended"),
    ],
)
def test_a_promise_that_stops_when_the_law_does_not_is_refused(
    load_with: Loader, more: str, reason: str
) -> None:
    with pytest.raises(BadPack, match=reason):
        load_with(HEAD + ENTRY, COMPANY + more)


def test_the_wording_of_a_contract_holds_for_its_own_cases_and_may_not_be_worse_either(
    load_with: Loader,
) -> None:
    wording = COMPANY.replace("COMPANY", "HOME-2026").replace('"company"', '"contract"')
    law_alone = load_with(HEAD + ENTRY)

    better = with_promises(law_alone, wording.replace("length = 30", "length = 20"), "home.toml")

    assert [one.id for one in better.promises_for("xx", "life", "claims", NOW)] == ["XX-1"]
    under_it = better.promises_for("xx", "life", "claims", NOW, wording="home-2026")
    assert [one.id for one in under_it] == ["XX-1", "YB-1"]
    with pytest.raises(BadPack, match=r"home\.toml: YB-1\.length: 40 calendar days can be worse"):
        with_promises(law_alone, wording.replace("length = 30", "length = 40"), "home.toml")
    with pytest.raises(BadPack, match=r"pack\.owner: promises of our own say company or contract"):
        with_promises(law_alone, COMPANY.replace('owner = "company"', ""), "home.toml")


def test_a_right_of_the_customer_is_bettered_by_more_time(load_with: Loader) -> None:
    def right(text: str) -> str:
        return text.replace("insurer_duty", "customer_right")

    more = right(COMPANY).replace("length = 30", "length = 40")
    less = right(COMPANY).replace("length = 30", "length = 29")

    assert "YB-1" in load_with(HEAD + right(ENTRY), more).entries
    with pytest.raises(BadPack, match="29 calendar days can be worse"):
        load_with(HEAD + right(ENTRY), less)


def test_months_and_days_are_compared_by_the_shortest_and_the_longest_month(
    load_with: Loader,
) -> None:
    month = ENTRY.replace("length = 30", "length = 1").replace("calendar_day", "month")
    for length, fits in ((28, True), (29, False)):
        ours = COMPANY.replace("length = 30", f"length = {length}")
        if fits:
            assert "YB-1" in load_with(HEAD + month, ours).entries
        else:
            with pytest.raises(BadPack, match="can be worse"):
                load_with(HEAD + month, ours)


@pytest.mark.parametrize("kind", ["insurer_duty", "customer_right"])
def test_a_promise_that_does_not_say_which_law_it_betters_is_refused_beside_that_law(
    load_with: Loader, kind: str
) -> None:
    law, ours = (text.replace("insurer_duty", kind) for text in (ENTRY, COMPANY))
    silent = ours.replace('betters = "XX-1"', "").replace("length = 30", "length = 60")

    with pytest.raises(BadPack, match=r'YB-1\.betters: XX-1 promises the same .* betters = "XX-1"'):
        load_with(HEAD + law, silent)


def test_a_promise_for_where_the_law_is_silent_holds_there_and_nowhere_else(
    load_with: Loader,
) -> None:
    fills = "where_law_is_silent = true"
    ours = COMPANY.replace('betters = "XX-1"', fills).replace("length = 30", "length = 60")
    silent_law = ENTRY.replace('start = "first_documents"', 'start = "agreement"')

    def chosen(law: str) -> list[str]:
        found = load_with(HEAD + law, ours).promises_for("xx", "life", "claims", NOW)
        return [entry.id for entry in found]

    assert chosen(ENTRY) == ["XX-1"]
    assert chosen(silent_law) == ["XX-1", "YB-1"]
    with pytest.raises(BadPack, match=r"XX-1\.where_law_is_silent: is for a promise of ours"):
        load_with(HEAD + ENTRY.replace('grade = "A"', f'grade = "A"\n{fills}'))
    with pytest.raises(BadPack, match=r"YB-1\.where_law_is_silent"):
        load_with(HEAD + ENTRY, COMPANY.replace('grade = "A"', f'grade = "A"\n{fills}'))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"first_documents"', '"agreement"'),
        ('"claims"', '"complaints"'),
        ('["life"]', '["motor"]'),
        ("insurer_duty", "service_level"),
    ],
)
def test_a_promise_about_something_else_needs_no_law_to_better(
    load_with: Loader, old: str, new: str
) -> None:
    silent = COMPANY.replace('betters = "XX-1"', "")
    assert old in silent

    assert "YB-1" in load_with(HEAD + ENTRY, silent.replace(old, new)).entries


def test_the_wording_of_a_contract_says_which_law_it_betters_too(load_with: Loader) -> None:
    wording = COMPANY.replace("COMPANY", "HOME-2026").replace('"company"', '"contract"')

    with pytest.raises(BadPack, match=r"home\.toml: YB-1\.betters: XX-1 promises the same"):
        with_promises(load_with(HEAD + ENTRY), wording.replace('betters = "XX-1"', ""), "home.toml")


ALSO = """also = [{ name = "month", start = "agreement", length = 1, unit = "month" }]
whichever = "earlier"
"""


@pytest.mark.parametrize(
    ("law", "old", "new", "refusal"),
    [
        ("", '"claims"', '"complaints"', "case_type: cannot be compared with XX-1"),
        ("", '["life"]', '["all"]', "lines: XX-1 promises nothing for 'all'"),
        ("", '["life"]', '["life", "motor"]', "lines: XX-1 promises nothing for 'motor'"),
        (ALSO, '"earlier"', '"later"', "whichever: cannot be compared with XX-1"),
        ('ends_at = "17:00"\n', 'ends_at = "17:00"\n', "", "ends_at: XX-1 ends the day at 17:00"),
        ('ends_at = "17:00"\n', '"17:00"', '"17:30"', "ends_at: XX-1 ends the day at 17:00"),
    ],
)
def test_a_promise_that_differs_where_it_matters_cannot_better_a_law(
    load_with: Loader, law: str, old: str, new: str, refusal: str
) -> None:
    pack, ours = (text.replace("length = 30", f"{law}length = 30") for text in (ENTRY, COMPANY))
    assert old in ours
    assert "YB-1" in load_with(HEAD + pack, ours).entries

    with pytest.raises(BadPack) as said:
        load_with(HEAD + pack, ours.replace(old, new))

    assert f"company.toml: YB-1.{refusal}" in str(said.value)


def test_a_right_keeps_the_hour_at_which_the_law_ends_it(load_with: Loader) -> None:
    right, ours = (text.replace("insurer_duty", "customer_right") for text in (ENTRY, COMPANY))
    earlier = ours.replace("length = 30", 'length = 30\nends_at = "17:00"')

    with pytest.raises(BadPack, match=r"YB-1\.ends_at: XX-1 lets the customer act to the end"):
        load_with(HEAD + right, earlier)


def test_a_promise_for_a_line_within_the_laws_is_kept(load_with: Loader) -> None:
    wide = ENTRY.replace('["life"]', '["personal"]')

    assert "YB-1" in load_with(HEAD + wide, COMPANY).entries
