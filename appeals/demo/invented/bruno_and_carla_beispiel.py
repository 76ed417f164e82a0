"""Stopped at once by one person, and a stop sheet three days later: one stays, one was returned."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed, stopped

BRUNO_AND_CARLA_BEISPIEL = ToldCase(
    title="Bruno and Carla Beispiel: return of two asylum-seekers",
    country="CH",
    concerns=("Extradition and forcible return",),
    summary="A brother and a sister are to be returned though their claims are pending.",
    opened_on=date(2011, 4, 18),
    people=(
        {
            "published_as": "Bruno Beispiel",
            "gender": "m",
            "age": 31,
            "consents": (agreed("person", "both of them, by telephone", date(2011, 4, 16)),),
            "since": [("at_risk", "2011-04-14")],
        },
        {
            "published_as": "Carla Beispiel",
            "gender": "f",
            "age": 27,
            "consents": (agreed("person", "both of them, by telephone", date(2011, 4, 16)),),
            "since": [("at_risk", "2011-04-14")],
        },
    ),
    developments=(
        {"happened_on": "2011-04-14", "what": "Both are told that they will be returned."},
        {"happened_on": "2011-05-06", "what": "A judge lets Bruno Beispiel stay until his claim is decided."},
        {"happened_on": "2011-05-09", "what": "Carla Beispiel is put on a plane at six in the morning."},
    ),
    deadlines=(
        {
            "kind": "extradition",
            "on": date(2011, 5, 9),
            "what": "flight booked for both",
            "status": "passed",
            "result": "Carla Beispiel was on it. Bruno Beispiel was not.",
        },
    ),
    campaign="return",
    number=109,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="BROTHER AND SISTER TO BE RETURNED",
                summary="Bruno and Carla Beispiel are to be returned on 9 May, before anybody has looked at their "
                "claims.",
                story="Bruno and Carla Beispiel asked for protection in January. Nobody has asked them why yet.",
                demands=(
                    (
                        "Urging the authorities not to return Bruno and Carla Beispiel before their claims are heard.",
                        "I urge you not to return Bruno and Carla Beispiel before their claims are heard.",
                    ),
                ),
                dated=date(2011, 4, 18),
                appeals_limit=date(2011, 5, 30),
                languages=("de", "en"),
            ),
            appeals_to=("ch-migration",),
            reasons={"address_is_stale": "It stands on the letter that both were given on 14 April."},
        ),
        ToldSheet(
            text=SheetText(
                headline="SISTER RETURNED, BROTHER MAY STAY",
                summary="Carla Beispiel was returned on 9 May. Her brother Bruno may stay until his claim is decided.",
                story="A judge looked at the claim of Bruno Beispiel on 6 May. That of his sister lay in another "
                "office.\n\nNothing has been heard of Carla Beispiel since she landed.",
                demands=(),
                dated=date(2011, 5, 12),
                appeals_limit=None,
                languages=(),
            ),
            kind="stop",
            outcomes=(
                {
                    "name": "Bruno Beispiel",
                    "word": "not_returned",
                    "happened_on": "2011-05-06",
                    "sentence": "He may stay until his claim is decided.",
                },
                {
                    "name": "Carla Beispiel",
                    "word": "extradited",
                    "happened_on": "2011-05-09",
                    "sentence": "Nothing has been heard of her since.",
                },
            ),
            note="One of the two was returned, and the other may stay. Letters cannot help now.",
        ),
    ),
    ending=stopped(
        date(2011, 5, 9),
        "Her lawyer rang: she is on the plane.",
        "The flight has left. Please send no more letters; a sheet will say more.",
    ),
)
