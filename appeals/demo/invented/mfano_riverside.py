"""A community before an eviction; its action closes in three days."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed
from cases.levels import Level

MFANO_RIVERSIDE = ToldCase(
    title="Mfano Riverside: 153 families before an eviction",
    country="KE",
    concerns=("Forced eviction",),
    summary="153 families are to lose their homes by the river on 18 July, and have been offered no other place.",
    opened_on=date(2011, 6, 6),
    people=(
        {
            "kind": "community",
            "published_as": "153 families of Mfano Riverside",
            "gender": "mixed",
            "people_count": 712,
            "consents": (
                agreed(
                    "organisation",
                    "residents' committee",
                    date(2011, 6, 4),
                    "name",
                    "story",
                    "letter",
                    note="no names of residents",
                ),
                agreed("organisation", "its chair, by telephone", date(2011, 6, 6), "web"),
            ),
            "since": [("at_risk", "2011-05")],
        },
    ),
    developments=(
        {"happened_on": "1987", "what": "The first families settle by the river.", "attributed_to": "residents"},
        {
            "happened_on": "2011-05",
            "date_note": "in the middle of May",
            "what": "Crosses in red paint appear on the doors. No letter explains them.",
            "attributed_to": "residents",
        },
        {"happened_on": "2011-06-02", "what": "A notice on the school wall names 18 July as the day."},
    ),
    deadlines=(
        {"kind": "eviction", "on": date(2011, 7, 18), "what": "eviction of Mfano Riverside, according to the notice"},
        {
            "kind": "appeal",
            "on": date(2011, 7, 14),
            "what": "last day on which the residents can ask the court for a stay",
            "level": Level.NETWORK,
        },
    ),
    internal_notes="The committee meets on Thursdays; ring before noon.",
    campaign="homes",
    number=173,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="153 FAMILIES FACE EVICTION FROM THEIR HOMES",
                summary="The 153 families of Mfano Riverside are to be evicted on 18 July. Nobody has consulted them, "
                "and they have been offered nowhere to go. The rains are still on.",
                story="In the middle of May, residents of Mfano Riverside found red crosses on their doors. Weeks "
                "later a notice on the wall of the school told them what they meant: the ground is to be cleared "
                "on 18 July, for a road.\n\n"
                "The settlement is home to 712 people, more than half of them children. The residents' committee asked "
                "the Ministry of Sample Lands three times for a meeting. It says that it had no answer. Another "
                "piece of land was spoken of, but nobody has shown it to them.\n\n"
                "“We do not say there must be no road,” says the committee's chair. “We say: talk with us first, and "
                "tell us where our children will sleep.”",
                additional_information="An eviction is forced, and forbidden by international law, when the people "
                "concerned were not consulted, had no proper notice, cannot go to a court, or are left without a "
                "roof. A road may be a good reason. It does not make those four things superfluous.",
                demands=(
                    (
                        "Calling on the minister to halt the eviction until every family has been consulted;",
                        "I call on you to halt the eviction of Mfano Riverside until every family has been consulted.",
                    ),
                    (
                        "Asking that nobody is moved before adequate housing is ready for them;",
                        "I ask that nobody is moved before adequate housing is ready for them.",
                    ),
                    (
                        "Asking that the plan of the road is shown to the residents.",
                        "Please let the residents see the plan of the road.",
                    ),
                ),
                dated=date(2011, 6, 6),
                appeals_limit=date(2011, 7, 17),
                index_number="AFR 32/902/2011",
                languages=("en", "sw"),
            ),
            appeals_to=("ke-lands",),
            copies_to=("ke-embassy",),
        ),
    ),
)
