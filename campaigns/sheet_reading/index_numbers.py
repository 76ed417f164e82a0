"""Index numbers: those of documents, "EUR 46/028/2011", where an action's number is "UA 214/11". No models."""

import re
from collections.abc import Sequence

from campaigns.sheet_reading.source_lines import Found, Place, SourceLine

INDEX = re.compile(
    r"(?<!\w)(?P<area>AFR|AMR|ASA|EUR|MDE|ACT|DOC|NWS|ORG|POL|FIN|"
    r"IOR)\s?(?P<country>\d{1,3})\s?/\s?(?P<serial>\d{1,5})\s?/\s?"
    r"(?P<year>\d{4}|\d{2})(?:/[a-z]{1,2})?(?!\w)"
)

# The number of an action, its series before it.
ACTION_NUMBER = re.compile(
    r"(?<!\w)(?:UA|UAA|AU|EXTRA|EX|MA|NSA|FI)\s*[:.#-]?\s*\d{1,4}\s*[/.-]\s*\d{2}", re.IGNORECASE
)


def read_index(lines: Sequence[SourceLine], known: Sequence[str | None]) -> tuple[Found[str] | None, list[str]]:
    """The sheet's own index: one that a label announces, else the first that stands in no ancestry.

    Args:
        known: the index numbers of earlier documents, as they are written.

    Returns:
        The number as written, and a warning where two labels give two.
    """
    own: Found[str] | None = None
    warnings: list[str] = []
    found: list[tuple[str, Place]] = []
    for line in lines:
        for match in INDEX.finditer(line.text):
            before = line.text[: match.start()]
            labelled = re.search(
                r"(?:index(?: number)?|índice(?: AI)?|indice(?: AI)?|index-nummer)\s*:?\s*$", before, re.IGNORECASE
            )
            if (labelled and not re.search(r"\([^)]*$", before)) or (
                not before.strip() and line.text == match[0] and line.number <= 60
            ):
                found.append((match[0], Place.of([line])))
    if not found:
        head = [
            (m[0], Place.of([line]))
            for line in lines[:12]
            for m in [INDEX.search(line.text)]
            if m and not re.search(r"[(\[][^)\]]*$", line.text[: m.start()]) and len(line.text) < 120
        ]
        found = [one for one in head if one[0] not in known][:1]
    if found:
        own = Found(" ".join(found[0][0].split()), found[0][1])
        others = {_normal(text) for text, _ in found} - {_normal(found[0][0])}
        if others:
            warnings.append(
                f"Two index numbers: {found[0][0]} and {', '.join(sorted(others))}. Please look which is right."
            )
    return own, warnings


def _normal(index: str) -> str:
    found = INDEX.fullmatch(index.strip())
    if found is None:
        return index
    year = (
        int(found["year"])
        if len(found["year"]) == 4
        else int(found["year"]) + (1900 if int(found["year"]) > 60 else 2000)
    )
    return f"{found['area']} {int(found['country']):02}/{int(found['serial']):03}/{year}"
