"""Groups a sheet is about: in full in the lead, by their short form in the headline. Leaf module: no models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.sheet_reading.source_lines import Found, Prose, SourceLine

_GROUP = re.compile(
    r"(?P<name>(?:[A-ZÀ-Þ][\w'’-]+)(?:\s+(?:(?:of|and|for|the|de|del|la|los|las|y|du|des|et|für|und|per|"
    r"e)\s+){0,3}[A-ZÀ-Þ][\w'’-]+){1,10})"
    r"\s*\((?:[^()]{0,60},\s*)?(?P<short>[A-ZÀ-Þ]{2,12})\)"
)


@dataclass(frozen=True)
class Group:
    """A group with its short name."""

    name: str
    short: str


def read_groups(lead: Sequence[SourceLine], headline: str) -> list[Found[Group]]:
    """Groups that the headline names by their short form and the lead in full."""
    prose = Prose(lead)
    known: dict[str, Found[Group]] = {}
    for found in _GROUP.finditer(prose.text):
        if re.search(rf"(?<!\w){re.escape(found['short'])}(?!\w)", headline):
            place = prose.place(found.start(), found.end())
            known.setdefault(found["short"], Found(Group(found["name"], found["short"]), place, "likely"))
    return list(known.values())
