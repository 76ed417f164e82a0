"""Concerns, nationalities and steps without a day are read where the text names them, and nowhere else."""

import pytest

from campaigns.sheet_reading.concerns import CONCERNS
from campaigns.sheet_reading.json_keys import as_json, provenance
from campaigns.sheet_reading.reading import read_sheet
from cases.concern_names import FIRST_CONCERNS

SHEET = """UA: 12/05 Index: EUR 28/001/2005 Iceland Date: 3 May 2005

URGENT ACTION
{headline}

{told}

PLEASE SEND APPEALS BEFORE 7 JUNE 2005 TO:
Minister of Justice
Anna Vorbild
Street 9
Iceland
"""
HEADLINE, TOLD = "TEACHER AT RISK", "Anna Beispiel (f), a teacher, was arrested at her school with two of her pupils."


def read(*, headline: str = HEADLINE, told: str = TOLD):
    return read_sheet(SHEET.format(headline=headline, told=told))


def test_concerns_are_those_of_the_list() -> None:
    assert set(CONCERNS) == set(FIRST_CONCERNS)


@pytest.mark.parametrize(
    ("headline", "concerns"),
    [
        (
            "TEACHER FACES EXTRADITION, RISKS TORTURE",
            ["Extradition and forcible return", "Torture and other ill-treatment"],
        ),
        ("Fear for safety", ["Threats and fear for safety"]),
        ("LEHRERIN DROHT ABSCHIEBUNG", ["Extradition and forcible return"]),
        ("Pena de muerte", ["Death penalty"]),
        ("EXTRAJUDICIAL EXECUTION OF A TEACHER", ["Unlawful killing"]),
        ("TEACHER AT RISK", []),
    ],
)
def test_headline_names_what_somebody_is_at_risk_of(headline: str, concerns: list[str]) -> None:
    assert as_json(read(headline=headline))["concerns"] == concerns


def test_summary_is_likely_and_a_demand_a_guess() -> None:
    text = SHEET.format(headline=HEADLINE, told=f"{TOLD} She may be tortured.").replace(
        "PLEASE", "Please write immediately:\n- Urging the authorities to give her medical care;\n\nPLEASE"
    )

    reading = read_sheet(text)

    assert [(one.value, one.surety) for one in reading.concerns] == [
        ("Torture and other ill-treatment", "likely"),
        ("Health and medical care", "guessed"),
    ]
    assert provenance(reading)["concerns"][0] == {"page": 1, "first_line": 6, "last_line": 6, "surety": "likely"}


@pytest.mark.parametrize(
    ("told", "nationality"),
    [
        ("Anna Beispiel (f), an Icelandic national, was arrested at her school with two of her pupils.", "Icelandic"),
        ("The police arrested the Icelandic citizen Anna Beispiel (f) at her school with two pupils.", "Icelandic"),
        ("Anna Beispiel (f), a teacher and citizen of Iceland, was arrested with two of her pupils.", "Iceland"),
        ("Anna Beispiel (f), an Icelandic teacher, was arrested at her school with two of her pupils.", None),
        (TOLD, None),
    ],
    ids=["a national", "the citizen", "citizen of", "an adjective", "nothing"],
)
def test_nationality_is_taken_only_from_words_that_mean_one(told: str, nationality: str | None) -> None:
    assert [one["nationality"] for one in as_json(read(told=told))["persons"]] == [nationality]


@pytest.mark.parametrize(
    ("sentence", "steps"),
    [
        (
            "Her lawyer is preparing to appeal to the Reykjavik District Court.",
            [
                {
                    "court": "Reykjavik District Court",
                    "matter": "Her lawyer is preparing to appeal to the Reykjavik District Court.",
                }
            ],
        ),
        ("The Reykjavik District Court will hear her appeal on 9 May 2005.", []),
        ("The Reykjavik District Court rejected her appeal.", []),
        ("Her lawyer is preparing to appeal.", []),
    ],
    ids=["to come", "with a day", "over", "no court"],
)
def test_step_without_a_day_names_its_court_and_is_to_come(sentence: str, steps: list[dict[str, str]]) -> None:
    assert as_json(read(told=f"{TOLD} {sentence}"))["undated_steps"] == steps
