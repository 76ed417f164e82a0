"""What the foot of a sheet says of itself: "This is the second update of UA 123/10." Leaf module: no models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.references import Reference
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine
from campaigns.subject_lines import read_line

_SAYS_WHICH = re.compile(
    r"this is the|ésta? es la|esta es la|ceci est la|dies ist die|questo è il|questa è la", re.IGNORECASE
)
_NAMED_UPDATE = re.compile(
    rf"(?:{_SAYS_WHICH.pattern}) (?:(?P<ordinal>\w+) )?(?P<kind>update|correction|further information|actualización|"
    r"corrección|mise à jour|aktualisierung|aggiornamento|correzione)\b.{0,20}?"
    r"\b(?P<series>UA|AU|EX|MA)[\s:-]*(?P<ua>\d{1,4}/\d{2,4})",
    re.IGNORECASE,
)
_ORDINALS = {
    word: english
    for english, words in (
        ("first", "primera première erste primo prima"), ("second", "segunda deuxième seconde zweite secondo seconda"),
        ("third", "tercera troisième dritte terzo terza"), ("fourth", "cuarta quatrième vierte quarto quarta"),
        ("fifth", "quinta cinquième fünfte quinto"), ("sixth", "sexta sixième sechste sesto sesta"),
    )
    for word in words.split()
}  # fmt: skip


_COUNTED = re.compile(
    r"(?:(?:first|second|third|fourth|fifth|sixth|" + "|".join(_ORDINALS) + r")\s+)?"
    r"(?:update|further information|actualización|mise à jour|aktualisierung|aggiornamento)",
    re.IGNORECASE,
)


def is_update_line(text: str) -> bool:
    """Whether a line says no more than that this is an update: "SECOND UPDATE"."""
    return len(text) < 60 and bool(_COUNTED.fullmatch(text.strip()))


@dataclass(frozen=True)
class SaidUpdate:
    """Kind, number of the action and the how-manieth, as far as the sentence has them."""

    kind: Found[str]
    reference: Found[Reference] | None
    ordinal: Found[int] | None


def said_of_update(lines: Sequence[SourceLine]) -> SaidUpdate | None:
    """The sentence, wherever it stands and however it is wrapped; None where there is none."""
    for place in range(len(lines)):
        text = " ".join(one.text for one in lines[place : place + 2])
        found = _NAMED_UPDATE.search(text) if _SAYS_WHICH.search(text) else None
        if found is None:
            continue
        ordinal = (found["ordinal"] or "").casefold()
        series = found["series"].upper().replace("AU", "UA")
        kind = "correction" if found["kind"].casefold().startswith("corr") else "update"
        said = read_line(f"{_ORDINALS.get(ordinal, ordinal)} {kind} to {series} {found['ua']}")
        where = Place.of(lines[place : place + 2])
        named = said.number is not None and said.year is not None
        return SaidUpdate(
            Found(said.kind or "update", where),
            Found(Reference(said.series, said.number or 0, said.year or 0), where) if named else None,
            Found(said.ordinal, where) if said.ordinal is not None else None,
        )
    return None
