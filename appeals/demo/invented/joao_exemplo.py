"""Closed, its time over."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed, closed

JOAO_EXEMPLO = ToldCase(
    title="João Exemplo: teacher in police custody",
    country="BR",
    concerns=("Torture and other ill-treatment",),
    summary="A teacher was beaten in custody.",
    opened_on=date(2011, 4, 19),
    people=(
        {
            "published_as": "João Exemplo",
            "gender": "m",
            "age": 37,
            "nationality": "Brazilian",
            "consents": (agreed("relative", "his wife", date(2011, 4, 18)),),
            "since": [("detained", "2011-04-14"), ("released", "2011-05-30")],
        },
    ),
    developments=(
        {"happened_on": "2011-04-14", "what": "João Exemplo is arrested at a demonstration for school buses."},
        {"happened_on": "2011-05-30", "what": "A judge orders his release and an inquiry into his injuries."},
    ),
    hearings=(
        {
            "court": "br-governor",
            "matter": "inquiry into the injuries of João Exemplo",
            "on": date(2011, 5, 30),
            "at": time(14, 0),
            "time_zone": "America/Sao_Paulo",
            "status": "held",
            "result": "An inquiry was ordered.",
        },
    ),
    number=118,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="TEACHER BEATEN IN CUSTODY",
                summary="João Exemplo, a teacher, was beaten in custody after a demonstration for school buses.",
                story="João Exemplo was arrested on 14 April at a demonstration for school buses. His wife, who saw "
                "him two days later, says that he could not close his right hand, and that he told her in a whisper of "
                "blows with a cable.",
                demands=(
                    (
                        "Asking that João Exemplo is seen by an independent doctor and protected from violence;",
                        "I ask that João Exemplo is seen by an independent doctor and protected from violence.",
                    ),
                ),
                dated=date(2011, 4, 19),
                appeals_limit=date(2011, 5, 31),
                index_number="AMR 19/914/2011",
                languages=("pt",),
            ),
            appeals_to=("br-governor",),
        ),
    ),
    ending=closed(
        date(2011, 5, 31),
        "Released on the order of a judge; the inquiry goes on without us.",
        "A judge ordered the release, and it was carried out. Thank you to everybody who wrote.",
    ),
)
