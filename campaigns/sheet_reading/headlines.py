"""The headline of a sheet and the paragraph after it. Leaf module: no models.

A headline is labelled, or stands below the banner "URGENT ACTION", often once more on the second page. The text
layer may have lost its capitals; then the repetition tells it, or that a short line without a full stop stands there.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from campaigns.sheet_reading.index_numbers import ACTION_NUMBER
from campaigns.sheet_reading.labels import is_capitals, label_of
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine, joined
from cases.country_spellings import exact_country

_WEB_TITLE = re.compile(
    r"(?:urgent action|acción urgente|action urgente|azione urgente)\s*[:–-]\s*(?P<title>[^()|]{8,200}?)\s*"
    r"(?:$|[(|].*|[-–:,]?\s*\b(?:UA|AU)\b.*)",
    re.IGNORECASE,
)
_MOST_LINES = 4
_LONGEST = 250  # characters


def read_headline(sections: Sequence[Section], head: frozenset[int]) -> tuple[Found[str] | None, list[SourceLine]]:
    """The headline and the lines it stands on, wherever it is repeated.

    Args:
        head: numbers of the lines that are header or foot.
    """
    labelled = next((section for section in sections if section.key == "title" and section.value), None)
    repeated = Counter(_key(line) for section in sections for line in section.lines)
    if labelled is not None:
        lines = _one_title(labelled)
        return Found(joined(lines), Place.of(lines)), lines
    banners = [section for section in sections if section.key == "banner" and section.lines]
    for section in banners:
        lines = _below_banner([line for line in section.lines if line.number not in head], repeated)
        if lines:
            text = joined(lines)
            surety = "sure" if is_capitals(text) or repeated[_key(lines[0])] > 1 else "likely"
            used = [line for one in sections for line in one.lines if _key(line) in {_key(each) for each in lines}]
            return Found(text, Place.of(lines), surety), used
    return _before_number(sections)


def _before_number(sections: Sequence[Section]) -> tuple[Found[str] | None, list[SourceLine]]:
    """On a web page: "Urgent Action: Teacher at Risk (Iceland: UA 12/05)", often below the same without the rest."""
    for section in sections[:3]:
        for line in section.lines[:12]:
            found = _WEB_TITLE.match(line.text)
            if found:
                title = found["title"].strip(" -–:")
                same = [one for one in section.lines[:12] if one is line or one.text.casefold() == title.casefold()]
                return Found(title, Place.of([line]), "likely"), same
    return None, []


def _key(line: SourceLine) -> str:
    return line.text.casefold()


def _one_title(section: Section) -> list[SourceLine]:
    """The title and what it goes on with, up to a blank line or a full stop."""
    content = section.content
    lines = content[:1]
    for line in content[1:_MOST_LINES]:
        if line.blank_before or len(lines[-1].text) < 50:
            break
        lines.append(line)
    return lines


def _below_banner(lines: Sequence[SourceLine], repeated: Counter[str]) -> list[SourceLine]:
    if not lines:
        return []
    first = lines[0]
    if is_capitals(first.text):
        same = [line for line in lines[:_MOST_LINES] if is_capitals(line.text)]
        taken = [line for place, line in enumerate(lines[: len(same)]) if is_capitals(line.text)]
    elif repeated[_key(first)] > 1:
        taken = _while_repeated(lines, repeated)
    elif len(first.text) < 110 and not first.text.endswith((".", ":", ",")):
        ends = len(lines) == 1 or lines[1].blank_before or len(lines[1].text) > 1.25 * len(first.text)
        taken = [first] if ends else []
        if not ends and len(lines) > 2 and (lines[2].blank_before or len(lines[2].text) > 1.25 * len(lines[1].text)):
            taken = list(lines[:2]) if not lines[1].text.endswith(".") else []
    else:
        taken = []
    return taken if len(joined(taken)) <= _LONGEST else []


def _while_repeated(lines: Sequence[SourceLine], repeated: Counter[str]) -> list[SourceLine]:
    taken: list[SourceLine] = []
    for line in lines[:_MOST_LINES]:
        if repeated[_key(line)] < 2:
            break
        taken.append(line)
    return taken


def first_line(lines: Sequence[SourceLine], is_sheet: bool) -> Found[str] | None:
    """The first line of a sheet without any banner, where it looks like a title: a guess."""
    if not is_sheet or len(lines) < 3:
        return None
    for line in lines[:10]:
        country, colon, rest = line.text.partition(": ")
        if colon and exact_country(country) and len(line.text) < 120 and not re.search(r"\d", rest):
            return Found(line.text, Place.of([line]), "likely")
    numbered = next((place for place, line in enumerate(lines[:6]) if ACTION_NUMBER.search(line.text)), None)
    for line in lines[numbered + 1 : numbered + 4] if numbered is not None else []:
        # A title in capitals below the number, where no banner stands.
        if (
            is_capitals(line.text)
            and len(line.text.split()) > 2
            and _may_be_title(line.text)
            and not label_of(line.text)
        ):
            return Found(line.text, Place.of([line]), "likely")
    for before, line in pairwise(lines[:10]):
        # "(UA 12/13, issued …)" below a title.
        if line.text.startswith("(") and ACTION_NUMBER.match(line.text[1:]) and _may_be_title(before.text):
            return Found(before.text, Place.of([before]), "likely")
    if not lines[1].blank_before:
        return None
    text = lines[0].text
    return Found(text, Place.of(lines[:1]), "guessed") if _may_be_title(text) else None


def _may_be_title(text: str) -> bool:
    return len(text) <= 100 and not text.endswith((".", ":", ",")) and not re.search(r"\d", text)


def occurrences(headline: str, lines: Sequence[SourceLine]) -> int:
    """How often the headline stands in the text."""
    whole = joined(lines).casefold()
    return whole.count(headline.casefold()) if headline else 0


def is_date_or_link(text: str) -> bool:
    """Whether a line is only a day, a link or a page's furniture."""
    return bool(re.fullmatch(r"\W*(?:https?://\S+|www\.\S+)\W*", text)) or text.casefold() in (
        "public",
        "external",
        "internal",
        "externo",
        "interno",
        "document",
    )
