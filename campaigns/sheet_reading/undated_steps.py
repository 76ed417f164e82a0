"""Steps before a court that are to come on a day the sheet does not say. Leaf module: no models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.sheet_reading.dated_events import court_in, sentences
from campaigns.sheet_reading.days import mentions
from campaigns.sheet_reading.source_lines import Found, SourceLine, paragraphs

MOST_STEPS = 20
_LONGEST = 300
_AHEAD = re.compile(
    r"\b(?:(?:is|are) (?:preparing|planning|going|about|due|set|expected|scheduled)\b|(?:plans?|intends?) to\b|will\b|"
    r"have yet to\b|has yet to\b|is to be\b|awaits?\b|is awaiting\b|prepara|presentará|comparecerá|prépare|comparaîtra|"
    r"devrait|bereitet|wird\b|soll\b|sta preparando|dovrà)",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:appeal(?:s|ed|ing)?|hearing|trial|tried|verdict|ruling|judgment|sentenc\w+|retrial|petition|complaint|review|"
    r"recurso|juicio|audiencia|vista|appel|procès|pourvoi|recours|berufung|prozess|verhandlung|ricorso|processo|udienza|"
    r"appello)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class UndatedStep:
    """A step to come. `matter` is in the sheet's words; the court is None where none is named."""

    court: str | None
    matter: str


def read_undated_steps(told: Sequence[SourceLine]) -> list[Found[UndatedStep]]:
    """Sentences that name a court and a step before it, say that it is to come, and say no day."""
    found: list[Found[UndatedStep]] = []
    for paragraph in paragraphs(told):
        for sentence, place in sentences(paragraph):
            court = court_in(sentence)
            if (
                court is None
                or next(mentions(sentence), None)
                or not _AHEAD.search(sentence)
                or not _STEP.search(sentence)
            ):
                continue
            found.append(Found(UndatedStep(court, sentence[:_LONGEST].strip()), place, "guessed"))
    return found[:MOST_STEPS]
