"""Until when appeals are asked for, with the words that say so. Leaf module: no models."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.sheet_reading.days import find_day
from campaigns.sheet_reading.sections import Section
from campaigns.sheet_reading.source_lines import Found, Place, SourceLine

# The words before a date that make it the day until which people write, weightiest first.
_WORDS = (
    r"(?:appeals?|letters?|messages?)\s+(?:\w+,?\s+)?(?:(?:must|should|need to|have to|can|may)\s+)?"
    r"(?:(?:to\s+)?(?:arrive|reach \w+|be sent|be posted|be received)\s+)?(?:before|by|until|no later than)",
    r"send (?:it|them|this|these)\s+(?:before|by|until|no later than)",
    r"(?:appeals?\s+)?deadline(?: for appeals)?",
    r"take action(?: as soon as possible)?,?\s+(?:until|before|by)",
    r"(?:contact|write to)\b[^.:]{0,60}\b(?:by|before|until)",
    r"if sending (?:appeals|letters)?\s*(?:after|later than)",
    r"(?:sending|send) (?:appeals|letters) after",
    r"(?:llamamientos|cartas|apelaciones)\s+(?:antes del?|hasta el)|si (?:van a )?(?:enviar|"
    r"envían)[^.]{0,40}(?:después|con posterioridad) (?:del?|al)",
    r"(?:appels|lettres)\s+(?:avant le|jusqu'au|d'ici au)|(?:appels|lettres) après le",
    r"(?:appelle|briefe|schreiben)?[^.:]{0,40}\b(?:bis zum|vor dem|nach dem)",
    r"(?:appelli|lettere)\s+(?:prima del(?:l')?|entro il|entro l'|fino al)|appelli dopo (?:il|l')",
)
# Only where nothing else gives a day: the sentence that asks people to write.
_IN_ASKING = r"^(?:please\s+)?(?:write|send|act|e-?mail)\b[^.:]{0,80}?\b(?:before|by|until|no later than)"
_DAY = (
    r"\s*:?\s*(?P<day>(?:the\s+)?\d{1,2}[^\W\d_]{0,2}\.?[^:;()]{3,22}?(?:\d{4}|'?\d{2})\b|"
    r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{2,4}\b|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_SAID = tuple(re.compile(rf"(?<!\w)(?:{words}){_DAY}", re.IGNORECASE) for words in _WORDS)
_SAID_IN_ASKING = (re.compile(rf"{_IN_ASKING}{_DAY}", re.IGNORECASE),)
# Words after which the day itself is still good. "Deadline" does not say, so it is no such word.
_LAST_DAY = re.compile(
    r"\b(?:by|until|later than|after|hasta|después|posterioridad|jusqu'au|d'ici|après|bis|nach|entro|fino|dopo)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|antes|avant|vor dem|prima)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AppealDate:
    """The day and the words that lead to it, as printed."""

    day: date
    wording: str
    warnings: tuple[str, ...] = ()


def read_appeal_date(
    lines: Sequence[SourceLine], sections: Sequence[Section]
) -> tuple[Found[AppealDate] | None, list[str]]:
    """The day until which appeals are asked for, and a warning where the sheet names two."""
    found = list(_labelled(sections)) + list(_in_sentences(lines, _SAID))
    found = found or list(_in_sentences(lines, _SAID_IN_ASKING))
    if not found:
        return None, []
    first = found[0]
    others = sorted({one.value.day for one in found} - {first.value.day})
    warnings = list(first.value.warnings)
    if others:
        warnings.append(
            f"Two days for appeals: {first.value.day:%-d %B %Y} and {', '.join(f'{day:%-d %B %Y}' for day in others)}. "
            "Please look which is right."
        )
    return first, warnings


def says_last_day(wording: str) -> bool:
    """Whether the words that lead to the day make it the last good one: "until 23 August", not "before 23 August"."""
    plain = wording.replace("’", "'")
    return bool(_LAST_DAY.search(plain)) and not _BEFORE.search(plain)


def _labelled(sections: Sequence[Section]) -> Iterator[Found[AppealDate]]:
    for section in sections:
        if section.key != "deadline" or section.value_place is None:
            continue
        day = find_day(section.value[:80])
        if day is not None and section.label is not None:
            yield Found(AppealDate(day.day, section.label.printed, day.warnings), section.value_place)


def _in_sentences(lines: Sequence[SourceLine], patterns: Sequence[re.Pattern[str]]) -> Iterator[Found[AppealDate]]:
    """In a heading or a sentence, which may run over two lines."""
    for place, line in enumerate(lines):
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        text = f"{line.text[:500]} {following[:200]}".replace("’", "'")
        if not re.search(r"\d", text):
            continue
        for pattern in patterns:
            said = pattern.search(text)
            if said is None or said.start() > len(line.text):
                continue
            day = find_day(said["day"])
            if day is not None:
                used = lines[place : place + (2 if said.end() > len(line.text) else 1)]
                yield Found(AppealDate(day.day, _wording(text, said), day.warnings), Place.of(used))
                break


def _wording(text: str, said: re.Match[str]) -> str:
    """The heading's words up to its colon, or the sentence."""
    start = max(text.rfind(mark, 0, said.start()) + 2 for mark in (". ", "! ", ": "))
    start = 0 if start < 2 else start
    colon = text.find(":", said.end(), said.end() + 12)
    return text[start : colon + 1 if colon >= 0 else said.end()].strip()
