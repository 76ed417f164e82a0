"""A medical action."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

DENIZ_ORNEK = ToldCase(
    title="Deniz Örnek: heart patient kept from hospital",
    country="TR",
    concerns=("Health and medical care",),
    summary="A prisoner who needs an operation on his heart has missed two appointments in hospital.",
    opened_on=date(2011, 7, 4),
    people=(
        {
            "published_as": "Deniz Örnek",
            "gender": "m",
            "pronouns": "he",
            "age": 58,
            "nationality": "Turkish",
            "consents": (agreed("relative", "his daughter", date(2011, 7, 1)),),
            "since": [("convicted", "2009-02"), ("at_risk", "2011-06-15")],
        },
    ),
    developments=(
        {"happened_on": "2011-05-18", "what": "No vehicle comes, and the first appointment in hospital is missed."},
        {"happened_on": "2011-06-15", "what": "The second is missed: there is no guard to go with him."},
    ),
    deadlines=({"kind": "other", "on": date(2011, 7, 28), "what": "third appointment for the operation"},),
    series="MA",
    number=3,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="PRISONER NEEDS OPERATION ON HIS HEART",
                summary="Deniz Örnek has twice missed the day of an operation because nobody took him to hospital. "
                "Both times his doctors had warned that waiting is dangerous. The next appointment is on 28 July.",
                story="Deniz Örnek, a retired tram driver, has a narrowed valve of the heart. In March the doctor of "
                "the prison sent him to the hospital of Örnekköy, which gave him an appointment for an operation on 18 "
                "May. On that day no vehicle came. On 15 June there was a vehicle, but no guard to go with him.\n\n"
                "His daughter, who saw him on 1 July, says that he now rests on every third step of the stairs. The "
                "hospital has offered 28 July.",
                additional_information="This is an action for people in the health professions, but everybody may "
                "write. If you are a doctor or a nurse, say so, and write on the paper of your practice.",
                demands=(
                    (
                        "Asking that Deniz Örnek is taken to hospital on 28 July, and stays as long as doctors ask;",
                        "I ask that Deniz Örnek is taken to hospital on 28 July and may stay as long as doctors ask.",
                    ),
                    (
                        "Asking that his family and a doctor whom he trusts are told how he is.",
                        "Please let his family and a doctor whom he trusts know how he is.",
                    ),
                ),
                dated=date(2011, 7, 4),
                appeals_limit=date(2011, 8, 15),
                index_number="EUR 44/907/2011",
                languages=("tr", "en"),
            ),
            appeals_to=("tr-prison",),
        ),
    ),
)
