"""What a customer reads about a deadline."""

from datetime import date

import pytest

from statutes import Kind, law, reckon
from statutes.asking import instant
from statutes.days import Day, days_of
from statutes.examples import an_entry
from statutes.explaining import explain
from statutes.given import Given, Paused
from statutes.kinds import Effect
from statutes.month import months
from statutes.reckoning import Reckoning

MON = date(2026, 3, 9)
COUNTED = "Civil Code of the PRC, arts. 201, 202; Civil Code of the PRC, art. 203"
FESTIVAL = instant("2026-02-05T10:00+08:00")


def test_a_deadline_says_its_law_its_days_and_its_end() -> None:
    assert explain(reckon(law().entry("CN-23A"), FESTIVAL)) == (
        law().entry("CN-23A").obligation.en,
        f"CN-23A: {law().entry('CN-23A').citation_in('en')}; {COUNTED}.",
        "Counted from receipt of the claim and the first documents: 2026-02-05.",
        "2026-02-05: not counted, the day of the event is not counted.",
        "2026-02-06 to 2026-03-07: 30 days counted.",
        "It ends on 2026-03-07 at 24:00 (Asia/Shanghai).",
        "We aim to be done by 2026-03-06.",
        f"If a last day that is no working day moves on, it would be {MON}; we do not rely on it.",
    )


def test_a_deadline_reads_the_same_in_chinese() -> None:
    said = explain(reckon(law().entry("CN-23A"), FESTIVAL), "zh")

    assert said[2:6] == (
        "自收到索赔请求和首批材料起算：2026-02-05。",
        "2026-02-05：不计，为事件当日。",
        "2026-02-06至2026-03-07：计30天。",
        "于2026-03-07 24:00届满（Asia/Shanghai）。",
    )


def test_a_pause_is_told_with_its_reason() -> None:
    pause = Paused(
        "documents", instant("2026-02-08T10:00+08:00"), instant("2026-02-10T10:00+08:00")
    )
    found = Reckoning(law().entry("CN-23A"), Given(FESTIVAL, pauses=(pause,)))

    days = "Del 2026-02-09 al 2026-02-10: no se cuentan, en pausa:"
    assert f"{days} se pidieron documentos que faltaban." in explain(found, "es")


def test_a_business_day_says_which_holiday_did_not_count() -> None:
    entry = an_entry(zone="UK", length=3, unit="business_day")
    found = reckon(entry, instant("2026-04-02T10:00+01:00"))

    assert days_of(found) == (
        Day(date(2026, 4, 2), counted=False, why="the day of the event is not counted"),
        Day(date(2026, 4, 3), counted=False, why="holiday: Good Friday"),
        Day(date(2026, 4, 4), counted=False, why="weekend"),
        Day(date(2026, 4, 5), counted=False, why="weekend"),
        Day(date(2026, 4, 6), counted=False, why="holiday: Easter Monday"),
        Day(date(2026, 4, 7), counted=True, why="day 1"),
        Day(date(2026, 4, 8), counted=True, why="day 2"),
        Day(date(2026, 4, 9), counted=True, why="day 3"),
    )


def test_a_right_that_rolls_says_what_it_rolls_over() -> None:
    told = days_of(reckon(law().entry("CN-COOL"), FESTIVAL))

    assert [(f"{day.date:%m-%d}", day.why) for day in told[-5:]] == [
        ("02-20", "day 15"),
        ("02-21", "the end moves past a weekend"),
        ("02-22", "the end moves past a weekend"),
        ("02-23", "the end moves past a holiday: Day off (substituted from 02/28/2026)"),
        ("02-24", "the end, moved to this working day"),
    ]


def test_working_hours_are_told_day_by_day() -> None:
    said = explain(reckon(law().entry("YB-ANSWER"), instant("2026-06-18T17:00+08:00")))

    assert said[3:8] == (
        "2026-06-18: 1:00 counted.",
        "2026-06-19: holiday: Dragon Boat Festival.",
        "2026-06-20: weekend.",
        "2026-06-21: weekend.",
        "2026-06-22: 3:00 counted.",
    )


def test_the_margin_before_an_end_counted_backwards_is_told() -> None:
    margin = {"length": 1, "unit": "business_day"}
    entry = an_entry(zone="ES", length=2, unit="week", direction="before", margin=margin)

    told = days_of(reckon(entry, instant("2026-05-25T10:00+02:00")))  # 11 May is a Monday

    assert [(f"{day.date:%d}", day.why) for day in told[:5]] == [
        ("08", "in time"),
        ("09", "kept in reserve"),
        ("10", "kept in reserve"),
        ("11", "kept in reserve"),
        ("12", "13 days before the event"),
    ]
    assert told[-1].why == "the day of the event, counted back from"


def test_a_window_tells_when_it_opens_and_when_it_is_too_late() -> None:
    found = reckon(law().entry("NY-3211"), instant("2026-05-01T10:00-04:00"))
    told = {f"{day.date:%m-%d}": day.why for day in days_of(found)}

    assert told["03-18"] == "day 1 of the window"
    assert told["04-15"] == "day 29 of the window"
    assert told["04-16"] == "kept in reserve"
    assert told["04-17"] == "too late"


def test_what_is_provisional_says_why() -> None:
    said = explain(reckon(an_entry(length=10), instant("2026-12-28T10:00+08:00")))

    assert said[-1] == ("Provisional: the official days off are known only until 2026-12-31.")


def test_where_the_last_day_would_roll_is_not_claimed_beyond_the_calendar() -> None:
    entry = law().entry("CN-24")
    unknown = reckon(entry, instant("2026-12-30T12:00+08:00"))  # golden case CN-G07
    known = reckon(entry, instant("2026-12-23T12:00+08:00"))

    assert unknown.rolled_on is None
    assert not any("moves on" in sentence for sentence in explain(unknown))
    assert explain(unknown)[-1].startswith("Provisional: the official days off")
    assert "Civil Code 203" not in explain(unknown)[1]
    assert known.rolled_on == date(2026, 12, 28)


def test_a_roll_that_is_not_claimed_says_so_though_the_office_is_known() -> None:
    entry = an_entry(length=3, roll="next_working_day", office="ES")
    said = explain(reckon(entry, instant("2026-12-30T12:00+08:00")))

    assert said[-1].startswith("Provisional: the official days off")


def test_a_pause_that_goes_on_is_told() -> None:
    paused = Paused("documents", instant("2026-02-08T10:00+08:00"))
    said = explain(Reckoning(law().entry("CN-23A"), Given(FESTIVAL, pauses=(paused,))))

    assert said[-1] == "Paused since 2026-02-08: we asked for documents that were missing."


@pytest.mark.parametrize("language", ["en", "es", "zh"])
@pytest.mark.parametrize("entry", law().entries.values(), ids=[*law().entries])
def test_every_entry_can_be_explained_in_every_language(entry: object, language: str) -> None:
    found = reckon(law().entry(getattr(entry, "id", "")), instant("2026-01-31T10:00+00:00"))

    said = explain(found, language)

    assert said[0] == found.entry.obligation.say(language)
    assert all(sentence.strip() and "{" not in sentence for sentence in said)
    assert [*months(found, language)]


def test_a_calendar_marks_the_event_the_aim_and_the_end() -> None:
    rows = [*months(reckon(law().entry("CN-23A"), FESTIVAL))]

    assert rows[:8] == [
        "2026-02",
        "   Mo   Tu   We   Th   Fr   Sa   Su",
        "                                  ·",
        "    ·    ·    ·   5*    6    7    8",
        "    9   10   11   12   13   14   15",
        "   16   17   18   19   20   21   22",
        "   23   24   25   26   27   28",
        "",
    ]
    assert rows[11] == "    2    3    4    5  {6}  [7]    ·"


def test_of_a_long_time_the_calendar_shows_the_first_and_the_last_months() -> None:
    rows = [*months(reckon(an_entry(length=5, unit="year"), FESTIVAL))]

    assert "… 55 months …" in rows
    assert sum(row.startswith("20") for row in rows) == 6


def test_only_what_the_customer_may_do_is_never_refused() -> None:
    for entry in law().entries.values():
        said = explain(reckon(entry, FESTIVAL))

        forgiving = any("does not by itself take anything away" in sentence for sentence in said)
        hers = entry.kind in {Kind.CUSTOMER_RIGHT, Kind.CUSTOMER_DUTY}
        loses = entry.consequence.effect is Effect.COVER_ENDS  # and is told so in the next sentence
        assert forgiving is (hers and not loses)


def test_of_two_ways_of_counting_the_one_that_rules_says_from_when_it_counts() -> None:
    """The premium was due on 4 August; the demand came a week later, or three months."""
    entry, due = law().entry("CN-36B"), instant("2026-08-04T12:00+08:00")
    demands = ("2026-08-11T12:00+08:00", "2026-11-11T12:00+08:00")

    told = [
        explain(Reckoning(entry, Given(instant(demand), {"premium_due": due})), "zh")
        for demand in demands
    ]

    assert "自保险费到期日起算：2026-08-04。" in told[0]
    assert "2026-08-05至2026-10-03：计60天。" in told[0]
    assert "自催告交费起算：2026-11-11。" in told[1]
    assert "2026-11-12至2026-12-11：计30天。" in told[1]
