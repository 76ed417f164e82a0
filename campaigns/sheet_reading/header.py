"""What the head and the foot of a sheet say of it: number, kind, ancestors, index, day, country. No models.

One line of labelled parts ("UA: 214/11 Index: EUR 46/028/2011 Russian Federation Date: 13 July 2011"), a label for
each, or the lines of older sheets, where an update names its ancestors in brackets. Subject lines are read by
`campaigns.subject_lines`, here too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from campaigns.references import Reference, read_numbers
from campaigns.sheet_reading.days import find_day
from campaigns.sheet_reading.index_numbers import ACTION_NUMBER, INDEX, read_index
from campaigns.sheet_reading.issue_days import DATE_LABEL, HEAD_LINES, is_day_alone, read_issue_day
from campaigns.sheet_reading.labels import is_capitals
from campaigns.sheet_reading.said_updates import said_of_update
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine
from campaigns.subject_lines import Line, read_line
from cases.country_spellings import exact_country, named_country

_HEADER_LABEL = re.compile(
    r"(?<!\w)(?:UA|AU|(?:AI[ -]?)?index(?: number)?|índice(?: AI)?|indice(?: AI)?|land|país|pays|paese|country)\s*:",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"^\s*(?:[(\[;]|and\b|&|y\b|et\b|und\b|[A-Z]{3} \d)", re.IGNORECASE)
_OF_THE_LINE = re.compile(
    r"no (?:country|series|number)|country|“|remark|two countries|area|month|two-digit year|another|only the first|"
    r"leading zero|no space"
)
_TITLED_PERSON = re.compile(r"^(?:herr|frau|mr|mrs|ms|m\.|mme|sr\.|sra\.)\s+\S", re.IGNORECASE)
_CAPITALS_COUNTRY = re.compile(
    r"^(?P<country>[A-ZÀ-Þ][A-ZÀ-Þ'’.&() /-]{2,60}?)(?=\s*(?:[(\[]|[:–—-]\s|[A-ZÀ-Þ][^\WA-ZÀ-Þ]|$))"
)


@dataclass(frozen=True)
class Ancestor:
    """An earlier document of the same action: its index and day, where they are given."""

    index_number: str | None
    issue_date: date | None


@dataclass
class Header:
    """What was read of head and foot. A field without a value is one that the text does not state."""

    kind: Found[str] | None = None
    reference: Found[Reference] | None = None
    ordinal: Found[int] | None = None
    index_number: Found[str] | None = None
    issue_date: Found[date] | None = None
    country: Found[str] | None = None
    concern: Found[str] | None = None
    ancestors: list[Found[Ancestor]] = field(default_factory=list)
    previous_link: Found[str] | None = None
    person_lines: list[SourceLine] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_header(lines: Sequence[SourceLine], sections: Sequence[Section]) -> Header:
    """Read head and foot.

    Args:
        lines: of the whole sheet.
        sections: the same, cut at their labels.
    """
    header = Header()
    _number(header, lines, sections)
    header.index_number, odd = read_index(lines, [one.value.index_number for one in header.ancestors])
    labelled, also_odd = read_issue_day(lines, sections)
    header.issue_date = labelled or header.issue_date
    header.warnings += [*odd, *also_odd]
    _country(header, lines, sections)
    for section in sections:
        if section.key == "previous" and (
            link := re.search(r"https?://\S+", " ".join([section.value, *[one.text for one in section.lines[:2]]]))
        ):
            header.previous_link = Found(link[0].rstrip(".,)"), section.place)
    return header


def _number(header: Header, lines: Sequence[SourceLine], sections: Sequence[Section]) -> None:
    labelled = [section for section in sections if section.key == "number" and section.value]
    candidates: list[tuple[int, SourceLine, str]] = []
    for section in labelled:
        line = section.head[0] if section.label and section.label.value else section.lines[0]
        candidates.append((lines.index(line) if line in lines else 0, line, section.value))
    reach = [*range(min(HEAD_LINES, len(lines))), *range(max(HEAD_LINES, len(lines) - 15), len(lines))]
    candidates += [
        (place, lines[place], lines[place].text) for place in reach if ACTION_NUMBER.search(lines[place].text)
    ]
    for place, line, text in candidates:
        if len(text) > 400 or (_is_prose(text) and not labelled):
            continue
        whole, last = _with_ancestry(lines, place, text)
        said = read_line(_subject_of(whole))
        if said.number is None or said.year is None:
            continue
        where = Place(line.page, line.number, last.number)
        header.reference = Found(Reference(said.series, said.number, said.year), where, "sure")
        _kind_of(header, said, where)
        if said.issued_in_subject is None or not re.search(r"issued\s+on\s+\(", whole):
            _ancestry(header, whole, where)
        else:
            header.issue_date = Found(said.issued_in_subject, where, "likely")
        header.country = Found(said.country, where, "likely") if said.country and exact_country(said.country) else None
        header.concern = _concern(whole, where)
        _read_from_first_line(header, lines, place, last)
        break
    foot = said_of_update(lines)
    if foot is None:
        return
    if header.reference is None:
        header.reference = foot.reference
    if header.kind is None or header.kind.value == "new":
        header.kind = foot.kind
    header.ordinal = header.ordinal or foot.ordinal


def _kind_of(header: Header, said: Line, where: Place) -> None:
    header.kind = Found(said.kind or "new", where)
    if said.ordinal is not None:
        header.ordinal = Found(said.ordinal, where)
    # Country and days are read here with more around them than one line.
    header.warnings += [
        f"{warning[0].upper()}{warning[1:]}."
        for warning in said.warnings
        if "may count" in warning or not _OF_THE_LINE.match(warning)
    ]


def _is_prose(text: str) -> bool:
    """A sentence that names a number in passing is no header."""
    return len(text) > 110 and text.endswith(".")


def _subject_of(text: str) -> str:
    """The head of a line without index numbers and what stands behind the number's own part."""
    bare = INDEX.sub(" ", text)
    return re.sub(r"(?<!\w)(?:AI[ -]?)?(?:index(?: number)?|índice(?: AI)?)\s*:", " ", bare, flags=re.IGNORECASE)


def _with_ancestry(lines: Sequence[SourceLine], place: int, text: str) -> tuple[str, SourceLine]:
    """The line with those that go on with its brackets."""
    last = lines[place]
    for following in lines[place + 1 : place + 6]:
        is_open = (
            text.count("(") > text.count(")") or text.count("[") > text.count("]") or text.endswith((";", " and", ","))
        )
        if (
            not (is_open or (_FOLLOWS.match(following.text) and re.search(r"\d{4}|\d/\d\d", following.text)))
            or len(text) > 800
        ):
            break
        text, last = f"{text} {following.text}", following
    return text, last


def _ancestry(header: Header, text: str, where: Place) -> None:
    """The documents that an update names in brackets: index and date of the first, and of every one after it."""
    if header.kind is None or header.kind.value == "new":
        return
    for part in re.findall(r"[(\[]([^()\[\]]{4,300})[)\]]", text):
        for piece in re.split(r";|\band\b|(?<=\d{4}),\s*(?=[A-Z]{3})", part):
            index, day = INDEX.search(piece), find_day(INDEX.sub(" ", piece))
            if index or day:
                header.ancestors.append(Found(Ancestor(index[0] if index else None, day.day if day else None), where))
    if not header.ancestors and (issued := re.search(r"issued\s+(?:on\s+)?(.{6,30})", text)):
        day = find_day(issued[1])
        if day:
            header.ancestors.append(Found(Ancestor(None, day.day), where, "likely"))


def _concern(text: str, where: Place) -> Found[str] | None:
    """The words behind the number: "UA 229/10 Risk of torture"."""
    bare = DATE_LABEL.sub(" ", text)
    day = find_day(re.sub(r"[(\[][^()\[\]]*[)\]]", lambda inside: " " * len(inside[0]), bare))
    numbers = read_numbers(f"{bare[: day.start]} {bare[day.end :]}" if day else bare)
    after = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", numbers.after)
    after = re.sub(r"\bissued\s+on\b", " ", after)
    after = re.sub(r"^(?:[\s,;:–—-]|(?:and|issued|index|on)\b)+", "", after, flags=re.IGNORECASE)
    after = re.sub(
        r"^(?:(?:y|et|und|e)\s+)?(?:sus?|sa|ses|sua|sue|deren|die)?\s*(?:actualizaci(?:ón|ones)|mises? à jour|"
        r"aggiornament[io]|aktualisierung(?:en)?)\b[\s,;:–—-]*",
        "",
        after,
        flags=re.IGNORECASE,
    )
    after = re.sub(r"^(?:follow-?ups?|updates?)\b[\s,;:–—-]*", "", after, flags=re.IGNORECASE).strip(" -–—:;,")
    words = after.split()
    if not words or re.search(r"\d", after) or exact_country(after) or len(words) > 20 or len(after) < 4:
        return None
    return Found(" ".join(words), where, "likely")


def _read_from_first_line(header: Header, lines: Sequence[SourceLine], at: int, last: SourceLine) -> None:
    """Country and people as older sheets have them, on the lines after the number: "ICELAND (Reykjavik)  Name (m)"."""
    start = next((one for one in range(at, len(lines)) if lines[one].number > last.number), len(lines))
    for place, line in enumerate(lines[start : start + 4]):
        found = _CAPITALS_COUNTRY.match(line.text)
        named = named_country(found["country"].strip(" (:-")) if found else None
        if named is None:
            continue
        header.country = Found(named.name, Place.of([line]), "likely" if named.is_misspelt else "sure")
        header.person_lines = [line, *_more_people(lines, line)]
        if header.concern is None:
            header.concern = _concern_between(lines[start : start + place])
        elif place and not lines[start].blank_before and (more := _concern_between(lines[start : start + place])):
            header.concern = Found(f"{header.concern.value} {more.value}", header.concern.place, "likely")
        return
    # The country stood before the number.
    header.person_lines = [line for line in _more_people(lines, last) if line.number > last.number]


def _concern_between(lines: Sequence[SourceLine]) -> Found[str] | None:
    """The concern where it stands on lines of its own between number and country."""
    lines = [line for line in lines if not (is_day_alone(line.text) or INDEX.search(line.text))]
    text = " ".join(line.text for line in lines)
    if not lines or len(text) > 150 or re.search(r"\d|[.:]$", text):
        return None
    return Found(text, Place.of(lines), "likely")


def _more_people(lines: Sequence[SourceLine], first: SourceLine) -> list[SourceLine]:
    following = [line for line in lines if line.number > first.number][:12]
    found: list[SourceLine] = []
    for line in following:
        named = re.search(r"\([mfhw]\)", line.text) or (_TITLED_PERSON.match(line.text) and len(line.text) < 90)
        if named or (found and not line.blank_before and len(line.text) < 70):
            found.append(line)
        else:
            break
    return found


def _country(header: Header, lines: Sequence[SourceLine], sections: Sequence[Section]) -> None:
    if header.country is not None:
        return
    for section in sections:
        if section.key == "country" and (named := named_country(section.value[:60])):
            header.country = Found(named.name, section.value_place)
            return
    for line in [*lines[:HEAD_LINES], *lines[-15:]]:
        if not (INDEX.search(line.text) or ACTION_NUMBER.search(line.text)) or len(line.text) > 250:
            continue
        rest = INDEX.sub("|", ACTION_NUMBER.sub("|", line.text))
        rest = DATE_LABEL.sub("|", _HEADER_LABEL.sub("|", rest))
        for part in re.split(
            r"[|:;(),]|(?<=\s)[–-](?=\s)|\bon\b|\bdate\b|\bindex\b|\bissue\b|(?<=\d)\s", rest, flags=re.IGNORECASE
        ):
            part = re.sub(r"^\d+\s*", "", part.strip(" ,.-"))
            named = named_country(part) if 2 < len(part) < 60 else None
            if named is not None:
                header.country = Found(named.name, Place.of([line]), "likely" if named.is_misspelt else "sure")
                return
    for line in lines[:6]:
        if is_capitals(line.text) and (named := exact_country(line.text)):
            header.country = Found(named.name, Place.of([line]), "likely")
            return


def is_header_line(text: str) -> bool:
    """Whether a line is one of a sheet's head or foot: an index number or the action's number leads it."""
    if len(text) > 200:
        return False
    return bool(ACTION_NUMBER.match(text)) or bool(INDEX.search(text) and _HEADER_LABEL.search(text))


def country_of_title(title: Found[str]) -> Found[str] | None:
    """The country with which a title begins: "Honduras: …"."""
    named = exact_country(title.value.partition(":")[0]) if ":" in title.value[:60] else None
    return Found(named.name, title.place) if named is not None else None
