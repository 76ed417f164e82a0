"""A family attacked twice; a further sheet took the place of the first, and closes in a week."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

_EJEMPLO_DEMANDS = (
    (
        "Urging the minister to see to the safety of the Ejemplo family, in agreement with them;",
        "I urge you to see to the safety of the Ejemplo family, in agreement with them.",
    ),
    (
        "Asking that no digging starts until the court has decided whose land it is.",
        "I ask that no digging starts on the land before the court has decided whose it is.",
    ),
)


EJEMPLO_FAMILY = ToldCase(
    title="Ejemplo family: land beside a mine",
    country="PE",
    concerns=("Threats and fear for safety", "Forced eviction"),
    summary="A farming family that will not sell its land to a mine has been attacked twice.",
    opened_on=date(2011, 5, 16),
    people=(
        {
            "kind": "family",
            "published_as": "the Ejemplo family",
            "other_spellings": "familia Ejemplo",
            "gender": "mixed",
            "people_count": 6,
            "nationality": "Peruvian",
            "consents": (agreed("relative", "the grandmother of the family", date(2011, 5, 12)),),
            "since": [("at_risk", "2011-05-09")],
        },
    ),
    developments=(
        {"happened_on": "2011-05-09", "what": "Men in overalls pull down the fence and drive off eleven sheep."},
        {"happened_on": "2011-06-07", "what": "The family's store of potatoes burns at night."},
    ),
    hearings=(
        {
            "court": "pe-mines",
            "matter": "objection of the family to the mining licence",
            "on": date(2011, 7, 22),
            "at": time(15, 0),
            "time_zone": "America/Lima",
        },
    ),
    campaign="homes",
    number=137,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="FAMILY ATTACKED OVER LAND BESIDE MINE",
                summary="Men have torn down the fence of the Ejemplo family, which refuses to sell its land to a mine.",
                story="On 9 May a dozen men in the overalls of a mining company pulled down the fence of the Ejemplo "
                "family and drove off eleven sheep. The company says that it knows nothing of them.\n\n"
                "The family has farmed the land for three generations and does not want to sell it.",
                demands=_EJEMPLO_DEMANDS,
                dated=date(2011, 5, 16),
                appeals_limit=date(2011, 6, 27),
                index_number="AMR 46/903/2011",
                languages=("es",),
            ),
            appeals_to=("pe-mines",),
            reasons={"appeals_end_before": "A further sheet follows before the hearing."},
        ),
        ToldSheet(
            text=SheetText(
                headline="FAMILY'S HARVEST BURNT IN SECOND ATTACK",
                summary="The Ejemplo family, which will not sell its land to a mine, has been attacked again: its "
                "store of potatoes was set on fire. The ministry hears its objection on 22 July.",
                story="In the night of 7 June the store in which the Ejemplo family keeps its potatoes burnt down. A "
                "can that smelt of petrol lay beside it. Nobody was hurt, but the winter's food is gone.\n\n"
                "It was the second attack within a month. In May, men in the overalls of a mining company had pulled "
                "down the fence and driven off eleven sheep; two of them have come back. The company says that it "
                "knows nothing of the men. The police have not come, though the family called them both times.\n\n"
                "The ministry is to hear the family's objection to the mining licence on 22 July.",
                additional_information="The mine wants the meadow for its tailings. Its licence was granted in 2010, "
                "on a map on which the meadow is shown as nobody's.",
                demands=_EJEMPLO_DEMANDS,
                dated=date(2011, 6, 9),
                appeals_limit=date(2011, 7, 21),
                index_number="AMR 46/904/2011",
                languages=("es", "en"),
            ),
            appeals_to=("pe-mines", "pe-company"),
        ),
    ),
)
