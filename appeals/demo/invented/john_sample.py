"""An execution with its date, a board of pardons before it, and appeals "until" a day."""

from datetime import date, time

from appeals.demo.entry import SheetText
from appeals.demo.telling import ToldCase, ToldSheet, agreed

JOHN_SAMPLE = ToldCase(
    title="John Q. Sample: execution set for 27 July",
    country="US",
    concerns=("Death penalty",),
    summary="A man with an intellectual disability is to be executed on 27 July.",
    opened_on=date(2011, 6, 29),
    people=(
        {
            "published_as": "John Q. Sample",
            "gender": "m",
            "pronouns": "he",
            "age": 46,
            "nationality": "US",
            "identifiers": "prison no. 000-EX",
            "consents": (agreed("lawyer", "his lawyer", date(2011, 6, 28)),),
            "since": [("death_sentence", "1996"), ("at_risk", "2011-06-24")],
        },
    ),
    developments=(
        {"happened_on": "1994-09", "what": "A shopkeeper in Sampleton is shot dead."},
        {"happened_on": "1996", "what": "A jury sentences John Q. Sample to death. It is not told of his disability."},
        {"happened_on": "2011-06-24", "what": "The State of Examplia sets the date of the execution."},
    ),
    hearings=(
        {
            "court": "us-board",
            "matter": "petition for clemency",
            "on": date(2011, 7, 22),
            "at": time(10, 0),
            "time_zone": "America/Chicago",
        },
    ),
    deadlines=({"kind": "execution", "on": date(2011, 7, 27), "what": "execution of John Q. Sample, at 18.00"},),
    campaign="death-penalty",
    series="EX",
    number=4,
    sheets=(
        ToldSheet(
            text=SheetText(
                headline="EXECUTION SET FOR MAN WITH DISABILITY",
                summary="John Q. Sample is to be executed on 27 July for a murder of 1994. The jury never heard that "
                "he has an intellectual disability. The board of pardons meets on 22 July.",
                story="John Q. Sample was sentenced to death in 1996 for the murder of a shopkeeper in Sampleton two "
                "years earlier. He was 29 at the time of the crime, and read like a child of seven.\n\n"
                "His lawyer at the trial called no expert, and the jury never learned of his disability. Three "
                "specialists have examined him since, one of them for the state, and all three agree. Five of the "
                "twelve jurors have signed a letter which says that they would have voted for life in prison.\n\n"
                "The shopkeeper's daughter has asked the governor for mercy. The board of pardons hears the petition "
                "on 22 July and advises the governor, who decides.",
                additional_information="International standards forbid the execution of people with a mental or "
                "intellectual disability. The State of Examplia has executed nobody for nine years.",
                demands=(
                    (
                        "Making clear that you do not excuse the crime or forget the family of the victim;",
                        "I do not excuse the crime, and I think of the family of the man who was killed.",
                    ),
                    (
                        "Urging the board to recommend, and the governor to grant, that the sentence is commuted.",
                        "I urge you to do what is in your power so that the sentence of John Q. Sample (prison no. "
                        "000-EX) is commuted.",
                    ),
                ),
                dated=date(2011, 6, 29),
                appeals_limit=date(2011, 7, 26),
                appeals_wording="until",
                index_number="AMR 51/906/2011",
                languages=("en",),
            ),
            appeals_to=("us-board", "us-governor"),
        ),
    ),
)
