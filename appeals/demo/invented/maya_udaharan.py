"""A disappearance."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

MAYA_UDAHARAN = ToldCase(
    title="Maya Udaharan: not seen since a checkpoint",
    country="NP",
    concerns=("Enforced disappearance", "Torture and other ill-treatment"),
    summary="A student was taken from a bus and has not been seen since.",
    opened_on=date(2011, 7, 6),
    people=(
        {
            "published_as": "Maya Udaharan",
            "other_spellings": "माया उदाहरण",
            "gender": "f",
            "pronouns": "she",
            "age": 22,
            "nationality": "Nepalese",
            "consents": (
                agreed("relative", "her mother", date(2011, 7, 5), "name", "picture", "story", "web", "letter"),
            ),
            "since": [("disappeared", "2011-07-02")],
        },
    ),
    developments=(
        {
            "happened_on": "2011-07-02",
            "what": "Men in plain clothes take her from a bus at a checkpoint near Udaharan.",
            "attributed_to": "two passengers",
        },
        {"happened_on": "2011-07-04", "what": "The police say that they do not hold her."},
    ),
    number=204,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="STUDENT NOT SEEN SINCE CHECKPOINT",
                summary="Maya Udaharan, a student, was taken from a bus on 2 July. The police deny that they hold her. "
                "Every day counts.",
                story="On the evening of 2 July, Maya Udaharan, 22, was on her way home from college when the bus was "
                "stopped at a checkpoint. Two passengers say that men in plain clothes called her by her name and led "
                "her to a white van, while officers in uniform stood by.\n\n"
                "Her mother went to the police the same night and again on 4 July. Both times she was told that nobody "
                "of that name had been arrested. The number of the van, which a passenger wrote down, was not asked "
                "for.",
                demands=(
                    (
                        "Asking where Maya Udaharan is, and calling for her release unless she is charged;",
                        "Where is Maya Udaharan? I call on you to find her, and to have her released unless she is "
                        "charged with a recognisable crime.",
                    ),
                    (
                        "Calling for her to see her family, a lawyer and a doctor at once;",
                        "I ask that she may see her family, a lawyer and a doctor at once.",
                    ),
                    (
                        "Asking that those who took her are found and brought to justice.",
                        "I ask that those who took her are found and brought to justice.",
                    ),
                ),
                dated=date(2011, 7, 6),
                appeals_limit=date(2011, 8, 17),
                index_number="ASA 31/908/2011",
                languages=("ne", "en"),
            ),
            appeals_to=("np-police",),
            reasons={
                "salutation_in_language_is_missing": "Our fonts have no Nepali; who writes in it knows how to begin."
            },
        ),
    ),
)
