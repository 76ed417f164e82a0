"""Lapsed: its last good day is over, nobody has closed it, and the address is an old one."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

BAT_ERDENE_JISHEE = ToldCase(
    title="Bat-Erdene Jishee: herder charged after a complaint",
    country="MN",
    concerns=("Threats and fear for safety",),
    summary="A herder who complained of a poisoned spring has himself been charged.",
    opened_on=date(2011, 5, 27),
    people=(
        {
            "published_as": "Bat-Erdene Jishee",
            "other_spellings": "Жишээ Бат-Эрдэнэ",
            "gender": "m",
            "age": 63,
            "nationality": "Mongolian",
            "consents": (agreed("person", "Bat-Erdene Jishee", date(2011, 5, 20)),),
            "since": [("charged", "2011-05-12")],
        },
    ),
    developments=({"happened_on": "2011-05-12", "what": "He is charged with slander."},),
    number=150,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="HERDER CHARGED AFTER COMPLAINT",
                summary="Bat-Erdene Jishee complained that a spring had been poisoned, and is charged with slander.",
                story="When nineteen of his horses had died, Bat-Erdene Jishee took a bottle of water from the spring "
                "to the prosecutor and asked for an investigation. The bottle was never examined. On 12 May he was "
                "charged with slander.",
                demands=(
                    (
                        "Asking that the water is examined, and the charge dropped.",
                        "I ask that the water of the spring is examined, and the charge against Bat-Erdene Jishee "
                        "dropped.",
                    ),
                ),
                dated=date(2011, 5, 27),
                appeals_limit=date(2011, 7, 8),
                languages=("mn", "en"),
            ),
            appeals_to=("mn-prosecutor",),
            reasons={"address_is_stale": "No newer address is known; a journalist in the capital was asked for one."},
        ),
    ),
)
