"""A sister and a brother tried for a poem: Arabic names and salutations, a hearing with its hour."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

LAYLA_MITHAL = ToldCase(
    title="Layla and Yusuf Mithal: tried for a poem",
    country="JO",
    concerns=("Freedom of expression", "Unfair trial", "Prisoners of conscience"),
    summary="A poet and her brother are tried for a poem about a well.",
    opened_on=date(2011, 6, 22),
    people=(
        {
            "published_as": "Layla Mithal",
            "other_spellings": "ليلى مثال, Laila Mithal, Leïla Methal",
            "gender": "f",
            "pronouns": "she",
            "age": 27,
            "nationality": "Jordanian",
            "consents": (agreed("person", "Layla Mithal, through her lawyer", date(2011, 6, 20)),),
            "since": [("detained", "2011-06-11"), ("charged", "2011-06-19")],
        },
        {
            "published_as": "يوسف مثال (Yusuf Mithal)",
            "other_spellings": "Youssef Mithal, Yousuf Methal",
            "gender": "m",
            "pronouns": "he",
            "nationality": "Jordanian",
            "consents": (agreed("person", "Yusuf Mithal", date(2011, 6, 20)),),
            "since": [("charged", "2011-06-19")],
        },
    ),
    developments=(
        {"happened_on": "2011-06-09", "what": "Layla Mithal reads her poem “The dry well” (البئر الجافة) in a school."},
        {"happened_on": "2011-06-11", "what": "She is arrested at home. Her brother, who printed it, is questioned."},
        {"happened_on": "2011-06-19", "what": "Both are charged with spreading alarm."},
    ),
    hearings=(
        {
            "court": "jo-court",
            "matter": "first day of the trial of Layla and Yusuf Mithal",
            "on": date(2011, 7, 20),
            "at": time(9, 30),
            "time_zone": "Asia/Amman",
        },
    ),
    number=192,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="POET AND BROTHER ON TRIAL FOR A POEM",
                summary="Layla Mithal has been in detention since 11 June for reading out a poem about a dry well. Her "
                "brother Yusuf, who printed it, is charged with her. Their trial opens on 20 July.",
                story="On 9 June Layla Mithal read her poem “The dry well” (البئر الجافة) to forty people in a school. "
                "Two days later she was arrested at home. Her brother Yusuf, who had printed the poem on a sheet of "
                "paper, was questioned and let go.\n\n"
                "Both are charged with spreading alarm about the supply of water. The charge sheet quotes one line: "
                "“The bucket comes up, and it is full of promises.”\n\n"
                "Layla Mithal has seen her lawyer once, for ten minutes, with a guard in the room. The lawyer has not "
                "been given the file. The Sample Court of Madinat al-Mithal opens the trial on 20 July at half past "
                "nine in the morning.",
                additional_information="Layla Mithal teaches arithmetic. “The dry well” is her second poem in print; "
                "the first was about her grandmother's bicycle.",
                demands=(
                    (
                        "Calling for the immediate and unconditional release of Layla Mithal;",
                        "I call on you to release Layla Mithal immediately and unconditionally.",
                    ),
                    (
                        "Asking that the charges against her and her brother Yusuf are dropped: a poem harms nobody;",
                        "I ask that the charges against her and her brother Yusuf Mithal are dropped.",
                    ),
                    (
                        "Asking that, until then, she may speak with her lawyer alone.",
                        "Until then, please let her speak with her lawyer alone.",
                    ),
                ),
                dated=date(2011, 6, 22),
                appeals_limit=date(2011, 8, 3),
                index_number="MDE 16/905/2011",
                languages=("ar", "en"),
            ),
            appeals_to=("jo-interior",),
            copies_to=("jo-court",),
        ),
    ),
)
