"""What a sheet asks of the authorities: points that begin with a participle, or a sentence of a model letter.

Leaf module: no models. Bullets may be lost and blank lines may fall inside a point, so a point begins where a line
opens like one, and ends where the next begins.
"""

import re
from collections.abc import Sequence

from campaigns.sheet_reading.greetings import closes_a_letter, greeting_at
from campaigns.sheet_reading.openings import opens_a_demand
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine, is_double_spaced, joined, paragraphs

MOST_DEMANDS = 60
_ENDED = re.compile(r"(?:[;.:,!]|\b(?:and|y|et|und|e))[\"'”’)]*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:i|we)\s+(?:[a-z]+ly\s+|therefore\s+|also\s+|hereby\s+)?(?:urge|ask|call (?:on|upon|for)|request|appeal|"
    r"demand|implore|press|"
    r"beg|insist|want you)\b|\b(?:l[eao]s?|os)\s+(?:inst[oa]mos|insto|pido|pedimos|ruego|rogamos|"
    r"solicito|solicitamos|exhorto|exhortamos)\b"
    r"|\b(?:je|nous) vous (?:pri(?:e|ons)|demand(?:e|ons)|"
    r"exhort(?:e|ons)|appel(?:le|ons))\b"
    r"|\b(?:ich|wir) (?:bitten?|forderen?|fordern|appellieren?)\b|\b(?:la|le|vi) (?:sollecit(?:o|iamo)|chied(?:o|iamo)|"
    r"esort(?:o|iamo)|invit(?:o|iamo))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-ZÀ-Þ“\"])")


def read_demands(section: Section) -> list[Found[str]]:
    """The points under "Please write …", each in the words of the sheet, with its last sign as printed."""
    lines = section.lines
    parted_by_blanks = not is_double_spaced(lines)
    points: list[list[SourceLine]] = []
    for line in lines:
        before = points[-1][-1] if points else None
        if _begins(line, before, any_bullet=any(one.bullet for one in lines)):
            points.append([line])
        elif before is None:
            continue
        elif line.blank_before and parted_by_blanks and re.search(r"[.!]$", before.text):
            # Prose after the last point.
            break
        else:
            points[-1].append(line)
    return [Found(joined(point), Place.of(point)) for point in points[:MOST_DEMANDS]]


def _begins(line: SourceLine, before: SourceLine | None, *, any_bullet: bool) -> bool:
    if line.bullet:
        return True
    if not opens_a_demand(line.text):
        return False
    if before is None or _ENDED.search(before.text):
        return True
    return line.text[:1].isupper() and (line.blank_before or not any_bullet)


def read_letter(lines: Sequence[SourceLine]) -> list[Found[str]]:
    """A model letter from its greeting to its closing words, a paragraph each; empty where it has no greeting."""
    first = greeting_at(lines)
    if first is None:
        return []
    last = next((place for place, line in enumerate(lines) if place > first and closes_a_letter(line.text)), None)
    body = lines[first + 1 : last]
    parts = [[lines[first]], *paragraphs(body)]
    if last is not None:
        end = last + 1
        while end < len(lines) and not lines[end].blank_before and not lines[end - 1].text.endswith((",", ".")):
            end += 1
        parts.append(list(lines[last : min(end, last + 3)]))
    return [Found(joined(part), Place.of(part)) for part in parts]


def requests_in(letter: Sequence[Found[str]]) -> list[Found[str]]:
    """The sentences of a model letter in which its writer asks for something."""
    return [
        Found(sentence, paragraph.place, "likely")
        for paragraph in letter
        for sentence in _SENTENCE.split(paragraph.value)
        if _ASKS.search(sentence)
    ][:MOST_DEMANDS]
