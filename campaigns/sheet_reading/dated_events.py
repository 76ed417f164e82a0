"""Hearings that are to come and what happened when, from the sentences of a sheet. Leaf module: no models.

A day without a year gets it from the day of issue, forward for what is to come, and is marked so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.sheet_reading.days import Mention, completed, mentions
from campaigns.sheet_reading.source_lines import Found, Place, Prose, SourceLine, paragraphs
from cases.partial_dates import PartialDate

MOST_EVENTS = 200
_LONGEST_WHAT = 300
# Years this far back tell of the country rather than of the case.
_HISTORY = 4
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.!?])[\"”’)]*\s+(?=[A-ZÀ-Þ“\"‘(])|(?<=\d[.!?])\s+(?=(?:The|He|She|His|Her|They|Their|It|Its|"
    r"In|On|At|This|That|A|An|Since|After|Before|All|No|Two|If|When)\s)"
    r"|(?<=\d{4}[.!?])\s+(?=[A-ZÀ-Þ“\"‘(])|"
    r"(?<=[)”\"][.!?])\s+(?=[A-ZÀ-Þ“\"‘(])"
)
_COUNTED = re.compile(r"(?<![\d/.,])\d{2,3}(?:[,. ]\d{3})*\s+[a-zà-ÿ]{4,}", re.UNICODE)
_OF_SOMEBODY = re.compile(
    r"\b(?:he|she|his|her|him|they|their|them|su|sus|él|ella|il|elle|son|sa|ses|er|sie|sein\w*|ihr\w*|suo|sua|years?|años|"
    r"ans|jahre|anni)\b",
    re.IGNORECASE,
)
_COURT_MATTER = re.compile(
    r"\b(?:hearing|trial|tried|retried|court|tribunal|verdict|judges?|judgment|ruling|sentenc\w+|board|prosecutor|retrial|appeal|"
    r"executed|execution|"
    r"audiencia|vista|juicio|tribunal|audience|procès|verhandlung|prozess|gericht|udienza|processo)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:set (?:to|for)|scheduled|due (?:to|on|in)|will|shall|expected|is to|are to|planned|vertagt|anberaumt|"
    r"aplazad[oa]|reportée?|ajournée?|rinviat[oa]|adjourned (?:to|"
    r"until)|postponed (?:to|until)|next|"
    r"se celebrará|comparecerá|prevista?|programada|está previsto|tendrá lugar|aura lieu|est prévue?|devrait|fixée|"
    r"wird|soll|angesetzt|"
    r"è prevista|fissata|si terrà)\b",
    re.IGNORECASE,
)
_COURT = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’-]+\s+(?:(?:of|de|the|for)\s+)?){0,6}(?:Court|Tribunal|Board|Chamber|Commission)(?:\s+(?:of|"
    r"in|for)\s+(?:the\s+)?[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)*)?"
)
_TOLD = re.compile(r"\b(?:told|said|announced|informed|decided|that|whether|because|after|who|which)\b", re.IGNORECASE)
_EXECUTION = re.compile(r"\bexecut(?:ed|ion)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DatedEvent:
    """A sentence with its date. `what` is in the sheet's words."""

    on: PartialDate
    precision: str
    what: str
    is_background: bool
    is_to_come: bool
    year_from_issue: bool
    is_announced: bool = False  # the sentence says that it will be


@dataclass(frozen=True)
class SheetHearing:
    """A step before a court that is to come when the sheet is issued."""

    on: PartialDate
    court: str | None
    matter: str
    year_from_issue: bool


def read_events(told: Sequence[SourceLine], *, background: bool, issued: date | None) -> list[Found[DatedEvent]]:
    """Every dated sentence, in the order of the text; one for each date of a sentence.

    Args:
        background: whether these lines are the additional information.
    """
    found: list[Found[DatedEvent]] = []
    for paragraph in paragraphs(told):
        before: PartialDate | None = None
        for sentence, place in sentences(paragraph):
            for mention in mentions(sentence):
                ahead = _is_ahead(sentence, mention)
                on, guessed = completed(mention, issued=issued, ahead=ahead, before=before)
                if on is None:
                    continue
                before = on if on.month else before
                if (background and _is_history(mention, issued)) or _is_count(sentence, mention):
                    continue
                to_come = issued is not None and on.first_day > issued
                what = sentence[:_LONGEST_WHAT].strip()
                event = DatedEvent(on, mention.precision, what, background, to_come, guessed, ahead)
                found.append(Found(event, place, "guessed" if guessed else "sure"))
    return found[:MOST_EVENTS]


def _is_history(mention: Mention, issued: date | None) -> bool:
    return (
        mention.month is None
        and mention.year is not None
        and issued is not None
        and mention.year < issued.year - _HISTORY
    )


def _is_count(sentence: str, mention: Mention) -> bool:
    """A year in which many were counted, none of them named: "In 2016, 116 defenders were killed"."""
    if mention.month is not None:
        return False
    rest = sentence[: mention.start] + sentence[mention.end :]
    return bool(_COUNTED.search(rest)) and not _OF_SOMEBODY.search(rest)


def _is_ahead(sentence: str, mention: Mention) -> bool:
    """Whether the words around a date say that it is to come: before it, or right after it before anybody is told."""
    if _TO_COME.search(sentence[max(mention.start - 120, 0) : mention.start]):
        return True
    after = _TOLD.split(sentence[mention.end : mention.end + 120], maxsplit=1)[0]
    return bool(_TO_COME.search(after))


def hearings_among(events: Sequence[Found[DatedEvent]]) -> list[Found[SheetHearing]]:
    """Those events that are steps before a court and still to come."""
    found = []
    for one in events:
        event = one.value
        if not event.is_to_come or event.precision not in ("day", "month") or not _COURT_MATTER.search(event.what):
            continue
        if not event.is_announced or _EXECUTION.search(event.what):
            continue
        name = court_in(event.what)
        found.append(Found(SheetHearing(event.on, name, event.what, event.year_from_issue), one.place, one.surety))
    return found


def court_in(sentence: str) -> str | None:
    """The name of the court that a sentence names; None where there is none."""
    court = _COURT.search(sentence)
    return re.sub(r"^(?:The|A|An|On|In|His|Her|Their)\s+", "", court[0]).strip() if court else None


def sentences(paragraph: Sequence[SourceLine]) -> Iterator[tuple[str, Place]]:
    """The sentences of a paragraph, each with its lines."""
    prose = Prose(paragraph)
    start = 0
    for end in [*_SENTENCE_END.finditer(prose.text), None]:
        stop = end.start() if end else len(prose.text)
        text = prose.text[start:stop].strip()
        if text:
            yield text, prose.place(start, stop)
        start = end.end() if end else stop
