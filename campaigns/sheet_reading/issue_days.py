"""The day on which a sheet was issued, wherever its head or foot says it. Leaf module: no models."""

import re
from collections.abc import Sequence
from datetime import date

from campaigns.sheet_reading.days import WrittenDay, find_day
from campaigns.sheet_reading.index_numbers import ACTION_NUMBER, INDEX
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine

HEAD_LINES = 40  # within these an unlabelled number or date is of the sheet itself
DATE_LABEL = re.compile(
    r"(?<!\w)(?:issue date|date of issue|publication date|date|fecha(?: de publicación)?|datum|data|"
    r"date de publication)\s*:\s*(?P<day>.{0,60})",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:veröffentlicht|ausgestellt|publiée?|publicad[oa]|pubblicat[oa]|published|issued)\s+(?:am|le|el|il|"
    r"on)\s+(?P<day>.{6,40})",
    re.IGNORECASE,
)
# A line that is one bracket: "(UA 12/13, issued 11 January 2013)".
_PUBLISHED_IN_BRACKETS = re.compile(
    r"^\([^()]*\b(?:issued|published|dated)(?:\s+on)?\s+(?P<day>[^()]{6,40})\)$", re.IGNORECASE
)
_ALONE = re.compile(
    r"^[^\W\d_]*(?:,|\s[–-])?\s*(?:\d{1,2}\S{0,2}\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{2,4}|"
    r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})$"
)


def is_day_alone(text: str) -> bool:
    """Whether a line is a day and nothing else."""
    return len(text) < 40 and bool(_ALONE.match(text))


def read_issue_day(lines: Sequence[SourceLine], sections: Sequence[Section]) -> tuple[Found[date] | None, list[str]]:
    """The day: labelled, else alone on a line of the head, else beside the number.

    Returns:
        The day, and warnings: what is odd about how it is written, and both where two labels give two.
    """
    found: list[tuple[WrittenDay, Place]] = []
    for section in sections:
        if section.key == "date" and (day := find_day(section.value[:60])) and section.value_place:
            found.append((day, section.value_place))
    for line in lines:
        labelled = DATE_LABEL.search(line.text) if ":" in line.text else None
        day = find_day(labelled["day"]) if labelled else None
        if day is not None and not re.search(
            r"(?:birth|nacimiento|naissance|arrest|hearing)\s*:?\s*$",
            line.text[: labelled.start() + 5] if labelled else "",
            re.IGNORECASE,
        ):
            found.append((day, Place.of([line])))
    for line in lines[:HEAD_LINES]:
        published = _PUBLISHED.match(line.text) or _PUBLISHED_IN_BRACKETS.search(line.text)
        day = find_day(published["day"]) if published and len(line.text) < 80 else None
        if day is not None:
            found.append((day, Place.of([line])))
    alone = [
        (day, Place.of([line]))
        for line in lines[:HEAD_LINES]
        if len(line.text) < 40 and _ALONE.match(line.text) and (day := find_day(line.text))
    ]
    surety = "sure" if found else "likely"
    found = found or alone[:1] or _beside_number(lines)
    if not found:
        return None, []
    own = Found(found[0][0].day, found[0][1], surety if not found[0][0].warnings else "likely")
    warnings = list(found[0][0].warnings)
    others = sorted({day.day for day, _ in found} - {found[0][0].day})
    if others:
        written = ", ".join(f"{day:%-d %B %Y}" for day in others)
        warnings.append(f"Two dates of issue: {own.value:%-d %B %Y} and {written}. Please look which is right.")
    return own, warnings


def _beside_number(lines: Sequence[SourceLine]) -> list[tuple[WrittenDay, Place]]:
    """A day on the line of the number, outside all brackets: those are of earlier documents."""
    for line in lines[:HEAD_LINES]:
        if (ACTION_NUMBER.search(line.text) or INDEX.search(line.text)) and len(line.text) < 250:
            bare = re.sub(r"\([^()]*\)?", " ", ACTION_NUMBER.sub(" ", INDEX.sub(" ", line.text)))
            day = find_day(bare)
            if day is not None:
                return [(day, Place.of([line]))]
    return []
