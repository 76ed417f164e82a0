"""Stopped, as he was released."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed, stopped

JON_DAEMI = ToldCase(
    title="Jón Dæmi: arrested translator",
    country="IS",
    concerns=("Freedom of expression",),
    summary="A translator was arrested for a list of books.",
    opened_on=date(2011, 5, 24),
    people=(
        {
            "published_as": "Jón Dæmi",
            "other_spellings": "Jon Daemi",
            "gender": "m",
            "age": 52,
            "nationality": "Icelandic",
            "consents": (agreed("relative", "his sister", date(2011, 5, 23)),),
            "since": [("detained", "2011-05-20"), ("released", "2011-07-10")],
        },
    ),
    developments=(
        {"happened_on": "2011-05-20", "what": "Jón Dæmi is arrested in the library of Dæmivík."},
        {"happened_on": "2011-07-10", "what": "He is released without charge and thanks everybody who wrote."},
    ),
    number=143,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="TRANSLATOR ARRESTED FOR A LIST OF BOOKS",
                summary="Jón Dæmi is in custody because he put up a list of books that he wants to translate.",
                story="Jón Dæmi, a translator, was arrested in the library of Dæmivík on 20 May, where he had put up a "
                "list of books that he wants to translate. He has been told neither the charge nor for how long he is "
                "to stay.",
                demands=(
                    (
                        "Calling for the immediate release of Jón Dæmi.",
                        "I call on you to release Jón Dæmi immediately.",
                    ),
                ),
                dated=date(2011, 5, 24),
                appeals_limit=date(2011, 7, 20),
                index_number="EUR 28/913/2011",
                languages=("is", "en"),
            ),
            appeals_to=("is-justice",),
        ),
    ),
    ending=stopped(
        date(2011, 7, 11),
        "Released on 10 July; the family confirms it and asks for no more letters.",
        "Released on 10 July. Letters have done their part; please send no more.",
    ),
)
