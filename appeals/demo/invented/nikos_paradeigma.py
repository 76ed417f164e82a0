"""A trial adjourned twice, and a second further information."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

_NIKOS_DEMANDS = (
    (
        "Calling for the charge against Nikos Paradeigma to be dropped;",
        "I call on you to drop the charge against Nikos Paradeigma.",
    ),
    (
        "Asking that he may do civilian service, no longer than that of a soldier.",
        "I ask that he may do a civilian service that is no longer than that of a soldier.",
    ),
)


def _nikos_sheet(
    *, dated: date, limit: date, headline: str, news: str, index_number: str, ends_before_trial: str = ""
) -> ToldSheet:
    return ToldSheet(
        text=SheetText(
            headline=headline,
            summary=f"Nikos Paradeigma, a baker who refuses to bear arms, is to be tried by a military court. {news}",
            story=f"{news}\n\n"
            "Nikos Paradeigma, a baker, told the army in January that his conscience does not allow him to bear arms, "
            "and asked for civilian service. His request was refused in March, after a talk of four minutes. He is "
            "charged with disobedience and remains at liberty; the sentence can be two years in prison.\n\n"
            "“I get up at two in the morning to feed people,” he wrote to the court. “I am glad to serve.”",
            demands=_NIKOS_DEMANDS,
            dated=dated,
            appeals_limit=limit,
            index_number=index_number,
            languages=("el", "en"),
        ),
        appeals_to=("gr-defence",),
        copies_to=("gr-court",),
        reasons={"appeals_end_before": ends_before_trial} if ends_before_trial else {},
    )


NIKOS_PARADEIGMA = ToldCase(
    title="Nikos Paradeigma: objector before a military court",
    country="GR",
    concerns=("Prisoners of conscience", "Unfair trial"),
    summary="A conscientious objector is to be tried by a military court, which has adjourned twice.",
    opened_on=date(2011, 5, 31),
    people=(
        {
            "published_as": "Nikos Paradeigma",
            "other_spellings": "Νίκος Παράδειγμα, Nikos Paradigma",
            "gender": "m",
            "pronouns": "he",
            "age": 24,
            "nationality": "Greek",
            "consents": (agreed("person", "Nikos Paradeigma", date(2011, 5, 30)),),
            "since": [("charged", "2011-04")],
        },
    ),
    developments=(
        {"happened_on": "2011-01", "what": "He asks for civilian service."},
        {"happened_on": "2011-03", "what": "The request is refused."},
        {"happened_on": "2011-04", "what": "He is charged with disobedience."},
    ),
    hearings=(
        {
            "court": "gr-court",
            "matter": "trial of Nikos Paradeigma",
            "on": date(2011, 6, 14),
            "at": time(9, 0),
            "time_zone": "Europe/Athens",
            "status": "adjourned",
            "result": "A judge was ill.",
        },
        {
            "court": "gr-court",
            "matter": "trial of Nikos Paradeigma",
            "on": date(2011, 7, 5),
            "at": time(9, 0),
            "time_zone": "Europe/Athens",
            "status": "adjourned",
            "result": "The defence was given time to study the file.",
        },
        {
            "court": "gr-court",
            "matter": "trial of Nikos Paradeigma",
            "on": date(2011, 8, 16),
            "at": time(9, 0),
            "time_zone": "Europe/Athens",
        },
    ),
    number=155,
    sheets=(
        _nikos_sheet(
            dated=date(2011, 5, 31),
            limit=date(2011, 7, 12),
            headline="CONSCIENTIOUS OBJECTOR TO BE TRIED",
            news="The trial is to open on 14 June.",
            index_number="EUR 25/909/2011",
            ends_before_trial="A further sheet follows before the trial.",
        ),
        _nikos_sheet(
            dated=date(2011, 6, 15),
            limit=date(2011, 7, 27),
            headline="TRIAL OF CONSCIENTIOUS OBJECTOR PUT OFF",
            news="On 14 June the court put the trial off to 5 July, as a judge was ill.",
            index_number="EUR 25/910/2011",
            ends_before_trial="A further sheet follows before the trial.",
        ),
        _nikos_sheet(
            dated=date(2011, 7, 6),
            limit=date(2011, 8, 31),
            headline="OBJECTOR'S TRIAL PUT OFF AGAIN",
            news="On 5 July the court put the trial off for the second time. It is now to open on 16 August.",
            index_number="EUR 25/911/2011",
        ),
    ),
)
