"""What a new sheet changes, as those who hold the old one read it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from campaigns.changes import changes_between
from campaigns.content import Addressee, Ask, SheetContent
from campaigns.told_outcomes import ToldOutcome

MINISTER = Addressee(
    authority_id=1,
    role="appeals",
    form_of_address="",
    holder="Minister Muster",
    office="Ministry of Examples",
    postal_lines=("1 Example Street", "101 Sampletown"),
    country="IS",
    fax="+354 1",
    phone="",
    emails=("post@ministry.example",),
    web_form="",
    salutations=(("en", "Dear Minister"),),
    verified_on=None,
)
COURT = replace(MINISTER, authority_id=2, office="Sample Court")
LAWYER = Ask("Urging the authorities to let her have a lawyer;", "I urge you to let her have a lawyer.")
DOCTOR = Ask("Calling on them to let a doctor see her.", "I call on you to let a doctor see her.")

OLD = SheetContent(
    reference="UA 1/11",
    series="UA",
    number=1,
    year=2011,
    version=1,
    check_code="7K3F9QXM",
    kind="first",
    title="Urgent action",
    dated=date(2011, 7, 13),
    index_number="",
    country="IS",
    country_name="Iceland",
    concerns=(),
    headline="TEACHER FACES UNFAIR TRIAL",
    summary="A teacher is to be tried.",
    story="She was arrested.",
    additional_information="",
    people=(),
    demands=(LAWYER,),
    recipients=(MINISTER,),
    languages=("en",),
    own_language=False,
    appeals_limit=date(2011, 8, 23),
    appeals_wording="before",
    last_good_day=date(2011, 8, 22),
    late_note="",
    diplomatic_note="",
)


def changed(**fields: Any) -> tuple[str, ...]:
    return changes_between(OLD, replace(OLD, version=2, kind="further", **fields))


def test_sheet_that_asks_the_same_changes_nothing() -> None:
    assert changed(dated=date(2011, 8, 3), index_number="EUR 28/001/2011", title="Further information on UA 1/11") == ()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recipients": (MINISTER, COURT)}, "New: please write to Sample Court too."),
        ({"recipients": (MINISTER, replace(COURT, role="copies"))}, "New: please send a copy to Sample Court."),
        ({"recipients": ()}, "Please do not write to Ministry of Examples any more."),
        ({"recipients": (replace(MINISTER, role="copies"),)}, "Ministry of Examples now gets a copy only."),
        (
            {"recipients": (replace(MINISTER, postal_lines=("2 Example Street",)),)},
            "The postal address of Ministry of Examples has changed.",
        ),
        (
            {"recipients": (replace(MINISTER, holder="Minister Beispiel"),)},
            "The name above the address of Ministry of Examples has changed.",
        ),
        (
            {"recipients": (replace(MINISTER, salutations=(("en", "Your Excellency"),)),)},
            "The salutation of letters to Ministry of Examples has changed.",
        ),
        ({"recipients": (replace(MINISTER, fax="+354 2"),)}, "The fax number of Ministry of Examples has changed."),
        (
            {"recipients": (replace(MINISTER, fax=""),)},
            "The fax number of Ministry of Examples is not on the sheet any more.",
        ),
        (
            {"recipients": (replace(MINISTER, emails=("new@ministry.example",)),)},
            "The e-mail address of Ministry of Examples has changed.",
        ),
        (
            {"recipients": (replace(MINISTER, office="Ministry of Samples"),)},
            "“Ministry of Examples” is now called “Ministry of Samples”.",
        ),
        (
            {"last_good_day": date(2011, 8, 9)},
            "There is less time: the last day to write is now Tuesday 9 August 2011; it was Monday 22 August 2011.",
        ),
        (
            {"last_good_day": date(2011, 9, 6)},
            "There is more time: the last day to write is now Tuesday 6 September 2011; it was Monday 22 August 2011.",
        ),
        ({"demands": (LAWYER, DOCTOR)}, "Asked as well: Calling on them to let a doctor see her."),
        ({"demands": ()}, "Not asked any more: Urging the authorities to let her have a lawyer;"),
        (
            {"demands": (replace(LAWYER, on_sheet="Urging the authorities to let her have her lawyer;"),)},
            "Asked in other words: Urging the authorities to let her have her lawyer;",
        ),
        (
            {"demands": (replace(LAWYER, in_letter="Please let her have a lawyer."),)},
            "Said in other words in letters: Please let her have a lawyer.",
        ),
        ({"languages": ("is", "en")}, "Please write in one of these languages: Icelandic, English."),
        ({"own_language": True}, "Please write in one of these languages or in your own: English."),
        ({"languages": (), "own_language": True}, "Please write in your own language."),
        ({"headline": "TEACHER IN DANGER"}, "The headline is now: TEACHER IN DANGER"),
        ({"story": "She was released."}, "The text about the case is new."),
    ],
)
def test_one_change_is_one_sentence(fields: dict[str, Any], sentence: str) -> None:
    assert changed(**fields) == (sentence,)


def test_demand_that_only_begins_like_another_is_dropped_and_added() -> None:
    extradite = Ask("Urging the authorities not to extradite her;", "")
    investigate = Ask("Urging the authorities to investigate what she says;", "")

    assert changes_between(replace(OLD, demands=(extradite,)), replace(OLD, demands=(investigate,))) == (
        "Not asked any more: Urging the authorities not to extradite her;",
        "Asked as well: Urging the authorities to investigate what she says;",
    )


def test_what_matters_most_to_printed_letters_comes_first() -> None:
    sentences = changed(
        headline="TEACHER IN DANGER",
        demands=(DOCTOR,),
        last_good_day=date(2011, 8, 9),
        recipients=(COURT,),
        languages=("is",),
    )

    assert [sentence.split(":")[0].split(" to ")[0] for sentence in sentences] == [
        "Please do not write",
        "New",
        "There is less time",
        "Not asked any more",
        "Asked as well",
        "Please write in one of these languages",
        "The headline is now",
    ]


def test_order_of_recipients_and_demands_alone_changes_nothing() -> None:
    old = replace(OLD, demands=(LAWYER, DOCTOR), recipients=(MINISTER, COURT))

    assert changes_between(old, replace(old, demands=(DOCTOR, LAWYER), recipients=(COURT, MINISTER))) == ()


def test_sheet_that_says_it_is_over_takes_back_the_asking_and_nothing_one_by_one() -> None:
    stop = replace(OLD, kind="stop", demands=(), recipients=(), languages=(), headline="TEACHER RELEASED")

    assert changes_between(OLD, stop) == (
        "Nobody is asked to write any more.",
        "The headline is now: TEACHER RELEASED",
    )


ANNA = ToldOutcome(1, "Anna Beispiel", "stayed", "2011-07", "Her lawyer rang.")
BEN = ToldOutcome(2, "Ben Beispiel", "at_risk", "", "")


def test_what_became_of_somebody_is_told_once() -> None:
    before = replace(OLD, outcomes=(ANNA,))
    reworded, executed = replace(ANNA, sentence="Again."), replace(ANNA, word="executed", happened_on="2011-08-01")

    assert changes_between(before, replace(before, outcomes=(reworded, BEN))) == ("Ben Beispiel: still at risk.",)
    assert changes_between(before, replace(before, outcomes=(executed,))) == (
        "Anna Beispiel: executed (1 August 2011). Her lawyer rang.",
    )


def test_end_that_is_not_told_any_more_is_a_change() -> None:
    assert changes_between(replace(OLD, outcomes=(ANNA,)), OLD) == (
        "What became of Anna Beispiel is not said any more.",
    )


def test_what_became_of_somebody_is_told_on_a_sheet_that_asks_for_nothing() -> None:
    assert changes_between(OLD, replace(OLD, kind="outcome", outcomes=(ANNA,))) == (
        "Nobody is asked to write any more.",
        "Anna Beispiel: execution stayed (July 2011). Her lawyer rang.",
    )
