"""In review: what the checks found on it has its reasons."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet

HANAKO_REI = ToldCase(
    title="Hanako Rei: retrial after 26 years",
    country="JP",
    concerns=("Death penalty", "Unfair trial"),
    summary="A woman has been under sentence of death since 1985 on a confession which she withdrew.",
    opened_on=date(2011, 7, 12),
    people=(
        {
            "published_as": "Hanako Rei",
            "other_spellings": "例 花子",
            "gender": "f",
            "age": 71,
            "nationality": "Japanese",
            "since": [("death_sentence", "1985")],
        },
    ),
    developments=({"happened_on": "1985", "what": "She is sentenced to death."},),
    campaign="death-penalty",
    number=208,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="RETRIAL SOUGHT AFTER 26 YEARS",
                summary="Hanako Rei has been under sentence of death for 26 years, on a confession which she withdrew. "
                "Her lawyers have found the tape of it.",
                story="Hanako Rei, now 71, confessed to a fire after twenty-two days of questioning, and withdrew the "
                "confession as soon as she saw a lawyer. She was sentenced to death in 1985.\n\n"
                "In June her lawyers found the tape of the last of those days. They say that one hears how an officer "
                "dictates the confession to her word by word. They have asked for a retrial.",
                demands=(
                    (
                        "Asking that Hanako Rei is not executed and is given a retrial.",
                        "I ask that Hanako Rei is not executed and is given a retrial.",
                    ),
                ),
                dated=date(2011, 7, 13),
                appeals_limit=date(2011, 8, 24),
                languages=("ja", "en"),
            ),
            appeals_to=("jp-justice",),
            is_issued=False,
            is_submitted=True,
            reasons={
                "salutation_in_language_is_missing": "Our fonts have no Japanese; who writes in it knows how to begin.",
                "consent_is_missing": "Her lawyers asked for the action; their letter is on its way.",
            },
        ),
    ),
)
