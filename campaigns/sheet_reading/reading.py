"""A sheet read into its fields: the one door to this package. Leaf module: no models, no clock, no files.

Nothing is invented: a field that the text does not state stays empty. Every field knows its place and how sure the
reader is; where the sheet contradicts itself the reading has a warning with both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.sheet_reading.appeal_dates import AppealDate, read_appeal_date
from campaigns.sheet_reading.concerns import read_concerns
from campaigns.sheet_reading.contradictions import contradictions
from campaigns.sheet_reading.dated_events import DatedEvent, SheetHearing, hearings_among, read_events
from campaigns.sheet_reading.demands import read_demands, read_letter, requests_in
from campaigns.sheet_reading.greetings import greeting_at
from campaigns.sheet_reading.groups import Group, read_groups
from campaigns.sheet_reading.header import Header, country_of_title, is_header_line, read_header
from campaigns.sheet_reading.headlines import first_line, is_date_or_link, occurrences, read_headline
from campaigns.sheet_reading.issue_days import is_day_alone
from campaigns.sheet_reading.nationalities import read_nationalities
from campaigns.sheet_reading.people import Person, others_named, read_people
from campaigns.sheet_reading.recipients import Addressee, read_addressees
from campaigns.sheet_reading.said_updates import is_update_line
from campaigns.sheet_reading.sections import Section, sections_of
from campaigns.sheet_reading.source_lines import Found, Place, Prose, SourceLine, joined, paragraphs, read_source
from campaigns.sheet_reading.undated_steps import UndatedStep, read_undated_steps
from campaigns.sheet_reading.writing_languages import read_languages, says_own_language

# Raised when the same text is read otherwise than before: a draft says by which version it was read.
READER_VERSION = 3
_BODY_KEYS = frozenset({"opening", "after", "banner", "stop", "recommended", "previous"})
_DIPLOMATIC = re.compile(
    r"(?:ambassador|embassy) of [^.,:]{2,40} in your (?:own )?country|diplomatic representatives?|representa(?:ción|"
    r"ciones|ntes) diplomátic\w+|représent(?:ants?|"
    r"ations?) diplomatiques?"
    r"|diplomatische[nr]? vertretung\w*|rappresentan(?:ti|za|ze) diplomatic\w+",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?:check|consult) with [^.]{0,120}?(?:after|later than|deadline|above date)|consulten? [^.]{0,120}?(?:después|"
    r"posterior)"
    r"|(?:vérifie[zr]|consulte[zr]) [^.]{0,120}?après|(?:fragen|wenden|prüfen) sie [^.]{0,120}?(?:nach|später)"
    r"|(?:verificare|verificate|contattare|contattate|controllare) [^.]{0,120}?dopo",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"(?-i:\bSTOP ACTION\b)|no further (?:action|appeals?)[^.]{0,60}(?:request|requir|need|ask|"
    r"necess)|no se (?:requieren|necesitan|"
    r"solicitan?) más (?:acciones|acción)"
    r"|aucune (?:autre )?action (?:complémentaire|supplémentaire)|keine weiteren? (?:aktion|appelle)|non (?:sono|"
    r"è) (?:più )?richiest[ae] ulterior",
    re.IGNORECASE,
)


@dataclass
class SheetReading:
    """Everything the reader took from one sheet."""

    header: Header
    headline: Found[str] | None = None
    headline_occurrences: int = 0
    summary: Found[str] | None = None
    people: list[Found[Person]] = field(default_factory=list)
    groups: list[Found[Group]] = field(default_factory=list)
    others_named: list[str] = field(default_factory=list)
    appeal: Found[AppealDate] | None = None
    languages: list[Found[str]] = field(default_factory=list)
    own_language: Found[bool] | None = None
    write_at_once: Found[bool] | None = None
    demands: list[Found[str]] = field(default_factory=list)
    letter: list[Found[str]] = field(default_factory=list)
    requests_in_letter: list[Found[str]] = field(default_factory=list)
    recipients: list[Addressee] = field(default_factory=list)
    diplomatic: Found[bool] | None = None
    late_note: Found[bool] | None = None
    additional: Found[str] | None = None
    additional_label: str | None = None
    story: Found[str] | None = None
    hearings: list[Found[SheetHearing]] = field(default_factory=list)
    events: list[Found[DatedEvent]] = field(default_factory=list)
    undated_steps: list[Found[UndatedStep]] = field(default_factory=list)
    concerns: list[Found[str]] = field(default_factory=list)
    nationalities: dict[str, Found[str]] = field(default_factory=dict)  # by the name of the person
    country_is_inferred: bool = False
    layout: str = "unlabelled"
    warnings: list[str] = field(default_factory=list)


def read_sheet(text: str) -> SheetReading:
    """Read the text of a sheet.

    Args:
        text: of the whole sheet, in whatever order its columns came; a form feed begins a new page. Only the first
            300,000 characters are read, with a warning.

    Returns:
        What it says. Never raises: of a text that is no sheet, next to nothing is found.
    """
    source = read_source(text)
    lines = source.lines
    sections = sections_of(lines)
    reading = SheetReading(read_header(lines, sections), warnings=list(source.warnings))
    head = _head_lines(reading.header, sections, lines)
    reading.headline, titled = read_headline(sections, head)
    if reading.headline is None:
        reading.headline = reading.header.concern or first_line(lines, reading.header.reference is not None)
    reading.headline_occurrences = occurrences(reading.headline.value if reading.headline else "", lines)
    body = _body(sections, head | {line.number for line in titled})
    _recipients_and_demands(reading, sections)
    _languages_and_dates(reading, lines, sections)
    lead = _summary(reading, sections, body)
    _notes(reading, lines, sections)
    _story(reading, sections, body, lead, titled)
    _country(reading)
    reading.concerns = read_concerns([reading.headline, reading.header.concern], reading.summary, reading.demands)
    reading.layout = _layout(reading, sections)
    appeal = reading.appeal.value.day if reading.appeal else None
    asked = [] if reading.country_is_inferred else [one.country for one in reading.recipients if one.role == "primary"]
    reading.warnings += contradictions(reading.header, appeal=appeal, countries=asked)
    reading.warnings = list(dict.fromkeys(reading.warnings))
    return reading


def _head_lines(header: Header, sections: Sequence[Section], lines: Sequence[SourceLine]) -> frozenset[int]:
    """Numbers of the lines that are header, foot, or a labelled field."""
    places = [
        found.place
        for found in (
            header.reference,
            header.index_number,
            header.issue_date,
            header.country,
            header.concern,
            *header.ancestors,
        )
        if found is not None
    ]
    numbers = {number for place in places if place for number in range(place.first, place.last + 1)}
    numbers |= {line.number for line in header.person_lines}
    numbers |= {line.number for line in lines if _is_apart(line.text)}
    reference = header.reference.place if header.reference else None
    if reference is not None and (
        header.person_lines or (header.index_number and header.index_number.place == reference)
    ):
        # What stands above such a line is a bulletin's own.
        numbers |= {line.number for line in sections[0].lines if line.number < reference.first}
    return frozenset(numbers | {line.number for section in sections for line in section.head})


def _is_apart(text: str) -> bool:
    """Whether a line tells nothing of the story: a day, a link, a number, "You can also write in your own language"."""
    return (
        is_date_or_link(text)
        or is_update_line(text)
        or is_header_line(text)
        or is_day_alone(text)
        or says_own_language(text)
    )


def _body(sections: Sequence[Section], passed: frozenset[int]) -> list[SourceLine]:
    return [
        line for section in sections if section.key in _BODY_KEYS for line in section.lines if line.number not in passed
    ]


def _recipients_and_demands(reading: SheetReading, sections: Sequence[Section]) -> None:
    roles = {"target": "primary", "copies": "copy"}
    for section in sections:
        if section.key == "demands":
            reading.demands += read_demands(section)
        elif section.key == "letter":
            first = greeting_at(section.content) or 0
            # Sheets of later years print the address above the letter.
            above = read_addressees(section.content[:first], "primary") if first > 1 else []
            reading.letter = reading.letter or read_letter(section.content)
            if len(above) == 1 and reading.letter:
                # One address and a greeting below it.
                above[0].greeted_with(reading.letter[0].value)
            reading.recipients += above
        elif section.key in roles:
            reading.recipients += read_addressees(section.content, roles[section.key])
    reading.requests_in_letter = requests_in(reading.letter)


def _languages_and_dates(reading: SheetReading, lines: Sequence[SourceLine], sections: Sequence[Section]) -> None:
    reading.languages, reading.own_language, reading.write_at_once = read_languages(sections)
    reading.appeal, warnings = read_appeal_date(lines, sections)
    reading.warnings += [*reading.header.warnings, *warnings]


def _summary(reading: SheetReading, sections: Sequence[Section], body: Sequence[SourceLine]) -> list[SourceLine]:
    """The labelled summary, else the first paragraph of the body."""
    labelled = next((section for section in sections if section.key == "summary" and section.content), None)
    if labelled is not None:
        lines = labelled.content
        reading.summary = Found(joined(lines), Place.of(lines))
        return list(lines)
    first = next((part for part in paragraphs(body) if len(joined(part)) > 60), [])
    if first:
        reading.summary = Found(joined(first), Place.of(first), "likely")
    return first


def _notes(reading: SheetReading, lines: Sequence[SourceLine], sections: Sequence[Section]) -> None:
    prose = Prose(lines)
    if found := _DIPLOMATIC.search(prose.text):
        reading.diplomatic = Found(True, prose.place(found.start(), found.end()))
    if found := _LATE.search(prose.text.replace("’", "'")):
        reading.late_note = Found(True, prose.place(found.start(), found.end()))
    if found := _STOPPED.search(prose.text):
        reading.header.kind = Found("stop", prose.place(found.start(), found.end()))
    background = [section for section in sections if section.key == "background"]
    content = _background(sections)
    if background and content:
        parts = [joined(part) for part in paragraphs(content)]
        reading.additional = Found("\n\n".join(parts), Place.of(content))
        reading.additional_label = background[0].label.printed if background[0].label else None


def _background(sections: Sequence[Section]) -> list[SourceLine]:
    """The additional information, without the foot of the sheet."""
    return [
        line
        for section in sections
        if section.key == "background"
        for line in section.content
        if not is_header_line(line.text)
    ]


def _story(
    reading: SheetReading,
    sections: Sequence[Section],
    body: Sequence[SourceLine],
    lead: Sequence[SourceLine],
    titled: Sequence[SourceLine],
) -> None:
    """People, groups, hearings and events, from everything that is told."""
    letter = [line for section in sections if section.key == "letter" for line in section.content]
    background = _background(sections)
    in_lead = {line.number for line in lead}
    told = [*lead, *[line for line in body if line.number not in in_lead], *letter]
    shown = [*titled[:3], *lead] if reading.headline else list(lead)
    rest = [line for line in told if line.number not in in_lead]
    if rest:
        reading.story = Found("\n\n".join(joined(part) for part in paragraphs([*body])), Place.of(rest))
    reading.people = read_people(sections, reading.header.person_lines, shown, [*told, *background])
    title = reading.headline.value if reading.headline else ""
    reading.groups = read_groups(lead, title)
    holders = [one.holder for one in reading.recipients if one.holder]
    reading.others_named = others_named([one.value for one in reading.people], [*told, *background], holders)
    issued = reading.header.issue_date.value if reading.header.issue_date else None
    reading.events = _each_once(
        [*read_events(told, background=False, issued=issued), *read_events(background, background=True, issued=issued)]
    )
    reading.hearings = hearings_among(reading.events)
    reading.undated_steps = read_undated_steps([line for line in told if line not in letter])
    names = [one.value.name for one in reading.people]
    reading.nationalities = read_nationalities(names, [*told, *background])


def _each_once(events: list[Found[DatedEvent]]) -> list[Found[DatedEvent]]:
    """A day is told in the lead and again in the letter: the first telling stays."""
    known: dict[str, Found[DatedEvent]] = {}
    for one in events:
        known.setdefault(one.value.on.isoformat(), one)
    return list(known.values())


def _country(reading: SheetReading) -> None:
    header = reading.header
    if header.country is None and reading.headline is not None:
        header.country = country_of_title(reading.headline)
    if header.country is not None:
        return
    primary = [one for one in reading.recipients if one.role == "primary" and one.country]
    named = {one.country for one in primary}
    if len(named) == 1:
        header.country = Found(str(named.pop()), primary[0].place, "guessed")
        reading.country_is_inferred = True


def _layout(reading: SheetReading, sections: Sequence[Section]) -> str:
    keys = {section.key for section in sections}
    if {"title", "letter"} & keys and {"number", "deadline", "language"} & keys:
        return "labelled-template-2017"
    if reading.letter:
        return "model-letter-2018"
    if "banner" in keys and (reading.demands or "target" in keys):
        return "two-page-2009-2016"
    if reading.header.person_lines:
        return "sheet-1990s-2000s"
    return "unlabelled"
