"""A radio reporter who is threatened; her action closes tomorrow."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed
from cases.levels import Level

LUZ_HALIMBAWA = ToldCase(
    title="Luz Halimbawa: threats after a radio report",
    country="PH",
    concerns=("Threats and fear for safety", "Freedom of expression"),
    summary="A radio reporter on Sample Island is being followed and threatened after a report on missing flood aid.",
    opened_on=date(2011, 6, 3),
    people=(
        {
            "published_as": "Luz Halimbawa",
            "gender": "f",
            "pronouns": "she",
            "age": 41,
            "nationality": "Filipino",
            "consents": (agreed("person", "Luz Halimbawa", date(2011, 6, 2), note="no picture"),),
            "since": [("at_risk", "2011-05-28")],
        },
    ),
    developments=(
        {"happened_on": "2011-05-26", "what": "Her station broadcasts a report on flood aid that never arrived."},
        {
            "happened_on": "2011-05-28",
            "what": "A text message names the school of her son and tells her to be silent.",
            "attributed_to": "Luz Halimbawa",
        },
        {
            "happened_on": "2011-06-01",
            "what": "A neighbour sees the number plate of the car that waits outside her house.",
            "level": Level.NETWORK,
        },
    ),
    number=171,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="RADIO REPORTER THREATENED AFTER BROADCAST",
                summary="Luz Halimbawa, a radio reporter, has been threatened since her station asked where the flood "
                "aid for Sample Island went. She has no police protection, and the messages name her son.",
                story="On 26 May, Radio Halimbawa broadcast a report by Luz Halimbawa on flood aid that had been paid "
                "for and never reached the villages. Two days later she received a text message that named the school "
                "of her ten-year-old son and told her to be silent.\n\n"
                "She says that a grey car without lights has stood outside her house on four nights since. The Sample "
                "Island police took down her complaint on 30 May, and told her that there was nobody to spare for "
                "guarding a house.\n\n"
                "Luz Halimbawa has not gone off the air. “If I stop,” she says, “they will know that it works.”",
                additional_information="Radio Halimbawa has two microphones, three employees and some 6,000 listeners. "
                "Its report named no culprit; it read out the list of what had been paid for, village by village.",
                demands=(
                    (
                        "Calling for protection of Luz Halimbawa and her family, in whatever way she chooses;",
                        "I ask you to protect Luz Halimbawa and her family at once, in whatever way she chooses.",
                    ),
                    (
                        "Asking for a prompt and independent investigation of the threats, the result to be published.",
                        "I ask for a prompt and independent investigation of the threats against her, and that its "
                        "result is made public.",
                    ),
                ),
                dated=date(2011, 6, 3),
                appeals_limit=date(2011, 7, 15),
                index_number="ASA 35/901/2011",
                languages=("en", "fil"),
            ),
            appeals_to=("ph-press",),
            copies_to=("ph-police",),
        ),
    ),
)
