"""The country in a line, and the part of it, with what is odd about how they are written. Leaf module: no models."""

import re
from dataclasses import dataclass, replace

from cases.country_spellings import Named, country_within, is_area, named_country

# What stands between a number and a country; "pm" is a slip for "on".
_LINK = re.compile(
    r"^[\s,;:.–—-]*(?:(?P<word>on|om|pm|in|for|re|about|concerning|sur|sobre|über|zu|su)(?!\w)[\s:]*)?", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,120})[)\]]")
# What people put in brackets that is no place.
_REMARK = re.compile(
    r"(?<!\w)(?:photos?|pictures?|available|attached|attachment|version|revised|corrected|internal|external|fyi|pdf|doc|"
    r"english|spanish|french|german|only|please|new|no|not|see|sample|letters?|urgent|updated?|issued|action|follow|"
    r"final|stop|m|f)(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
_AND = re.compile(r"\s+(?:and|und|et|y)\s+|\s*[&+]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class LineCountry:
    """The country as its common spelling has it, the area as written, and the codes of all countries named."""

    name: str | None
    area: str | None
    codes: frozenset[str]
    is_known: bool
    warnings: tuple[str, ...]


_NONE = LineCountry(None, None, frozenset(), is_known=False, warnings=())


def read_country(before: str, after: str) -> LineCountry:
    """The country of a line.

    Args:
        before: what stands before the number.
        after: what stands after it, where the country is looked for first.
    """
    warnings: list[str] = []
    link = _LINK.match(after)
    text = after[link.end() :] if link else after
    if link and (link["word"] or "").casefold() in ("pm", "om"):
        warnings.append(f"“{link['word']}” for “on”")
    elif link and not link["word"] and link[0].strip() in ("-", "–", "—"):
        warnings.append(f"“{link[0].strip()}” for “on”")
    area, text = _bracketed(text, warnings)
    text = text.strip(" \t.,;:–—-")
    found = _named(text, area, warnings)
    if found is None:
        # A heading may say it first: "Honduras: ... UA 60/16", or go on after it.
        known = country_within(text) or country_within(before)
        if known is None:
            if text and len(text) < 60 and link and link["word"]:
                return LineCountry(
                    text.title(), area, frozenset(), False, (*warnings, f"“{text}” is no country we know")
                )
            return replace(_NONE, warnings=tuple(warnings))
        return LineCountry(known.name, area, _codes(known), is_known=True, warnings=tuple(warnings))
    return found


def _bracketed(text: str, warnings: list[str]) -> tuple[str | None, str]:
    """The area that stands in brackets, and the text without any brackets; a remark in them is only told of."""
    area = None
    for part in _BRACKETS.findall(text):
        part = part.strip()
        if not part:
            continue
        if _REMARK.search(part) or any(character.isdigit() for character in part) or len(part.split()) > 5:
            warnings.append(f"remark in the subject: {part}")
        elif area is None:
            area = part
    return area, _BRACKETS.sub(" ", text)


def _named(text: str, area: str | None, warnings: list[str]) -> LineCountry | None:
    """A text that is a country, a country and its area, or two countries."""
    whole = named_country(text)
    if whole is not None:
        return _of(whole, area, _codes(whole), warnings)
    for parts, is_slash in ((text.split("/"), True), (_AND.split(text), False), (text.split(","), True)):
        if len(parts) != 2:
            continue
        first, second = (part.strip() for part in parts)
        one, other = named_country(first), named_country(second)
        if one is not None and other is not None and one.code != other.code:
            # A state that is named after one of its parts: "Chechnya/Russian Federation".
            warnings.append(f"two countries: {one.name}, {other.name}")
            return _of(one, second if is_slash else area, _codes(one) | _codes(other), warnings)
        if one is not None and is_slash and second:
            return _of(one, second, _codes(one), warnings)
        if other is not None and is_slash and (is_area(first) or first):
            warnings.append("area before country")
            return _of(other, first, _codes(other), warnings)
    return None


def _of(named: Named, area: str | None, codes: frozenset[str], warnings: list[str]) -> LineCountry:
    if named.is_misspelt:
        warnings.append("country misspelt")
    return LineCountry(named.name, area, codes, is_known=True, warnings=tuple(warnings))


def _codes(named: Named) -> frozenset[str]:
    return frozenset({named.code} - {""})
