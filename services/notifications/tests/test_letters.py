"""Facts into words: every fact has a template in every language, and all tell the same."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from jinja2 import UndefinedError, meta
from jinja2.exceptions import SecurityError

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Language
from contracts.policy.premiums import PayTo
from notifications.domain.facts import FACTS
from notifications.examples import a_contact, everything_said
from notifications.examples.premiums import WHERE_TO_PAY
from notifications.letters import environment, write

SAID: dict[str, dict[str, Any]] = {
    fact.name: dict(event)
    for event in everything_said()
    for fact in FACTS.values()
    if fact.event is type(event)
} | {"birthday": {}}
EVERY_LETTER = pytest.mark.parametrize(
    ("fact", "language"), [(fact, language) for fact in FACTS for language in Language]
)
YUAN_ACCOUNT = PayTo(account="YB-CNY-0001", holder="Yinbao Insurance")
TEMPLATES = files("notifications.letters") / "templates"


def source(fact: str, language: Language) -> str:
    return (TEMPLATES / language / f"{fact}.txt").read_text(encoding="utf-8")


@EVERY_LETTER
def test_every_fact_is_told_in_every_language(fact: str, language: Language) -> None:
    contact = a_contact(language=language, name="Ana")

    letter = write(fact, SAID[fact], contact)

    assert letter.subject
    assert "\n" not in letter.subject
    assert "Ana" in letter.text
    assert "{" not in letter.subject + letter.text
    for paragraph in letter.text.strip().split("\n\n"):
        assert paragraph.split("\n")[0].replace("'", "&#39;") in letter.html


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_mentions_the_same_in_every_language(fact: str) -> None:
    parser = environment(autoescape=False)

    mentioned = [
        meta.find_undeclared_variables(parser.parse(source(fact, language)))
        for language in Language
    ]

    assert mentioned[0] == mentioned[1] == mentioned[2]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "fact",
    [
        "application-invoiced",
        "invoice-issued",
        "invoice-due",
        "invoice-overdue",
        "policy-suspended",
    ],
)
def test_what_asks_for_money_says_where_to_pay_it(fact: str, language: Language) -> None:
    contact = a_contact(language=language)

    letter = write(fact, SAID[fact], contact)
    without_a_bic = write(fact, SAID[fact] | {"pay_to": YUAN_ACCOUNT}, contact)
    said_before = write(fact, SAID[fact] | {"pay_to": None}, contact)

    paid = [one for one in letter.text.split("\n\n") if "YB-USD-0001" in one]
    assert len(paid) == 1
    assert "Yinbao Insurance" in paid[0]
    assert "BIC YINBUS33XXX" in paid[0]
    assert "YB-CNY-0001" in without_a_bic.text
    assert "BIC" not in without_a_bic.text
    assert said_before.text.split("\n\n") == [
        one for one in letter.text.split("\n\n") if one not in paid
    ]


def test_there_is_no_template_for_a_fact_nobody_tells() -> None:
    for language in Language:
        names = {entry.name for entry in (TEMPLATES / language).iterdir()}
        assert names == {f"{fact}.txt" for fact in FACTS} | {"_letter.txt", "_conditions.txt"}


def test_money_and_instants_are_written_as_the_customer_does() -> None:
    said = SAID["claim-filed"]  # the loss was on 28 February, 23:30 UTC

    spanish = write("claim-filed", said, a_contact())
    english = write(
        "claim-filed", said, a_contact(language=Language.ENGLISH, time_zone="America/New_York")
    )
    chinese = write(
        "claim-filed", said, a_contact(language=Language.CHINESE, time_zone="Asia/Shanghai")
    )

    assert "12.500,00\xa0US$" in spanish.text
    assert "1 de marzo de 2026 a las 0:30 (hora estándar de Europa central)" in spanish.text
    assert "$12,500.00" in english.text
    assert "February 28, 2026 at 6:30\u202fPM (Eastern Standard Time)" in english.text
    assert "US$12,500.00" in chinese.text
    assert "2026年3月1日 07:30（中国标准时间）" in chinese.text


@pytest.mark.parametrize("language", Language)
def test_a_small_sum_of_a_change_threatens_nothing(language: Language) -> None:
    contact, said = a_contact(language=language), SAID["invoice-overdue"]
    words = {
        Language.ENGLISH: ("You are covered", "we tell you apart"),
        Language.SPANISH: ("Está cubierto", "le avisamos aparte"),
        Language.CHINESE: ("您目前有保障", "另行通知"),
    }
    covered, warned = words[language]

    small = write("invoice-overdue", said | {"small": True}, contact).text
    other = write("invoice-overdue", said, contact).text

    assert (covered in small, warned in small) == (True, False)
    assert (covered in other, warned in other) == (False, True)


@pytest.mark.parametrize("language", Language)
def test_a_small_sum_is_asked_for_with_the_next_premium(language: Language) -> None:
    contact, said = a_contact(language=language), SAID["invoice-issued"]

    both = write("invoice-issued", said | {"besides": Money(Decimal("2.13"), "USD")}, contact).text
    alone = write("invoice-issued", said, contact).text

    assert ("2,13" if language is Language.SPANISH else "2.13") in both
    assert len(both.split("\n\n")) == len(alone.split("\n\n")) + 1


@pytest.mark.parametrize("language", Language)
def test_a_small_sum_asked_for_with_another_promises_no_more_than_is_true(
    language: Language,
) -> None:
    contact = a_contact(language=language)
    said = SAID["invoice-issued"] | {"besides": Money(Decimal("2.13"), "USD")}
    words = {
        Language.ENGLISH: ("does not rest", "can then depend"),
        Language.SPANISH: ("ni se suspende", "podrá depender"),
        Language.CHINESE: ("不会因此中止", "可能受其影响"),
    }
    stands, depends = words[language]

    told = {
        both: write("invoice-issued", said | {"both_small": both}, contact).text
        for both in (True, False, None)
    }

    assert {both: (stands in text, depends in text) for both, text in told.items()} == {
        True: (True, False),
        False: (False, True),
        None: (False, False),
    }


@pytest.mark.parametrize("language", Language)
def test_each_turn_of_a_small_sum_is_told_with_how_to_pay_it(language: Language) -> None:
    contact, said = a_contact(language=language), SAID["small-sum-turned"]

    turned = {
        (small, rests): write("small-sum-turned", said | {"small": small, "rests": rests}, contact)
        for small, rests in ((False, False), (True, False), (True, True))
    }

    assert len({letter.text for letter in turned.values()}) == 3
    assert all("840" in letter.subject for letter in turned.values())
    assert all("RF98" in one.text and "YB-USD-0001" in one.text for one in turned.values())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_change_says_what_it_comes_to_with_taxes_and_what_of_it_is_tax(
    language: Language, sign: str
) -> None:
    sums = {
        "premium_change": Money(Decimal(f"{sign}6.31"), "EUR"),
        "to_pay": Money(Decimal(f"{sign}7.04"), "EUR"),
    }

    letter = write("policy-endorsed", SAID["policy-endorsed"] | sums, a_contact(language=language))

    point = "," if language is Language.SPANISH else "."
    for amount in ("7.04", "6.31", "0.73"):
        assert amount.replace(".", point) in letter.text
    assert "-" not in letter.text


@pytest.mark.parametrize("language", Language)
def test_a_change_said_before_it_said_its_taxes_is_told_as_ever(language: Language) -> None:
    said = SAID["policy-endorsed"]

    free = {"to_pay": Money(Decimal(0), "USD"), "premium_change": Money(Decimal(0), "USD")}
    letters = [
        write("policy-endorsed", said | one, a_contact(language=language)).text
        for one in ({"to_pay": None}, free)
    ]

    assert ["40" in one for one in letters] == [True, False]


def test_of_what_was_paid_twice_nobody_is_asked_for_it_again() -> None:
    said = {**SAID["payment-reversed"], "is_open": False, "claimed": None}

    letters = [write("payment-reversed", said, a_contact(language=one)).text for one in Language]

    assert sum("No tiene que pagar de nuevo" in one for one in letters) == 1
    assert not [
        one for one in letters if "pague de nuevo, por favor" in one or "pay again, or" in one
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["premium-returned", "premium-credited", "premium-received"])
def test_no_account_is_promised_that_nobody_knows(name: str, language: Language) -> None:
    letter = write(name, SAID[name], a_contact(language=language)).text

    assert not [one for one in ("it came from", "de la que vin", "原付款账户") if one in letter]
    assert ("6789" in letter) == (name == "premium-returned")


@pytest.mark.parametrize("language", list(Language))
def test_what_came_back_is_asked_for_with_reference_and_account_and_no_code(
    language: Language,
) -> None:
    letter = write("payment-reversed", SAID["payment-reversed"], a_contact(language=language))

    for said in ("RF68 4000 01", "RF41 4000 02", "YB-USD-0001", "Yinbao Insurance"):
        assert said in letter.text
    assert "AM04" not in letter.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["payment-reversed", "first-payment-reversed"])
def test_a_code_that_tells_a_customer_nothing_is_left_out(name: str, language: Language) -> None:
    letter = write(name, SAID[name] | {"code": "XX99"}, a_contact(language=language))

    assert "XX99" not in letter.text


@pytest.mark.parametrize("language", list(Language))
def test_a_demand_whose_service_starts_the_time_says_how_long_it_is(language: Language) -> None:
    within = {one.value: f"two weeks, in {one.value}" for one in Language}
    said = {**SAID["notice-needed"], "cover_until": None, "pay_within": within}

    letter = write(
        "notice-needed",
        said | {"reference": "RF68 4000 01", "pay_to": WHERE_TO_PAY},
        a_contact(language=language),
    )

    assert within[language] in letter.text
    assert WHERE_TO_PAY.account in letter.text
    assert "RF68 4000 01" in letter.text


@pytest.mark.parametrize(
    ("language", "told"), [("en", "and ask us"), ("es", "y pídanos"), ("zh", "并向我们申请")]
)
def test_cover_that_comes_back_on_request_is_asked_for(language: str, told: str) -> None:
    said = SAID["policy-suspended"] | {"right_to_ask": {language: "For two years."}}

    asks, pays = (
        write(
            "policy-suspended", said | {"comes_back": how}, a_contact(language=Language(language))
        )
        for how in ("request", "payment")
    )

    assert (told in asks.text, told in pays.text) == (True, False)
    assert ("For two years." in asks.text, "For two years." in pays.text) == (True, False)


@pytest.mark.parametrize("language", Language)
def test_a_suspension_says_all_that_is_owed_and_until_when_cover_is_asked_for(
    language: Language,
) -> None:
    contact = a_contact(language=language)
    said = SAID["policy-suspended"] | {"comes_back": "request"}

    asks = write(
        "policy-suspended", said | {"ask_until": datetime(2027, 4, 1, tzinfo=UTC)}, contact
    )
    before = write("policy-suspended", said | {"to_pay": None, "reference": None}, contact)

    assert ("140" in asks.text, "RF98 INV2 0260 0012 3" in asks.text) == (True, True)
    assert "2027" in asks.text
    assert ("140" in before.text, "RF98" in before.text, "2027" in before.text) == (False,) * 3


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Until then you are"), ("es", "Hasta entonces tiene"), ("zh", "在此之前保障不变")],
)
def test_a_notice_says_from_when_she_is_covered_while_cover_rests(language: str, told: str) -> None:
    contact = a_contact(language=Language(language))
    said = SAID["notice-needed"] | {"cover_until": datetime(2031, 5, 1, tzinfo=UTC)}

    rests, covered = (
        write("notice-needed", said | {"covered_from": since}, contact)
        for since in (datetime(2030, 4, 1, 12, tzinfo=UTC), None)
    )

    assert (told in rests.text, told in covered.text) == (False, True)
    assert ("2030" in rests.text, "2030" in covered.text) == (True, False)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "ask us to put"), ("es", "pídanos la reh"), ("zh", "申请合同复效")],
)
def test_who_paid_and_must_still_ask_for_cover_is_told_so(language: str, told: str) -> None:
    contact = a_contact(language=Language(language))

    asks, not_asked = (
        write("premium-received", SAID["premium-received"] | {"comes_back": how}, contact)
        for how in ("request", None)
    )

    assert (told in asks.text, told in not_asked.text) == (True, False)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "covered can still"), ("es", "estuvo cubierto"), ("zh", "保障有效期间发生的损失")],
)
def test_the_last_letter_says_when_cover_ended_where_the_term_outlived_it(
    language: str, told: str
) -> None:
    contact = a_contact(language=Language(language))
    ended = {"cover_ended_at": datetime(2025, 6, 2, 12, tzinfo=UTC)}

    rested, covered = (
        write("policy-expired", SAID["policy-expired"] | one, contact) for one in (ended, {})
    )

    assert ("2025" in rested.text, "2025" in covered.text) == (True, False)
    assert told in rested.text
    assert told in covered.text


@pytest.mark.parametrize(
    ("language", "told"), [("en", "nothing left"), ("es", "No quedaba"), ("zh", "没有需要补缴")]
)
def test_cover_that_is_back_with_nothing_left_to_pay_names_no_sum(language: str, told: str) -> None:
    contact = a_contact(language=Language(language))
    nothing = {"paid": Money(Decimal(0), "CNY")}

    free, paid = (
        write("policy-reinstated", SAID["policy-reinstated"] | one, contact)
        for one in (nothing, {})
    )

    assert (told in free.text, told in paid.text) == (True, False)
    assert "0.00" not in free.text
    assert "0,00" not in free.text
    assert "70" in paid.text


def test_what_a_person_wrote_stays_words() -> None:
    trick = '<script>alert(1)</script> {{ 7 * 7 }} & "more"'

    letter = write(
        "complaint-answered", SAID["complaint-answered"] | {"answer": trick}, a_contact()
    )

    assert trick in letter.text
    assert "<script>" not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} &amp;" in letter.html


@pytest.mark.parametrize(
    ("fact", "reason", "told"),
    [
        ("premium-returned", "credit", "Motivo: su cuenta tenía un saldo a su favor"),
        ("premium-credited", "cancellation", "Motivo: el contrato termina antes de su plazo"),
        ("premium-returned", "Lo pidió usted.", "Motivo: Lo pidió usted."),
    ],
)
def test_why_money_goes_back_is_told_in_words_and_not_by_a_code(
    fact: str, reason: str, told: str
) -> None:
    letter = write(fact, SAID[fact] | {"reason": reason}, a_contact(language=Language.SPANISH))

    assert told in letter.text


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "- Flood: up to"), ("es", "- Inundación: hasta"), ("zh", "- 洪水：")],
)
def test_a_cover_is_called_by_its_name_and_not_by_its_id(language: str, told: str) -> None:
    contact = a_contact(language=Language(language))

    letter = write("policy-issued", SAID["policy-issued"], contact)
    before_names = write("policy-issued", SAID["policy-issued"] | {"cover_names": {}}, contact)

    assert told in letter.text
    assert "flood" not in letter.text
    assert "- flood" in before_names.text


def test_a_name_with_line_ends_neither_adds_to_the_subject_nor_to_the_page() -> None:
    contact = a_contact(name="Ana\n\nBcc: everybody\n\n<b>x</b>")

    letter = write("claim-filed", SAID["claim-filed"], contact)

    assert letter.subject == "Hemos recibido su siniestro C-2026-000123"
    assert "<b>" not in letter.html


def test_a_template_cannot_reach_into_python() -> None:
    sandbox = environment(autoescape=False)

    with pytest.raises(SecurityError):
        sandbox.from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(UndefinedError):
        sandbox.from_string("{{ misspelt }}").render()


def test_days_are_the_customers_days() -> None:
    late = SAID["claim-withdrawn"] | {"withdrawn_at": datetime(2026, 3, 2, 23, 30, tzinfo=UTC)}

    letter = write("claim-withdrawn", late, a_contact())

    assert "3 de marzo de 2026" in letter.text


def test_the_examples_tell_every_fact_the_company_says() -> None:
    told: set[type[Event]] = {type(event) for event in everything_said()}

    assert told == {fact.event for fact in FACTS.values() if fact.event}


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        (Language.ENGLISH, "goes on for a term on the terms it has now"),
        (Language.SPANISH, "sigue un periodo con las condiciones que tiene ahora"),
        (Language.CHINESE, "合同按现有条件延续一个期间"),
    ],
)
@pytest.mark.parametrize("name", ["renewal-offered", "renewal-reminded"])
def test_what_silence_comes_to_is_said(name: str, language: Language, kept: str) -> None:
    told = FACTS[name].event
    [said] = [one for one in everything_said() if type(one) is told]

    texts = {
        silence: write(
            name, {**dict(said), "asked": True, "silence": silence}, a_contact(language=language)
        ).text
        for silence in ("old_terms", "ends", None)
    }

    assert kept in texts["old_terms"]
    assert kept not in texts["ends"]
    assert texts["ends"] == texts[None]
