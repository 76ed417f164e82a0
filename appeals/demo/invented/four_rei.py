"""Four people and two ends: one execution, told on a further sheet, and three stays, told on the outcome sheet."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

_DEMANDS = (
    (
        "Urging the minister not to sign an order to execute Ichiro, Jiro, Saburo and Shiro Rei;",
        "I urge you not to sign an order to execute Ichiro Rei, Jiro Rei, Saburo Rei or Shiro Rei.",
    ),
    (
        "Asking that their families and lawyers are told of any date beforehand.",
        "I ask that their families and lawyers are told of any date beforehand.",
    ),
)
_DEMANDS_FOR_THREE = (
    (
        "Urging the minister not to sign an order to execute Ichiro, Jiro and Saburo Rei.",
        "I urge you not to sign an order to execute Ichiro Rei, Jiro Rei or Saburo Rei.",
    ),
)


def _person(name: str, age: int, *since: tuple[str, str]) -> dict[str, object]:
    return {
        "published_as": name,
        "gender": "m",
        "age": age,
        "nationality": "Japanese",
        "consents": (agreed("person", "himself, through the lawyer of the four", date(2011, 1, 8)),),
        "since": [("death_sentence", "2004"), *since],
    }


FOUR_REI = ToldCase(
    title="Four Rei: executions without notice",
    country="JP",
    concerns=("Death penalty",),
    summary="Four men may be executed at an hour's notice after a court refused to hear them again.",
    opened_on=date(2011, 1, 10),
    people=(
        _person("Ichiro Rei", 61),
        _person("Jiro Rei", 58),
        _person("Saburo Rei", 55),
        _person("Shiro Rei", 52),
    ),
    developments=(
        {"happened_on": "2004", "what": "The four are sentenced to death in one trial."},
        {"happened_on": "2011-01-06", "what": "A court refuses to hear them again."},
        {"happened_on": "2011-02-17", "what": "Shiro Rei is executed. His sister hears of it on the radio."},
        {
            "happened_on": "2011-03-24",
            "what": "A higher court orders that the evidence is looked at again. Until then nobody is executed.",
        },
    ),
    deadlines=(
        {
            "kind": "appeal",
            "on": date(2011, 1, 31),
            "what": "limit to appeal against the refusal",
            "status": "passed",
            "result": "The appeal was lodged on the last day.",
        },
    ),
    campaign="death-penalty",
    number=9,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="FOUR MEN MAY BE EXECUTED WITHOUT NOTICE",
                summary="Ichiro, Jiro, Saburo and Shiro Rei may be executed any day. A court has refused to hear "
                "them again, and nobody is told of the day before it comes.",
                story="The four were sentenced to death in 2004 for a robbery in which a night watchman was killed. "
                "They have always said that they were not there.\n\n"
                "In this country the condemned learn of their execution an hour before, and their families after.",
                demands=_DEMANDS,
                dated=date(2011, 1, 10),
                appeals_limit=date(2011, 2, 21),
                index_number="ASA 22/920/2011",
                languages=("ja", "en"),
            ),
            appeals_to=("jp-justice",),
            reasons={
                "salutation_in_language_is_missing": "Our fonts have no Japanese; who writes in it knows how to begin.",
            },
        ),
        ToldSheet(
            text=SheetText(
                headline="ONE OF FOUR EXECUTED, THREE IN DANGER",
                summary="Shiro Rei was executed on 17 February. Ichiro, Jiro and Saburo Rei, sentenced with him, may "
                "be next.",
                story="Shiro Rei was executed in the morning of 17 February. His sister heard of it on the radio.\n\n"
                "The appeal of all four against the refusal of a new trial had been lodged on 31 January and was not "
                "decided when he died.",
                demands=_DEMANDS_FOR_THREE,
                dated=date(2011, 2, 18),
                appeals_limit=date(2011, 4, 1),
                index_number="ASA 22/921/2011",
                languages=("ja", "en"),
            ),
            appeals_to=("jp-justice",),
            outcomes=(
                {"name": "Ichiro Rei", "word": "at_risk"},
                {"name": "Jiro Rei", "word": "at_risk"},
                {"name": "Saburo Rei", "word": "at_risk"},
                {"name": "Shiro Rei", "word": "executed", "happened_on": "2011-02-17"},
            ),
            note="Shiro Rei was executed on 17 February. Please go on writing for the three others.",
        ),
        ToldSheet(
            text=SheetText(
                headline="EXECUTIONS OF THREE MEN STAYED",
                summary="A higher court has ordered that the evidence against Ichiro, Jiro and Saburo Rei is looked "
                "at again, and that nobody is executed until then. For Shiro Rei, executed in February, this comes "
                "too late.",
                story="The order is of 24 March. It names a watch that was found in 2009 and never shown to the "
                "judges.\n\n"
                "The lawyer of the four thanks everybody who wrote. No further letters are asked for now.",
                demands=(),
                dated=date(2011, 3, 28),
                appeals_limit=None,
                index_number="ASA 22/922/2011",
                languages=(),
            ),
            kind="outcome",
            outcomes=(
                {"name": "Ichiro Rei", "word": "stayed", "happened_on": "2011-03-24"},
                {"name": "Jiro Rei", "word": "stayed", "happened_on": "2011-03-24"},
                {"name": "Saburo Rei", "word": "stayed", "happened_on": "2011-03-24"},
                {
                    "name": "Shiro Rei",
                    "word": "executed",
                    "happened_on": "2011-02-17",
                    "sentence": "His sister was not told of the day beforehand.",
                },
            ),
        ),
    ),
)
