"""What a sheet tells of the end of each person, written out: part of its public content (`campaigns.content`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.models import Outcome, Sheet
from cases.partial_dates import PartialDate


@dataclass(frozen=True)
class ToldOutcome:
    """What became of somebody, with the name as it was published then."""

    person_id: int
    name: str
    word: str  # a value of Outcome.Word
    happened_on: str  # 2010-11-03, 2010-11, 2010; empty where nothing happened on a day
    sentence: str

    @property
    def what(self) -> str:
        """In English: "execution stayed"."""
        return Outcome.Word(self.word).label

    @property
    def when(self) -> PartialDate | None:
        return PartialDate.parse(self.happened_on) if self.happened_on else None

    @property
    def says_the_same_as(self) -> tuple[str, str]:
        """Two outcomes of one person that have this alike tell the same, in whatever sentence."""
        return self.word, self.happened_on


def read_outcomes(sheet: Sheet) -> tuple[ToldOutcome, ...]:
    """As a draft stands now. A first sheet tells of nobody's end."""
    if sheet.kind == Sheet.Kind.FIRST:
        return ()
    return tuple(
        ToldOutcome(
            person_id=row.person_id,
            name=row.person.published_as,
            word=row.word,
            happened_on=row.when.isoformat() if row.when else "",
            sentence=row.sentence,
        )
        for row in sheet.outcomes.select_related("person")
    )


def thaw_outcomes(plain: Iterable[Mapping[str, Any]]) -> tuple[ToldOutcome, ...]:
    """From the JSON of a frozen sheet."""
    return tuple(ToldOutcome(**outcome) for outcome in plain)
