"""Three people and three ends on one outcome sheet, with names in Arabic."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

_AGREED = {
    "consents": (agreed("person", "each of them, through their lawyer", date(2011, 4, 3)),),
}

SALMA_KARIM_NADIA_MITHAL = ToldCase(
    title="Salma, Karim and Nadia Mithal: a newspaper of a school",
    country="JO",
    concerns=("Freedom of expression", "Unfair trial"),
    summary="A teacher and two of her former pupils are tried for a newspaper of forty copies.",
    opened_on=date(2011, 4, 4),
    people=(
        {
            "published_as": "Salma Mithal (سلمى مثال)",
            "gender": "f",
            "age": 44,
            "nationality": "Jordanian",
            **_AGREED,
            "since": [("detained", "2011-03-29")],
        },
        {
            "published_as": "كريم مثال (Karim Mithal)",
            "gender": "m",
            "age": 19,
            "nationality": "Jordanian",
            **_AGREED,
            "since": [("charged", "2011-04-11")],
        },
        {
            "published_as": "Nadia Mithal (نادية مثال)",
            "gender": "f",
            "age": 20,
            "nationality": "Jordanian",
            **_AGREED,
            "since": [("charged", "2011-04-11")],
        },
    ),
    developments=(
        {"happened_on": "2011-03", "what": "Forty copies of the newspaper are handed out in a school."},
        {"happened_on": "2011-03-29", "what": "Salma Mithal is arrested."},
        {"happened_on": "2011-04-11", "what": "All three are charged with insulting an office."},
    ),
    hearings=(
        {
            "court": "jo-court",
            "matter": "trial of Salma, Karim and Nadia Mithal",
            "on": date(2011, 5, 16),
            "at": time(9, 30),
            "time_zone": "Asia/Amman",
            "status": "adjourned",
            "result": "A witness did not come.",
        },
        {
            "court": "jo-court",
            "matter": "trial of Salma, Karim and Nadia Mithal",
            "on": date(2011, 6, 20),
            "at": time(9, 30),
            "time_zone": "Asia/Amman",
            "status": "held",
            "result": "Karim was acquitted and Nadia convicted. The charge against Salma was not pursued.",
        },
    ),
    number=101,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="THREE TRIED FOR A NEWSPAPER OF A SCHOOL",
                summary="Salma Mithal, a teacher, has been in detention since 29 March because of a newspaper of "
                "forty copies. Two former pupils, Karim and Nadia, are charged with her.",
                story="The newspaper had four pages. On the third a drawing showed the office of the governor as a "
                "kettle. All three are charged with insulting it.",
                demands=(
                    (
                        "Calling for the release of Salma Mithal, and for all charges to be dropped.",
                        "I call on you to release Salma Mithal, and to drop the charges against her and against Karim "
                        "and Nadia Mithal.",
                    ),
                ),
                dated=date(2011, 4, 12),
                appeals_limit=date(2011, 7, 4),
                index_number="MDE 16/923/2011",
                languages=("ar", "en"),
            ),
            appeals_to=("jo-interior",),
            copies_to=("jo-court",),
        ),
        ToldSheet(
            text=SheetText(
                headline="ONE RELEASED, ONE ACQUITTED, ONE CONVICTED",
                summary="The trial of Salma, Karim and Nadia Mithal has ended with three different ends. None of "
                "them is in prison.",
                story="The court acquitted Karim Mithal on 20 June: he had only carried the paper. It did not pursue "
                "the charge against Salma Mithal, who was released the same evening.\n\n"
                "Nadia Mithal was convicted for the drawing and fined the price of a kettle. She has appealed; her "
                "lawyer asks for no letters while the appeal is pending.",
                demands=(),
                dated=date(2011, 6, 27),
                appeals_limit=None,
                index_number="MDE 16/924/2011",
                languages=(),
            ),
            kind="outcome",
            outcomes=(
                {
                    "name": "Salma Mithal (سلمى مثال)",
                    "word": "released",
                    "happened_on": "2011-06-20",
                    "sentence": "She was home by nine in the evening.",
                },
                {"name": "كريم مثال (Karim Mithal)", "word": "acquitted", "happened_on": "2011-06-20"},
                {
                    "name": "Nadia Mithal (نادية مثال)",
                    "word": "convicted",
                    "happened_on": "2011-06-20",
                    "sentence": "She was fined and is at liberty; her appeal is pending.",
                },
            ),
            note="Her lawyer asks for no letters while the appeal of Nadia Mithal is pending. Thank you.",
        ),
    ),
)
