"""A draft that lacks nearly everything: the checks find something red and something amber."""

from datetime import date

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet
from cases.levels import Level

ANNA_BEISPIEL = ToldCase(
    title="Anna Beispiel: return of an asylum-seeker",
    country="CH",
    concerns=("Extradition and forcible return", "Refugees and asylum"),
    summary="An asylum-seeker is to be returned although her appeal is pending.",
    opened_on=date(2011, 7, 11),
    people=({"published_as": "Anna Beispiel", "gender": "f", "age": 29, "since": [("at_risk", "2011-07-08")]},),
    developments=(
        {
            "happened_on": "2011-07-08",
            "what": "A letter tells her to leave within three weeks.",
            "attributed_to": "her lawyer",
            "level": Level.NETWORK,
        },
    ),
    deadlines=(
        {"kind": "appeal", "on": date(2011, 7, 18), "what": "limit to lodge her appeal", "level": Level.NETWORK},
    ),
    internal_notes="Ask her lawyer whether the name may be used. Until then nothing is issued.",
    campaign="return",
    number=207,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="WOMAN TO BE RETURNED BEFORE HER APPEAL",
                summary="Anna Beispiel has been told to leave the country within three weeks, although her appeal is "
                "pending.",
                story="",
                demands=(),
                dated=date(2011, 7, 11),
                appeals_limit=date(2011, 8, 22),
                languages=("de", "en"),
            ),
            appeals_to=("ch-migration",),
            is_issued=False,
        ),
    ),
)
