"""Two people, the name of one withheld; paused."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed, paused

SITI_CONTOH = ToldCase(
    title="Siti Contoh and a teacher: deportation",
    country="MY",
    concerns=("Extradition and forcible return", "Refugees and asylum"),
    summary="Two women who fled a war are to be put on a ship. The name of one of them is withheld.",
    opened_on=date(2011, 7, 1),
    people=(
        {
            "published_as": "Siti Contoh",
            "gender": "f",
            "pronouns": "she",
            "age": 30,
            "consents": (agreed("person", "Siti Contoh, through her lawyer", date(2011, 6, 30)),),
            "since": [("detained", "2011-06-25")],
        },
        {
            "published_as": "a teacher, 34",
            "form": "chosen",
            "gender": "f",
            "pronouns": "she",
            "age": 34,
            "consents": (
                agreed(
                    "person",
                    "the teacher, through her lawyer",
                    date(2011, 6, 30),
                    "story",
                    "web",
                    "letter",
                    note="profession and age, no name, no place of origin",
                ),
            ),
            "since": [("detained", "2011-06-25")],
        },
    ),
    developments=({"happened_on": "2011-06-25", "what": "Both women are arrested in a market."},),
    deadlines=({"kind": "other", "on": date(2011, 7, 24), "what": "departure of the ship"},),
    internal_notes="The lawyer asks for quiet until she has spoken with the ministry. Do not name the ship.",
    campaign="return",
    number=199,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="TWO REFUGEES TO BE DEPORTED BY SHIP",
                summary="Siti Contoh and a teacher, 34, have asked for asylum and are to be deported before anybody "
                "has examined their case.",
                story="Siti Contoh and another woman, a teacher of 34 whose name is withheld for the safety of her "
                "family, were arrested in a market on 25 June. Both had asked for asylum in May and had a date for "
                "their interviews.\n\n"
                "In detention they were told that they would leave by ship on 24 July. Their lawyer has asked for the "
                "interviews to be held first.",
                demands=(
                    (
                        "Calling on the minister not to deport either woman before her case has been examined;",
                        "I call on you not to deport Siti Contoh and the teacher who is held with her before their "
                        "cases have been examined.",
                    ),
                ),
                dated=date(2011, 7, 1),
                appeals_limit=date(2011, 8, 12),
                index_number="ASA 28/912/2011",
                languages=("ms", "en"),
            ),
            appeals_to=("my-home",),
        ),
    ),
    ending=paused(
        date(2011, 7, 8),
        "The lawyer is talking with the ministry and asks for quiet until the 20th.",
        "Talks are under way that letters could disturb. We expect to say more after 20 July.",
    ),
)
